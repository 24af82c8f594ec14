using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.SeniorEngagement.Steps;
using Kenmin.SeniorEngagement.Tests.Support;
using Kenmin.SharedKernel;
using Kenmin.Testing;

namespace Kenmin.SeniorEngagement.Tests.Transport;

/// <summary>Programs share rides as the pages do: the own ones only, and telephones and addresses not before it is agreed nor for long.</summary>
public sealed class RideApiTests(SeniorHouse house) : IClassFixture<SeniorHouse>
{
    private const string Rides = "/api/v1/senior-engagement/me/rides";

    [Fact]
    public async Task A_ride_is_offered_asked_for_agreed_and_called_off_and_nobody_else_sees_it()
    {
        var day = house.Today.AddDays(5);
        var told = house.Opportunity("見本の集い", JapanTime.At(day, new(10, 0)));
        await house.HandleAsync(told);
        var activity = StepOpportunity.IdOf(told.Module, told.Id);
        Doer driver = new(Guid.CreateVersion7(), "見本 運転手");
        var (_, rider) = await house.ResidentAsync();
        var (offer, request) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        using var driving = house.Resident(driver);
        using var riding = house.Resident(rider);
        (await driving.ReadAsync($"{Rides}/activities?municipality={SeniorHouse.Yamaguchi}")).ShouldContain(activity.ToString());

        var seats = new { activityId = activity, municipality = SeniorHouse.Yamaguchi, area = "見本地区", leavesAt = "08:30", seats = 2, comesBack = true, meetingPoint = "見本駅の南口", phone = "090-0000-0001", keepsRules = true };
        using (var bad = await driving.Http.PutAsJsonAsync($"{Rides}/offers/{offer}", seats with { phone = "x" }))
        {
            bad.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await bad.Content.ReadAsStringAsync()).ShouldContain("#/phone");
        }

        // Sent twice, it is offered once.
        for (var i = 0; i < 2; i++) await DoneAsync(driving.Http.PutAsJsonAsync($"{Rides}/offers/{offer}", seats));
        using (var nobody = await driving.Http.PutAsJsonAsync($"{Rides}/requests/{request}", new { activityId = activity })) nobody.StatusCode.ShouldBe(HttpStatusCode.NotFound, "without a card nobody asks");
        await DoneAsync(riding.Http.PutAsJsonAsync($"{Rides}/requests/{request}", new { activityId = activity, area = "見本地区", address = "見本町1-2-3", phone = "083-933-0009", people = 1 }));

        (await ReadAsync(riding, $"{Rides}/requests/{request}")).ShouldSatisfyAllConditions(a => a.ShouldContain(offer.ToString()), a => a.ShouldNotContain("見本駅の南口"), a => a.ShouldNotContain(driver.Name));
        await DoneAsync(riding.Http.PutAsJsonAsync($"{Rides}/requests/{request}/cars/{offer}", new { yes = true }));
        (await ReadAsync(driving, $"{Rides}/offers/{offer}")).ShouldSatisfyAllConditions(a => a.ShouldContain(rider.Name), a => a.ShouldNotContain("見本町1-2-3"));
        await DoneAsync(driving.Http.PutAsJsonAsync($"{Rides}/offers/{offer}/riders/{request}", new { yes = true }));
        (await ReadAsync(driving, $"{Rides}/offers/{offer}")).ShouldSatisfyAllConditions(a => a.ShouldContain("見本町1-2-3"), a => a.ShouldContain("agreed"));
        (await ReadAsync(riding, $"{Rides}/requests/{request}")).ShouldSatisfyAllConditions(a => a.ShouldContain("見本駅の南口"), a => a.ShouldContain(driver.Name));
        (await ReadAsync(riding, Rides)).ShouldSatisfyAllConditions(a => a.ShouldContain(request.ToString()), a => a.ShouldNotContain(offer.ToString()));
        (await house.LooksAsync(driver.AccountId)).ShouldContain(e => e.Action == "senior-engagement.riders.viewed");

        using var stranger = house.Resident((await house.ResidentAsync()).Self);
        foreach (var other in new[] { $"{Rides}/offers/{offer}", $"{Rides}/requests/{request}" })
            using (var hidden = await stranger.GetAsync(other)) hidden.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using (var meddles = await stranger.Http.DeleteAsync($"{Rides}/requests/{request}")) meddles.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using (var meddles = await stranger.Http.PutAsJsonAsync($"{Rides}/offers/{offer}/riders/{request}", new { yes = false })) meddles.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using (var anybody = await house.Visitor().GetAsync(Rides)) anybody.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        await DoneAsync(riding.Http.DeleteAsync($"{Rides}/requests/{request}/cars/{offer}"));
        (await ReadAsync(driving, $"{Rides}/offers/{offer}")).ShouldNotContain("見本町1-2-3");
        await DoneAsync(riding.Http.DeleteAsync($"{Rides}/requests/{request}"));
        using (var why = await driving.Http.PostAsJsonAsync($"{Rides}/offers/{offer}/withdraw", new { reason = "" })) why.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        await DoneAsync(driving.Http.PostAsJsonAsync($"{Rides}/offers/{offer}/withdraw", new { reason = "かぜをひいたため" }));
        (await ReadAsync(driving, Rides)).ShouldContain("\"withdrawn\":true");
    }

    private static async Task DoneAsync(Task<HttpResponseMessage> sent)
    {
        using var answer = await sent;
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent, await answer.Content.ReadAsStringAsync());
    }

    // Written again, so that words stand in it as people read them.
    private static async Task<string> ReadAsync(Visitor visitor, string address) =>
        JsonSerializer.Serialize(JsonDocument.Parse(await visitor.ReadAsync(address)).RootElement, new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
