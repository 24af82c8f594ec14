using System.Security.Claims;
using Kenmin.CleanUp.Activities;
using Kenmin.Modularity.Access;
using Kenmin.Participation;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.CleanUp.Helpers;

/// <summary>How a wish to help, or to cancel, ended.</summary>
/// <param name="Answer">Done, or why not.</param>
/// <param name="State">The state that it led to, when done.</param>
/// <param name="Position">The place in the waiting list, from 1, when waiting.</param>
/// <param name="RetryAfter">When to try again, where there is too much at once.</param>
internal sealed record HelperAnswer(CommandAnswer Answer, SignUpState? State = null, int? Position = null, TimeSpan? RetryAfter = null);

/// <summary>A helper on the leader's list.</summary>
/// <param name="SignUp">The sign-up.</param>
/// <param name="Name">The name.</param>
/// <param name="Comes">Whether the helper said to come on the rain date.</param>
internal sealed record HelperLine(SignUpView SignUp, string Name, bool Comes);

/// <summary>Helpers sign up, cancel, and are seen by the leader. Pages and the API come here.</summary>
internal sealed class HelperDesk(ICleanUpStore store, IParticipation<ICleanUpStore> participation, IAuditTrail audit)
{
    internal const string Busy = "busy";

    /// <summary>Signs the holder of the account up: a place, or the waiting list.</summary>
    public async Task<HelperAnswer> SignUpAsync(Guid commandId, Guid activityId, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var account = user.AccountId()!.Value;
        return Answer(await participation.SignUpAsync(
            new SignUp(commandId, activityId, new ParticipantFacts(account), Actor.Person(account)) { Application = new OwnApplication(user.DisplayName()) }, cancellationToken));
    }

    /// <summary>Gives the place back. Stays possible whatever is switched off.</summary>
    public async Task<HelperAnswer> CancelAsync(Guid commandId, Guid activityId, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var account = user.AccountId()!.Value;
        return Answer(await participation.CancelAsync(new CancelSignUp(commandId, activityId, account, Actor.Person(account)), cancellationToken));
    }

    /// <summary>The sign-ups of an account by start, cancelled ones included.</summary>
    public Task<IReadOnlyList<SignUpView>> MineAsync(Guid account, CancellationToken cancellationToken) => participation.SignUpsOfPersonAsync(account, cancellationToken);

    /// <summary>The helpers of an activity; the look is in the audit log before they are shown.</summary>
    /// <param name="activityId">An activity that the user leads or decides about.</param>
    /// <param name="user">Who looks.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<IReadOnlyList<HelperLine>> HelpersAsync(Guid activityId, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var signUps = (await participation.SignUpsOfOpeningAsync(activityId, cancellationToken)).Where(s => s.State != SignUpState.Cancelled).ToList();
        if (signUps.Count == 0) return [];
        Guid[] people = [.. signUps.Select(s => s.PersonId)];
        await audit.RecordAsync(new(user.AccountId(), "clean-up.helpers.viewed", people, activityId.ToString()), cancellationToken);
        await using var session = store.QuerySession();
        var names = (await session.LoadManyAsync<Helper>(cancellationToken, people)).ToDictionary(h => h.Id, h => h.Name);
        var comes = (await session.Query<RainAnswer>().Where(a => a.ActivityId == activityId).ToListAsync(cancellationToken)).Select(a => a.AccountId).ToHashSet();
        return [.. signUps.Select(s => new HelperLine(s, names.GetValueOrDefault(s.PersonId) ?? new LocalizedText("（削除済み）", "(removed)").ToString(), comes.Contains(s.PersonId)))];
    }

    /// <summary>How helpers answered since an activity was postponed; null when it was not.</summary>
    public async Task<RainNumbers?> RainNumbersAsync(Activity activity, CancellationToken cancellationToken)
    {
        if (activity.Decisions.LastOrDefault(d => d.Choice == DayChoice.Postpone) is not { } postponed) return null;
        var signUps = await participation.SignUpsOfOpeningAsync(activity.Id, cancellationToken);
        await using var session = store.QuerySession();
        var said = (await session.Query<RainAnswer>().Where(a => a.ActivityId == activity.Id).ToListAsync(cancellationToken)).Select(a => a.AccountId).ToHashSet();
        var placed = signUps.Where(s => s.State is SignUpState.Confirmed or SignUpState.Offered).ToList();
        return new(
            placed.Count(s => said.Contains(s.PersonId)), placed.Count(s => !said.Contains(s.PersonId)), signUps.Count(s => s.State == SignUpState.Cancelled && s.ChangedAt >= postponed.At));
    }

    /// <summary>Whether the person said to come on the rain date.</summary>
    public async Task<bool> ComesAsync(Guid activityId, Guid account, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<RainAnswer>(RainAnswer.IdOf(activityId, account), cancellationToken) is not null;
    }

    private static HelperAnswer Answer(Result<SignUpAnswer> result) => result switch
    {
        Result<SignUpAnswer>.Done done => new(CommandAnswer.Done, done.Value.State, done.Value.Position),
        Result<SignUpAnswer>.Busy busy => new(new(Busy, new LocalizedText(
            "ただいま混み合っています。少し待ってからもう一度お試しください。", "Too much at once. Wait a little and try again.")), RetryAfter: busy.RetryAfter),
        Result<SignUpAnswer>.Refused { Reason.Code: RefusalCode.OpeningUnknown or RefusalCode.NotSignedUp } => new(CommandAnswer.Unknown),
        Result<SignUpAnswer>.Refused { Reason: { Code: RefusalCode.NotAdmitted } reason } => new(new(reason.Key, reason.Text)),
        Result<SignUpAnswer>.Refused refused => new(new(CodeOf(refused.Reason.Code), refused.Reason.Text)),
        _ => throw new InvalidOperationException($"Unknown result {result}."),
    };

    private static string CodeOf(RefusalCode code) => code switch
    {
        RefusalCode.Overlap => "overlap", RefusalCode.Full or RefusalCode.WaitingListFull => "full", RefusalCode.OpeningCancelled => "cancelled",
        RefusalCode.AlreadyAttended => "already-attended", _ => CommandAnswer.Closed,
    };
}
