using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.SeniorEngagement.PersonalData;
using Kenmin.SeniorEngagement.Steps;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.Transport;

/// <summary>Somebody drives to an activity and takes others along (席を出す). Sent again with the same id, it is offered once.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ActivityId">The activity.</param>
/// <param name="Municipality">The municipality from which the car leaves.</param>
/// <param name="Area">The district; no address.</param>
/// <param name="LeavesAt">The time at which it leaves, on the day of the activity.</param>
/// <param name="Seats">Seats for others.</param>
/// <param name="Wheelchair">Whether one of them takes a wheelchair.</param>
/// <param name="ComesBack">Whether it takes people back too.</param>
/// <param name="MeetingPoint">Where exactly they meet, for those with whom it is agreed.</param>
/// <param name="Phone">The telephone, for the same.</param>
/// <param name="Note">What else riders should know; may be empty.</param>
/// <param name="KeepsRules">Has a licence and an insured car, and takes nothing but what the fuel costs.</param>
/// <param name="By">The driver.</param>
[MessageIdentity("senior-engagement.offer-ride.v1")]
[NewEntries(Features.Rides)]
public sealed record OfferRide(
    Guid Id, Guid ActivityId, string? Municipality, string? Area, TimeOnly? LeavesAt, int? Seats, bool Wheelchair, bool ComesBack, string? MeetingPoint, string? Phone, string? Note, bool KeepsRules, Doer By)
{
    internal IEnumerable<Flaw> Flaws()
    {
        if (SharedKernel.Municipality.ByCode(Municipality) is null) yield return new(nameof(Municipality), new("市町を選んでください。", "Choose the municipality."));
        foreach (var flaw in Flaw.OfText(Area, nameof(Area), 40)) yield return flaw;
        if (LeavesAt is null) yield return new(nameof(LeavesAt), new("出発の時刻を入力してください。例：8:30", "Enter when you leave, such as 8:30."));
        if (Seats is null) yield return new(nameof(Seats), new("何人乗せられるかを数字で入力してください。", "Enter how many you can take."));
        foreach (var flaw in Flaw.OfNumber(Seats, nameof(Seats), 1, RideRules.MostSeats)) yield return flaw;
        foreach (var flaw in Flaw.OfText(MeetingPoint, nameof(MeetingPoint), 120)) yield return flaw;
        if (!PhoneNumber.Parse(Phone).IsOk) yield return new(nameof(Phone), new("当日連絡のとれる電話番号を入力してください。例：090-0000-0000", "Enter a telephone for the day, such as 090-0000-0000."));
        foreach (var flaw in Flaw.OfText(Note, nameof(Note), 200, required: false, lines: true)) yield return flaw;
        if (!KeepsRules) yield return new(nameof(KeepsRules), new("ガソリン代のほかは受け取らないことなど、決まりを読んで、しるしを付けてください。", "Read the rules, such as that nothing is taken but the fuel, and tick the box."));
    }
}

/// <summary>Keeps it.</summary>
public static class OfferRideHandler
{
    /// <summary>For an activity that has not begun; a driver offers one car for it. Whoever looks for a car there is told.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(OfferRide command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        foreach (var flaw in command.Flaws()) return (CommandAnswer.Invalid(flaw), []);
        if (!await gates.IsOnNowAsync(Features.Rides)) return (CommandAnswer.Off, []);
        if (await session.GuardianStopsAsync(command.By.AccountId, cancellationToken)) return (GuardianRule.Refusal, []);
        var key = RideRules.KeyOf(command.ActivityId, command.By.AccountId);
        await session.TakeTurnsAsync($"ride-offer|{key}", cancellationToken);
        if (await session.LoadAsync<RideOffer>(command.Id, cancellationToken) is { } sent) return (sent.DriverId == command.By.AccountId ? CommandAnswer.Done : CommandAnswer.Unknown, []);
        if (await session.LoadAsync<StepOpportunity>(command.ActivityId, cancellationToken) is not { Withdrawn: false } activity) return (CommandAnswer.Unknown, []);
        if (activity.Starts <= clock.GetUtcNow()) return (RideAnswers.Begun, []);
        var leaves = JapanTime.At(JapanTime.DayOf(activity.Starts), command.LeavesAt!.Value);
        if (leaves > activity.Starts) return (CommandAnswer.Invalid(new(nameof(command.LeavesAt), new("活動が始まる前の時刻にしてください。", "Leave before the activity starts."))), []);
        if (await session.Query<RideOffer>().AnyAsync(o => o.Key == key, cancellationToken))
            return (CommandAnswer.Refused("offered", "この活動には、もう席を出しています。変えるときは、いちど取りやめてください。", "You offer seats for this activity already. To change it, take it back first."), []);
        RideOffer offer = new()
        {
            Id = command.Id, ActivityId = activity.Id, What = activity.Title, Starts = activity.Starts, Ends = activity.Ends, MunicipalityCode = Municipality.ByCode(command.Municipality)!.Code6,
            Area = command.Area!.Trim(), LeavesAt = leaves, Seats = command.Seats!.Value, Wheelchair = command.Wheelchair, ComesBack = command.ComesBack, Note = command.Note?.Trim() ?? "",
            DriverId = command.By.AccountId, DriverName = command.By.Name, Phone = PhoneNumber.Parse(command.Phone).Value.ToString()!, MeetingPoint = command.MeetingPoint!.Trim(), Key = key,
            ShownUntil = RideRules.ShownUntil(activity.Ends),
        };
        session.Insert(offer);
        await RideSeats.MakeAsync(session, offer, cancellationToken);
        OutgoingMessages outgoing = [];
        foreach (var looking in await session.Query<RideRequest>().Where(r => r.ActivityId == activity.Id && r.State == RideRequestState.Open).ToListAsync(cancellationToken))
            if (looking.People <= offer.Seats && (!looking.Wheelchair || offer.Wheelchair))
                outgoing.AddRange(await RideNotices.ToRiderAsync(session, looking, $"car|{offer.Id:N}", RideNotices.CarThere(offer), clock.GetUtcNow(), cancellationToken));
        return (CommandAnswer.Done, outgoing);
    }
}

/// <summary>A driver does not drive after all (取りやめ).</summary>
/// <param name="Id">The car.</param>
/// <param name="Reason">Why; the riders read it.</param>
/// <param name="By">The driver.</param>
[MessageIdentity("senior-engagement.withdraw-ride.v1")]
[NoNewEntries("ends what exists")]
public sealed record WithdrawRide(Guid Id, string? Reason, Doer By);

/// <summary>Ends it.</summary>
public static class WithdrawRideHandler
{
    /// <summary>Whoever had a seat looks for one again, and is told.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(WithdrawRide command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<RideOffer>(command.Id, cancellationToken) is not { } offer || offer.DriverId != command.By.AccountId) return (CommandAnswer.Unknown, []);
        if (offer.Withdrawn) return (CommandAnswer.Done, []);
        foreach (var flaw in Flaw.OfText(command.Reason, nameof(command.Reason), 120)) return (CommandAnswer.Invalid(flaw), []);
        var now = clock.GetUtcNow();
        if (offer.Ends <= now) return (RideAnswers.Begun, []);
        return (CommandAnswer.Done, await EndAsync(session, offer, command.Reason!.Trim(), now, cancellationToken));
    }

    /// <summary>Ends a car that the caller holds.</summary>
    internal static async Task<OutgoingMessages> EndAsync(IDocumentSession session, RideOffer offer, string reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        OutgoingMessages outgoing = [];
        (offer.Withdrawn, offer.Reason, offer.Key, offer.Phone, offer.MeetingPoint) = (true, reason, RideRules.KeyOfOff(offer.Id), "", "");
        foreach (var match in await session.Query<RideMatch>().Where(m => m.OfferId == offer.Id).OrderBy(m => m.RequestId).ToListAsync(cancellationToken))
        {
            if (match.State is not (RideMatchState.Agreed or RideMatchState.Proposed)) continue;
            if (await session.LockAsync<RideRequest>(match.RequestId, cancellationToken) is { } request)
            {
                if (match.State == RideMatchState.Agreed) RideMatching.Open(request);
                session.Store(request);
                outgoing.AddRange(await RideNotices.ToRiderAsync(session, request, $"withdrawn|{offer.Id:N}", RideNotices.DriverOff(offer, reason), now, cancellationToken));
            }

            (match.State, match.At, match.DriverSays, match.RiderSays) = (RideMatchState.CalledOff, now, false, null);
            session.Store(match);
        }

        await RideSeats.RemoveAsync(session, offer.Id, cancellationToken);
        session.Store(offer);
        return outgoing;
    }
}

/// <summary>What commands of rides answer.</summary>
internal static class RideAnswers
{
    public static CommandAnswer Begun { get; } = CommandAnswer.Refused("begun", "この活動は、もう始まったか終わりました。", "This activity has begun or is over.");

    public static CommandAnswer Off { get; } = CommandAnswer.Refused("off", "取りやめになりました。", "It is off.");
}
