using System.Net;
using Kenmin.Accounts.Contracts;
using Kenmin.Persistence.Jobs;
using Kenmin.RuralLeaders.Incorporation;
using Kenmin.RuralLeaders.Networks;
using Kenmin.RuralLeaders.Tests.Support;
using Wolverine.Tracking;

namespace Kenmin.RuralLeaders.Tests.Incorporation;

/// <summary>The way to a corporation in the running module.</summary>
public sealed class IncorporationTests(RuralHouse house) : IClassFixture<RuralHouse>
{
    [Fact]
    public async Task Members_go_step_by_step_and_each_day_that_is_due_follows_from_what_happened()
    {
        var network = await house.NetworkAsync();
        var ids = network.Members.Select(m => m.AccountId).ToList();
        using var coordinator = house.Resident(ids[0]);
        using var member = house.Resident(ids[1]);
        var start = $"/rural-leaders/networks/{network.Id}/incorporation";
        (await member.ReadAsync(start)).ShouldSatisfyAllConditions(p => p.ShouldContain("これは法律の助言ではありません"), p => p.ShouldNotContain("準備を始める"));
        using var begun = await coordinator.SubmitAsync(start, "case",
            ("Input.Name", "見本の会"), ("Input.Fields", "5"), ("Input.Fields", "7"), ("Input.Members", "８"), ("Input.Directors", "3"), ("Input.Auditors", "1"), ("Input.PaidOfficers", "0"));
        begun.StatusCode.ShouldBe(HttpStatusCode.Redirect, await begun.Content.ReadAsStringAsync());
        var id = (await house.AllAsync<IncorporationCase>()).Single(c => c.NetworkId == network.Id).Id;
        var page = $"/rural-leaders/incorporation/{id}";
        (await member.ReadAsync(page)).ShouldSatisfyAllConditions(p => p.ShouldContain("社員が 10 人以上必要です"), p => p.ShouldContain("今は 8 人です"), p => p.ShouldContain("中山間地域の振興"));
        (await house.SendAsync(new SaveIncorporation(Guid.CreateVersion7(), network.Id, "二つめ", [1], 10, 3, 1, 0, ids[0]))).Code.ShouldBe("under-way");
        (await house.SendAsync(new SaveIncorporation(id, network.Id, "見本の会", [21], 10, 3, 1, 0, ids[0]))).Field.ShouldBe("Fields");

        using var skipped = await coordinator.SubmitAsync($"{page}/steps/3", "step", ("Input.DoneOn", house.Today.Iso()));
        (await skipped.Content.ReadAsStringAsync()).ShouldContain("前の手順「発起人で準備する」の日を、先に");
        using var future = await coordinator.SubmitAsync($"{page}/steps/1", "step", ("Input.DoneOn", house.Today.AddDays(1).Iso()));
        (await future.Content.ReadAsStringAsync()).ShouldContain("今日までの日で");
        var today = house.Today;
        foreach (var step in new[] { 1, 2 }) (await coordinator.SubmitAsync($"{page}/steps/{step}", "step", ("Input.DoneOn", today.Iso()))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await coordinator.SubmitAsync($"{page}/steps/3", "step", ("Input.DoneOn", today.Iso()), ("Input.Papers", "articles"), ("Input.Papers", "minutes"), ("Input.OwnerId", ids[1].ToString()), ("Input.Note", "窓口は予約制")))
            .StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var found = await house.LoadAsync<IncorporationCase>(id);
        found.DueOf(StepKey.Inspection)!.Value.On.ShouldBe(today.AddDays(14));
        (await member.ReadAsync($"{page}/steps/3")).ShouldSatisfyAllConditions(p => p.ShouldContain("窓口は予約制"), p => p.ShouldContain("補正できるのは"));
        (await member.SubmitAsync($"{page}/steps/3", "step", ("Input.DoneOn", today.Iso()), ("Input.Papers", "plan"), ("Input.OwnerId", ids[1].ToString()))).StatusCode.ShouldBe(HttpStatusCode.Redirect, "who sees to it records it");
        (await house.SendAsync(new RecordIncorporationStep(id, StepKey.Inspection, today, null, null, [], "", ids[2]))).Code.ShouldBe("not-yours");
        (await house.SendAsync(new RecordIncorporationStep(id, StepKey.Application, today, null, null, ["no-such-paper"], "", ids[0]))).Code.ShouldBe("not-found");
        using var hidden = await coordinator.SubmitAsync($"{page}/steps/1", "step", ("Input.DoneOn", ""));
        (await hidden.Content.ReadAsStringAsync()).ShouldContain("を、先に消してください");
        (await coordinator.GetAsync($"{page}/steps/9")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var file = await member.GetAsync($"{page}/steps.xlsx");
        file.StatusCode.ShouldBe(HttpStatusCode.OK);

        (await coordinator.SubmitAsync(page, "give-up")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.SendAsync(new RecordIncorporationStep(id, StepKey.Inspection, today, null, null, [], "", ids[0]))).Code.ShouldBe("given-up");
        (await coordinator.SubmitAsync(page, "go-on")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.LoadAsync<IncorporationCase>(id)).Of(StepKey.Application).Papers.ShouldBe(["plan"], "what was recorded stays");
    }

    [Fact]
    public async Task What_is_due_is_shown_and_told_before_and_after_and_never_twice()
    {
        var network = await house.NetworkAsync();
        var ids = network.Members.Select(m => m.AccountId).ToList();
        var id = await CaseAsync(network);
        var day = house.Today;
        foreach (var step in Enum.GetValues<StepKey>().Where(k => k <= StepKey.Certification))
            (await house.SendAsync(new RecordIncorporationStep(id, step, day, null, null, [], "", ids[0]))).Problem.ShouldBeNull();
        (await house.SendAsync(new RecordIncorporationStep(id, StepKey.Registration, null, null, ids[1], [], "", ids[0]))).Problem.ShouldBeNull();
        var due = CivilPeriod.OpenOn(day.AddDays(14));
        await RemindAsync();
        (await house.NoticesAsync(ids[1], 0)).ShouldBeEmpty();
        house.GoTo(due.AddDays(-2));
        await RemindAsync();
        await RemindAsync();
        (await house.NoticesAsync(ids[1], 1)).ShouldHaveSingleItem().Subject.ShouldContain("近づいています");
        house.GoTo(due.AddDays(1));
        await RemindAsync();
        await RemindAsync();
        (await house.NoticesAsync(ids[1], 2)).Select(n => n.Subject.Contains("過ぎています")).ShouldBe([false, true], ignoreOrder: true);
        using var member = house.Resident(ids[2]);
        (await member.ReadAsync($"/rural-leaders/incorporation/{id}")).ShouldContain("を過ぎています（法律の期限）");
        (await member.ReadAsync($"/rural-leaders/networks/{network.Id}/incorporation")).ShouldContain("期限を過ぎた手順があります");
    }

    [Fact]
    public async Task Outsiders_and_staff_find_nothing_and_a_person_who_goes_leaves_no_name()
    {
        var network = await house.NetworkAsync();
        var ids = network.Members.Select(m => m.AccountId).ToList();
        var id = await CaseAsync(network);
        using var outsider = house.Resident(Guid.CreateVersion7());
        foreach (var page in new[] { $"/rural-leaders/networks/{network.Id}/incorporation", $"/rural-leaders/incorporation/{id}", $"/rural-leaders/incorporation/{id}/steps/1", $"/rural-leaders/incorporation/{id}/steps.xlsx" })
            (await outsider.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.NotFound, page);
        using var staff = house.Staff();
        (await staff.GetAsync($"/rural-leaders/incorporation/{id}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await house.SendAsync(new SaveIncorporation(id, network.Id, "乗っ取り", [1], 10, 3, 1, 0, ids[1]))).Code.ShouldBe("not-found", "members do not decide what it is to be");
        (await house.SendAsync(new GiveIncorporationUp(id, true, ids[1]))).Code.ShouldBe("not-found");

        (await house.SendAsync(new RecordIncorporationStep(id, StepKey.Promoters, house.Today, null, ids[1], [], "", ids[0]))).Problem.ShouldBeNull();
        (await house.SendAsync<PersonalDataAnswered>(new PersonalDataAsked(Guid.CreateVersion7(), ids[1]))).Sections.Select(s => s.Source).ShouldContain("mt_doc_incorporationcase");
        await house.Services.TrackActivity().Timeout(TimeSpan.FromSeconds(30)).SendMessageAndWaitAsync(new ErasureAsked(Guid.CreateVersion7(), ids[1], null));
        (await house.LoadAsync<IncorporationCase>(id)).Of(StepKey.Promoters).ShouldSatisfyAllConditions(s => s.Owner!.Name.ShouldBe("（削除済み）"), s => s.DoneOn.ShouldBe(house.Today));
        (await house.SendAsync<PersonalDataAnswered>(new PersonalDataAsked(Guid.CreateVersion7(), ids[1]))).Sections.ShouldBeEmpty();
    }

    private Task RemindAsync() => house.SendAsync<BatchDone>(new RemindOfIncorporation());

    private async Task<Guid> CaseAsync(Network network)
    {
        var id = Guid.CreateVersion7();
        (await house.SendAsync(new SaveIncorporation(id, network.Id, "見本の会", [5], 12, 3, 1, 0, network.Members[0].AccountId))).Problem.ShouldBeNull();
        return id;
    }
}
