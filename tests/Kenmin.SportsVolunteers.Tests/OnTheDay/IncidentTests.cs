using System.Net;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.SportsVolunteers.OnTheDay.Incidents;
using Kenmin.SportsVolunteers.Tests.Shifts.Support;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SportsVolunteers.Tests.OnTheDay;

/// <summary>What happens at a shift is written down, and stays written.</summary>
public sealed class IncidentTests(ShiftsHouse house) : IClassFixture<ShiftsHouse>
{
    [Fact]
    public async Task Staff_write_down_what_happened_add_to_it_and_each_look_at_the_person_is_recorded()
    {
        var sportsEvent = await house.EventAsync(day: new(2026, 10, 10));
        var shift = await house.ShiftAsync(sportsEvent, day: new(2026, 10, 10), start: "13:00", end: "15:00");
        var (hurt, stranger) = (await house.VolunteerAsync(), await house.VolunteerAsync());
        await house.Api(hurt.AccountId).SignUpAsync(shift.Id, new(Guid.NewGuid()));
        var address = $"/staff/sports/shifts/{shift.Id}/incidents";
        var desk = house.Browser(Guid.NewGuid(), Roles.MunicipalStaff, Given.Yamaguchi);

        var wrong = await desk.SubmitAsync(address, "write", ("Input.Kind", "x"), ("Input.Time", "25時"), ("Input.Person", stranger.Id.ToString()), ("Input.Text", " "));
        var page = WebUtility.HtmlDecode(await wrong.Content.ReadAsStringAsync());
        foreach (var field in new[] { "kind", "time", "person", "text" }) page.ShouldContain($"input-{field}-error", Case.Insensitive);
        (await (await desk.SubmitAsync(address, "write", ("Input.Kind", "Injury"), ("Input.Time", "13:10"), ("Input.Text", "転んだ"))).Content.ReadAsStringAsync()).ShouldContain("まだ来ていない時刻");
        (await desk.SubmitAsync(address, "write", ("Input.Kind", "Injury"), ("Input.Time", "11:50"), ("Input.Person", hurt.Id.ToString()), ("Input.Text", "設営中に転んで手をすりむいた"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var incident = (await IncidentsAsync(shift.Id)).Single();
        (incident.Kind, incident.VolunteerId, incident.EventId).ShouldBe((IncidentKind.Injury, hurt.Id, sportsEvent.Id));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(async i =>
        {
            var browser = house.Browser(Guid.NewGuid(), Roles.ProgramOwner);
            (await browser.SubmitAsync(address, $"note-{incident.Id:N}", ($"note-{incident.Id:N}", $"その後{i}"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }));
        (await IncidentsAsync(shift.Id)).Single().Notes.Count.ShouldBe(4, "nobody's note is lost");

        page = WebUtility.HtmlDecode(await desk.GetStringAsync($"/staff/sports/events/{sportsEvent.Slug}/incidents"));
        page.ShouldContain(hurt.FullName);
        (await house.Services.GetRequiredService<IAuditTrail>().FindAsync(new(SubjectId: hurt.Id), default)).Select(e => e.Entry.Action)
            .ShouldBeSubsetOf(["sports-volunteers.incident.written", "sports-volunteers.incidents.viewed", "sports-volunteers.shift-roster.viewed"]);
        (await house.Services.GetRequiredService<IAuditTrail>().FindAsync(new(SubjectId: hurt.Id), default)).ShouldContain(e => e.Entry.Action == "sports-volunteers.incidents.viewed");
        (await house.Browser(Guid.NewGuid(), Roles.MunicipalStaff, Given.Ube).GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await house.Browser(Guid.NewGuid(), Roles.Auditor).GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private async Task<IReadOnlyList<Incident>> IncidentsAsync(Guid shift)
    {
        await using var session = house.Store.QuerySession();
        return await session.Query<Incident>().Where(i => i.ShiftId == shift).ToListAsync();
    }
}
