using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Campaigns;
using Kenmin.CleanUp.Opportunities;
using Kenmin.CleanUp.Scope;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.Outcomes.Freezing;

/// <summary>Fixes the results of a campaign that is over (結果を確定する). They are not changed any more: corrections stand beside them.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="By">Who does it.</param>
[MessageIdentity("clean-up.freeze-campaign.v1")]
[NoNewEntries("closes what there is")]
public sealed record FreezeCampaign(Guid CampaignId, Doer By);

/// <summary>Fixes them.</summary>
public static class FreezeCampaignHandler
{
    /// <summary>The campaign's row is the lock: freezing waits for every report on its way, and every report for the freezing.</summary>
    public static async Task<CommandAnswer> Handle(FreezeCampaign command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<Campaign>(command.CampaignId, cancellationToken) is not { } campaign) return CommandAnswer.Unknown;
        if (campaign.FrozenAt is not null) return CommandAnswer.Done;
        if (JapanTime.DayOf(clock.GetUtcNow()) <= campaign.LastDay)
            return CommandAnswer.Refused("not-over", "期間が終わってから確定してください。", "The results can be fixed once the period is over.");
        (campaign.FrozenAt, campaign.FrozenBy) = (clock.GetUtcNow(), command.By);
        session.Store(campaign);
        return CommandAnswer.Done;
    }
}

/// <summary>A correction beside a frozen result (訂正): the frozen one stays as it was.</summary>
public sealed class ResultCorrection
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The campaign.</summary>
    public Guid CampaignId { get; set; }

    /// <summary>The activity whose result was wrong.</summary>
    public Guid ActivityId { get; set; }

    /// <summary>What is right.</summary>
    public Figures Figures { get; set; } = Figures.None;

    /// <summary>What was wrong; everybody reads it.</summary>
    public string Reason { get; set; } = "";

    /// <summary>When it was recorded.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Who recorded it.</summary>
    public Doer By { get; set; } = null!;
}

/// <summary>Records a correction beside a frozen result (訂正を記録する). Sent again with the same id, nothing more happens.</summary>
/// <param name="Id">The correction's id.</param>
/// <param name="ActivityId">The activity.</param>
/// <param name="Figures">What is right.</param>
/// <param name="Reason">What was wrong; everybody reads it.</param>
/// <param name="By">Who records it.</param>
[MessageIdentity("clean-up.correct-result.v1")]
[NoNewEntries("corrects what is published")]
public sealed record CorrectResult(Guid Id, Guid ActivityId, Figures Figures, string? Reason, Doer By);

/// <summary>Records it.</summary>
public static class CorrectResultHandler
{
    /// <summary>Only of a campaign that is frozen; before, the leader corrects the result itself.</summary>
    public static async Task<CommandAnswer> Handle(CorrectResult command, IDocumentSession session, IMessageContext messages, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<Activity>(command.ActivityId, cancellationToken) is not { } activity) return CommandAnswer.Unknown;
        if (await session.LoadAsync<ResultCorrection>(command.Id, cancellationToken) is not null) return CommandAnswer.Done;
        if (await session.LoadAsync<Campaign>(activity.CampaignId, cancellationToken) is not { FrozenAt: not null })
            return CommandAnswer.Refused("not-frozen", "確定する前は、代表者が結果を直せます。", "Before it is frozen the leader corrects the result.");
        foreach (var flaw in command.Figures.Flaws(Figures.MostPeople)) return CommandAnswer.Invalid(flaw);
        foreach (var flaw in Flaw.OfText(command.Reason, nameof(command.Reason), 300, lines: true)) return CommandAnswer.Invalid(flaw);
        session.Insert(new ResultCorrection
        {
            Id = command.Id, CampaignId = activity.CampaignId, ActivityId = activity.Id, Figures = command.Figures, Reason = command.Reason!.Trim(), At = clock.GetUtcNow(), By = command.By,
        });
        await messages.PublishAsync(new TellActivity(activity.Id));
        return CommandAnswer.Done;
    }
}
