using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Campaigns;
using Kenmin.CleanUp.Groups;
using Kenmin.CleanUp.Opportunities;
using Kenmin.CleanUp.Scope;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.Outcomes;

/// <summary>The leader reports what came of the activity, or corrects it (結果を報告する). Sent five times, it counts once.</summary>
/// <param name="ActivityId">The activity.</param>
/// <param name="Figures">What came of it.</param>
/// <param name="AccountId">Who reports.</param>
/// <param name="SendingId">Which sending it is: sent again with the same id, nothing more happens, whatever was reported since.</param>
/// <param name="BasedOn">The version that was seen when it was entered, 0 for none; null to report whatever is there.</param>
[MessageIdentity("clean-up.report-result.v1")]
[NewEntries(Features.Results)]
public sealed record ReportResult(Guid ActivityId, Figures Figures, Guid AccountId, Guid? SendingId = null, int? BasedOn = null);

/// <summary>Keeps the result.</summary>
public static class ReportResultHandler
{
    /// <summary>The activity's row is the lock: of two who send at once the later one stands.</summary>
    public static async Task<CommandAnswer> Handle(
        ReportResult command, IDocumentSession session, FeatureGates gates, IMessageContext messages, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await session.LockAsync<Activity>(command.ActivityId, cancellationToken) is not { } activity
            || await session.LoadAsync<Group>(activity.GroupId, cancellationToken) is not { } group || group.AccountId != command.AccountId) return CommandAnswer.Unknown;
        if (await ResultRules.RefuseAsync(activity, session, gates, now, cancellationToken) is { } refused) return refused;
        foreach (var flaw in command.Figures.Flaws(Figures.MostPeople)) return CommandAnswer.Invalid(flaw);
        var result = await session.LoadAsync<Result>(activity.Id, cancellationToken) ?? new() { Id = activity.Id, CampaignId = activity.CampaignId };
        var answer = result.Take(command.Figures, command.SendingId, command.BasedOn, now);
        if (!answer.IsDone) return answer;
        session.Store(result);
        await messages.PublishAsync(new TellActivity(activity.Id));
        return answer;
    }
}

/// <summary>A helper reports what the helper did (自分の結果を報告する); it counts once the leader has approved it.</summary>
/// <param name="ActivityId">The activity.</param>
/// <param name="Figures">What the helper did, for one person.</param>
/// <param name="AccountId">Who reports.</param>
/// <param name="SendingId">Which sending it is.</param>
/// <param name="BasedOn">The version that was seen when it was entered.</param>
[MessageIdentity("clean-up.report-own-result.v1")]
[NewEntries(Features.Results)]
public sealed record ReportOwnResult(Guid ActivityId, Figures Figures, Guid AccountId, Guid? SendingId = null, int? BasedOn = null);

/// <summary>Keeps the report.</summary>
public static class ReportOwnResultHandler
{
    /// <summary>Who had a place reports. What the leader approved stays as it was approved.</summary>
    public static async Task<CommandAnswer> Handle(
        ReportOwnResult command, IDocumentSession session, FeatureGates gates, IParticipation<ICleanUpStore> participation, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await session.LockAsync<Activity>(command.ActivityId, cancellationToken) is not { } activity
            || !(await participation.SignUpsOfPersonAsync(command.AccountId, cancellationToken)).Any(s => s.OpeningId == activity.Id && s.State == SignUpState.Confirmed)) return CommandAnswer.Unknown;
        if (await ResultRules.RefuseAsync(activity, session, gates, now, cancellationToken) is { } refused) return refused;
        foreach (var flaw in command.Figures.Flaws(mostPeople: 1)) return CommandAnswer.Invalid(flaw);
        var id = OwnReport.IdOf(activity.Id, command.AccountId);
        var report = await session.LoadAsync<OwnReport>(id, cancellationToken)
            ?? new() { Id = id, ActivityId = activity.Id, CampaignId = activity.CampaignId, AccountId = command.AccountId };
        var isRepeated = command.SendingId is { } sending && report.Sendings.Contains(sending);
        if (report.State == ReportState.Approved && !isRepeated)
            return CommandAnswer.Refused("approved", "代表者が承認したあとは直せません。", "What the leader approved stays as it is.");
        var answer = report.Take(command.Figures, command.SendingId, command.BasedOn, now);
        if (!answer.IsDone || isRepeated) return answer;
        report.State = ReportState.Waiting;
        session.Store(report);
        return answer;
    }
}

/// <summary>The leader approves a participant's report, or does not (個人の報告を承認する).</summary>
/// <param name="ReportId">The report.</param>
/// <param name="Approve">Whether it counts.</param>
/// <param name="AccountId">Who decides.</param>
[MessageIdentity("clean-up.decide-own-result.v1")]
[NoNewEntries("decides about what was reported")]
public sealed record DecideOwnResult(Guid ReportId, bool Approve, Guid AccountId);

/// <summary>Decides.</summary>
public static class DecideOwnResultHandler
{
    /// <summary>Only the leader of its activity.</summary>
    public static async Task<CommandAnswer> Handle(DecideOwnResult command, IDocumentSession session, IMessageContext messages, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<OwnReport>(command.ReportId, cancellationToken) is not { } unlocked
            || await session.LockAsync<Activity>(unlocked.ActivityId, cancellationToken) is not { } activity
            || await session.LoadAsync<Group>(activity.GroupId, cancellationToken) is not { } group || group.AccountId != command.AccountId
            || await session.LockAsync<OwnReport>(command.ReportId, cancellationToken) is not { } report) return CommandAnswer.Unknown;
        if ((await ResultRules.UnfrozenAsync(activity, session, cancellationToken)).FrozenAt is not null) return ResultRules.Frozen;
        report.State = command.Approve ? ReportState.Approved : ReportState.Refused;
        session.Store(report);
        await messages.PublishAsync(new TellActivity(activity.Id));
        return CommandAnswer.Done;
    }
}

/// <summary>What both kinds of reports ask for.</summary>
internal static class ResultRules
{
    public static CommandAnswer Frozen { get; } = CommandAnswer.Refused("frozen",
        "結果は確定しました。誤りがあるときは、県の担当者にご連絡ください。", "The results are frozen. If something is wrong, please tell the prefecture's staff.");

    /// <summary>The campaign, which nobody freezes until the transaction ends.</summary>
    public static async Task<Campaign> UnfrozenAsync(Activity activity, IQuerySession session, CancellationToken cancellationToken) =>
        (await session.QueryAsync<Campaign>("where d.id = ? for share", cancellationToken, activity.CampaignId)).Single();

    public static async Task<CommandAnswer?> RefuseAsync(
        Activity activity, IQuerySession session, FeatureGates gates, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (activity.State != ActivityState.Accepted)
            return CommandAnswer.Refused("not-accepted", "受理された活動の結果だけを報告できます。", "Only accepted activities have a result.");
        if (activity.Starts > now) return CommandAnswer.Refused("not-begun", "活動が始まってから報告してください。", "Report once the activity has begun.");
        var campaign = await UnfrozenAsync(activity, session, cancellationToken);
        if (campaign.FrozenAt is not null) return Frozen;
        return await gates.TakesAsync(Features.Results, campaign) ? null : CleanUpAnswers.Off;
    }
}
