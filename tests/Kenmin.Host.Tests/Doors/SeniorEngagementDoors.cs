using Kenmin.Accounts.Contracts;
using Kenmin.SeniorEngagement;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Points;
using Kenmin.SeniorEngagement.Proxies;
using Kenmin.SeniorEngagement.Steps;
using Kenmin.SeniorEngagement.Training;
using Kenmin.SeniorEngagement.Transport;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Host.Tests.Doors;

/// <summary>The doors of senior engagement, on a person that each scenario makes for itself. See <see cref="DoorScenarios"/>.</summary>
internal static class SeniorEngagementDoors
{
    private const string Yamaguchi = "352039";
    private static readonly Doer Office = new(Guid.CreateVersion7(), "見本 職員");

    public static IReadOnlyDictionary<string, Func<DoorHouse, Task>> All { get; } = new Dictionary<string, Func<DoorHouse, Task>>
    {
        ["senior-engagement.save-card.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new SaveCard(Guid.CreateVersion7(), null, new("見本", "", Yamaguchi, null), null, Office, ActingAs.Staff))),
        ["senior-engagement.open-proxy.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new OpenProxy(Guid.CreateVersion7(), (await PersonAsync(house)).Id, "むすめ", ProxyRelation.Family, "手伝い", Today, new PrintedCode(12).New(), Office, ActingAs.Staff, ConsentChannel.Paper))),
        ["senior-engagement.accept-proxy.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(new AcceptProxy(new PrintedCode(12).New(), Office))),
        ["senior-engagement.label-opportunity.v1"] = async house =>
        {
            StepOpportunity opportunity = new() { Id = Guid.CreateVersion7(), Title = new("募集", "x"), Starts = TimeProvider.System.GetUtcNow().AddDays(1), Ends = TimeProvider.System.GetUtcNow().AddDays(2), Href = "/" };
            await StoreAsync(house, opportunity);
            IsClosed(await house.InvokeAsync<CommandAnswer>(new LabelOpportunity(opportunity.Id, true, null, null, null, false, Office)));
        },
        ["senior-engagement.save-credit.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new SaveCredit(Guid.CreateVersion7(), (await PersonAsync(house)).Id, "walking", "見本講座", Today, 1, Office))),
        ["senior-engagement.give-licence.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(new GiveLicence((await PersonAsync(house)).Id, "walking"))),
        ["senior-engagement.offer-ride.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new OfferRide(Guid.CreateVersion7(), Guid.CreateVersion7(), Yamaguchi, "見本地区", new(8, 0), 2, false, true, "駅", "090-0000-0001", "", true, Office))),
        ["senior-engagement.ask-for-ride.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new AskForRide(Guid.CreateVersion7(), Guid.CreateVersion7(), (await PersonAsync(house)).Id, "見本地区", "見本町1-2-3", "083-933-0009", 1, false, "", Office, ActingAs.Staff))),
        ["senior-engagement.say-ride.v1"] = async house =>
        {
            var (person, activity, starts) = (await PersonAsync(house), Guid.CreateVersion7(), TimeProvider.System.GetUtcNow().AddDays(1));
            RideOffer offer = new() { Id = Guid.CreateVersion7(), ActivityId = activity, DriverId = Guid.CreateVersion7(), Starts = starts, Ends = starts.AddHours(1), Seats = 1, Key = Guid.CreateVersion7().ToString() };
            RideRequest request = new() { Id = Guid.CreateVersion7(), ActivityId = activity, HolderId = person.Id, Starts = starts, Ends = starts.AddHours(1), People = 1, Key = Guid.CreateVersion7().ToString() };
            await StoreAsync(house, offer, request);
            IsClosed(await house.InvokeAsync<CommandAnswer>(new SayRide(offer.Id, request.Id, true, Office, ActingAs.Staff)));
        },
        ["senior-engagement.save-point-rule.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new SavePointRule(Guid.CreateVersion7(), null, FiscalYear.Of(Today).StartYear, "352047", new(), Today, Today))),
        ["senior-engagement.join-points.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(new JoinPoints((await RuleAsync(house)).Id, Office))),
        ["senior-engagement.request-exchange.v1"] = async house =>
        {
            var rule = await RuleAsync(house);
            await StoreAsync(house, new PointMember { Id = Guid.CreateVersion7(), RuleId = rule.Id, AccountId = Office.AccountId, Name = Office.Name, JoinedOn = Today });
            IsClosed(await house.InvokeAsync<CommandAnswer>(new RequestExchange(Guid.CreateVersion7(), rule.Id, 1000, Office)));
        },
    };

    private static DateOnly Today => JapanTime.Today(TimeProvider.System);

    private static void IsClosed(CommandAnswer answer) => answer.Code.ShouldBe("closed");

    private static async Task<CardHolder> PersonAsync(DoorHouse house)
    {
        CardHolder person = new() { Id = Guid.CreateVersion7(), Number = new PrintedCode(8).New(), Name = "見本", MunicipalityCode = Yamaguchi };
        await StoreAsync(house, person);
        return person;
    }

    private static async Task<PointRule> RuleAsync(DoorHouse house)
    {
        PointRule rule = new() { Id = Guid.CreateVersion7(), Year = FiscalYear.Of(Today).StartYear, MunicipalityCode = Yamaguchi, ExchangeFrom = Today, ExchangeUntil = Today, Key = Guid.CreateVersion7().ToString() };
        await StoreAsync(house, rule);
        return rule;
    }

    private static async Task StoreAsync(DoorHouse house, params object[] documents)
    {
        await using var session = house.Services.GetRequiredService<ISeniorEngagementStore>().LightweightSession();
        session.StoreObjects(documents);
        await session.SaveChangesAsync();
    }
}
