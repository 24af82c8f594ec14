using Kenmin.Pages;
using Kenmin.SharedKernel;
using static Kenmin.Pages.Texts;

namespace Kenmin.SeniorEngagement.Transport;

/// <summary>Rides in words.</summary>
internal static class RideWords
{
    public static (LocalizedText Text, Tone Tone) State(RideRequest request) => request.State switch
    {
        RideRequestState.Agreed => (new("決まりました", "Agreed"), Tone.Success), RideRequestState.Cancelled => (new("取りやめ", "Off"), Tone.Neutral), _ => (new("車をさがしています", "Looking for a car"), Tone.Info),
    };

    public static (LocalizedText Text, Tone Tone) State(RideMatch? match, bool driver) => match switch
    {
        null => (new("まだ何も", "Nothing yet"), Tone.Neutral),
        { State: RideMatchState.Agreed } => (new("決まりました", "Agreed"), Tone.Success),
        { State: RideMatchState.Proposed } => (driver ? match.RiderSays : match.DriverSays) == true ? (new("あなたの返事を待っています", "Waits for your answer"), Tone.Warning) : (new("相手の返事を待っています", "Waits for the other one"), Tone.Info),
        { State: RideMatchState.CalledOff } => (new("取りやめ", "Off"), Tone.Neutral),
        _ => (new("都合が合いませんでした", "Does not suit"), Tone.Neutral),
    };

    public static string Where(string municipality, string area) => $"{Municipality.ByCode(municipality)?.Names}　{area}";

    public static LocalizedText Seats(RideOffer offer, int free) => new(
        $"{offer.Seats} 人まで（空き {free} 人）{(offer.Wheelchair ? "、車いす 1 台" : "")}{(offer.ComesBack ? "、帰りも" : "、行きだけ")}",
        $"Up to {offer.Seats} ({free} free){(offer.Wheelchair ? ", one wheelchair" : "")}{(offer.ComesBack ? ", there and back" : ", there only")}");

    public static LocalizedText People(RideRequest request) => request.Wheelchair
        ? new($"{request.People} 人（車いす）", $"{request.People} (wheelchair)") : new LocalizedText($"{request.People} 人", $"{request.People}");

    public static LocalizedText Shown(DateOnly until) => new(
        $"電話番号と場所は、決まった相手にだけ、{Dates.LongText(until).Ja}まで見えます。そのあとは消します。", $"Telephone and place are seen only by the one with whom it is agreed, until {Dates.LongText(until).En}, and then removed.");

    public static IReadOnlyList<FieldOption> Municipalities { get; } = [.. Municipality.All.Select(m => new FieldOption(m.Code6, m.Names))];

    public static LocalizedText Title { get; } = L("送迎の相乗り", "Sharing rides");
}
