using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using Kenmin.SharedKernel;

namespace Kenmin.Pages;

/// <summary>
/// What is wrong with a form, at which field. <see cref="PageForm"/> hands it to its fields and shows the list first.
/// </summary>
public sealed class FormErrors
{
    private readonly List<FieldError> _all = [];

    /// <summary>All errors in the order in which they were found.</summary>
    public IReadOnlyList<FieldError> All => _all;

    /// <summary>Whether there is an error.</summary>
    public bool Any => _all.Count > 0;

    /// <summary>Adds an error of the form as a whole.</summary>
    public void Add(LocalizedText message) => _all.Add(new FieldError(null, message));

    /// <summary>Adds an error at the field sent under <paramref name="field"/>.</summary>
    public void Add(string field, LocalizedText message) => _all.Add(new FieldError(field, message));

    /// <summary>Adds an error at a bound field: <c>errors.Add(() =&gt; Input.Phone, …)</c>.</summary>
    public void Add<T>(Expression<Func<T>> field, LocalizedText message) => Add(FieldNames.Of(field), message);

    /// <summary>Adds <paramref name="message"/> when a field is empty; returns whether it was filled in.</summary>
    public bool Require([NotNullWhen(true)] string? value, Expression<Func<string?>> field, LocalizedText message)
    {
        if (!string.IsNullOrWhiteSpace(value)) return true;
        Add(field, message);
        return false;
    }

    /// <summary>Takes the value out of <paramref name="parsed"/>, or adds its reason at the field.</summary>
    public bool Take<T, TValue>(Expression<Func<T>> field, Parsed<TValue> parsed, [MaybeNullWhen(false)] out TValue value)
    {
        if (parsed.TryGet(out value)) return true;
        Add(field, parsed.Error);
        return false;
    }

    /// <summary>The errors at one field.</summary>
    public IEnumerable<LocalizedText> At(string field) => _all.Where(e => e.Field == field).Select(e => e.Message);
}

/// <summary>An error at a field.</summary>
/// <param name="Field">The name the field is sent under; null for the form as a whole.</param>
/// <param name="Message">What is wrong and what to do.</param>
/// <param name="FieldId">The id of the element to go to; derived from <paramref name="Field"/> when null.</param>
public sealed record FieldError(string? Field, LocalizedText Message, string? FieldId = null);
