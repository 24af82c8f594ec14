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
        var papers = share.WithPapers
            ? new LocalizedText($"{days.Ja}。本人が入力したものを含む", $"{days.En}, with what the person entered")
            : new LocalizedText($"{days.Ja}。本人が入力したものは含まない", $"{days.En}, without what the person entered");
        List<LocalizedText> more = [];
        if (share.WithCertificates) more.Add(new("修了証・資格", "certificates and licences"));
        if (share.WithPoints) more.Add(new("ポイント", "points"));
        if (share.WithMilestones) more.Add(new("節目", "milestones"));
        return more.Count == 0 ? papers : new($"{papers.Ja}。{string.Join('、', more.Select(m => m.Ja))}も見せる", $"{papers.En}; also {string.Join(", ", more.Select(m => m.En))}");
    }
}
