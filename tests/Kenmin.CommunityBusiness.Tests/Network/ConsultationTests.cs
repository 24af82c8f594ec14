using System.Net;
using CsCheck;
using Kenmin.Accounts.Contracts;
using Kenmin.CommunityBusiness.Support.Consultations;
using Kenmin.CommunityBusiness.Support.Experts;
using Kenmin.CommunityBusiness.Tests.Support;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;

namespace Kenmin.CommunityBusiness.Tests.Network;

/// <summary>A consultation is known to those who need to know, and to nobody else; what is counted of it names nobody.</summary>
public sealed class ConsultationTests(BusinessHouse house) : IClassFixture<BusinessHouse>
{
    private const string Address = "/staff/community-business/consultations";

    [Fact]
    public async Task Only_who_is_named_on_a_case_sees_it_and_a_colleague_is_named_with_a_reason()
    {
        var account = Guid.CreateVersion7();
        using var staff = house.Staff(account: account);
        using var colleague = house.Staff(account: Colleagues.Municipal.AccountId);
        using var program = house.Visitor(Roles.ProgramOwner);
        using var administrator = house.Visitor(Roles.Administrator);
        using var auditor = house.Visitor(Roles.Auditor);
        using var resident = house.Resident(BusinessHouse.Somebody());
        using var empty = await staff.SubmitAsync($"{Address}/new", "case", ("Input.Person", "見本 密子"));
        empty.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var opened = await staff.SubmitAsync($"{Address}/new", "case", ("Input.MunicipalityCode", BusinessHouse.Yamaguchi), ("Input.Field", "Finance"), ("Input.Person", "見本 密子"), ("Input.On", $"{house.Today:yyyy-MM-dd}"), ("Input.Text", "借金のことで悩んでいる"));
        var page = new Uri(new Uri("http://localhost"), opened.Headers.Location!).AbsolutePath;
        var id = Guid.Parse(page.Split('/')[^1]);
        (await staff.ReadAsync(page)).ShouldContain("借金のことで悩んでいる");
        (await staff.ReadAsync(Address)).ShouldContain(page);
        foreach (var other in new[] { colleague, program, administrator })
        {
            (await other.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await other.ReadAsync(Address)).ShouldNotContain(page);
        }

        foreach (var other in new[] { auditor, resident }) (await other.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await house.LooksAsync(Colleagues.Municipal.AccountId)).ShouldContain(e => e.Action == "community-business.case.refused" && e.Kind == AuditKind.Refusal && e.SubjectIds.Contains(id));
        Doer me = new(account, "見本 受付"), them = new(Colleagues.Municipal.AccountId, Colleagues.Municipal.Name);
        foreach (var command in new object[]
        {
            new WriteCase(id, Guid.CreateVersion7(), house.Today, "のぞいた", them), new AddCaseReader(id, them.AccountId, ReaderReason.Knows, them), new RemoveCaseReader(id, account, them), new CloseCase(id, true, them),
            new ReferCase(id, Guid.CreateVersion7(), ReferralTarget.SupportCentre, null, "センター", "話", true, them),
        }) (await house.SendAsync(command)).Code.ShouldBe(CommandAnswer.NotFound);

        (await house.SendAsync(new AddCaseReader(id, them.AccountId, null, me))).Field.ShouldBe("Reason");
        (await house.SendAsync(new AddCaseReader(id, them.AccountId, ReaderReason.Opened, me))).Field.ShouldBe("Reason");
        (await house.SendAsync(new AddCaseReader(id, Guid.CreateVersion7(), ReaderReason.Knows, me))).Field.ShouldBe("ReaderId", "only staff are named");
        (await staff.SubmitAsync(page, "name", ("Name.ReaderId", $"{them.AccountId}"), ("Name.Reason", "StandsIn"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.LooksAsync(account)).ShouldContain(e => e.Action == "community-business.case.reader-added" && e.Matter!.Contains("StandsIn", StringComparison.Ordinal) && e.SubjectIds.Contains(them.AccountId));
        (await colleague.ReadAsync(page)).ShouldContain("借金のことで悩んでいる");
        (await colleague.SubmitAsync(page, "entry", ("Entry.On", $"{house.Today:yyyy-MM-dd}"), ("Entry.Text", "電話で話した"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await staff.ReadAsync(page)).ShouldContain("電話で話した");
        (await staff.SubmitAsync(page, "leave", ("Leave.ReaderId", $"{them.AccountId}"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await colleague.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await house.SendAsync(new RemoveCaseReader(id, account, me))).Code.ShouldBe("last");
    }

    [Fact]
    public async Task What_is_passed_on_needs_the_person_s_consent_and_a_closed_case_is_written_on_no_more()
    {
        Doer me = new(Guid.CreateVersion7(), "見本 受付");
        var id = await OpenedAsync(me);
        ReferCase refer = new(id, Guid.CreateVersion7(), ReferralTarget.Municipality, BusinessHouse.Hagi, null, "販路の相談がしたい", true, me);
        (await house.SendAsync(refer with { Agreed = false })).Field.ShouldBe("Agreed");
        (await house.SendAsync(refer with { MunicipalityCode = null })).Field.ShouldBe("MunicipalityCode");
        (await house.SendAsync(refer with { Target = ReferralTarget.SupportCentre })).Field.ShouldBe("Centre");
        for (var i = 0; i < 2; i++) (await house.SendAsync(refer)).Problem.ShouldBeNull();
        var kept = await house.LoadAsync<ConsultationCase>(id);
        kept.Referrals.Single().Where.ShouldBe(BusinessHouse.Hagi);
        using var hagi = house.Staff(BusinessHouse.Hagi);
        (await hagi.GetAsync($"{Address}/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, "what is passed on is all they get");
        (await house.SendAsync(new CloseCase(id, true, me))).Problem.ShouldBeNull();
        (await house.SendAsync(new WriteCase(id, Guid.CreateVersion7(), house.Today, "まだ", me))).Code.ShouldBe("closed-case");
        (await house.SendAsync(new CloseCase(id, false, me))).Problem.ShouldBeNull();
        var written = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => house.SendAsync(new WriteCase(id, Guid.CreateVersion7(), house.Today, $"記録 {i}", me))));
        written.ShouldAllBe(a => a.IsDone);
        (await house.LoadAsync<ConsultationCase>(id)).Entries.Count.ShouldBe(5, "what is written at once is all kept");
    }

    [Fact]
    public async Task A_case_whose_only_member_of_staff_is_erased_is_given_to_a_colleague_by_who_may_assign_and_does_not_see_it()
    {
        Doer leaving = new(Guid.CreateVersion7(), "見本 去子"), program = new(Guid.CreateVersion7(), "見本 県子");
        var (id, empty) = (await OpenedAsync(leaving), await OpenedAsync(leaving));
        (await house.SendAsync<ErasureConfirmed>(new ErasureAsked(Guid.CreateVersion7(), null, empty))).Erased.ShouldNotBeEmpty();
        (await house.SendAsync<ErasureConfirmed>(new ErasureAsked(Guid.CreateVersion7(), leaving.AccountId, null))).Erased.ShouldNotBeEmpty();
        (await house.LoadAsync<ConsultationCase>(id)).Readers.ShouldBeEmpty();
        const string list = $"{Address}/unassigned";
        using var owner = house.Visitor(Roles.ProgramOwner, program.AccountId);
        using var staff = house.Staff();
        using var auditor = house.Visitor(Roles.Auditor);
        using var colleague = house.Staff(account: Colleagues.Municipal.AccountId);
        foreach (var other in new[] { staff, auditor }) (await other.GetAsync(list)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await staff.ReadAsync(Address)).ShouldNotContain("unassigned");
        var first = await owner.ReadAsync(Address);
        first.ShouldContain("記録されていた職員がいなくなった相談があります");
        first.ShouldContain(list);
        var seen = await owner.ReadAsync(list);
        seen.ShouldContain(id.ToString());
        seen.ShouldNotContain(empty.ToString(), customMessage: "what was erased is nothing to go on with");
        foreach (var secret in new[] { "見本 来子", "083-933-0000", "秘密の話" }) seen.ShouldNotContain(secret);
        (await house.LooksAsync(program.AccountId)).ShouldContain(e => e.Action == "community-business.cases.left-alone.listed" && e.SubjectIds.Contains(id));
        (await owner.GetAsync($"{Address}/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, "who assigns does not see it");

        AssignCase assign = new(id, Colleagues.Municipal.AccountId, new(program, null, true));
        (await house.SendAsync(assign with { Office = BusinessHouse.Office })).Code.ShouldBe(CommandAnswer.NotFound, "municipal staff do not assign");
        (await house.SendAsync(assign with { ReaderId = Guid.CreateVersion7() })).Field.ShouldBe("ReaderId");
        (await house.SendAsync(assign with { CaseId = empty })).Code.ShouldBe(CommandAnswer.NotFound);
        using var nobody = await owner.SubmitAsync(list, "assign", ("Input.CaseId", $"{id}"));
        WebUtility.HtmlDecode(await nobody.Content.ReadAsStringAsync()).ShouldContain("職員を選んでください。");
        (await owner.SubmitAsync(list, "assign", ("Input.CaseId", $"{id}"), ("Input.ReaderId", $"{Colleagues.Municipal.AccountId}"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.SendAsync(assign)).Problem.ShouldBeNull("sent twice it is done once");
        (await house.SendAsync(assign with { Office = BusinessHouse.Program })).Code.ShouldBe(CommandAnswer.NotFound, "somebody answers for it");
        (await house.LooksAsync(program.AccountId)).ShouldContain(e => e.Action == "community-business.case.assigned" && e.SubjectIds.Contains(Colleagues.Municipal.AccountId));
        (await colleague.ReadAsync($"{Address}/{id}")).ShouldContain("秘密の話");
        (await owner.ReadAsync(list)).ShouldNotContain(id.ToString());
        (await owner.GetAsync($"{Address}/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Counts_hide_what_is_small_and_stay_when_who_came_is_erased()
    {
        Doer me = new(Guid.CreateVersion7(), "見本 受付");
        List<Guid> ids = [];
        for (var i = 0; i < 5; i++) ids.Add(await OpenedAsync(me, ExpertField.Tourism));
        await OpenedAsync(me, ExpertField.Welfare);
        (await house.SendAsync<ErasureConfirmed>(new ErasureAsked(Guid.CreateVersion7(), null, ids[0]))).Erased.ShouldNotBeEmpty();
        var gone = await house.LoadAsync<ConsultationCase>(ids[0]);
        (gone.Person, gone.Entries.Count, gone.ClosedAt is null).ShouldBe(("", 0, false));
        using var auditor = house.Visitor(Roles.Auditor);
        var counts = await auditor.ReadAsync($"{Address}/statistics");
        counts.ShouldContain("観光");
        counts.ShouldContain("5 件未満");
        counts.ShouldNotContain("見本 来子");
        CaseStatistics.Of(Enumerable.Repeat((house.Today, ExpertField.Tourism), 5)).Single().Count.ShouldBe(5);
    }

    [Fact]
    public void No_count_below_five_is_ever_shown() =>
        Gen.Select(Gen.Int[0, 90], Gen.Int[0, 3]).List[0, 60].Sample(cases =>
        {
            var all = cases.Select(c => (OpenedOn: new DateOnly(2026, 4, 1).AddDays(c.Item1), Field: (ExpertField)c.Item2)).ToList();
            var counts = CaseStatistics.Of(all);
            foreach (var count in counts)
            {
                var real = all.Count(c => c.Field == count.Field && (c.OpenedOn.Year, c.OpenedOn.Month) == (count.Month.Year, count.Month.Month));
                count.Count.ShouldBe(real < 5 ? null : real);
            }

            counts.Select(c => (c.Month, c.Field)).ShouldBeUnique();
        });

    private async Task<Guid> OpenedAsync(Doer me, ExpertField field = ExpertField.Sales)
    {
        var id = Guid.CreateVersion7();
        (await house.SendAsync(new OpenCase(id, BusinessHouse.Yamaguchi, field, "見本 来子", "083-933-0000", house.Today, "秘密の話", new(me, [BusinessHouse.Yamaguchi], false)))).Problem.ShouldBeNull();
        return id;
    }
}
