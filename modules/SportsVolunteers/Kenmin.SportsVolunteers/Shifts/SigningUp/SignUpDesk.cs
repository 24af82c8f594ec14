using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Initiatives;
using Kenmin.SportsVolunteers.Shifts.Terms;
using Kenmin.SportsVolunteers.Skills;
using Kenmin.SportsVolunteers.Volunteers;
using Kenmin.SportsVolunteers.Volunteers.Guardians;
using Marten;

namespace Kenmin.SportsVolunteers.Shifts.SigningUp;

/// <summary>How a wish to sign up, to cancel or to answer an offer ended, for pages and programs alike.</summary>
/// <param name="Code">Stable code: done, or the reason for a refusal.</param>
/// <param name="Text">The reason in words and what to do; empty when done.</param>
/// <param name="Answer">What was brought about, when done.</param>
/// <param name="RetryAfter">When to try again, for <see cref="Busy"/>.</param>
internal sealed record DeskAnswer(string Code, LocalizedText Text, SignUpAnswer? Answer = null, TimeSpan? RetryAfter = null)
{
    public const string Done = "done";
    public const string Busy = "busy";
    public const string NotFound = "not-found";
    public const string NotRegistered = "not-registered";
    public const string Closed = "closed";

    public bool IsDone => Code == Done;
}

/// <summary>Takes sign-ups (申込) of residents: what they may do with their own. Pages and the API come here.</summary>
internal sealed class SignUpDesk(
    ISportsVolunteersStore store, IParticipation<ISportsVolunteersStore> participation, Participants participants, ShiftCatalog catalog,
    FeatureGates gates, EventInitiatives initiatives, QualificationKinds kinds)
{
    private static readonly DeskAnswer NotFound = new(DeskAnswer.NotFound, new("この活動は見つかりません。", "There is no such shift."));

    internal static readonly DeskAnswer NotRegistered = new(DeskAnswer.NotRegistered, new(
        "ボランティアの登録がまだありません。先に登録してください。", "You are not registered as a volunteer yet. Register first."));

    internal static readonly DeskAnswer GuardianStops = new("guardian-does-not-agree", GuardianRule.Stops);

    internal static readonly DeskAnswer Off = new(DeskAnswer.Closed, new(
        "この年度の活動の申込は、現在受け付けていません。", "Sign-up for this fiscal year is not open at present."));

    private static readonly DeskAnswer Over = new(DeskAnswer.Closed, EventInitiatives.Over);

    /// <summary>Signs the holder of the account up: a place, or the waiting list.</summary>
    /// <param name="commandId">Sent again with the same id, it changes nothing more.</param>
    /// <param name="shiftId">The shift.</param>
    /// <param name="user">Who is signed in.</param>
    /// <param name="cancellationToken">Stops it before it began.</param>
    public async Task<DeskAnswer> SignUpAsync(Guid commandId, Guid shiftId, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<Shift>(shiftId, cancellationToken) is not { } shift
            || await session.LoadAsync<SportsEvent>(shift.EventId, cancellationToken) is not { Published: true } sportsEvent) return NotFound;
        if (await ClosedAsync(sportsEvent, shift) is { } closed) return closed;
        if (await participants.FindAsync(user, cancellationToken) is not { } volunteer) return NotRegistered;
        if (await session.StopsAsync(volunteer, shift.Day, cancellationToken)) return GuardianStops;
        return Answer(await participation.SignUpAsync(
            new SignUp(commandId, shiftId, Participants.FactsOf(volunteer, shift.Day, await kinds.NeedingProofAsync(cancellationToken)), Actor.Person(user.AccountId())), cancellationToken));
    }

    /// <summary>Why nobody can sign up at present; null when people can.</summary>
    public async Task<DeskAnswer?> ClosedAsync(SportsEvent sportsEvent, Shift shift) =>
        await initiatives.TakeAsync(Features.Shifts, sportsEvent.InitiativeId, shift.FiscalYear) ? null
        : await gates.IsOnAsync(Features.Shifts, shift.FiscalYear) ? Over : Off;

    /// <summary>Gives the place back. Stays possible whatever is switched off: nobody is kept to a place.</summary>
    public Task<DeskAnswer> CancelAsync(Guid commandId, Guid shiftId, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        OwnAsync(user, (person, by) => participation.CancelAsync(new CancelSignUp(commandId, shiftId, person, by), cancellationToken), cancellationToken);

    /// <summary>Takes an offered place.</summary>
    public async Task<DeskAnswer> AcceptAsync(Guid commandId, Guid shiftId, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await participants.FindLinkedAsync(user, cancellationToken) is { } volunteer && await session.LoadAsync<Shift>(shiftId, cancellationToken) is { } shift
            && await session.StopsAsync(volunteer, shift.Day, cancellationToken)) return GuardianStops;
        return await OwnAsync(user, (person, by) => participation.AcceptOfferAsync(new AnswerOffer(commandId, shiftId, person, by), cancellationToken), cancellationToken);
    }

    /// <summary>Leaves an offered place to the next.</summary>
    public Task<DeskAnswer> DeclineAsync(Guid commandId, Guid shiftId, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        OwnAsync(user, (person, by) => participation.DeclineOfferAsync(new AnswerOffer(commandId, shiftId, person, by), cancellationToken), cancellationToken);

    /// <summary>The sign-ups of the account's holder by start; empty for who is not registered.</summary>
    public async Task<IReadOnlyList<SignUpView>> MineAsync(ClaimsPrincipal user, CancellationToken cancellationToken) =>
        await participants.FindLinkedAsync(user, cancellationToken) is { } volunteer
            ? await participation.SignUpsOfPersonAsync(volunteer.Id, cancellationToken) : [];

    /// <summary>Other shifts of the same event and day which the person could take now: up to five.</summary>
    public async Task<IReadOnlyList<ShiftRow>> AlternativesAsync(ShiftRow to, Volunteer? volunteer, CancellationToken cancellationToken)
    {
        var free = await catalog.AllShiftsAsync(to.Event.Id, new(Day: to.Shift.Day, OnlyFree: true), cancellationToken);
        var taken = volunteer is null ? [] : (await participation.SignUpsOfPersonAsync(volunteer.Id, cancellationToken))
            .Where(s => s.State is SignUpState.Confirmed or SignUpState.Offered).Select(s => s.Opening).ToList();
        var needingProof = await kinds.NeedingProofAsync(cancellationToken);
        return [.. free
            .Where(r => r.Shift.Id != to.Shift.Id && Suits(r.Shift, volunteer, needingProof))
            .Where(r => !taken.Any(t => t.Starts < r.Shift.Ends && r.Shift.Starts < t.Ends))
            .OrderBy(r => r.Venue.Id == to.Venue.Id ? 0 : r.Shift.MunicipalityCode == to.Shift.MunicipalityCode ? 1 : 2)
            .ThenBy(r => r.Shift.Starts)
            .Take(5)];
    }

    private static bool Suits(Shift shift, Volunteer? volunteer, IReadOnlySet<string> needingProof)
    {
        if (volunteer is null) return shift.Qualifications.Length == 0;
        var held = Skill.KeysOn(volunteer, shift.Day, needingProof);
        return shift.Qualifications.All(q => held.Contains(Qualification.KeyOf(q)))
            && (shift.MinimumAge is not { } age || (volunteer.BirthDate is { } birth && Age.IsAtLeast(birth, age, shift.Day)));
    }

    private async Task<DeskAnswer> OwnAsync(
        ClaimsPrincipal user, Func<Guid, Actor, Task<Result<SignUpAnswer>>> send, CancellationToken cancellationToken) =>
        await participants.FindLinkedAsync(user, cancellationToken) is { } volunteer
            ? Answer(await send(volunteer.Id, Actor.Person(user.AccountId()))) : NotRegistered;

    internal static DeskAnswer Answer(Result<SignUpAnswer> result) => result switch
    {
        Result<SignUpAnswer>.Done done => new(DeskAnswer.Done, default, done.Value),
        Result<SignUpAnswer>.Refused refused => new(CodeOf(refused.Reason.Code), refused.Reason.Text),
        Result<SignUpAnswer>.Busy busy => new(DeskAnswer.Busy, new(
            "ただいま混み合っています。少し待ってからもう一度お試しください。", "Too much at once. Wait a little and try again."), RetryAfter: busy.RetryAfter),
        _ => throw new InvalidOperationException($"Unknown result {result}."),
    };

    /// <summary>The code of a refusal as the API promises it.</summary>
    internal static string CodeOf(RefusalCode code) => code switch
    {
        RefusalCode.OpeningUnknown => DeskAnswer.NotFound,
        RefusalCode.OpeningClosed or RefusalCode.SignUpClosed or RefusalCode.NotYetOpen or RefusalCode.Started => DeskAnswer.Closed,
        RefusalCode.OpeningCancelled => "cancelled",
        RefusalCode.TooYoung or RefusalCode.BirthDateOutside => "too-young",
        RefusalCode.BirthDateUnknown => "birth-date-unknown",
        RefusalCode.QualificationMissing => "not-qualified",
        RefusalCode.Overlap => "overlap",
        RefusalCode.Full or RefusalCode.WaitingListFull => "full",
        RefusalCode.NoOffer => "no-offer",
        RefusalCode.OfferExpired => "offer-expired",
        RefusalCode.NotSignedUp => "not-signed-up",
        RefusalCode.OthersWait => "others-wait",
        RefusalCode.HasPlace => "has-place",
        RefusalCode.AlreadyAttended => "already-attended",
        RefusalCode.BelowConfirmed => "below-confirmed",
        RefusalCode.ChangedMeanwhile => "changed-meanwhile",
        _ => "invalid",
    };
}
