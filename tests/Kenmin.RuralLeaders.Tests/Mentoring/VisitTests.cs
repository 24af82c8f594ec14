using System.Net;
using CsCheck;
using Kenmin.RuralLeaders.Mentoring;
using Kenmin.RuralLeaders.Networks;
using Kenmin.RuralLeaders.Tests.Support;

namespace Kenmin.RuralLeaders.Tests.Mentoring;

/// <summary>Networks visit each other.</summary>
public sealed class VisitTests(RuralHouse house) : IClassFixture<RuralHouse>
{
    [Fact]
    public async Task A_network_invites_another_comes_and_what_was_learned_is_public_by_choice()
    {
        var (host, guest) = (await house.NetworkAsync(2), await house.NetworkAsync(2));
        using var officer = house.Resident(host.Members[0].AccountId);
        using var visitor = house.Resident(guest.Members[0].AccountId);
        var start = $"/rural-leaders/networks/{host.Id}/visits";
        using var past = await officer.SubmitAsync(start, "visit", Fields(host, house.Today.AddDays(-1), "10"));
        (await past.Content.ReadAsStringAsync()).ShouldContain("これからの日時");
        using var planned = await officer.SubmitAsync(start, "visit", Fields(host, house.Today.AddDays(5), "10"));
        planned.StatusCode.ShouldBe(HttpStatusCode.Redirect, await planned.Content.ReadAsStringAsync());
        var id = (await house.AllAsync<AreaVisit>()).Single(v => v.NetworkId == host.Id).Id;
        var page = $"/rural-leaders/visits/{id}";
        (await visitor.ReadAsync("/rural-leaders/visits")).ShouldContain(page);
        using var anybody = house.Visitor();
        (await anybody.ReadAsync("/rural-leaders/visits")).ShouldNotContain("棚田の視察");
        using var outsider = house.Resident(Guid.CreateVersion7());
        (await outsider.ReadAsync("/rural-leaders/visits")).ShouldNotContain("棚田の視察", customMessage: "who is in no network is no guest");
        (await outsider.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        using var many = await visitor.SubmitAsync(page, $"join-{guest.Id:N}", ("Input.People", "11"));
        (await many.Content.ReadAsStringAsync()).ShouldContain("空きは 10 人分です");
        (await visitor.SubmitAsync(page, $"join-{guest.Id:N}", ("Input.People", "６"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.NoticesAsync(host.Members[0].AccountId, 1)).ShouldHaveSingleItem().Body.ShouldContain("6 人");
        (await house.SendAsync(new JoinVisit(id, guest.Id, 1, guest.Members[1].AccountId))).Code.ShouldBe("not-found", "members do not sign a network up");
        (await house.SendAsync(new JoinVisit(id, host.Id, 1, host.Members[0].AccountId))).Code.ShouldBe("host");
        using var small = await officer.SubmitAsync(page, "visit", Fields(host, house.Today.AddDays(5), "5"));
        (await small.Content.ReadAsStringAsync()).ShouldContain("もう 6 人が申し込んでいます");
        (await officer.SubmitAsync(page, "visit", Fields(host, house.Today.AddDays(6), "6"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.NoticesAsync(guest.Members[0].AccountId, 1)).ShouldHaveSingleItem().Subject.ShouldContain("日時が変わりました");
        (await house.SendAsync(new ReportVisit(id, guest.Id, "早すぎる", true, guest.Members[0].AccountId))).Code.ShouldBe("not-begun");

        house.GoTo(house.Today.AddDays(7));
        (await house.SendAsync(new JoinVisit(id, guest.Id, 0, guest.Members[0].AccountId))).Code.ShouldBe("over");
        (await visitor.SubmitAsync(page, $"report-{guest.Id:N}", ("Input.Learned", "当番表の作り方"), ("Input.Public", "true"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await officer.SubmitAsync(page, $"report-{host.Id:N}", ("Input.Learned", "内輪の気づき"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await anybody.ReadAsync("/rural-leaders/visits")).ShouldSatisfyAllConditions(p => p.ShouldContain("当番表の作り方"), p => p.ShouldNotContain("内輪の気づき"), p => p.ShouldNotContain(guest.Members[0].Name));
        (await anybody.ReadAsync("/api/v1/rural-leaders/visit-reports")).ShouldSatisfyAllConditions(p => p.ShouldContain(id.ToString()), p => p.ShouldNotContain("内輪の気づき"));
        (await visitor.ReadAsync(page)).ShouldContain("内輪の気づき");
        var third = await house.NetworkAsync(1);
        (await house.SendAsync(new ReportVisit(id, third.Id, "行っていない", true, third.Members[0].AccountId))).Code.ShouldBe("not-found");
    }

    [Fact]
    public async Task However_networks_sign_up_change_and_take_back_at_once_no_more_come_than_may()
    {
        var host = await house.NetworkAsync(1);
        var guests = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => house.NetworkAsync(1)));
        var id = await VisitAsync(host, 12);
        foreach (var history in Gen.Select(Gen.Int[0, 5], Gen.Int[0, 6]).List[25].Array[4].Single())
        {
            await Task.WhenAll(history.GroupBy(h => h.Item1).Select(async guest =>
            {
                foreach (var (who, people) in guest)
                {
                    var answer = await house.SendAsync(new JoinVisit(id, guests[who].Id, people, guests[who].Members[0].AccountId));
                    if (answer.Code is not (null or "full")) throw new InvalidOperationException(answer.Code);
                }
            }));
            var visit = await house.LoadAsync<AreaVisit>(id);
            visit.Taken.ShouldBeLessThanOrEqualTo(12);
            visit.Parties.Select(p => p.NetworkId).ShouldBeUnique();
            visit.Parties.ShouldAllBe(p => p.People > 0);
        }
    }

    [Fact]
    public async Task Who_would_have_come_is_told_when_a_visit_is_called_off()
    {
        var (host, guest) = (await house.NetworkAsync(1), await house.NetworkAsync(1));
        var id = await VisitAsync(host, 5);
        (await house.SendAsync(new JoinVisit(id, guest.Id, 2, guest.Members[0].AccountId))).Problem.ShouldBeNull();
        (await house.SendAsync(new CancelVisit(id, guest.Members[0].AccountId))).Code.ShouldBe("not-found");
        using var officer = house.Resident(host.Members[0].AccountId);
        (await officer.SubmitAsync($"/rural-leaders/visits/{id}", "cancel")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.NoticesAsync(guest.Members[0].AccountId, 1)).ShouldHaveSingleItem().Subject.ShouldContain("中止");
        (await house.SendAsync(new JoinVisit(id, guest.Id, 3, guest.Members[0].AccountId))).Code.ShouldBe("over");
        (await officer.ReadAsync($"/rural-leaders/visits/{id}")).ShouldContain("中止");
    }

    private static (string, string)[] Fields(Network host, DateOnly day, string capacity) =>
    [
        ("Input.Title", "棚田の視察"), ("Input.AreaId", host.AreaIds[0].ToString()), ("Input.Day", day.Iso()), ("Input.Start", "10時"), ("Input.Place", "公民館"), ("Input.Programme", "棚田を歩く"), ("Input.Capacity", capacity),
    ];

    private async Task<Guid> VisitAsync(Network host, int capacity)
    {
        var id = Guid.CreateVersion7();
        (await house.SendAsync(new SaveVisit(id, host.Id, host.AreaIds[0], "視察", house.Today.AddDays(3), new(10, 0), "館", "歩く", capacity, host.Members[0].AccountId))).Problem.ShouldBeNull();
        return id;
    }
}
