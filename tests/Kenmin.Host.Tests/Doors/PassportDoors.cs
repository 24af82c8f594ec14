using System.Net;
using System.Net.Http.Json;
using Kenmin.Modularity.Access;
using Kenmin.Passport;
using Kenmin.Passport.PaperRecords;
using Kenmin.Passport.SavedSearches;
using Kenmin.Passport.Sharing;
using Kenmin.SharedKernel;

namespace Kenmin.Host.Tests.Doors;

/// <summary>The doors of one's own record. See <see cref="DoorScenarios"/>.</summary>
internal static class PassportDoors
{
    private static readonly Guid Somebody = Guid.CreateVersion7();

    public static IReadOnlyDictionary<string, Func<DoorHouse, Task>> All { get; } = new Dictionary<string, Func<DoorHouse, Task>>
    {
        ["passport.save-paper-record.v1"] = async house => (await house.InvokeAsync<CommandAnswer>(
            new SavePaperRecord(Guid.CreateVersion7(), Somebody, "閉まった活動", "", "", new(2020, 1, 1), null, 60, null, "", ""))).Code.ShouldBe("closed"),
        ["passport.save-search.v1"] = async house => (await house.InvokeAsync<CommandAnswer>(
            new SaveSearch(Guid.CreateVersion7(), Somebody, "閉まった条件", "words=海岸", DigestEvery.Never))).Code.ShouldBe("closed"),
        ["POST /api/v1/passport/searches"] = house => ClosedAsync(house, "/api/v1/passport/searches", new { name = "閉まった条件", conditions = "words=海岸" }),
        ["passport.make-share.v1"] = async house => (await house.InvokeAsync<CommandAnswer>(
            new MakeShare(Guid.CreateVersion7(), Somebody, "見本", "会社", null, null, true, JapanTime.Today(TimeProvider.System)))).Code.ShouldBe("closed"),
        ["POST /api/v1/passport/paper-records"] = house => ClosedAsync(house, "/api/v1/passport/paper-records", new { what = "閉まった活動", firstDay = "2020-01-01" }),
        ["POST /api/v1/passport/shares"] = house => ClosedAsync(house, "/api/v1/passport/shares", new { recipient = "会社", until = $"{JapanTime.Today(TimeProvider.System):yyyy-MM-dd}", withPapers = true }),
    };

    private static async Task ClosedAsync(DoorHouse house, string address, object body)
    {
        var resident = await house.AsAsync(Roles.Resident);
        using var answer = await resident.Http.PostAsJsonAsync(address, body);
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("/problems/closed");
        (await resident.GetAsync("/passport")).StatusCode.ShouldBe(HttpStatusCode.OK, "what exists is shown");
    }
}
