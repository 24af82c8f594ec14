using System.Globalization;
using Kenmin.Accounts.Contracts;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.SeniorEngagement.Transport;

/// <summary>What drivers and riders are told. No address or telephone stands in a notice: they are read on the page, as long as they are shown.</summary>
internal static class RideNotices
{
    public static NoticeIssued ToDriver(RideOffer offer, string what, (LocalizedText Subject, LocalizedText Body) text, DateTimeOffset now) => new(
        FactId.Of($"senior-engagement.ride-driver|{offer.Id:N}|{what}"), offer.DriverId, text.Subject, text.Body, $"/senior-engagement/rides/offers/{offer.Id}", now, MailKinds.Rides);

    /// <summary>The rider, and who entered it as a proxy. Of who has no account staff read on their list.</summary>
    public static async Task<IReadOnlyList<object>> ToRiderAsync(
        IQuerySession session, RideRequest request, string what, (LocalizedText Subject, LocalizedText Body) text, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var holder = await session.LoadAsync<CardHolder>(request.HolderId, cancellationToken);
        IEnumerable<Guid?> accounts = [holder?.AccountId, request.EnteredAs == ActingAs.Proxy ? request.EnteredBy.AccountId : null];
        return
        [
            .. accounts.OfType<Guid>().Where(a => a != Guid.Empty).Distinct().Select(a => new NoticeIssued(
                FactId.Of($"senior-engagement.ride-rider|{request.Id:N}|{a:N}|{what}"), a, text.Subject, text.Body, $"/senior-engagement/rides/requests/{request.Id}", now, MailKinds.Rides)),
        ];
    }

    public static (LocalizedText Subject, LocalizedText Body) CarThere(RideOffer offer) => (
        new("送迎の車が出ました", "There is a car for your ride"), new($"{When(offer.Starts).Ja}の「{offer.What.Ja}」へ行く車があります。乗せてもらうときは、ページで申し込んでください。", $"A car goes to “{offer.What.En}” on {When(offer.Starts).En}. Ask on the page to go along."));

    public static (LocalizedText Subject, LocalizedText Body) DriverAsks(RideOffer offer) => (
        new("送迎の申し出がありました", "Somebody offers you a ride"), new($"{When(offer.Starts).Ja}の「{offer.What.Ja}」へ、車に乗せてくれる人がいます。ページで返事してください。", $"To “{offer.What.En}” on {When(offer.Starts).En}. Please answer on the page."));

    public static (LocalizedText Subject, LocalizedText Body) RiderAsks(RideRequest request) => (
        new("車に乗せてほしい人がいます", "Somebody would like to go along with you"), new($"{When(request.Starts).Ja}の「{request.What.Ja}」へ、{request.People} 人です。ページで返事してください。", $"To “{request.What.En}” on {When(request.Starts).En}, {request.People} people. Please answer on the page."));

    public static (LocalizedText Subject, LocalizedText Body) AgreedWithDriver(RideOffer offer) => (
        new("送迎が決まりました", "Your ride is agreed"), new($"{When(offer.Starts).Ja}の「{offer.What.Ja}」へ、車に乗せてもらえます。待ち合わせはページで確かめてください。", $"To “{offer.What.En}” on {When(offer.Starts).En}. Where you meet stands on the page."));

    public static (LocalizedText Subject, LocalizedText Body) AgreedWithRider(RideRequest request) => (
        new("送迎が決まりました", "A ride is agreed"), new($"{When(request.Starts).Ja}の「{request.What.Ja}」へ、{request.People} 人を乗せます。迎えの場所はページで確かめてください。", $"To “{request.What.En}” on {When(request.Starts).En}, {request.People} people. Where to fetch them stands on the page."));

    public static (LocalizedText Subject, LocalizedText Body) DriverOff(RideOffer offer, string? reason) => (
        new("送迎が取りやめになりました", "Your ride is off"),
        new($"{When(offer.Starts).Ja}の「{offer.What.Ja}」への送迎です。{(string.IsNullOrEmpty(reason) ? "" : $"理由：{reason}。")}ほかの車を、もう一度さがしています。", $"To “{offer.What.En}” on {When(offer.Starts).En}. {(string.IsNullOrEmpty(reason) ? "" : $"Reason: {reason}. ")}Your request is open again."));

    public static (LocalizedText Subject, LocalizedText Body) RiderOff(RideRequest request) => (
        new("乗る人が取りやめました", "A rider does not come"), new($"{When(request.Starts).Ja}の「{request.What.Ja}」へ乗る予定だった {request.People} 人の席が空きました。", $"To “{request.What.En}” on {When(request.Starts).En}: {request.People} seats are free again."));

    public static (LocalizedText Subject, LocalizedText Body) Declined(LocalizedText what) => (
        new("送迎の都合が合いませんでした", "The ride does not suit"), new($"「{what.Ja}」への送迎です。ほかの方をさがしてください。", $"To “{what.En}”. Please look for somebody else."));

    public static (LocalizedText Subject, LocalizedText Body) ActivityOff(LocalizedText what) => (
        new("活動の募集が取りやめになり、送迎も終わりました", "The activity is off, and so is the ride"), new($"「{what.Ja}」への送迎です。", $"To “{what.En}”."));

    public static (LocalizedText Subject, LocalizedText Body) Moved(LocalizedText what, DateTimeOffset starts) => (
        new("活動の日時が変わりました。送迎を確かめてください", "The activity has another time: please check the ride"), new($"「{what.Ja}」は {When(starts).Ja}からになりました。都合が悪いときは、ページで取りやめてください。", $"“{what.En}” now starts on {When(starts).En}. If it does not suit, call the ride off on the page."));

    private static LocalizedText When(DateTimeOffset at)
    {
        var local = JapanTime.Local(at);
        return new(local.ToString("M月d日 H:mm", CultureInfo.InvariantCulture), local.ToString("d MMMM H:mm", CultureInfo.InvariantCulture));
    }
}
