using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Http;

namespace Kenmin.Api;

/// <summary>Problem details (RFC 9457) in the caller's language.</summary>
public static class ApiProblems
{
    /// <summary>400: something in the request cannot be taken; each entry names its field by JSON pointer.</summary>
    public static IResult Invalid(params IReadOnlyList<FieldProblem> fields) => Of(
        StatusCodes.Status400BadRequest, "invalid-input",
        new("入力内容に誤りがあります。", "Something in the request cannot be taken."),
        null,
        new() { ["errors"] = fields.Select(f => new { pointer = f.Pointer, detail = f.Detail.ToString() }).ToArray() });

    /// <summary>404: there is no such thing, or not for this caller; both look the same on purpose.</summary>
    public static IResult NotFound() => Of(
        StatusCodes.Status404NotFound, "not-found", new("見つかりません。", "There is no such thing here."));

    /// <summary>409: the request was understood and a rule stands against it.</summary>
    /// <param name="code">A stable code for programs, such as <c>full</c>.</param>
    /// <param name="reason">The reason for people.</param>
    public static IResult Refused(string code, LocalizedText reason) => Of(
        StatusCodes.Status409Conflict, code, new("お受けできません。", "The request was refused."), reason);

    /// <summary>503: too much at once; try again after the given time.</summary>
    /// <param name="context">The request's context, for the <c>Retry-After</c> header.</param>
    /// <param name="after">When to try again.</param>
    public static IResult Busy(HttpContext context, TimeSpan after)
    {
        context.Response.Headers.RetryAfter = Math.Ceiling(after.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Of(StatusCodes.Status503ServiceUnavailable, "busy",
            new("ただいま混み合っています。少し待ってからもう一度お試しください。", "Too much at once. Wait a little and try again."));
    }

    /// <summary>A problem of any other kind.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">A stable code for programs; becomes the last part of the type.</param>
    /// <param name="title">What kind of problem it is.</param>
    /// <param name="detail">What happened here, and what to do.</param>
    /// <param name="extensions">Further members.</param>
    public static IResult Of(
        int status, string code, LocalizedText title, LocalizedText? detail = null, Dictionary<string, object?>? extensions = null) =>
        Results.Problem(
            statusCode: status, type: TypeOf(code), title: title.ToString(), detail: detail?.ToString(), extensions: extensions);

    /// <summary>The type of a problem: a relative reference, so that it is the same on every installation.</summary>
    internal static string TypeOf(string code) => $"/problems/{code}";
}

/// <summary>What is wrong with one field.</summary>
/// <param name="Pointer">JSON pointer as a fragment, such as <c>#/birthDate</c>; <c>#</c> is the whole request.</param>
/// <param name="Detail">What was expected and what to do.</param>
public sealed record FieldProblem(string Pointer, LocalizedText Detail);
