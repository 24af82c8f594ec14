using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.PersonalData;
using Kenmin.SeniorEngagement.Proxies;
using Kenmin.SeniorEngagement.Steps;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.Transport;

/// <summary>Somebody would like to be taken along (乗せてほしい). Sent again with the same id, it is asked once.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ActivityId">The activity.</param>
/// <param name="HolderId">The person, who has an interest card.</param>
/// <param name="Area">The district; no address.</param>
/// <param name="Address">Where exactly to fetch the person, for the driver with whom it is agreed.</param>
/// <param name="Phone">The telephone, for the same.</param>
/// <param name="People">How many people.</param>
/// <param name="Wheelchair">Whether one of them is in a wheelchair.</param>
/// <param name="Note">What else the driver should know; may be empty.</param>
/// <param name="By">Who asks.</param>
/// <param name="As">As what.</param>
[MessageIdentity("senior-engagement.ask-for-ride.v1")]
[NewEntries(Features.Rides)]
public sealed record AskForRide(
    Guid Id, Guid ActivityId, Guid HolderId, string? Area, string? Address, string? Phone, int? People, bool Wheelchair, string? Note, Doer By, ActingAs As)
{
    internal IEnumerable<Flaw> Flaws()
    {
        foreach (var flaw in Flaw.OfText(Area, nameof(Area), 40)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Address, nameof(Address), 120)) yield return flaw;
        if (!PhoneNumber.Parse(Phone).IsOk) yield return new(nameof(Phone), new("当日連絡のとれる電話番号を入力してください。例：083-933-0000", "Enter a telephone for the day, such as 083-933-0000."));
        if (People is null) yield return new(nameof(People), new("何人で乗るかを数字で入力してください。", "Enter how many people go along."));
        foreach (var flaw in Flaw.OfNumber(People, nameof(People), 1, RideRules.MostPeople)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Note, nameof(Note), 200, required: false, lines: true)) yield return flaw;
    }
}

/// <summary>Keeps it.</summary>
public static class AskForRideHandler
{
    /// <summary>For an activity that has not begun; a person asks once for it. Who acts must be allowed to until the transaction ends.</summary>
    public static async Task<CommandAnswer> Handle(AskForRide command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        foreach (var flaw in command.Flaws()) return CommandAnswer.Invalid(flaw);
        if (!await gates.IsOnNowAsync(Features.Rides)) return CommandAnswer.Off;
        var now = clock.GetUtcNow();
        await session.TakeTurnsAsync(ProxyRules.TurnOf(command.HolderId), cancellationToken);
        if (await session.LoadAsync<CardHolder>(command.HolderId, cancellationToken) is not { } holder || !await RideMatching.MayActAsync(session, holder, command.By, command.As, now, cancellationToken)) return CommandAnswer.Unknown;
        if (holder.AccountId is { } account && await session.GuardianStopsAsync(account, cancellationToken)) return GuardianRule.Refusal;
        if (await session.LoadAsync<RideRequest>(command.Id, cancellationToken) is { } sent) return sent.HolderId == holder.Id ? CommandAnswer.Done : CommandAnswer.Unknown;
        if (await session.LoadAsync<StepOpportunity>(command.ActivityId, cancellationToken) is not { Withdrawn: false } activity) return CommandAnswer.Unknown;
        if (activity.Starts <= now) return RideAnswers.Begun;
        var key = RideRules.KeyOf(activity.Id, holder.Id);
        if (await session.Query<RideRequest>().AnyAsync(r => r.Key == key, cancellationToken))
            return CommandAnswer.Refused("asked", "この活動への送迎は、もう頼んでいます。変えるときは、いちど取りやめてください。", "A ride to this activity was asked for already. To change it, take it back first.");
        session.Insert(new RideRequest
        {
            Id = command.Id, ActivityId = activity.Id, What = activity.Title, Starts = activity.Starts, Ends = activity.Ends, HolderId = holder.Id, Name = holder.Name, MunicipalityCode = holder.MunicipalityCode,
            Area = command.Area!.Trim(), Address = command.Address!.Trim(), Phone = PhoneNumber.Parse(command.Phone).Value.ToString()!, People = command.People!.Value, Wheelchair = command.Wheelchair,
            Note = command.Note?.Trim() ?? "", EnteredBy = command.By, EnteredAs = command.As, Key = key, ShownUntil = RideRules.ShownUntil(activity.Ends),
        });
        return CommandAnswer.Done;
    }
}

/// <summary>Somebody does not need a ride any more (取りやめ).</summary>
/// <param name="Id">The request.</param>
/// <param name="By">Who says so.</param>
/// <param name="As">As what.</param>
[MessageIdentity("senior-engagement.cancel-ride-request.v1")]
[NoNewEntries("ends what exists")]
public sealed record CancelRideRequest(Guid Id, Doer By, ActingAs As);

/// <summary>Ends it.</summary>
public static class CancelRideRequestHandler
{
    /// <summary>The seats are free again; the driver is told.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(CancelRideRequest command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await session.LoadAsync<RideRequest>(command.Id, cancellationToken) is not { } found || await session.LoadAsync<CardHolder>(found.HolderId, cancellationToken) is not { } holder
            || !await RideMatching.MayActAsync(session, holder, command.By, command.As, now, cancellationToken)) return (CommandAnswer.Unknown, []);
        if (found.State == RideRequestState.Cancelled) return (CommandAnswer.Done, []);
        return (CommandAnswer.Done, await EndAsync(session, found.Id, now, cancellationToken));
    }

    /// <summary>Ends a request, whoever is in the middle of agreeing to it.</summary>
    internal static async Task<OutgoingMessages> EndAsync(IDocumentSession session, Guid id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        OutgoingMessages outgoing = [];
        // Whoever agrees holds this row; seats that become free stand in nobody's way.
        if (await session.LockAsync<RideRequest>(id, cancellationToken) is not { State: not RideRequestState.Cancelled } request) return outgoing;
        foreach (var match in await session.Query<RideMatch>().Where(m => m.RequestId == id).ToListAsync(cancellationToken))
        {
            if (match.State is not (RideMatchState.Agreed or RideMatchState.Proposed)) continue;
            // Who was waited for by a driver is told too; a wish that nobody answered yet just goes.
            if ((match.State == RideMatchState.Agreed || match.DriverSays == true) && await session.LoadAsync<RideOffer>(match.OfferId, cancellationToken) is { } offer)
                outgoing.Add(RideNotices.ToDriver(offer, $"cancelled|{id:N}", RideNotices.RiderOff(request), now));
            (match.State, match.At, match.RiderSays, match.DriverSays) = (RideMatchState.CalledOff, now, false, null);
            session.Store(match);
        }

        await RideSeats.FreeAsync(session, request, cancellationToken);
        (request.State, request.OfferId, request.Key, request.Address, request.Phone) = (RideRequestState.Cancelled, null, RideRules.KeyOfOff(id), "", "");
        session.Store(request);
        return outgoing;
    }
}
