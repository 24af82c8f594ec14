using Kenmin.CleanUp.Campaigns;
using Kenmin.CleanUp.Rules;
using Kenmin.CleanUp.Sites;
using Kenmin.Modularity;
using Kenmin.Modularity.Initiatives;
using Kenmin.Programs.Contracts;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.CleanUp;

/// <summary>Fictional data of this module: a campaign under way, with the rules and the sites of three cities, and groups in one of them.</summary>
public sealed class CleanUpDemonstration : IDemonstrationData
{
    private static readonly (string Code, string Name, SiteKind Kind, double Latitude, double Longitude, int Length)[] Sites =
    [
        ("352039", "見本川河川敷", SiteKind.River, 34.1701, 131.4790, 1200), ("352039", "見本駅前広場", SiteKind.StationFront, 34.1726, 131.4806, 250),
        ("352039", "見本浜", SiteKind.Coast, 34.0190, 131.4040, 800), ("352039", "見本公園", SiteKind.Park, 34.1790, 131.4700, 400),
        ("352012", "見本海岸", SiteKind.Coast, 33.9700, 130.9100, 1500), ("352012", "見本港", SiteKind.Harbour, 33.9490, 130.9260, 300),
        ("352021", "見本通り", SiteKind.Road, 33.9520, 131.2470, 900),
    ];

    /// <inheritdoc />
    public async Task SeedAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var store = services.GetRequiredService<ICleanUpStore>();
        var today = JapanTime.Today(services.GetRequiredService<TimeProvider>());
        await using var session = store.LightweightSession();
        if (await session.Query<Campaign>().AnyAsync(cancellationToken)) return;
        var initiative = services.GetRequiredService<InitiativeDirectory>().Find(DemonstrationInitiatives.CleanUp)?.Id;
        var campaign = Campaign(today, initiative);
        session.Store(campaign);
        foreach (var code in Sites.Select(s => s.Code).Distinct()) session.Store(Rules(campaign, code));
        List<Site> sites =
        [
            .. Sites.Select(s => new Site
            {
                Id = Guid.CreateVersion7(), MunicipalityCode = s.Code, Name = s.Name, Kind = s.Kind, Key = Site.KeyOf(s.Code, s.Name), LengthMetres = s.Length,
                Shape = s.Kind is SiteKind.Coast or SiteKind.River
                    ? new(ShapeKind.Line, [new(s.Latitude, s.Longitude), new(s.Latitude + 0.004, s.Longitude + 0.008)]) : SiteShape.At(new(s.Latitude, s.Longitude)),
                CollectionNote = "指定袋のみ",
            }),
        ];
        session.StoreObjects(sites);
        await session.SaveChangesAsync(cancellationToken);
        await ActivitiesDemonstration.SeedAsync(services, campaign, sites, today, cancellationToken);
    }

    // A month around today, within its fiscal year.
    private static Campaign Campaign(DateOnly today, Guid? initiative)
    {
        var year = FiscalYear.Of(today);
        var first = Later(today.AddDays(-14), year.StartsOn);
        var last = Earlier(today.AddDays(28), year.EndsOn);
        return new()
        {
            Id = Guid.CreateVersion7(), InitiativeId = initiative, Year = year.StartYear, FirstDay = first, LastDay = last, PlansUntil = last, Published = true,
            Name = new($"{year.ToJapanese()} 見本一斉清掃", $"Sample clean-up {year}"),
            Summary = new("県内の海岸、川、道路などをいっせいに清掃する、見本の活動です。", "A sample campaign that cleans coasts, rivers and roads of the prefecture."),
            Key = CleanUp.Campaigns.Campaign.KeyOf(year.StartYear, $"{year.ToJapanese()} 見本一斉清掃"),
        };
    }

    private static MunicipalityRules Rules(Campaign campaign, string code) => new()
    {
        Id = MunicipalityRules.IdOf(campaign.Id, code), CampaignId = campaign.Id, MunicipalityCode = code, BagsPerGroup = 100, BagsPerPerson = 5, LargeFrom = 15, NoticeDays = 7,
        CollectionDays = [.. Enumerable.Range(0, 5).Select(i => campaign.FirstDay.AddDays(i * 7 + 5))],
        Sorting = new("燃やせるごみと燃やせないごみに分けてください。", "Keep burnable and other litter apart."),
        Office = $"{Municipality.ByCode(code)!.Name}環境課（見本）", Phone = "083-933-0000",
    };

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;

    private static DateOnly Earlier(DateOnly a, DateOnly b) => a < b ? a : b;
}
