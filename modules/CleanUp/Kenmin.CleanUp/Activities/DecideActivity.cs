using Kenmin.Accounts.Contracts;
using Kenmin.CleanUp.Campaigns;
using Kenmin.CleanUp.Groups;
using Kenmin.CleanUp.Helpers;
using Kenmin.CleanUp.Opportunities;
using Kenmin.CleanUp.Scope;
using Kenmin.CleanUp.Sites;
using Kenmin.CleanUp.Supplies;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.Activities;

/// <summary>Staff of the city accept a plan, or send it back with a reason (受理・差戻し). An accepted one can still be stopped with a reason.</summary>
/// <param name="Id">The activity.</param>
/// <param name="Accept">Whether it is accepted.</param>
/// <param name="Reason">Why not; the leader reads it.</param>
/// <param name="By">Who decides.</param>
[MessageIdentity("clean-up.decide-activity.v1")]
[NoNewEntries("decides about what was handed in")]
public sealed record DecideActivity(Guid Id, bool Accept, string? Reason, Doer By);

/// <summary>Decides, and tells the leader.</summary>
public static class DecideActivityHandler
{
    internal const int LongestReason = 300;

    /// <summary>Decided twice alike, nothing more happens. The helpers' places follow in a message of the same transaction.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(
        DecideActivity command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<Activity>(command.Id, cancellationToken) is not { } activity) return (CommandAnswer.Unknown, []);
        if (command.Accept && activity.State == ActivityState.Accepted) return (CommandAnswer.Done, []);
        if (activity.State is not (ActivityState.HandedIn or ActivityState.Accepted))
            return (CommandAnswer.Refused("not-handed-in", "この計画は、いま受付を待っていません。", "This plan does not wait for a decision."), []);
        if (!command.Accept)
            foreach (var flaw in Flaw.OfText(command.Reason, nameof(command.Reason), LongestReason, lines: true)) return (CommandAnswer.Invalid(flaw), []);
        var now = clock.GetUtcNow();
        if (command.Accept && activity.Ends <= now)
            return (CommandAnswer.Refused("over", "活動の日時が過ぎたため、受理できません。", "The activity's time is over."), []);
        var wasAccepted = activity.State == ActivityState.Accepted;
        activity.State = command.Accept ? ActivityState.Accepted : wasAccepted ? ActivityState.Cancelled : ActivityState.Refused;
        (activity.Reason, activity.DecidedAt, activity.DecidedBy) = (command.Accept ? "" : command.Reason!.Trim(), now, command.By);
        session.Store(activity);
        if (activity.State == ActivityState.Cancelled) await new SupplyLedger(session).ReleaseAsync(activity, now, cancellationToken);

        OutgoingMessages outgoing = [new TellActivity(activity.Id)];
        if (activity.HelperPlaces > 0 && (command.Accept || wasAccepted)) outgoing.Add(new ApplyHelperPlaces(activity.Id));
        var group = (await session.LoadAsync<Group>(activity.GroupId, cancellationToken))!;
        var site = (await session.LoadAsync<Site>(activity.SiteId, cancellationToken))!;
        if (group.AccountId is { } leader) outgoing.Add(Notice(activity, site, leader, now));
        return (CommandAnswer.Done, outgoing);
    }

    private static NoticeIssued Notice(Activity activity, Site site, Guid leader, DateTimeOffset at)
    {
        var (subject, body) = activity.State switch
        {
            ActivityState.Accepted => (new LocalizedText("清掃の計画が受理されました", "Your clean-up plan was accepted"),
                new LocalizedText("当日までの準備を、活動のページで確かめてください。", "See on the activity's page what to prepare.")),
            ActivityState.Refused => (new("清掃の計画が差し戻されました", "Your clean-up plan was sent back"),
                new($"理由：{activity.Reason} 計画を直して、もう一度届け出ることができます。", $"Reason: {activity.Reason} You can change the plan and hand it in again.")),
            _ => (new("清掃の活動が取りやめになりました", "Your clean-up was stopped"), new LocalizedText($"理由：{activity.Reason}", $"Reason: {activity.Reason}")),
        };
        var what = $"{activity.Day:yyyy-MM-dd} {site.Name}";
        return new(
            FactId.Of(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"clean-up.activity-decided|{activity.Id:N}|{at.UtcTicks}")), leader, subject,
            new($"{what}。{body.Ja}", $"{what}. {body.En}"), $"/clean-up/me/activities/{activity.Id}", at, MailKinds.Decision);
    }
}

/// <summary>The leader calls an activity off (活動を取りやめる); helpers are told.</summary>
/// <param name="Id">The activity.</param>
/// <param name="Reason">Why; helpers read it.</param>
/// <param name="AccountId">Who calls it off.</param>
[MessageIdentity("clean-up.cancel-activity.v1")]
[NoNewEntries("what exists can always be cancelled")]
public sealed record CancelActivity(Guid Id, string? Reason, Guid AccountId);

/// <summary>Calls it off.</summary>
public static class CancelActivityHandler
{
    /// <summary>Possible until it begins.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(
        CancelActivity command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<Activity>(command.Id, cancellationToken) is not { } activity
            || await session.LoadAsync<Group>(activity.GroupId, cancellationToken) is not { } group || group.AccountId != command.AccountId) return (CommandAnswer.Unknown, []);
        if (activity.State == ActivityState.Cancelled) return (CommandAnswer.Done, []);
        foreach (var flaw in Flaw.OfText(command.Reason, nameof(command.Reason), DecideActivityHandler.LongestReason)) return (CommandAnswer.Invalid(flaw), []);
        if (activity.State == ActivityState.Accepted && activity.Starts <= clock.GetUtcNow())
            return (CommandAnswer.Refused("begun", "始まった活動は取りやめられません。", "It has begun and cannot be called off."), []);
        var wasAccepted = activity.State == ActivityState.Accepted;
        (activity.State, activity.Reason) = (ActivityState.Cancelled, command.Reason!.Trim());
        session.Store(activity);
        await new SupplyLedger(session).ReleaseAsync(activity, clock.GetUtcNow(), cancellationToken);
        return (CommandAnswer.Done, wasAccepted && activity.HelperPlaces > 0 ? [new ApplyHelperPlaces(activity.Id), new TellActivity(activity.Id)] : [new TellActivity(activity.Id)]);
    }
}
