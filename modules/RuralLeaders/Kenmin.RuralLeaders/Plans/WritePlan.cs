using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.RuralLeaders.Areas;
using Kenmin.RuralLeaders.Networks;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.RuralLeaders.Plans;

/// <summary>The coordinator or a secretary begins a plan, or changes what is said of it (計画をつくる).</summary>
/// <param name="Id">The plan's id; a new one begins it.</param>
/// <param name="NetworkId">The network that keeps it.</param>
/// <param name="AreaId">The area that it is for; null for all of the network.</param>
/// <param name="Title">Its title.</param>
/// <param name="Summary">A few sentences for everybody.</param>
/// <param name="Public">Whether everybody may read them.</param>
/// <param name="AccountId">Who does it.</param>
[MessageIdentity("rural-leaders.save-plan.v1")]
[NewEntries(Features.Plans)]
public sealed record SavePlan(Guid Id, Guid NetworkId, Guid? AreaId, string? Title, string? Summary, bool Public, Guid AccountId)
{
    internal IEnumerable<Flaw> Flaws()
    {
        foreach (var flaw in Flaw.OfText(Title, nameof(Title), 80)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Summary, nameof(Summary), 1000, required: Public, lines: true)) yield return flaw;
    }
}

/// <summary>Keeps it.</summary>
public static class SavePlanHandler
{
    private const int Most = 50;

    /// <summary>A new one needs the feature to be on at present.</summary>
    public static async Task<CommandAnswer> Handle(SavePlan command, IDocumentSession session, FeatureGates gates, CancellationToken cancellationToken)
    {
        var known = await session.LockAsync<VillagePlan>(command.Id, cancellationToken);
        if (await session.OfficerAsync(known?.NetworkId ?? command.NetworkId, command.AccountId, cancellationToken) is not { } network) return CommandAnswer.Unknown;
        foreach (var flaw in command.Flaws()) return CommandAnswer.Invalid(flaw);
        // An area that the network has left since may stay.
        if (command.AreaId is { } area && area != known?.AreaId && (!network.AreaIds.Contains(area) || await session.LoadAsync<Area>(area, cancellationToken) is null))
            return CommandAnswer.Invalid(new(nameof(command.AreaId), new("ネットワークが活動する区域から選んでください。", "Choose one of the network's areas.")));
        if (known is null)
        {
            if (!await gates.IsOnNowAsync(Features.Plans)) return CommandAnswer.Off;
            await session.TakeTurnsAsync($"plans|{network.Id:N}", cancellationToken);
            if (await session.Query<VillagePlan>().CountAsync(p => p.NetworkId == network.Id, cancellationToken) >= Most)
                return CommandAnswer.Refused("too-many", $"計画は 1 つのネットワークに {Most} までです。", $"A network keeps up to {Most} plans.");
        }

        var plan = known ?? new VillagePlan { Id = command.Id, NetworkId = network.Id };
        (plan.AreaId, plan.Title, plan.Summary, plan.IsPublic) = (command.AreaId, command.Title!.Trim(), command.Summary?.Trim() ?? "", command.Public);
        session.Store(plan);
        return CommandAnswer.Done;
    }
}

/// <summary>The coordinator or a secretary writes the draft of the next version (案を書く).</summary>
/// <param name="PlanId">The plan.</param>
/// <param name="Revision">The revision that the writer read; 0 when there was no draft.</param>
/// <param name="Situation">How it is now and what is hard.</param>
/// <param name="Aims">What the village wants to be.</param>
/// <param name="Measures">What is to be done.</param>
/// <param name="AccountId">Who writes.</param>
[MessageIdentity("rural-leaders.save-plan-draft.v1")]
[NewEntries(Features.Plans)]
public sealed record SavePlanDraft(Guid PlanId, int Revision, string? Situation, string? Aims, string? Measures, Guid AccountId)
{
    internal const int Longest = 8000;

    internal IEnumerable<Flaw> Flaws()
    {
        foreach (var flaw in Flaw.OfText(Situation, nameof(Situation), Longest, lines: true)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Aims, nameof(Aims), Longest, lines: true)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Measures, nameof(Measures), Longest, lines: true)) yield return flaw;
    }
}

/// <summary>Keeps the draft.</summary>
public static class SavePlanDraftHandler
{
    internal static CommandAnswer Changed { get; } = CommandAnswer.Refused("changed-meanwhile",
        "ほかの人が先に案を書きかえました。書いた文を手元に写してから、ページを開きなおしてください。", "Somebody else changed the draft meanwhile. Copy what you wrote, then open the page again.");

    /// <summary>What somebody else wrote meanwhile is not overwritten. A draft that was begun may be finished whatever is switched on.</summary>
    public static async Task<CommandAnswer> Handle(SavePlanDraft command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<VillagePlan>(command.PlanId, cancellationToken) is not { } plan
            || await session.OfficerAsync(plan.NetworkId, command.AccountId, cancellationToken) is not { } network) return CommandAnswer.Unknown;
        foreach (var flaw in command.Flaws()) return CommandAnswer.Invalid(flaw);
        if (plan.Draft is null && !await gates.IsOnNowAsync(Features.Plans)) return CommandAnswer.Off;
        PlanText text = new(Tidy(command.Situation), Tidy(command.Aims), Tidy(command.Measures));
        if (command.Revision != (plan.Draft?.Revision ?? 0)) return plan.Draft?.Text == text ? CommandAnswer.Done : Changed;
        // Revisions go on counting after an adoption, so that an old page never fits a new draft.
        var next = (plan.Draft?.Revision ?? (plan.Versions == 0 ? 0 : (await session.LoadAsync<PlanVersion>(PlanVersion.IdOf(plan.Id, plan.Versions), cancellationToken))!.Revision)) + 1;
        plan.Draft = new(next, text, clock.GetUtcNow(), new(command.AccountId, network.Find(command.AccountId)!.Name));
        session.Store(plan);
        return CommandAnswer.Done;
    }

    private static string Tidy(string? text) => text!.ReplaceLineEndings("\n").Trim();
}

/// <summary>Records that the draft was adopted (計画を決定する): it becomes the next version.</summary>
/// <param name="PlanId">The plan.</param>
/// <param name="Revision">The revision of the draft that was adopted.</param>
/// <param name="On">The day of the decision.</param>
/// <param name="DecidedAt">Where it was decided.</param>
/// <param name="AccountId">Who records it: the coordinator or a secretary.</param>
[MessageIdentity("rural-leaders.adopt-plan.v1")]
[NoNewEntries("ends the draft that was begun")]
public sealed record AdoptPlan(Guid PlanId, int Revision, DateOnly? On, string? DecidedAt, Guid AccountId);

/// <summary>Makes the version.</summary>
public static class AdoptPlanHandler
{
    /// <summary>Former versions stay as they are; sent twice, there is one.</summary>
    public static async Task<CommandAnswer> Handle(AdoptPlan command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<VillagePlan>(command.PlanId, cancellationToken) is not { } plan
            || await session.OfficerAsync(plan.NetworkId, command.AccountId, cancellationToken) is not { } network) return CommandAnswer.Unknown;
        if (plan.Draft is not { } draft)
        {
            return plan.Versions > 0 && (await session.LoadAsync<PlanVersion>(PlanVersion.IdOf(plan.Id, plan.Versions), cancellationToken))!.Revision == command.Revision
                ? CommandAnswer.Done : CommandAnswer.Refused("no-draft", "決定する案がありません。先に案を書いてください。", "There is no draft to adopt. Write one first.");
        }

        if (draft.Revision != command.Revision) return SavePlanDraftHandler.Changed;
        foreach (var flaw in Flaw.OfText(command.DecidedAt, nameof(command.DecidedAt), 120)) return CommandAnswer.Invalid(flaw);
        if (command.On is not { } on || on > JapanTime.Today(clock))
            return CommandAnswer.Invalid(new(nameof(command.On), new("決定した日を、今日までの日で入力してください。", "Enter the day of the decision, today or before.")));
        if (plan.AdoptedOn is { } former && on < former)
            return CommandAnswer.Invalid(new(nameof(command.On), new($"前の版を決定した {former:yyyy年M月d日} より前の日にはできません。", $"It cannot be before {former:yyyy-MM-dd}, when the former version was adopted.")));
        plan.Versions++;
        session.Insert(new PlanVersion
        {
            Id = PlanVersion.IdOf(plan.Id, plan.Versions), PlanId = plan.Id, Number = plan.Versions, Revision = draft.Revision, Text = draft.Text, AdoptedOn = on, DecidedAt = command.DecidedAt!.Trim(),
            AdoptedBy = new(command.AccountId, network.Find(command.AccountId)!.Name), Actions = [.. plan.Actions.Select(a => new VersionAction(a.Text, a.OwnerId, a.OwnerName, a.DueOn, a.State))],
        });
        (plan.Draft, plan.AdoptedOn) = (null, on);
        plan.SetReviewDue();
        session.Store(plan);
        return CommandAnswer.Done;
    }
}

/// <summary>Records the yearly look back (年次の見直し): what was reached, what changes.</summary>
/// <param name="PlanId">The plan.</param>
/// <param name="Year">The fiscal year, by the year it starts in.</param>
/// <param name="Reached">What was reached.</param>
/// <param name="Changes">What is to change; may be empty when nothing does.</param>
/// <param name="AccountId">Who records it: the coordinator or a secretary.</param>
[MessageIdentity("rural-leaders.review-plan.v1")]
[NoNewEntries("looks back on what exists")]
public sealed record ReviewPlan(Guid PlanId, int? Year, string? Reached, string? Changes, Guid AccountId);

/// <summary>Keeps it.</summary>
public static class ReviewPlanHandler
{
    /// <summary>Of a fiscal year in which a version was in force, not of one to come. What was written of the same year before is replaced.</summary>
    public static async Task<CommandAnswer> Handle(ReviewPlan command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<VillagePlan>(command.PlanId, cancellationToken) is not { } plan
            || await session.OfficerAsync(plan.NetworkId, command.AccountId, cancellationToken) is not { } network) return CommandAnswer.Unknown;
        if (plan.Versions == 0) return CommandAnswer.Refused("not-adopted", "決定した計画だけを見直せます。", "Only what was adopted is reviewed.");
        foreach (var flaw in Flaw.OfText(command.Reached, nameof(command.Reached), 4000, lines: true)) return CommandAnswer.Invalid(flaw);
        foreach (var flaw in Flaw.OfText(command.Changes, nameof(command.Changes), 4000, required: false, lines: true)) return CommandAnswer.Invalid(flaw);
        var today = JapanTime.Today(clock);
        var first = FiscalYear.Of((await session.LoadAsync<PlanVersion>(PlanVersion.IdOf(plan.Id, 1), cancellationToken))!.AdoptedOn).StartYear;
        if (command.Year is not { } year || year < first || year > FiscalYear.Of(today).StartYear)
            return CommandAnswer.Invalid(new(nameof(command.Year), new("計画を決定した年度から今年度までを選んでください。", "Choose a fiscal year from the first adoption until this one.")));
        plan.Reviews.RemoveAll(r => r.Year == year);
        plan.Reviews.Add(new(year, command.Reached!.Trim(), command.Changes?.Trim() ?? "", today, new(command.AccountId, network.Find(command.AccountId)!.Name)));
        plan.Reviews.Sort((a, b) => b.Year.CompareTo(a.Year));
        plan.SetReviewDue();
        session.Store(plan);
        return CommandAnswer.Done;
    }
}
