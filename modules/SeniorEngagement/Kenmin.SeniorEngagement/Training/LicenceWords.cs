using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.SeniorEngagement.Training;

/// <summary>Licences in words.</summary>
internal static class LicenceWords
{
    public static IReadOnlyList<FieldOption> Options(IEnumerable<LicenceKind> kinds) => [.. kinds.Select(k => new FieldOption(k.Id, k.Name))];

    public static LocalizedText NameOf(IEnumerable<LicenceKind> kinds, string kind) => kinds.FirstOrDefault(k => k.Id == kind)?.Name ?? LocalizedText.Same(kind);

    public static (LocalizedText Text, Tone Tone) State(Licence? licence, DateOnly today) => licence?.StateOn(today) switch
    {
        LicenceState.Valid => (new("有効", "In force"), Tone.Success), LicenceState.Renewable => (new("有効（更新できます）", "In force, can be renewed"), Tone.Warning),
        LicenceState.Lapsed => (new("期限切れ（更新できます）", "Lapsed, can be renewed"), Tone.Warning), LicenceState.Over => (new("終了", "Over"), Tone.Neutral), _ => (new("まだありません", "None yet"), Tone.Info),
    };

    public static LocalizedText Progress(LicenceProgress p, DateOnly today) => p.Needed(today) switch
    {
        0 => new($"次の更新のための単位 {p.Credits}", $"{p.Credits} credits for the next renewal"),
        var needed => new($"{p.Credits} / {needed} 単位", $"{p.Credits} of {needed} credits"),
    };
}
