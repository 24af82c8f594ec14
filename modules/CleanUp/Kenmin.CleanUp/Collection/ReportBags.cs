using Kenmin.Accounts.Contracts;
using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Campaigns;
using Kenmin.CleanUp.Groups;
using Kenmin.CleanUp.Rules;
using Kenmin.CleanUp.Scope;
using Kenmin.CleanUp.Sites;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.Collection;

/// <summary>The leader says where the bags lie, or corrects it before they are collected (ごみ袋の置き場所を知らせる).</summary>
/// <param name="Id">The report's id: sent again, it is corrected.</param>
/// <param name="ActivityId">The activity.</param>
/// <param name="Place">The place in words.</param>
/// <param name="Point">The position; null: at the site's pin.</param>
/// <param name="BurnableBags">Bags for burnable litter, about.</param>
/// <param name="OtherBags">Bags for other litter, about.</param>
/// <param name="CollectionDay">One of the municipality's collection days.</param>
/// <param name="AccountId">Who reports.</param>
[MessageIdentity("clean-up.report-bags.v1")]
[NewEntries(Features.Collection)]
public sealed record ReportBags(Guid Id, Guid ActivityId, string Place, GeoPoint? Point, int? BurnableBags, int? OtherBags, DateOnly? CollectionDay, Guid AccountId)
{
    internal IEnumerable<Flaw> Flaws(Activity activity, MunicipalityRules rules, DateOnly today)
    {
        foreach (var flaw in Flaw.OfText(Place, nameof(Place), 200)) yield return flaw;
        foreach (var flaw in Flaw.OfNumber(BurnableBags, nameof(BurnableBags), 0, 100_000)) yield return flaw;
        foreach (var flaw in Flaw.OfNumber(OtherBags, nameof(OtherBags), 0, 100_000)) yield return flaw;
        if ((BurnableBags ?? 0) + (OtherBags ?? 0) == 0) yield return new(nameof(BurnableBags), new("袋の数を入力してください。", "Enter how many bags there are."));
        if (Point is { } point && Sites.Import.SiteRow.Stray(point, Municipality.ByCode(activity.MunicipalityCode)!) is { } stray) yield return new(nameof(Point), stray);
        if (CollectionDay is not { } day) yield return new(nameof(CollectionDay), new("収集日を選んでください。", "Choose the day of collection."));
        else if (!rules.CollectionDays.Contains(day) || day < activity.Day || day < today)
            yield return new(nameof(CollectionDay), new("活動の日より後の、市町の収集日を選んでください。", "Choose one of the municipality's collection days, not before the activity."));
    }
}

/// <summary>Keeps the report.</summary>
public static class ReportBagsHandler
{
    /// <summary>A report can be corrected as long as the bags wait. Whether a large amount came too late is worked out and shown to both sides.</summary>
    public static async Task<CommandAnswer> Handle(
        ReportBags command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var known = await session.LockAsync<BagSpot>(command.Id, cancellationToken);
        if (await session.LoadAsync<Activity>(known?.ActivityId ?? command.ActivityId, cancellationToken) is not { } activity
            || await session.LoadAsync<Group>(activity.GroupId, cancellationToken) is not { } group || group.AccountId != command.AccountId
            || await session.LoadAsync<Campaign>(activity.CampaignId, cancellationToken) is not { } campaign) return CommandAnswer.Unknown;
        if (activity.State != ActivityState.Accepted)
            return CommandAnswer.Refused("not-accepted", "受理された活動のごみだけを収集します。", "Only litter of accepted activities is collected.");
        if (known is { State: not BagState.Waiting })
            return CommandAnswer.Refused("collected", "収集が済んだものは直せません。", "What was collected stays as it is.");
        if (!await gates.TakesAsync(Features.Collection, campaign)) return CleanUpAnswers.Off;
        if (await session.LoadAsync<MunicipalityRules>(MunicipalityRules.IdOf(campaign.Id, activity.MunicipalityCode), cancellationToken) is not { CollectionDays.Count: > 0 } rules)
            return CommandAnswer.Refused("no-collection", "市町の収集日が決まっていません。担当窓口にご連絡ください。", "The municipality has set no collection days. Please ask its office.");
        var today = JapanTime.DayOf(now);
        foreach (var flaw in command.Flaws(activity, rules, today)) return CommandAnswer.Invalid(flaw);
        var site = (await session.LoadAsync<Site>(activity.SiteId, cancellationToken))!;
        var (burnable, other, day) = (command.BurnableBags ?? 0, command.OtherBags ?? 0, command.CollectionDay!.Value);
        session.Store(new BagSpot
        {
            Id = command.Id, ActivityId = activity.Id, CampaignId = campaign.Id, MunicipalityCode = activity.MunicipalityCode, Place = command.Place.Trim(),
            Point = command.Point ?? site.Shape.Pin, BurnableBags = burnable, OtherBags = other, CollectionDay = day, ReportedAt = known?.ReportedAt ?? now,
            Late = rules.IsLate(burnable + other, JapanTime.DayOf(known?.ReportedAt ?? now), day), State = BagState.Waiting,
        });
        return CommandAnswer.Done;
    }
}

/// <summary>The crew says what became of bags (収集の結果を記録する). A mistake is corrected by saying it anew.</summary>
/// <param name="Id">The report of the bags.</param>
/// <param name="State">What became of them.</param>
/// <param name="BagsFound">How many there were, where there were more than announced.</param>
/// <param name="By">Who records it.</param>
[MessageIdentity("clean-up.mark-bags.v1")]
[NoNewEntries("records what became of what was reported")]
public sealed record MarkBags(Guid Id, BagState State, int? BagsFound, Doer By);

/// <summary>Records it, and tells the leader where something is not as announced.</summary>
public static class MarkBagsHandler
{
    /// <summary>Recorded twice alike, nothing more happens.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(MarkBags command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<BagSpot>(command.Id, cancellationToken) is not { } spot) return (CommandAnswer.Unknown, []);
        if (command.State == BagState.MoreThanAnnounced && (command.BagsFound is not { } found || found <= spot.Bags || found > 100_000))
            return (CommandAnswer.Refused(CommandAnswer.InvalidInput, $"実際の袋の数を、{spot.Bags + 1} 以上で入力してください。", $"Enter how many bags there were: {spot.Bags + 1} or more.", nameof(command.BagsFound)), []);
        var bags = command.State == BagState.MoreThanAnnounced ? command.BagsFound : null;
        if (spot.State == command.State && spot.BagsFound == bags) return (CommandAnswer.Done, []);
        var now = clock.GetUtcNow();
        (spot.State, spot.BagsFound, spot.MarkedAt, spot.MarkedBy) = (command.State, bags, now, command.By);
        session.Store(spot);
        var activity = (await session.LoadAsync<Activity>(spot.ActivityId, cancellationToken))!;
        var group = (await session.LoadAsync<Group>(activity.GroupId, cancellationToken))!;
        return (CommandAnswer.Done, command.State == BagState.NotFound && group.AccountId is { } leader ? [NotFound(spot, leader, now)] : []);
    }

    private static NoticeIssued NotFound(BagSpot spot, Guid leader, DateTimeOffset at) => new(
        FactId.Of(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"clean-up.bags-not-found|{spot.Id:N}|{at.UtcTicks}")), leader,
        new("ごみ袋が見つかりませんでした", "Your bags were not found"),
        new($"{spot.CollectionDay:yyyy-MM-dd} の収集で、「{spot.Place}」の袋が見つかりませんでした。場所を確かめて、市町の窓口にご連絡ください。",
            $"The crew of {spot.CollectionDay:yyyy-MM-dd} did not find the bags at “{spot.Place}”. Please check the place and tell the office."),
        $"/clean-up/me/activities/{spot.ActivityId}/bags", at, MailKinds.Decision);
}
