using Kenmin.CommunityBusiness.Resources;
using Kenmin.CommunityBusiness.Tests.Support;

namespace Kenmin.CommunityBusiness.Tests.Resources;

/// <summary>What the tests of resources and problems have in common.</summary>
internal static class ResourceHelp
{
    public const string Exact = "34.1784123", East = "131.4738456";

    public static EntryFacts House(string title = "縁側のある空き家", string municipality = BusinessHouse.Yamaguchi, string contact = "見本 家主 083-933-0009") => municipality == BusinessHouse.Yamaguchi
        ? new(LocalKind.EmptyHouse, title, "台所と座敷が使えます", municipality, "見本地区", "木造平屋", Exact, East, null, null, "", contact, "")
        : new(LocalKind.EmptyHouse, title, "台所と座敷が使えます", municipality, "見本浜", "木造平屋", "", "", null, null, "", contact, "");

    /// <summary>An entry that a resident proposed.</summary>
    public static async Task<LocalEntry> ProposedAsync(this BusinessHouse house, Doer by, EntryFacts? facts = null, bool handOver = true)
    {
        var id = Guid.CreateVersion7();
        (await house.SendAsync(new SaveEntry(id, facts ?? House(), null, handOver, 0, by, null))).Problem.ShouldBeNull();
        return await house.LoadAsync<LocalEntry>(id);
    }

    /// <summary>The same, published.</summary>
    public static async Task<LocalEntry> PublishedAsync(this BusinessHouse house, Doer? by = null, EntryFacts? facts = null, bool handOver = true)
    {
        var entry = await house.ProposedAsync(by ?? BusinessHouse.Somebody("見本 申出子"), facts, handOver);
        (await house.SendAsync(new PublishEntry(entry.Id, "定住促進課", entry.Revision, BusinessHouse.Program))).Problem.ShouldBeNull();
        return await house.LoadAsync<LocalEntry>(entry.Id);
    }
}
