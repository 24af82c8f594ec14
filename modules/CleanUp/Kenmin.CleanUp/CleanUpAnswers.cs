using Kenmin.SharedKernel;

namespace Kenmin.CleanUp;

/// <summary>Answers of this module's own.</summary>
internal static class CleanUpAnswers
{
    /// <summary>The campaign takes nothing new.</summary>
    public static CommandAnswer Off { get; } = new(CommandAnswer.Closed, new("この一斉清掃では、現在新しい受付をしていません。", "This campaign takes nothing new at present."));
}
