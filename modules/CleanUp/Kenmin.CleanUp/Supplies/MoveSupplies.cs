using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Campaigns;
using Kenmin.CleanUp.Rules;
using Kenmin.CleanUp.Scope;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.Supplies;

/// <summary>How many of an item.</summary>
/// <param name="Item">The item.</param>
/// <param name="Quantity">How many, from 1.</param>
public sealed record SupplyLine(SupplyItem Item, int Quantity);

/// <summary>Moves supplies (用品を動かす). Sent again with the same id, nothing more happens.</summary>
/// <param name="Id">The movement's id.</param>
/// <param name="Move">How they move.</param>
/// <param name="Municipality">Whose they are.</param>
/// <param name="ActivityId">The activity; null for what concerns the stock alone.</param>
/// <param name="Lines">How many of which.</param>
/// <param name="Note">Why; needed when something is written off.</param>
/// <param name="By">Who does it.</param>
[MessageIdentity("clean-up.move-supplies.v1")]
[NewEntries(Features.Supplies)]
public sealed record MoveSupplies(
    Guid Id, SupplyMove Move, string Municipality, Guid? ActivityId, IReadOnlyList<SupplyLine> Lines, string? Note, Doer By)
{
    internal IEnumerable<Flaw> Flaws()
    {
        if (Lines.Count == 0) yield return new(nameof(Lines), new("数を 1 つ以上入力してください。", "Enter at least one number."));
        if (Lines.Select(l => l.Item).Distinct().Count() != Lines.Count) yield return new(nameof(Lines), new("同じ用品は 1 回だけ書いてください。", "Name each item once."));
        foreach (var line in Lines.Where(l => l.Quantity is < 1 or > 1_000_000).Take(1))
            yield return new(nameof(Lines), new(
                $"{SupplyWords.NameOf(line.Item).Ja}は 1 から 1,000,000 までの数にしてください。", $"{SupplyWords.NameOf(line.Item).En}: enter a number from 1 to 1,000,000."));
        foreach (var flaw in Flaw.OfText(Note, nameof(Note), 200, required: Move == SupplyMove.WriteOff)) yield return flaw;
    }
}

/// <summary>Moves them within quota and stock, in one transaction.</summary>
public static class MoveSuppliesHandler
{
    /// <summary>The key under which those who move a municipality's supplies take turns.</summary>
    internal static string TurnOf(string municipality) => $"supplies|{municipality}";

    /// <summary>Movements of a municipality take turns. Only what brings more out is closed when the feature is off: things always come back.</summary>
    public static async Task<CommandAnswer> Handle(
        MoveSupplies command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        foreach (var flaw in command.Flaws()) return CommandAnswer.Invalid(flaw);
        if (Municipality.ByCode(command.Municipality) is not { } municipality) return CommandAnswer.Unknown;
        await session.TakeTurnsAsync(TurnOf(municipality.Code6), cancellationToken);
        var ledger = new SupplyLedger(session);
        if (await ledger.HasAsync(command.Id, cancellationToken)) return CommandAnswer.Done;
        if (SupplyPlaces.IsOfActivity(command.Move))
        {
            if (await session.LoadAsync<Activity>(command.ActivityId ?? Guid.Empty, cancellationToken) is not { } activity || activity.MunicipalityCode != municipality.Code6) return CommandAnswer.Unknown;
            if (command.Move == SupplyMove.Allocate && await RefuseAsync(command, activity, session, ledger, gates, cancellationToken) is { } refused) return refused;
        }
        else if (command.Move == SupplyMove.Receive && !await gates.IsOnNowAsync(Features.Supplies))
        {
            return CleanUpAnswers.Off;
        }

        var (from, _) = SupplyPlaces.Of(command.Move);
        foreach (var line in command.Lines.Where(_ => from != SupplyPlaces.Outside))
            if (await ledger.BalanceAsync(municipality.Code6, from, command.ActivityId, line.Item, cancellationToken) is var there && there < line.Quantity)
                return CommandAnswer.Refused(from == SupplyPlaces.Office ? "out-of-stock" : "not-there",
                    $"{SupplyWords.NameOf(line.Item).Ja}は {there:#,0} しかありません。", $"{SupplyWords.NameOf(line.Item).En}: there are only {there:#,0}.", nameof(command.Lines));
        await ledger.PostAsync(command, municipality.Code6, clock.GetUtcNow(), cancellationToken);
        return CommandAnswer.Done;
    }

    private static async Task<CommandAnswer?> RefuseAsync(
        MoveSupplies command, Activity activity, IDocumentSession session, SupplyLedger ledger, FeatureGates gates, CancellationToken cancellationToken)
    {
        var campaign = (await session.LoadAsync<Campaign>(activity.CampaignId, cancellationToken))!;
        if (!await gates.TakesAsync(Features.Supplies, campaign)) return CleanUpAnswers.Off;
        if (activity.State != ActivityState.Accepted)
            return CommandAnswer.Refused("not-accepted", "受理された活動にだけ割り当てられます。", "Only accepted activities get supplies.");
        if (await session.LoadAsync<MunicipalityRules>(MunicipalityRules.IdOf(campaign.Id, activity.MunicipalityCode), cancellationToken) is not { } rules) return null;
        var bags = command.Lines.Where(l => SupplyWords.IsBag(l.Item)).Sum(l => (long)l.Quantity);
        if (bags == 0) return null;
        var others = await session.Query<Activity>().Where(a => a.GroupId == activity.GroupId && a.CampaignId == campaign.Id && a.MunicipalityCode == activity.MunicipalityCode)
            .Select(a => a.Id).ToListAsync(cancellationToken);
        var (ofActivity, ofGroup) = (await ledger.BagsOfAsync([activity.Id], cancellationToken), await ledger.BagsOfAsync([.. others], cancellationToken));
        // The quota of people counts for each activity, that of the group for all of them together.
        var left = Math.Min(
            rules.BagsPerGroup is { } group ? Math.Max(0, group - ofGroup) : long.MaxValue,
            rules.BagsPerPerson is { } person ? Math.Max(0, (long)person * activity.People - ofActivity) : long.MaxValue);
        return bags <= left ? null : CommandAnswer.Refused("over-quota",
            $"袋はあと {left:#,0} 枚まで割り当てられます（{RuleWords.Quota(rules).Ja}）。", $"Up to {left:#,0} more bags can be allocated ({RuleWords.Quota(rules).En}).", nameof(command.Lines));
    }
}
