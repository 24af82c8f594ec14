using Kenmin.SharedKernel;

namespace Kenmin.Commands;

/// <summary>What became of a command: done, or refused with a reason for the person.</summary>
/// <param name="Code">A stable code of the refusal for programs, such as <c>over-quota</c>; null when it was done.</param>
/// <param name="Problem">Why nothing happened and what to do; null when it was done.</param>
/// <param name="Field">The property of the command that stands in the way; null for the command as a whole.</param>
public sealed record CommandAnswer(string? Code, LocalizedText? Problem, string? Field = null)
{
    /// <summary>The code where a field cannot be taken.</summary>
    public const string InvalidInput = "invalid-input";

    /// <summary>The code where there is no such thing, or not for the caller.</summary>
    public const string NotFound = "not-found";

    /// <summary>The code where nothing new is taken.</summary>
    public const string Closed = "closed";

    /// <summary>It was done.</summary>
    public static CommandAnswer Done { get; } = new(null, null);

    /// <summary>There is no such thing, or it is none of the caller's business.</summary>
    public static CommandAnswer Unknown { get; } = new(NotFound, new("見つかりません。", "There is no such thing."));

    /// <summary>Nothing new is taken.</summary>
    public static CommandAnswer Off { get; } = new(Closed, new(
        "現在、新しい受付をしていません。", "Nothing new is taken at present."));

    /// <summary>Whether it was done.</summary>
    public bool IsDone => Problem is null;

    /// <summary>A rule stands against it.</summary>
    public static CommandAnswer Refused(string code, string ja, string en, string? field = null) => new(code, new LocalizedText(ja, en), field);

    /// <summary>A field cannot be taken.</summary>
    public static CommandAnswer Invalid(Flaw flaw) => new(InvalidInput, flaw.Problem, flaw.Field);
}
