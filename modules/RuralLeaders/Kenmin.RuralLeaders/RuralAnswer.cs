using System.Security.Claims;
using Kenmin.Api;
using Kenmin.Modularity.Access;
using Kenmin.Pages;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Http;

namespace Kenmin.RuralLeaders;

/// <summary>What became of a command: done, or refused with a reason for the person.</summary>
/// <param name="Code">A stable code of the refusal for programs, such as <c>not-completed</c>; null when it was done.</param>
/// <param name="Problem">Why nothing happened and what to do; null when it was done.</param>
/// <param name="Field">The property of the command that stands in the way; null for the command as a whole.</param>
public sealed record RuralAnswer(string? Code, LocalizedText? Problem, string? Field = null)
{
    internal const string InvalidInput = "invalid-input";
    internal const string NotFound = "not-found";
    internal const string Closed = "closed";

    /// <summary>It was done.</summary>
    public static RuralAnswer Done { get; } = new(null, null);

    /// <summary>There is no such thing, or it is none of the caller's business.</summary>
    public static RuralAnswer Unknown { get; } = new(NotFound, new("見つかりません。", "There is no such thing."));

    /// <summary>Nothing new is taken.</summary>
    public static RuralAnswer Off { get; } = new(Closed, new(
        "現在、新しい受付をしていません。", "Nothing new is taken at present."));

    /// <summary>Whether it was done.</summary>
    public bool IsDone => Problem is null;

    internal static RuralAnswer Refused(string code, string ja, string en, string? field = null) => new(code, new LocalizedText(ja, en), field);

    internal static RuralAnswer Invalid(Flaw flaw) => new(InvalidInput, flaw.Problem, flaw.Field);
}

/// <summary>Something is not as it must be.</summary>
/// <param name="Field">The property.</param>
/// <param name="Problem">What is expected.</param>
internal readonly record struct Flaw(string Field, LocalizedText Problem)
{
    /// <summary>What stands against a text: it is missing, too long, or of more than one line.</summary>
    public static IEnumerable<Flaw> OfText(string? text, string field, int longest, bool required = true, bool lines = false)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            if (required) yield return new(field, new("入力してください。", "Fill this in."));
        }
        else if (text.Trim().Length > longest)
        {
            yield return new(field, new(
                $"{longest} 文字までです。今は {text.Trim().Length} 文字です。", $"Up to {longest} characters; this has {text.Trim().Length}."));
        }
        else if (text.Any(c => char.IsControl(c) && !(lines && c is '\n' or '\r')))
        {
            yield return new(field, new("使えない文字（改行など）が入っています。", "It holds characters that cannot be used, such as line breaks."));
        }
    }

    /// <summary>What stands against a whole number.</summary>
    public static IEnumerable<Flaw> OfNumber(int? number, string field, int least, int most)
    {
        if (number is { } n && (n < least || n > most))
            yield return new(field, new($"{least:#,0} から {most:#,0} までの数で入力してください。", $"Enter a number from {least:#,0} to {most:#,0}."));
    }
}

/// <summary>Who did something.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Name">The name at that time.</param>
public sealed record Doer(Guid AccountId, string Name);

/// <summary>What pages and endpoints have in common.</summary>
internal static class Doors
{
    /// <summary>Who acts.</summary>
    public static Doer Doer(this ClaimsPrincipal user) => new(user.AccountId()!.Value, user.DisplayName());

    /// <summary>Shows why a command was refused, at the field where there is one.</summary>
    /// <param name="errors">The form's errors.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="form">The name of the form's model, such as <c>Input</c>.</param>
    public static void Take(this FormErrors errors, RuralAnswer answer, string form)
    {
        if (answer.Problem is not { } problem) return;
        if (answer.Field is { } field) errors.Add($"{form}.{field}", problem);
        else errors.Add(problem);
    }

    /// <summary>The answer as programs get it.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="done">What is answered when it was done; 204 without it.</param>
    public static IResult ToResult(this RuralAnswer answer, Func<IResult>? done = null) => answer switch
    {
        { IsDone: true } => done?.Invoke() ?? Results.NoContent(),
        { Code: RuralAnswer.NotFound } => ApiProblems.NotFound(),
        { Field: { } field } => ApiProblems.Invalid(new FieldProblem($"#/{char.ToLowerInvariant(field[0])}{field[1..]}", answer.Problem!.Value)),
        _ => ApiProblems.Refused(answer.Code!, answer.Problem!.Value),
    };

    /// <summary>A whole number from a field, in any width; null when blank, an error when it cannot be read.</summary>
    public static Parsed<int?> Number(string? text)
    {
        var narrow = (text ?? "").Normalize(System.Text.NormalizationForm.FormKC).Replace(",", "", StringComparison.Ordinal).Trim();
        if (narrow.Length == 0) return Parsed<int?>.Ok(null);
        return int.TryParse(narrow, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? Parsed<int?>.Ok(number) : new LocalizedText("数字で入力してください。例：100", "Enter a number, such as 100.");
    }

    /// <summary>Takes a number out of a field, or adds the reason at it.</summary>
    public static int? TakeNumber(this FormErrors errors, string field, string? text)
    {
        var parsed = Number(text);
        if (parsed.TryGet(out var number)) return number;
        errors.Add(field, parsed.Error);
        return null;
    }

    /// <summary>Takes a day out of a field; null when blank or when it cannot be read, then with the reason at the field.</summary>
    public static DateOnly? TakeDay(this FormErrors errors, string field, string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var parsed = LenientDate.Parse(text);
        if (parsed.TryGet(out var day)) return day;
        errors.Add(field, parsed.Error);
        return null;
    }
}
