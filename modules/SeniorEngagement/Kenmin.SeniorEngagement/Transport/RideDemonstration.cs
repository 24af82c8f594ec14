using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Steps;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.SeniorEngagement.Transport;

/// <summary>Fictional rides: the resident goes along in a car, drives to another activity, and a neighbour and the mother look for a seat.</summary>
internal static class RideDemonstration
{
    public static async Task AddAsync(IDocumentSession session, Doer self, CardHolder own, CardHolder mother, CardHolder neighbour, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var today = JapanTime.DayOf(now);
        var (salon, concert) = (Activity("salon", new("見本サロン", "Sample salon"), today.AddDays(6)), Activity("concert", new("見本コンサート", "Sample concert"), today.AddDays(9)));
        session.Store(salon, concert);
        session.Store(new StepLabel { Id = salon.Id, Sitting = true, Indoors = true, District = "見本地区", By = own.EnteredBy, At = now });
        var taken = Offer(salon, new(new("0199aaaa-0000-7000-8000-0000000000d1"), "見本 運転太郎"), 3, now);
        var driven = Offer(concert, self, 2, now);
        var agreed = Request(salon, own, self, ActingAs.Self, 1, now);
        session.Store(taken, driven);
        session.Store(agreed, Request(salon, mother, self, ActingAs.Proxy, 1, now), Request(concert, neighbour, neighbour.EnteredBy, ActingAs.Staff, 1, now));
        session.Store(new RideMatch { Id = RideMatch.IdOf(taken.Id, agreed.Id), OfferId = taken.Id, RequestId = agreed.Id, DriverSays = true, RiderSays = true, State = RideMatchState.Agreed, At = now });
        await RideSeats.MakeAsync(session, taken, cancellationToken);
        await RideSeats.MakeAsync(session, driven, cancellationToken);
        await RideSeats.TakeAsync(session, taken.Id, agreed, cancellationToken);
        (agreed.State, agreed.OfferId) = (RideRequestState.Agreed, taken.Id);
    }

    private static StepOpportunity Activity(string key, LocalizedText title, DateOnly day) => new()
    {
        Id = FactId.Of($"senior-engagement.sample-activity|{key}"), Version = 1, Title = title, Kind = new("集い", "Gathering"), Starts = JapanTime.At(day, new(13, 30)).ToUniversalTime(), Ends = JapanTime.At(day, new(15, 0)).ToUniversalTime(),
        MunicipalityCode = "352039", Place = "見本公民館", Href = "/senior-engagement", WordInterests = ["music", "company"],
    };

    private static RideOffer Offer(StepOpportunity activity, Doer driver, int seats, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        return new()
        {
            Id = id, ActivityId = activity.Id, What = activity.Title, Starts = activity.Starts, Ends = activity.Ends, MunicipalityCode = "352039", Area = "見本地区", LeavesAt = activity.Starts.AddMinutes(-30), Seats = seats,
            ComesBack = true, DriverId = driver.AccountId, DriverName = driver.Name, Phone = "090-0000-0001", MeetingPoint = "見本駅の南口", Key = RideRules.KeyOf(activity.Id, driver.AccountId), ShownUntil = RideRules.ShownUntil(activity.Ends),
        };
    }

    private static RideRequest Request(StepOpportunity activity, CardHolder holder, Doer by, ActingAs @as, int people, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now), ActivityId = activity.Id, What = activity.Title, Starts = activity.Starts, Ends = activity.Ends, HolderId = holder.Id, Name = holder.Name, MunicipalityCode = holder.MunicipalityCode, Area = "見本地区",
        Address = "見本町1-2-3", Phone = "083-933-0001", People = people, EnteredBy = by, EnteredAs = @as, Key = RideRules.KeyOf(activity.Id, holder.Id), ShownUntil = RideRules.ShownUntil(activity.Ends),
    };
}
