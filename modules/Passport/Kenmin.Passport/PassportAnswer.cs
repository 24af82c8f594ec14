using Kenmin.Api;
using Kenmin.Pages;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Http;

namespace Kenmin.Passport;

/// <summary>What became of a command: done, or refused with a reason for the person.</summary>
/// <param name="Code">A stable code of the refusal for programs, such as <c>too-many</c>; null when it was done.</param>
/// <param name="Problem">Why nothing happened and what to do; null when it was done.</param>
/// <param name="Field">The property of the command that stands in the way; null for the command as a whole.</param>
public sealed record PassportAnswer(string? Code, LocalizedText? Problem, string? Field = null)
{
    private const string InvalidInput = "invalid-input", NotFound = "not-found", Closed = "closed";

    /// <summary>It was done.</summary>
    public static PassportAnswer Done { get; } = new(null, null);

    /// <summary>There is no such thing, or it is none of the caller's business.</summary>
    public static PassportAnswer Unknown { get; } = new(NotFound, new("見つかりません。", "There is no such thing."));

    /// <summary>Nothing new is taken.</summary>
    public static PassportAnswer Off { get; } = new(Closed, new("現在、新しい受付をしていません。", "Nothing new is taken at present."));

    /// <summary>Whether it was done.</summary>
    public bool IsDone => Problem is null;

    internal static PassportAnswer Refused(string code, string ja, string en) => new(code, new LocalizedText(ja, en));

    internal static PassportAnswer Invalid(string field, string ja, string en) => new(InvalidInput, new LocalizedText(ja, en), field);

    /// <summary>What stands against a text, if anything: it is missing, too long, or of more than one line.</summary>
    internal static PassportAnswer? OfText(string? text, string field, int longest, bool required = true) => text?.Trim() switch
    {
        null or "" => required ? Invalid(field, "入力してください。", "Fill this in.") : null,
        { Length: var length } when length > longest => Invalid(field, $"{longest} 文字までです。今は {length} 文字です。", $"Up to {longest} characters; this has {length}."),
        { } line when line.Any(char.IsControl) => Invalid(field, "使えない文字（改行など）が入っています。", "It holds characters that cannot be used, such as line breaks."),
        _ => null,
    };

    /// <summary>Shows why a command was refused, at the field of the form where there is one.</summary>
    internal void ShowIn(FormErrors errors)
    {
        if (Problem is not { } problem) return;
        if (Field is { } field) errors.Add($"Input.{field}", problem);
        else errors.Add(problem);
    }

    /// <summary>The answer as programs get it.</summary>
    internal IResult ToResult(Func<IResult> done) => this switch
    {
        { IsDone: true } => done(),
        { Code: NotFound } => ApiProblems.NotFound(),
        { Field: { } field } => ApiProblems.Invalid(new FieldProblem($"#/{char.ToLowerInvariant(field[0])}{field[1..]}", Problem!.Value)),
        _ => ApiProblems.Refused(Code!, Problem!.Value),
    };
}
