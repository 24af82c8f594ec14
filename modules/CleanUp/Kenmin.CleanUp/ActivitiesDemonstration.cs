using Kenmin.Accounts.Contracts;
using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Campaigns;
using Kenmin.CleanUp.Collection;
using Kenmin.CleanUp.Groups;
using Kenmin.CleanUp.Helpers;
using Kenmin.CleanUp.Insurance;
using Kenmin.CleanUp.Opportunities;
using Kenmin.CleanUp.Outcomes;
using Kenmin.CleanUp.Outcomes.Freezing;
using Kenmin.CleanUp.Photos;
using Kenmin.CleanUp.Sites;
using Kenmin.CleanUp.Supplies;
using Kenmin.Participation;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;

namespace Kenmin.CleanUp;

/// <summary>
/// Fictional groups in the city of the demonstration's staff: the resident leads one, with an activity that is over and one to come,
/// and has helped another, whose next plan waits for the city.
/// </summary>
internal static class ActivitiesDemonstration
{
    private static readonly Doer Office = new(DemonstrationPersonas.MunicipalStaff.Id, DemonstrationPersonas.MunicipalStaff.DisplayName);

    public static async Task SeedAsync(IServiceProvider services, Campaign campaign, IReadOnlyList<Site> sites, DateOnly today, CancellationToken cancellationToken)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var resident = DemonstrationPersonas.Resident;
        var own = Group(GroupKind.Neighbourhood, "見本自治会", resident);
        var other = Group(GroupKind.Company, "見本商店会", DemonstrationPersonas.ProgramOwner);
        var over = Activity(campaign, sites[0], own, today.AddDays(-3), 0, ActivityState.Accepted);
        var coming = Activity(campaign, sites[2], own, today.AddDays(5), 10, ActivityState.Accepted);
        // Near enough to be decided about, with a rain date; and one of the other group's that was postponed, where the resident helps.
        var near = Activity(campaign, sites[3], own, today.AddDays(2), 6, ActivityState.Accepted);
        (near.RainDay, near.Cutters) = (today.AddDays(9), true);
        var postponed = Activity(campaign, sites[1], other, today.AddDays(4), 3, ActivityState.Accepted);
        postponed.PostponedFrom = today.AddDays(1);
        postponed.Decisions = [new(DayChoice.Postpone, "大雨の予報のため（見本）", today.AddDays(1), now, new(DemonstrationPersonas.ProgramOwner.Id, DemonstrationPersonas.ProgramOwner.DisplayName), false, new("わかりません", "Not known"))];
        var helped = Activity(campaign, sites[3], other, today.AddDays(-2), 5, ActivityState.Accepted);
        var waiting = Activity(campaign, sites[1], other, today.AddDays(7), 4, ActivityState.HandedIn);
        // The same city a year ago, fixed and with a correction.
        var before = new Campaign
        {
            Id = Guid.CreateVersion7(), InitiativeId = campaign.InitiativeId, Year = campaign.Year - 1, FirstDay = campaign.FirstDay.AddYears(-1), LastDay = campaign.LastDay.AddYears(-1),
            PlansUntil = campaign.LastDay.AddYears(-1), Published = true, FrozenAt = JapanTime.At(campaign.LastDay.AddYears(-1).AddDays(10), new(9, 0)), FrozenBy = new(DemonstrationPersonas.ProgramOwner.Id, DemonstrationPersonas.ProgramOwner.DisplayName),
            Name = new($"{new FiscalYear(campaign.Year - 1).ToJapanese()} 見本一斉清掃", $"Sample clean-up {new FiscalYear(campaign.Year - 1)}"), Summary = new("", ""),
            Key = CleanUp.Campaigns.Campaign.KeyOf(campaign.Year - 1, $"{new FiscalYear(campaign.Year - 1).ToJapanese()} 見本一斉清掃"),
        };
        var earlier = Activity(before, sites[0], own, over.Day.AddYears(-1), 0, ActivityState.Accepted);
        await using (var session = services.GetRequiredService<ICleanUpStore>().LightweightSession())
        {
            session.StoreObjects([own, other, over, coming, near, postponed, helped, waiting]);
            session.Store(Insured(campaign, own.MunicipalityCode));
            session.Store(new InsuredList { Id = near.Id, Day = near.Day, At = now, Members = [new("見本 草一", "山口市見本町", true), new("見本 清美", "", false)] });
            session.Store(new Helper { Id = resident.Id, Name = resident.DisplayName });
            session.Store(new Result
            {
                Id = over.Id, CampaignId = campaign.Id, At = now,
                Figures = new(32, 32 * 120, 41, 7, 120.5m, 30m, new Dictionary<string, int> { ["bottle-pet"] = 84, ["can"] = 37, ["cigarette-end"] = 210 }),
            });
            Figures past = new(28, 28 * 110, 46, 9, null, 140m, new Dictionary<string, int> { ["bottle-pet"] = 112, ["can"] = 51 });
            session.StoreObjects([before, earlier]);
            session.Store(new Result { Id = earlier.Id, CampaignId = before.Id, At = earlier.Ends, Figures = past });
            session.Store(new ResultCorrection
            {
                Id = Guid.CreateVersion7(), CampaignId = before.Id, ActivityId = earlier.Id, Figures = past with { People = 26, PersonMinutes = 26 * 110 }, Reason = "人数を重ねて数えていたため（見本）",
                At = before.FrozenAt.Value.AddDays(5), By = before.FrozenBy,
            });
            session.Store(new BagSpot
            {
                Id = Guid.CreateVersion7(), ActivityId = over.Id, CampaignId = campaign.Id, MunicipalityCode = over.MunicipalityCode, Place = "橋のたもとの掲示板の横", Point = sites[0].Shape.Pin,
                BurnableBags = 12, OtherBags = 2, CollectionDay = Enumerable.Range(0, 5).Select(i => campaign.FirstDay.AddDays(i * 7 + 5)).First(d => d >= today), ReportedAt = now, State = BagState.Waiting,
            });
            foreach (var photo in SamplePhotos.Of(over, resident.Id, Office, now)) session.StorePhoto(photo.Photo, photo.Picture);
            await session.SaveChangesAsync(cancellationToken);
        }

        await Care.CareDemonstration.SeedAsync(services.GetRequiredService<ICleanUpStore>(), own, other, sites, today, now, cancellationToken);
        await LitterReports.LitterReportDemonstration.SeedAsync(services.GetRequiredService<ICleanUpStore>(), sites, now, cancellationToken);
        await Education.EducationDemonstration.SeedAsync(services.GetRequiredService<ICleanUpStore>(), today, now, cancellationToken);

        var participation = services.GetRequiredService<IParticipation<ICleanUpStore>>();
        foreach (var (activity, site, group) in new[] { (coming, sites[2], own), (near, sites[3], own), (postponed, sites[1], other), (helped, sites[3], other) })
            await participation.OpenOrChangeAsync(new(Guid.CreateVersion7(), activity.Id, new OpeningTerms
            {
                Label = new($"{site.Name}の清掃（{group.Name}）", $"Clean-up at {site.Name} ({group.Name})"), Capacity = activity.HelperPlaces, Starts = activity.Starts, Ends = activity.Ends,
                FiscalYear = campaign.FiscalYear,
            }, Actor.Platform), cancellationToken);
        await participation.SignUpAsync(new(Guid.CreateVersion7(), postponed.Id, new ParticipantFacts(resident.Id), Actor.Person(resident.Id)), cancellationToken);
        await participation.SignUpAsync(
            new(Guid.CreateVersion7(), helped.Id, new ParticipantFacts(resident.Id), Actor.Staff(Office.AccountId)) { Override = new(WalkIn: true) }, cancellationToken);

        await using var scope = services.CreateAsyncScope();
        var bus = scope.ServiceProvider.GetRequiredService<IMessageBus>();
        await bus.InvokeAsync<CommandAnswer>(
            new MoveSupplies(Guid.CreateVersion7(), SupplyMove.Receive, own.MunicipalityCode, null, [new(SupplyItem.BurnableBag, 500), new(SupplyItem.OtherBag, 200), new(SupplyItem.Tongs, 60)], null, Office), cancellationToken);
        foreach (var move in new[] { SupplyMove.Allocate, SupplyMove.HandOver })
            await bus.InvokeAsync<CommandAnswer>(
                new MoveSupplies(Guid.CreateVersion7(), move, own.MunicipalityCode, coming.Id, [new(SupplyItem.BurnableBag, 40), new(SupplyItem.Tongs, 12)], null, Office), cancellationToken);
        await bus.InvokeAsync(new TellActivities(), cancellationToken);
    }

    private static InsuranceRules Insured(Campaign campaign, string municipality) => new()
    {
        Id = InsuranceRules.IdOf(campaign.Id, municipality), CampaignId = campaign.Id, MunicipalityCode = municipality, Plan = "行事用プラン（見本）", CutterPlan = "草刈用プラン（見本）", DaysBefore = 1, Detail = "住所",
    };

    private static Group Group(GroupKind kind, string name, DemonstrationPersona leader) => new()
    {
        Id = Guid.CreateVersion7(), Kind = kind, Name = name, MunicipalityCode = "352039", AccountId = leader.Id, LeaderName = leader.DisplayName, Phone = "083-933-0000",
    };

    private static Activity Activity(Campaign campaign, Site site, Group group, DateOnly day, int helpers, ActivityState state) => new()
    {
        Id = Guid.CreateVersion7(), CampaignId = campaign.Id, SiteId = site.Id, MunicipalityCode = site.MunicipalityCode, GroupId = group.Id, Day = day, Start = new(9, 0), End = new(11, 0),
        MeetingPlace = "見本公民館前", Note = "軍手と飲み物をお持ちください（見本）。", People = 30, HelperPlaces = helpers, State = state,
        HandedInAt = JapanTime.At(day.AddDays(-10), new(9, 0)), DecidedAt = state == ActivityState.Accepted ? JapanTime.At(day.AddDays(-9), new(9, 0)) : null,
        DecidedBy = state == ActivityState.Accepted ? Office : null,
    };
}
