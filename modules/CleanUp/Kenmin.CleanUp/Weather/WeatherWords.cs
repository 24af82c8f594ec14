using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Weather;

/// <summary>Warnings in words.</summary>
internal static class WeatherWords
{
    /// <summary>What is in force, in one line.</summary>
    public static LocalizedText Summary(KnownWarnings known)
    {
        LocalizedText names = new(string.Join("、", known.Warnings.Select(w => NameOf(w, known).Ja)), string.Join(", ", known.Warnings.Select(w => NameOf(w, known).En)));
        return (known.IsKnown, known.Warnings.Count) switch
        {
            (true, 0) => new("警報・注意報の発表なし", "No warnings issued"),
            (true, _) => names,
            (false, 0) => new("わかりません", "Not known"),
            _ => new($"{names.Ja}（ほかはわかりません）", $"{names.En} (the rest is not known)"),
        };
    }

    /// <summary>The name, with the alert level, and whether it is for a part only.</summary>
    public static LocalizedText NameOf(WarningKind kind, KnownWarnings known)
    {
        var part = known.PartOnly.Contains(kind.Code);
        return new(
            $"{kind.Name.Ja}{(kind.Level is { } l ? $"（警戒レベル{l}相当）" : "")}{(part ? "（市町の一部）" : "")}",
            $"{kind.Name.En}{(kind.Level is { } e ? $" (alert level {e})" : "")}{(part ? " (a part of the municipality)" : "")}");
    }

    public static Tone ToneOf(KnownWarnings known) =>
        known.Warnings.Count > 0 ? known.Warnings.Max(w => w.Tier) > WarningTier.Advisory ? Tone.Error : Tone.Warning
        : known.IsKnown ? Tone.Info : Tone.Warning;
}
