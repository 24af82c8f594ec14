using System.Net;
using Kenmin.Modularity.Access;
using Kenmin.Participation;
using Kenmin.SportsVolunteers.Assignment.Cover;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.SportsVolunteers.Tests.Shifts.Support;
using Kenmin.SportsVolunteers.Volunteers;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;

namespace Kenmin.SportsVolunteers.Tests.Assignment;

public sealed class CoverTests(ShiftsHouse house) : IClassFixture<ShiftsHouse>
{
    private HttpClient Owner => house.Browser(ShiftsHouse.StaffAccount, Roles.ProgramOwner);

    private async Task<T> SendAsync<T>(object command)
    {
        await using var scope = house.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync<T>(command);
    }

    private async Task AskAsync(Shift shift, IEnumerable<Volunteer> people)
    {
        await using var scope = house.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync(new AskForCover(shift.Id, [.. people.Select(p => p.Id)], ShiftsHouse.StaffAccount));
    }

    [Fact]
    public async Task Those_who_could_are_asked_least_recently_asked_first_and_the_first_gets_it()
    {
        var only = $"見本資格{Guid.NewGuid():N}";
        // Sign-up closed long ago: the day is near.
        var sportsEvent = await house.EventAsync(e => e.SignUpClosesDaysBefore = 40);
        var shift = await house.ShiftAsync(sportsEvent, capacity: 1, change: s => s.Qualifications = [only]);
        var clashing = await house.ShiftAsync(sportsEvent, capacity: 1, start: "12:30", end: "15:00");
        var people = await house.VolunteersAsync(3, v => v.Qualifications = [only]);
        var paper = (await house.VolunteersAsync(1, v => (v.Qualifications, v.AccountId, v.Phone) = ([only], null, "0839990000")))[0];
        await house.Participation.SignUpAsync(new(Guid.NewGuid(), clashing.Id, new(people[2].Id), Actor.Staff(ShiftsHouse.StaffAccount)));
        await house.StoreAsync(new CoverAsked { Id = people[0].Id, At = ShiftsHouse.Noon.AddDays(-1) });

        var address = $"/staff/sports/shifts/{shift.Id}/cover";
        var page = await Owner.GetStringAsync(address);
        page.IndexOf(people[1].GivenName, StringComparison.Ordinal).ShouldBeLessThan(page.IndexOf(people[0].GivenName, StringComparison.Ordinal));
        page.ShouldNotContain(people[2].GivenName, Case.Sensitive, "half an hour is no rest");
        page.ShouldContain("0839990000");
        (await Owner.SubmitAsync(address, "ask", ("Input.Count", "２"))).Headers.Location!.ToString().ShouldContain("done=1");
        foreach (var person in people.Take(2)) (await house.NoticesAsync(person.AccountId!.Value, 1)).ShouldContain(n => n.Subject.Contains("来ていただけませんか"));
        (await house.Browser(people[2].AccountId).GetAsync($"/sports/cover/{shift.Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, "was not asked");

        (await house.Browser(people[0].AccountId).SubmitAsync($"/sports/cover/{shift.Id}", "take")).Headers.Location!.ToString().ShouldContain("done=1");
        (await house.SignUpOfAsync(shift.Id, people[0]))!.State.ShouldBe(SignUpState.Confirmed);
        (await house.NoticesAsync(people[1].AccountId!.Value, 2)).ShouldContain(n => n.Subject.Contains("埋まりました"));
        (await house.Browser(people[1].AccountId).GetStringAsync($"/sports/cover/{shift.Id}")).ShouldContain("すでに埋まりました");
        paper.AccountId.ShouldBeNull();
    }

    [Fact]
    public async Task Of_many_who_answer_at_once_as_many_get_it_as_there_are_places_and_each_other_is_told_once()
    {
        var sportsEvent = await house.EventAsync();
        var shift = await house.ShiftAsync(sportsEvent, capacity: 3);
        var people = await house.VolunteersAsync(20);
        await Task.WhenAll(AskAsync(shift, people.Take(12)), AskAsync(shift, people.Skip(8)));
        var answers = await Task.WhenAll(people.Select(p => SendAsync<CoverTaken>(new TakeCover(shift.Id, p.Id, Guid.NewGuid()))));
        answers.Count(a => a.Refusal is null).ShouldBe(3);
        (await house.OccupancyAsync(shift.Id)).ShouldSatisfyAllConditions(o => o.Confirmed.ShouldBe(3), o => o.Waiting.ShouldBe(0));
        for (var i = 0; i < people.Count; i++)
        {
            if (answers[i].Refusal is null) continue;
            var notices = await house.NoticesAsync(people[i].AccountId!.Value, 2);
            notices.Count(n => n.Subject.Contains("埋まりました")).ShouldBe(1);
        }
    }
}
