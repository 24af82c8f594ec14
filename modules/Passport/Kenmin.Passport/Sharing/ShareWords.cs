using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.Passport.Sharing;

/// <summary>Shares in words.</summary>
internal static class ShareWords
{
    /// <summary>What of the record is shown.</summary>
    public static LocalizedText Range(Share share)
    {
        var (first, last) = (share.FirstDay is { } f ? Dates.LongText(f) : default, share.LastDay is { } l ? Dates.LongText(l) : default);
        var days = (share.FirstDay, share.LastDay) switch
        {
            (null, null) => new LocalizedText("すべての期間", "All days"),
            (null, _) => new($"{last.Ja}まで", $"Until {last.En}"),
            (_, null) => new($"{first.Ja}から", $"From {first.En}"),
            _ => new($"{first.Ja}～{last.Ja}", $"{first.En} – {last.En}"),
        };
        return share.WithPapers
            ? new($"{days.Ja}。本人が入力したものを含む", $"{days.En}, with what the person entered")
            : new($"{days.Ja}。本人が入力したものは含まない", $"{days.En}, without what the person entered");
    }
}
