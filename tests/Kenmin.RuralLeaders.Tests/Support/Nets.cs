using Kenmin.RuralLeaders.Areas;
using Kenmin.RuralLeaders.Leaders;
using Kenmin.RuralLeaders.Networks;

namespace Kenmin.RuralLeaders.Tests.Support;

/// <summary>Networks and leaders for tests; the first member coordinates.</summary>
internal static class Nets
{
    public static async Task<Network> NetworkAsync(this RuralHouse house, int members = 3)
    {
        var number = RuralHouse.NextNumber();
        Area area = new() { Id = Guid.CreateVersion7(), Level = AreaLevel.Settlement, MunicipalityCode = RuralHouse.Yamaguchi, Name = $"網の里{number}" };
        area.Key = area.Id.ToString();
        Network network = new() { Id = Guid.CreateVersion7(), Name = $"見本の網{number}", Purpose = "助け合う", AreaIds = [area.Id], FoundedAt = house.Clock.GetUtcNow() };
        network.Key = Network.KeyOf(network.Name);
        for (var i = 0; i < members; i++) network.Join(Guid.CreateVersion7(), $"見本 会員{number}の{i}", "", house.Clock.GetUtcNow().AddMinutes(i));
        await house.StoreAsync(area, network);
        return network;
    }

    public static async Task<Guid> LeaderAsync(this RuralHouse house)
    {
        var id = await house.ResidentAsync();
        var leader = await house.LoadAsync<Learner>(id);
        (leader.Registration, leader.Number) = (LeaderRegistration.Begin(Guid.CreateVersion7(), house.Today, 3, null), $"組-{RuralHouse.NextNumber()}");
        await house.StoreAsync(leader);
        return id;
    }

    public static string Iso(this DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
