using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.CommunityBusiness.FollowUps;
using Kenmin.CommunityBusiness.PersonalData;
using Kenmin.CommunityBusiness.Tests.Network;
using Kenmin.CommunityBusiness.Tests.Support;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.PersonalData;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.CommunityBusiness.Tests.FollowUps;

/// <summary>Half a year, one and three years after the launch it is asked what became of a business.</summary>
public sealed class FollowUpTests(BusinessHouse house) : IClassFixture<BusinessHouse>
{
    [Fact]
    public async Task A_team_is_asked_once_a_month_before_and_its_answer_counts()
    {
        var (venture, owner) = await LaunchedAsync();
        var asked = await house.LoadAsync<FollowUp>(FollowUp.IdOf(venture.Id, 6));
        asked.DueOn.ShouldBe(house.Today.AddMonths(6));
        var page = $"/community-business/mine/{venture.Id}/follow-ups/6";
        using var mine = house.Resident(owner);
        (await mine.ReadAsync($"/community-business/mine/{venture.Id}")).ShouldContain("follow-ups/36");
        (await mine.ReadAsync(page)).ShouldNotContain("Input.Jobs", customMessage: "it is too early");
        (await house.SendAsync(Answer(venture.Id, 6, owner))).Code.ShouldBe("too-early");
        await house.HandleAndWaitAsync(new RemindOfFollowUps());
        (await house.DeliveredAsync(owner.AccountId)).ShouldNotContain("事業の 6 か月後をおたずねします");

        house.GoTo(asked.DueOn.AddDays(-FollowUp.DaysBefore));
        for (var i = 0; i < 2; i++) await house.HandleAndWaitAsync(new RemindOfFollowUps());
        // The job of the house may have been first, and what it tells be on its way.
        (await house.ToldAsync(owner, "事業の 6 か月後をおたずねします")).Count(w => w == "事業の 6 か月後をおたずねします").ShouldBe(1);
        using var empty = await mine.SubmitAsync(page, "follow-up");
        WebUtility.HtmlDecode(await empty.Content.ReadAsStringAsync()).ShouldContain("続いているかどうかを選んでください。");
        (await mine.SubmitAsync(page, "follow-up", ("Input.GoesOn", "yes"), ("Input.Jobs", "２"), ("Input.Turnover", "UnderFiveMillion"), ("Input.Residents", "1,200"), ("Input.Worked", "口づて"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await mine.ReadAsync(page)).ShouldContain("口づて");

        var account = Guid.CreateVersion7();
        using var staff = house.Staff(account: account);
        var list = await staff.ReadAsync("/staff/community-business/follow-ups");
        list.ShouldContain($"{venture.Id}/follow-ups/6");
        list.ShouldContain("1,200");
        (await house.LooksAsync(account)).ShouldContain(e => e.Action == "community-business.follow-ups.listed" && e.SubjectIds.Contains(owner.AccountId));
        (await (await staff.GetAsync("/staff/community-business/follow-ups.csv")).Content.ReadAsStringAsync()).ShouldContain("口づて");
        using var elsewhere = house.Staff(BusinessHouse.Hagi);
        (await elsewhere.ReadAsync("/staff/community-business/follow-ups")).ShouldNotContain(venture.Id.ToString());
        (await elsewhere.GetAsync($"/staff/community-business/ventures/{venture.Id}/follow-ups/6")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var auditor = house.Visitor(Roles.Auditor);
        (await auditor.ReadAsync($"/staff/community-business/ventures/{venture.Id}/follow-ups/6")).ShouldNotContain("Input.Jobs");
        using var other = house.Resident(BusinessHouse.Somebody());
        (await other.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await mine.GetAsync($"/community-business/mine/{venture.Id}/follow-ups/7")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await house.Services.GetRequiredService<PersonalDataReader>().ReadAsync("community_business", BusinessTables.All, owner.AccountId, [owner.AccountId], CancellationToken.None)).Select(s => s.Source).ShouldContain("mt_doc_followup");
    }

    [Fact]
    public async Task Staff_record_what_they_heard_and_programs_do_the_same_also_of_what_was_stopped()
    {
        var (venture, owner) = await LaunchedAsync();
        (await house.SendAsync(new StopVenture(venture.Id, "続かなかった", owner, null))).Problem.ShouldBeNull();
        house.GoTo((await house.LoadAsync<FollowUp>(FollowUp.IdOf(venture.Id, 12))).DueOn.AddDays(1));
        using var staff = house.Staff();
        (await staff.SubmitAsync($"/staff/community-business/ventures/{venture.Id}/follow-ups/6", "follow-up", ("Input.GoesOn", "no"), ("Input.Jobs", "0"), ("Input.Turnover", "None"), ("Input.Residents", "0"), ("Input.Failed", "担い手がいない"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var mine = house.Resident(owner);
        var own = $"/api/v1/community-business/me/ventures/{venture.Id}/follow-ups";
        (await mine.Http.PutAsJsonAsync($"{own}/12", new { })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await mine.Http.PutAsJsonAsync($"{own}/12", new { goesOn = false, jobs = 0, turnover = "none", residents = 0 })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await mine.Http.PutAsJsonAsync($"{own}/36", new { goesOn = false, jobs = 0, turnover = "none", residents = 0 })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var views = (await mine.Http.GetFromJsonAsync<JsonElement>(own)).EnumerateArray().ToList();
        views.Select(v => v.GetProperty("turnover").GetString()).ShouldBe(["none", "none", null]);
        using var other = house.Resident(BusinessHouse.Somebody());
        (await other.Http.PutAsJsonAsync($"{own}/12", new { goesOn = true, jobs = 9, turnover = "none", residents = 0 })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await staff.Http.GetFromJsonAsync<JsonElement>("/api/v1/community-business/staff/follow-ups")).EnumerateArray().Count(v => v.GetProperty("ventureId").GetGuid() == venture.Id).ShouldBe(3);
    }

    private static SaveFollowUp Answer(Guid venture, int months, Doer by) => new(venture, months, true, 1, TurnoverClass.None, 1, "", "", by, null);

    private async Task<(Venture Venture, Doer Owner)> LaunchedAsync()
    {
        var (venture, owner) = await house.HandedInAsync();
        (await house.SendAsync(await house.DecisionAsync(venture, GateOutcome.Passed))).Problem.ShouldBeNull();
        await house.PlanAsync(venture, owner);
        (await house.SendAsync(await house.DecisionAsync(await house.LoadAsync<Venture>(venture.Id), GateOutcome.Passed))).Problem.ShouldBeNull();
        return (await house.LoadAsync<Venture>(venture.Id), owner);
    }
}
