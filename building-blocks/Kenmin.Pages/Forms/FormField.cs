using System.Linq.Expressions;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace Kenmin.Pages;

/// <summary>What all fields of a form have in common: name, label, hint, errors and how these hang together.</summary>
/// <typeparam name="T">The type of the bound value.</typeparam>
public abstract class FormField<T> : ComponentBase
{
    /// <summary>The label, always visible.</summary>
    [Parameter, EditorRequired] public LocalizedText Label { get; set; }

    /// <summary>How to fill the field in, with an example.</summary>
    [Parameter] public LocalizedText? Hint { get; set; }

    /// <summary>Whether it must be filled in; shows 必須.</summary>
    [Parameter] public bool Required { get; set; }

    /// <summary>Whether the field cannot be changed.</summary>
    [Parameter] public bool Disabled { get; set; }

    /// <summary>An error to show besides those of the form.</summary>
    [Parameter] public LocalizedText? Error { get; set; }

    /// <summary>The name the field is sent under; taken from <c>@bind-Value</c> when null.</summary>
    [Parameter] public string? Name { get; set; }

    /// <summary>The element's id; taken from the name when null. Set it where two forms on a page have the same field.</summary>
    [Parameter] public string? Id { get; set; }

    /// <summary>The value shown.</summary>
    [Parameter] public T? Value { get; set; }

    /// <summary>Part of <c>@bind-Value</c>.</summary>
    [Parameter] public EventCallback<T> ValueChanged { get; set; }

    /// <summary>Part of <c>@bind-Value</c>; names the field.</summary>
    [Parameter] public Expression<Func<T>>? ValueExpression { get; set; }

    /// <summary>Further attributes of the input element, such as <c>maxlength</c>.</summary>
    [Parameter(CaptureUnmatchedValues = true)] public IReadOnlyDictionary<string, object>? Attributes { get; set; }

    [CascadingParameter] private FormErrors? FormErrors { get; set; }

    [CascadingParameter] private EditContext? EditContext { get; set; }

    /// <summary>The name the field is sent under.</summary>
    protected string FieldName { get; private set; } = "";

    /// <summary>The id of the input element.</summary>
    protected string FieldId { get; private set; } = "";

    /// <summary>What is wrong with the field, in the reader's language.</summary>
    protected IReadOnlyList<string> ErrorTexts { get; private set; } = [];

    /// <summary>The ids of hint and error, for <c>aria-describedby</c>.</summary>
    protected string? DescribedBy =>
        (Hint, ErrorTexts.Count) switch
        {
            (null, 0) => null,
            (null, _) => $"{FieldId}-error",
            (_, 0) => $"{FieldId}-hint",
            _ => $"{FieldId}-hint {FieldId}-error",
        };

    /// <summary><c>true</c> when there is an error, for <c>aria-invalid</c>.</summary>
    protected string? Invalid => ErrorTexts.Count > 0 ? "true" : null;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        FieldName = Name ?? (ValueExpression is null
            ? throw new InvalidOperationException($"{GetType().Name} needs @bind-Value or Name.")
            : FieldNames.Of(ValueExpression));
        FieldId = Id ?? FieldNames.IdOf(FieldName);
        IEnumerable<string> errors = FormErrors?.At(FieldName).Select(e => e.ToString()) ?? [];
        if (Error is { } own) errors = errors.Append(own.ToString());
        if (EditContext is not null && ValueExpression is not null)
            errors = errors.Concat(EditContext.GetValidationMessages(FieldIdentifier.Create(ValueExpression)));
        ErrorTexts = [.. errors];
    }
}
