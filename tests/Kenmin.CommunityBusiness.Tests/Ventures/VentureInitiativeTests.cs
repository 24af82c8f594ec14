using System.Net;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Support.Dispatches;
using Kenmin.CommunityBusiness.Support.Experts;
using Kenmin.CommunityBusiness.Tests.Support;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Initiatives;
using Kenmin.SharedKernel;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.CommunityBusiness.Tests.Ventures;

/// <summary>A venture may belong to an initiative: its owners work with it, others of the prefecture do not, and once it is over nothing new comes in.</summary>
public sealed class VentureInitiativeTests(BusinessHouse house) : IClassFixture<BusinessHouse>
{
    private static readonly Guid Mine = new("0199aaaa-0000-7000-8000-0000000000a1"), CallsOnly = new("0199aaaa-0000-7000-8000-0000000000a2"), Elsewhere = new("0199aaaa-0000-7000-8000-0000000000a3");
    private static readonly Doer Owner = new(new("0199aaaa-0000-7000-8000-0000000000a9"), "見本 担当子");

    [Fact]
    public async Task An_idea_is_brought_for_an_initiative_that_takes_ideas_and_stays_with_it()
    {
        Replace(InitiativeState.Running);
        var (id, who) = (Guid.CreateVersion7(), BusinessHouse.Somebody());
        SaveIdea idea = new(id, BusinessHouse.Idea(), null, null, who, null, 0, true, Mine);
        foreach (var closed in new[] { CallsOnly, Elsewhere, Guid.CreateVersion7() })
        {
            var refused = await house.SendAsync(idea with { InitiativeId = closed });
            (refused.Code, refused.Field).ShouldBe(("initiative-closed", "InitiativeId"));
        }

        (await house.SendAsync(idea)).Problem.ShouldBeNull();
        var venture = await house.LoadAsync<Venture>(id);
        (venture.InitiativeId, venture.Next!.DueOn).ShouldBe((Mine, house.Today.AddDays(5)), "its owners set the days of the first look");
        (await house.SendAsync(idea with { Revision = 1, InitiativeId = null, Text = BusinessHouse.Idea("直した題名") })).Problem.ShouldBeNull();
        (await house.LoadAsync<Venture>(id)).InitiativeId.ShouldBe(Mine);
        using var form = house.Resident(who);
        var page = await form.ReadAsync($"/community-business/ideas/new?initiative={Mine}");
        page.ShouldContain("見本の事業");
        page.ShouldNotContain("公募だけの事業");
        (await form.ReadAsync($"/community-business/mine/{id}")).ShouldContain("見本の事業");
    }

    [Fact]
    public async Task Its_owners_and_the_place_work_with_it_and_nobody_else_of_the_prefecture()
    {
        Replace(InitiativeState.Running);
        var (id, who) = (Guid.CreateVersion7(), BusinessHouse.Somebody());
        (await house.SendAsync(new SaveIdea(id, BusinessHouse.Idea(), null, null, who, null, 0, true, Mine))).Problem.ShouldBeNull();
        var page = $"/staff/community-business/ventures/{id}";
        using var owner = house.Visitor(Roles.ProgramOwner, Owner.AccountId);
        using var other = house.Visitor(Roles.ProgramOwner);
        using var place = house.Staff();
        using var administrator = house.Visitor(Roles.Administrator);
        foreach (var sees in new[] { owner, place, administrator })
        {
            (await sees.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await sees.ReadAsync("/staff/community-business")).ShouldContain(id.ToString());
        }

        foreach (var door in new[] { page, $"{page}/plan", $"{page}/dispatches", $"{page}/history", $"{page}/story", $"{page}/showcase", $"/api/v1/community-business/staff/ventures/{id}" }) (await other.GetAsync(door)).StatusCode.ShouldBe(HttpStatusCode.NotFound, door);
        (await other.ReadAsync("/staff/community-business")).ShouldNotContain(id.ToString());
        (await other.ReadAsync("/staff/community-business/dispatches")).ShouldNotContain(id.ToString());
        var venture = await house.LoadAsync<Venture>(id);
        OfficePowers stranger = new(BusinessHouse.Somebody(), null, true), mine = new(Owner, null, true);
        (await house.SendAsync(await house.DecisionAsync(venture, GateOutcome.Passed, stranger))).Code.ShouldBe(CommandAnswer.NotFound);
        (await house.SendAsync(new StopVenture(id, "理由", null, stranger))).Code.ShouldBe(CommandAnswer.NotFound);
        (await house.SendAsync(new SetNextStep(id, "次", house.Today.AddDays(3), NextSide.Team, "", stranger))).Code.ShouldBe(CommandAnswer.NotFound);
        (await house.SendAsync(new SetNextStep(id, "次", house.Today.AddDays(3), NextSide.Team, "", mine))).Problem.ShouldBeNull();
        (await house.SendAsync(await house.DecisionAsync(venture, GateOutcome.Passed, mine))).Problem.ShouldBeNull();
        (await house.SendAsync(new SetNextStep(id, "次", house.Today.AddDays(4), NextSide.Team, "", stranger with { ForAll = true }))).Problem.ShouldBeNull("administrators work with all");
    }

    [Fact]
    public async Task Once_it_is_over_nothing_new_comes_in_and_what_is_under_way_goes_on()
    {
        Replace(InitiativeState.Running);
        var (id, who) = (Guid.CreateVersion7(), BusinessHouse.Somebody());
        (await house.SendAsync(new SaveIdea(id, BusinessHouse.Idea(), null, null, who, null, 0, true, Mine))).Problem.ShouldBeNull();
        Replace(InitiativeState.Closed);
        (await house.SendAsync(new SaveIdea(Guid.CreateVersion7(), BusinessHouse.Idea(), null, null, who, null, 0, true, Mine))).Code.ShouldBe("initiative-closed");
        (await house.SendAsync(new InviteToTeam(id, Venture.Codes.New(), who, null))).Code.ShouldBe(CommandAnswer.Closed);
        (await house.SendAsync(new RequestDispatch(Guid.CreateVersion7(), id, [ExpertField.Sales], 1, house.Today.AddDays(5), "相談", who, null))).Code.ShouldBe(CommandAnswer.Closed);
        (await house.SendAsync(new Kenmin.CommunityBusiness.Plans.SaveCanvas(id, Kenmin.CommunityBusiness.Plans.Canvas.Empty with { Problem = "坂" }, 0, who))).Code.ShouldBe(CommandAnswer.Closed);
        (await house.SendAsync(new ReportStep(id, "したこと", who))).Problem.ShouldBeNull();
        (await house.SendAsync(await house.DecisionAsync(await house.LoadAsync<Venture>(id), GateOutcome.Passed, new(Owner, null, true)))).Problem.ShouldBeNull();
        (await house.SendAsync(new StopVenture(id, "休む", who, null))).Problem.ShouldBeNull();
        (await house.SendAsync(new ResumeVenture(id, "戻る", who, null))).Code.ShouldBe(CommandAnswer.Closed);
        using var team = house.Resident(who);
        (await team.ReadAsync($"/community-business/mine/{id}")).ShouldContain("見本の移動販売");
    }

    private void Replace(InitiativeState state) => house.Services.GetRequiredService<InitiativeDirectory>().Replace(
    [
        Initiative(Mine, "見本の事業", state, new() { ["daysToLook"] = "5" }), Initiative(CallsOnly, "公募だけの事業", state, new() { ["takesIdeas"] = "no" }), Initiative(Elsewhere, "よその事業", state, [], module: "clean-up"),
    ]);

    private static InitiativeFacts Initiative(Guid id, string name, InitiativeState state, Dictionary<string, string> settings, string module = "community-business") => new()
    {
        Id = id, Slug = $"mihon-{id:N}", Name = LocalizedText.Same(name), State = state, Years = new HashSet<FiscalYear> { new(2026) }, Owners = new HashSet<Guid> { Owner.AccountId }, Municipalities = new HashSet<string>(),
        Modules = new Dictionary<FiscalYear, IReadOnlySet<string>> { [new(2026)] = new HashSet<string> { module } },
        Settings = new Dictionary<(string, FiscalYear?), IReadOnlyDictionary<string, string>> { [("community-business", null)] = settings },
    };
}
