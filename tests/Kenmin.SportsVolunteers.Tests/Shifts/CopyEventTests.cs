using System.Net;
using CsCheck;
using Kenmin.Modularity.Access;
using Kenmin.Participation;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.SportsVolunteers.Shifts.Copying;
using Kenmin.SportsVolunteers.Tests.Shifts.Support;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;

namespace Kenmin.SportsVolunteers.Tests.Shifts;

public sealed class CopyEventTests(ShiftsHouse house) : IClassFixture<ShiftsHouse>
{
    private HttpClient Owner => house.Browser(ShiftsHouse.StaffAccount, Roles.ProgramOwner);

    [Fact]
    public void The_same_weekday_in_the_next_fiscal_year_for_every_day() =>
        Gen.Int[0, 20_000].Select(d => new DateOnly(2000, 1, 1).AddDays(d)).Sample(day =>
        {
            var next = NextYear.FirstDay(day);
            next.DayOfWeek.ShouldBe(day.DayOfWeek);
            FiscalYear.Of(next).StartYear.ShouldBe(FiscalYear.Of(day).StartYear + 1);
            Math.Abs(next.DayNumber - day.AddYears(1).DayNumber).ShouldBeLessThanOrEqualTo(7);
        });

    [Theory]
    [InlineData("スポーツ交流フェスタ2026", "スポーツ交流フェスタ2027")]
    [InlineData("第９回 見本駅伝", "第10回 見本駅伝")]
    [InlineData("令和8年度 県民大会", "令和9年度 県民大会")]
    [InlineData("100キロウォーク", "100キロウォーク")]
    public void The_name_counts_on(string name, string next) => NextYear.Name(name).ShouldBe(next);

    [Fact]
    public async Task Staff_look_at_the_shifts_before_the_event_is_made_and_nothing_is_made_by_looking()
    {
        var source = await house.EventAsync(e => (e.SignUpFrom, e.SignUpClosesDaysBefore) = (new DateOnly(2026, 9, 1), 7));
        var shift = await house.ShiftAsync(source, capacity: 6, start: "18:00", end: "24:00", change: s => (s.MinimumAge, s.Remark) = (15, "帽子"));
        var dropped = await house.ShiftAsync(source, capacity: 2);
        await house.Participation.CancelOpeningAsync(new CancelOpening(Guid.NewGuid(), dropped.Id, "中止", Actor.Staff(ShiftsHouse.StaffAccount)), TestContext.Current.CancellationToken);
        var volunteer = await house.VolunteerAsync();
        await house.Api(volunteer.AccountId).SignUpAsync(shift.Id, new(Guid.NewGuid()));
        var address = $"/staff/sports/events/{source.Slug}/copy";
        // One browser: a form goes with its cookie.
        var desk = Owner;
        var name = $"{source.Name} 翌年";

        var wrong = await desk.SubmitAsync(address, "copy", ("Input.Name", ""), ("Input.FirstDay", "2026-11-01"), ("step", "create"));
        (await wrong.Content.ReadAsStringAsync()).ShouldContain("大会の名前を入力してください");
        var changed = await desk.SubmitAsync(address, "copy", ("Input.Name", name), ("Input.FirstDay", "2027-11-06"), ("step", "create"));
        changed.StatusCode.ShouldBe(HttpStatusCode.OK, "what was not looked at yet is shown first");
        var page = await changed.Content.ReadAsStringAsync();
        page.ShouldContain("前回と曜日が違います");
        (await FindAsync(name)).ShouldBeNull();

        (await desk.PostAsync(address, Given.FormOf(page, "copy", ("Input.Name", name), ("Input.FirstDay", "2027-11-06"), ("step", "create")))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var copy = (await FindAsync(name))!;
        (copy.Published, copy.FirstDay, copy.SignUpFrom, copy.SignUpClosesDaysBefore).ShouldBe((false, new DateOnly(2027, 11, 6), new DateOnly(2027, 9, 6), 7));
        await using var session = house.Store.QuerySession();
        var made = (await session.Query<Shift>().Where(s => s.EventId == copy.Id).ToListAsync(TestContext.Current.CancellationToken)).Single();
        (made.Day, made.Role, made.MinimumAge, made.Remark, made.Length).ShouldBe((new DateOnly(2027, 11, 6), shift.Role, 15, "帽子", TimeSpan.FromHours(6)));
        await Eventually.IsSoAsync(async () => (await house.Participation.OccupancyAsync([made.Id])).Count == 1, "the opening");
        var occupancy = await house.OccupancyAsync(made.Id);
        (occupancy.Capacity, occupancy.Confirmed).ShouldBe((6, 0));
    }

    [Fact]
    public async Task Sent_by_many_at_once_one_event_is_made()
    {
        var source = await house.EventAsync();
        await house.ShiftAsync(source);
        var bus = house.Services.GetRequiredService<IMessageBus>();
        var command = new CopyEvent(source.Id, Guid.CreateVersion7(), $"{source.Name} 翌年", new(2027, 10, 31), null);
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => bus.InvokeAsync<EventCopied>(command)));
        answers.Select(a => a.Slug).Distinct().ShouldHaveSingleItem().ShouldNotBeNull();
        (await bus.InvokeAsync<EventCopied>(command with { NewId = Guid.CreateVersion7() })).Problem!.Value.Ja.ShouldContain("すでにあります");
    }

    private async Task<SportsEvent?> FindAsync(string name)
    {
        await using var session = house.Store.QuerySession();
        return await session.Query<SportsEvent>().FirstOrDefaultAsync(e => e.Name == name);
    }
}
