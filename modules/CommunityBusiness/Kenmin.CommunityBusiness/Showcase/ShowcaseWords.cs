using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Showcase;

/// <summary>What is shown, in words and on maps.</summary>
internal static class ShowcaseWords
{
    public static (LocalizedText Text, Tone Tone) Standing(Showing showing, Venture venture, DateOnly today) => showing switch
    {
        { Hidden: not null } => (new("窓口が非表示にしています", "Hidden by the office"), Tone.Warning),
        { Consent: null } => (new("同意がないため公開していません", "Not shown: no consent"), Tone.Neutral),
        { Consent: { } consent } when !consent.IsInForce(today) => (new("同意の期限切れ（公開していません）", "Not shown: the consent ended"), Tone.Warning),
        _ when venture.State != VentureState.Active => (new("中止しているため公開していません", "Not shown: it is stopped"), Tone.Neutral),
        _ => (new("公開中", "Shown"), Tone.Success),
    };

    /// <summary>A pin for each place that was given, and one for each municipality with those that gave none.</summary>
    public static IReadOnlyList<MapPoint> Pins(IReadOnlyList<Shown> shown) =>
    [
        .. shown.Where(s => s.Showing.Point is not null).Select(s => new MapPoint(s.Showing.Latitude!.Value, s.Showing.Longitude!.Value, LocalizedText.Same(s.Showing.Text.Name), s.Href, VentureWords.NameOf(s.Stage))),
        .. shown.Where(s => s.Showing.Point is null && s.Municipality is not null).GroupBy(s => s.Municipality!).OrderBy(g => g.Key.Code6, StringComparer.Ordinal).Select(g => new MapPoint(
            g.Key.Office.Latitude, g.Key.Office.Longitude, g.Key.Names, $"/community-business/showcase?municipality={g.Key.Code6}", new($"{g.Count():#,0} 件", $"{g.Count():#,0} businesses"), Tone.Neutral)),
    ];
}
