using System.Net;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Insurance;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Tests.Shifts.Support;
using Kenmin.SportsVolunteers.Volunteers.SamePerson;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;

namespace Kenmin.SportsVolunteers.Tests.Insurance;

/// <summary>Who is insured, from when, and what is seen of it before a shift.</summary>
public sealed class InsuranceTests(ShiftsHouse house) : IClassFixture<ShiftsHouse>
{
    private static readonly FiscalYear Year = new(2026);

    private HttpClient Owner => house.Browser(ShiftsHouse.StaffAccount, Roles.ProgramOwner);

    [Theory]
    [InlineData("2026-10-09", "2026-10-10T00:00:00+09:00")]
    [InlineData("2026-03-20", "2026-04-01T00:00:00+09:00")]
    [InlineData("2026-03-31", "2026-04-01T00:00:00+09:00")]
    [InlineData("2026-04-01", "2026-04-02T00:00:00+09:00")]
    public void A_policy_covers_from_the_next_day_and_within_its_year_only(string applied, string from)
    {
        var cover = InsuranceCover.Of(Guid.NewGuid(), new() { Id = Guid.NewGuid(), Year = Year }, DateOnly.Parse(applied), null, ShiftsHouse.Noon);
        cover.From.ShouldBe(DateTimeOffset.Parse(from));
        cover.Covers(cover.From, cover.From.AddHours(1)).ShouldBeTrue();
        cover.Covers(cover.From.AddTicks(-10), cover.From.AddHours(1)).ShouldBeFalse();
        cover.Covers(Year.End.AddHours(-1), Year.End).ShouldBeTrue();
        cover.Covers(Year.End.AddHours(-1), Year.End.AddTicks(10)).ShouldBeFalse();
    }

    [Fact]
    public async Task Staff_see_who_is_not_covered_record_policies_and_the_volunteer_is_warned_until_then()
    {
        var desk = Owner;
        var wrong = await desk.SubmitAsync("/staff/sports/insurance", "add", ("Input.Year", "いつか"), ("Input.Name", ""), ("Input.Yen", "-1"));
        var page = WebUtility.HtmlDecode(await wrong.Content.ReadAsStringAsync());
        foreach (var field in new[] { "input-year-error", "input-name-error", "input-yen-error" }) page.ShouldContain(field, Case.Insensitive);
        (await desk.SubmitAsync("/staff/sports/insurance", "add", ("Input.Year", "令和8年度"), ("Input.Name", "基本プラン"), ("Input.Yen", "３５０"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await (await desk.SubmitAsync("/staff/sports/insurance", "add", ("Input.Year", "2026"), ("Input.Name", "基本プラン"), ("Input.Yen", "500"))).Content.ReadAsStringAsync()).ShouldContain("同じ名前のプラン");
        var plan = (await house.Services.GetRequiredService<InsuranceDesk>().PlansAsync(Year, default)).Single();

        var sportsEvent = await house.EventAsync(day: new(2026, 10, 12));
        var tomorrow = await house.ShiftAsync(sportsEvent, day: new(2026, 10, 10), start: "13:00", end: "15:00");
        var later = await house.ShiftAsync(sportsEvent, day: new(2026, 10, 12));
        var (one, other) = (await house.VolunteerAsync(), await house.VolunteerAsync());
        foreach (var shift in new[] { tomorrow, later }) await house.Api(one.AccountId).SignUpAsync(shift.Id, new(Guid.NewGuid()));
        await house.Api(other.AccountId).SignUpAsync(later.Id, new(Guid.NewGuid()));
        (await house.Browser(other.AccountId).GetStringAsync("/sports/me")).ShouldContain("保険の対象外");

        var address = $"/staff/sports/events/{sportsEvent.Slug}/insurance";
        page = WebUtility.HtmlDecode(await desk.GetStringAsync(address));
        page.ShouldContain("対象外の人（2人）");
        (await house.Services.GetRequiredService<IAuditTrail>().FindAsync(new(SubjectId: one.Id), default)).ShouldContain(e => e.Entry.Action == "sports-volunteers.insurance.gaps-viewed");
        (await (await desk.SubmitAsync(address, "record", ("people", one.Id.ToString()), ("Input.Plan", plan.Id.ToString()), ("Input.AppliedOn", "2026-10-11"))).Content.ReadAsStringAsync()).ShouldContain("今日までの日");
        (await desk.SubmitAsync(address, "record", ("people", one.Id.ToString()), ("people", other.Id.ToString()), ("Input.Plan", plan.Id.ToString()), ("Input.AppliedOn", "2026-10-10")))
            .Headers.Location!.ToString().ShouldEndWith("done=2");

        // From tomorrow on: today's shift is still outside.
        page = WebUtility.HtmlDecode(await desk.GetStringAsync(address));
        page.ShouldContain("対象外の人（1人）");
        page.ShouldContain("から有効");
        (await house.Browser(other.AccountId).GetStringAsync("/sports/me")).ShouldNotContain("保険の対象外");
        (await house.Browser(one.AccountId).GetStringAsync("/sports/me")).ShouldContain("保険の対象外");
        (await (await desk.SubmitAsync("/staff/sports/insurance", $"remove-{plan.Id:N}")).Content.ReadAsStringAsync()).ShouldContain("消せません");
        foreach (var role in new[] { Roles.Resident, Roles.MunicipalStaff, Roles.Auditor })
            (await house.Browser(Guid.NewGuid(), role, Given.Yamaguchi).GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, role);
    }

    [Fact]
    public async Task One_policy_a_year_however_many_record_it_and_joined_records_keep_it()
    {
        var plan = new InsurancePlan { Id = Guid.CreateVersion7(), Year = new(2027), Name = "見本プラン", Yen = 350 };
        await house.StoreAsync(plan);
        var insurance = house.Services.GetRequiredService<InsuranceDesk>();
        var staff = ShiftsHouse.Person(ShiftsHouse.StaffAccount, Roles.ProgramOwner);
        var (kept, gone) = (await house.VolunteerAsync(), (await house.VolunteersAsync(1, v => v.AccountId = null))[0]);
        var applied = new DateOnly(2026, 10, 10);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => insurance.RecordAsync([gone.Id], plan.Id, applied, staff, default)));
        (await insurance.CoversOfAsync(gone.Id, default)).ShouldHaveSingleItem().From.ShouldBe(new FiscalYear(2027).Start);

        await InvokeAsync(new JoinPeople(kept.Id, gone.Id, ShiftsHouse.StaffAccount, "見本"));
        (await insurance.CoversOfAsync(kept.Id, default)).ShouldHaveSingleItem().PlanId.ShouldBe(plan.Id);
        (await insurance.CoversOfAsync(gone.Id, default)).ShouldBeEmpty();
        await using (var session = house.Store.QuerySession())
        {
            var merge = await session.Query<PersonMerge>().SingleAsync(m => m.KeptId == kept.Id);
            await InvokeAsync(new UndoJoin(merge.Id, [], ShiftsHouse.StaffAccount));
        }

        (await insurance.CoversOfAsync(gone.Id, default)).ShouldHaveSingleItem();
        (await insurance.CoversOfAsync(kept.Id, default)).ShouldBeEmpty();
    }

    private async Task InvokeAsync(object command)
    {
        await using var scope = house.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync<Outcome>(command)).IsDone.ShouldBeTrue();
    }
}
