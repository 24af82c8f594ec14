using Kenmin.SharedKernel;

namespace Kenmin.PlanProgress;

/// <summary>What became of a command: done, or refused with a reason for the person.</summary>
/// <param name="Code">A stable code of the refusal for programs, such as <c>year-frozen</c>; null when it was done.</param>
/// <param name="Problem">Why nothing happened; null when it was done.</param>
/// <param name="Field">The property of the command that stands in the way; null for the command as a whole.</param>
public sealed record PlanAnswer(string? Code, LocalizedText? Problem, string? Field = null)
{
    /// <summary>It was done.</summary>
    public static PlanAnswer Done { get; } = new(null, null);

    /// <summary>There is no such thing.</summary>
    public static PlanAnswer Unknown { get; } = new("not-found", new("見つかりません。ほかの人が消したのかもしれません。", "There is no such thing. Somebody may have removed it."));

    /// <summary>Whether it was done.</summary>
    public bool IsDone => Problem is null;

    internal static PlanAnswer Refused(string code, string ja, string en, string? field = null) => new(code, new LocalizedText(ja, en), field);

    internal static PlanAnswer Frozen(FiscalYear year) => Refused("year-frozen",
        $"{year.ToJapanese()}は確定（凍結）済みです。数値は変えられません。誤りがあるときは「訂正」を記録してください。",
        $"{year} is frozen. Its figures cannot be changed; record a restatement beside them.");
}

/// <summary>Something is not as it must be.</summary>
/// <param name="Field">The property.</param>
/// <param name="Problem">What is expected.</param>
internal readonly record struct Flaw(string Field, LocalizedText Problem);
