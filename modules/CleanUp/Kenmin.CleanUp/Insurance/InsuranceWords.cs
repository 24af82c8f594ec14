using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Insurance;

/// <summary>Insurance in words, and lists as people type them.</summary>
internal static class InsuranceWords
{
    public static LocalizedText StateOf(ListState state) => state switch
    {
        ListState.NotNeeded => new("不要", "Not needed"), ListState.Missing => new("未提出", "Not handed in"), ListState.Incomplete => new("不備あり", "Incomplete"), _ => new("そろっています", "Complete"),
    };

    public static Tone ToneOf(ListState state) => state switch
    {
        ListState.NotNeeded => Tone.Neutral, ListState.Missing => Tone.Error, ListState.Incomplete => Tone.Warning, _ => Tone.Success,
    };

    /// <summary>The plan's name, or that nobody is covered.</summary>
    public static LocalizedText PlanName(string plan) => plan.Length > 0 ? LocalizedText.Same(plan) : new("対象のプランなし", "No plan");

    /// <summary>How long lists are kept.</summary>
    public static LocalizedText Purpose(InsuranceSettings settings) => new(
        $"市町が行事用保険に入るためだけに使い、市町の担当者と保険会社が見ます。活動の日から {settings.KeptDays} 日後に、自動で消します。",
        $"Used only by the municipality to take out the event policy, and seen by its staff and the insurer. Removed {settings.KeptDays} days after the activity.");

    /// <summary>People as a field shows them: one in each line.</summary>
    public static string Lines(IEnumerable<Insured> people) => string.Join('\n', people.Select(p => p.Detail.Length > 0 ? $"{p.Name}、{p.Detail}" : p.Name));

    /// <summary>Reads people, one in each line: the name, and after a comma or a tab what the insurer asks beside. Pasted columns of a spreadsheet do.</summary>
    public static IEnumerable<InsuredMember> Read(string? text, bool cutters)
    {
        foreach (var line in (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = line.Split(['\t', ',', '、', '，'], 2, StringSplitOptions.TrimEntries);
            yield return new(parts[0], parts.Length > 1 ? parts[1] : "", cutters);
        }
    }
}
