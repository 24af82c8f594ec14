using System.Security.Claims;
using Kenmin.Api;
using Kenmin.Modularity.Access;
using Kenmin.Pages;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Http;

namespace Kenmin.Commands;

/// <summary>What pages and endpoints do with commands and their answers.</summary>
public static class CommandDoors
{
    /// <summary>Who acts.</summary>
    public static Doer Doer(this ClaimsPrincipal user) => new(user.AccountId()!.Value, user.DisplayName());

    /// <summary>Shows why a command was refused, at the field where there is one.</summary>
    /// <param name="errors">The form's errors.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="form">The name of the form's model, such as <c>Input</c>.</param>
    public static void Take(this FormErrors errors, CommandAnswer answer, string form)
    {
        if (answer.Problem is not { } problem) return;
        if (answer.Field is { } field) errors.Add($"{form}.{field}", problem);
        else errors.Add(problem);
    }

    /// <summary>The answer as programs get it.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="done">What is answered when it was done; 204 without it.</param>
    public static IResult ToResult(this CommandAnswer answer, Func<IResult>? done = null) => answer switch
    {
        { IsDone: true } => done?.Invoke() ?? Results.NoContent(),
        { Code: CommandAnswer.NotFound } => ApiProblems.NotFound(),
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
