using System.Net;
using Kenmin.Modularity.Access;
using Kenmin.Participation;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.SportsVolunteers.Shifts.Swaps;
using Kenmin.SportsVolunteers.Tests.Shifts.Support;
using Kenmin.SportsVolunteers.Volunteers;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SportsVolunteers.Tests.Shifts;

/// <summary>Volunteers find somebody for a shift that they cannot come to.</summary>
public sealed class SwapTests(ShiftsHouse house) : IClassFixture<ShiftsHouse>
{
    private HttpClient As(Volunteer volunteer) => house.Browser(volunteer.AccountId);

    private async Task SignUpAsync(Shift shift, Volunteer volunteer) =>
        (await house.Participation.SignUpAsync(new(Guid.NewGuid(), shift.Id, new(volunteer.Id, volunteer.BirthDate, []), Actor.Person(volunteer.AccountId)))).ShouldBeOfType<Result<SignUpAnswer>.Done>();

    private async Task<string> AskAsync(Shift shift, Volunteer holder)
    {
        using var asked = await As(holder).SubmitAsync($"/sports/shifts/{shift.Id}/swap", "ask");
        asked.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return asked.Headers.Location!.AbsolutePath;
    }

    private async Task<SignUpState?> StateAsync(Shift shift, Volunteer volunteer) => (await house.SignUpOfAsync(shift.Id, volunteer))?.State;

    [Fact]
    public async Task Somebody_takes_a_shift_over_and_both_are_told()
    {
        var shift = await house.ShiftAsync(await house.EventAsync());
        var (holder, taker) = (await house.VolunteerAsync(), await house.VolunteerAsync());
        await SignUpAsync(shift, holder);
        (await As(holder).GetStringAsync("/sports/me")).ShouldContain($"/sports/shifts/{shift.Id}/swap");
        var address = await AskAsync(shift, holder);
        (await AskAsync(shift, holder)).ShouldBe(address, "asking twice is asking once");
        (await As(holder).GetStringAsync("/sports/me")).ShouldContain(address);

        var board = await As(taker).GetStringAsync("/sports/swaps");
        board.ShouldContain(address);
        board.ShouldNotContain(holder.GivenName);
        (await As(holder).GetStringAsync("/sports/swaps")).ShouldNotContain(address);
        (await As(taker).GetStringAsync(address)).ShouldNotContain(holder.GivenName);
        (await As(taker).SubmitAsync(address, "take")).Headers.Location!.PathAndQuery.ShouldBe("/sports/me?done=swapped");
        (await StateAsync(shift, holder), await StateAsync(shift, taker)).ShouldBe((SignUpState.Cancelled, SignUpState.Confirmed));
        (await As(taker).GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await house.NoticesAsync(holder.AccountId!.Value, 2)).ShouldContain(n => n.Subject == "交代が決まりました");
        (await house.NoticesAsync(taker.AccountId!.Value, 1)).ShouldContain(n => n.Subject == "活動への参加が確定しました");
    }

    [Fact]
    public async Task Shifts_are_exchanged_when_the_holder_accepts_and_the_others_are_told()
    {
        var sportsEvent = await house.EventAsync();
        var (mine, first, second) = (await house.ShiftAsync(sportsEvent, capacity: 1), await house.ShiftAsync(sportsEvent), await house.ShiftAsync(sportsEvent, start: "13:00", end: "15:00"));
        var (holder, one, two, waiting) = (await house.VolunteerAsync(), await house.VolunteerAsync(), await house.VolunteerAsync(), await house.VolunteerAsync());
        await SignUpAsync(mine, holder);
        await SignUpAsync(mine, waiting);
        await SignUpAsync(first, one);
        await SignUpAsync(second, two);
        var address = await AskAsync(mine, holder);

        // Somebody waits: it can be exchanged, not handed on.
        (await As(one).GetStringAsync(address)).ShouldNotContain("代わりに引き受ける");
        (await As(one).SubmitAsync(address, "offer", ("Input.Shift", ""))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await As(one).SubmitAsync(address, "offer", ("Input.Shift", second.Id.ToString()))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await As(one).SubmitAsync(address, "offer", ("Input.Shift", first.Id.ToString()))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await As(two).SubmitAsync(address, "offer", ("Input.Shift", second.Id.ToString()))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.NoticesAsync(holder.AccountId!.Value, 3)).Count(n => n.Subject == "交代の申し出が届きました").ShouldBe(2);

        var page = await As(holder).GetStringAsync(address);
        page.ShouldNotContain(one.GivenName);
        var offer = SwapOffer.IdOf(SwapRequest.IdOf(mine.Id, holder.Id), first.Id, one.Id);
        await using (var scope = house.Services.CreateAsyncScope())
        {
            var desk = scope.ServiceProvider.GetRequiredService<SwapDesk>();
            var request = SwapRequest.IdOf(mine.Id, holder.Id);
            (await desk.AnswerAsync(Guid.NewGuid(), request, offer, true, ShiftsHouse.Person(one.AccountId!.Value, Roles.Resident), default)).Code.ShouldBe("not-found", "only the holder accepts");
            (await desk.WithdrawAsync(request, ShiftsHouse.Person(one.AccountId.Value, Roles.Resident), default)).Code.ShouldBe("not-found");
        }

        (await As(holder).SubmitAsync(address, $"take-{offer:N}")).Headers.Location!.PathAndQuery.ShouldBe("/sports/me?done=swapped");
        (await StateAsync(mine, one), await StateAsync(first, holder), await StateAsync(second, two), await StateAsync(mine, waiting))
            .ShouldBe((SignUpState.Confirmed, SignUpState.Confirmed, SignUpState.Confirmed, SignUpState.Waiting));
        (await house.NoticesAsync(two.AccountId!.Value, 2)).ShouldContain(n => n.Subject == "交換の申し出は、今回は成立しませんでした");
    }

    [Fact]
    public async Task What_is_over_switched_off_or_not_one_s_own_is_refused_and_says_so()
    {
        var shift = await house.ShiftAsync(await house.EventAsync(), change: s => s.MinimumAge = 60);
        var (holder, young, stranger) = (await house.VolunteerAsync(new(1950, 1, 1)), await house.VolunteerAsync(), Guid.NewGuid());
        await SignUpAsync(shift, holder);
        (await As(young).GetAsync($"/sports/shifts/{shift.Id}/swap")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var address = await AskAsync(shift, holder);
        (await (await As(young).SubmitAsync(address, "take")).Content.ReadAsStringAsync()).ShouldContain("60歳以上");
        (await (await house.Browser(stranger).SubmitAsync(address, "take")).Content.ReadAsStringAsync()).ShouldContain("登録がまだ");
        (await As(young).SubmitAsync(address, "take", ("commandId", "x"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await As(holder).SubmitAsync(address, "withdraw")).Headers.Location!.PathAndQuery.ShouldBe("/sports/me?done=swap-withdrawn");
        (await As(young).GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await StateAsync(shift, holder)).ShouldBe(SignUpState.Confirmed);

        await AskAsync(shift, holder);
        await house.Participation.CancelAsync(new(Guid.NewGuid(), shift.Id, holder.Id, Actor.Person()));
        (await As(young).GetStringAsync(address)).ShouldContain("この募集は終わりました");
        (await As(young).GetStringAsync("/sports/swaps")).ShouldNotContain(address);
    }

    [Fact]
    public async Task Those_who_manage_shifts_exchange_two_people_of_one_day()
    {
        var sportsEvent = await house.EventAsync();
        var (here, there, away) = (await house.ShiftAsync(sportsEvent), await house.ShiftAsync(sportsEvent), await house.ShiftAsync(sportsEvent, municipality: Given.Ube));
        var (one, two, other) = (await house.VolunteerAsync(), await house.VolunteerAsync(), await house.VolunteerAsync());
        await SignUpAsync(here, one);
        await SignUpAsync(there, two);
        await SignUpAsync(away, other);
        var staff = house.Browser(ShiftsHouse.StaffAccount, Roles.ProgramOwner);
        var address = $"/staff/sports/shifts/{here.Id}/people/{one.Id}/exchange";
        (await staff.GetStringAsync($"/staff/sports/shifts/{here.Id}/people/{one.Id}")).ShouldContain(address);
        (await staff.GetStringAsync(address)).ShouldContain(away.Id.ToString());
        (await house.Browser(Guid.NewGuid(), Roles.MunicipalStaff, Given.Yamaguchi).GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        var with = $"{address}?with={there.Id}";
        (await (await staff.SubmitAsync(with, "exchange")).Content.ReadAsStringAsync()).ShouldContain("交代する相手を選んでください");
        (await staff.SubmitAsync(with, "exchange", ("Input.Person", other.Id.ToString()))).StatusCode.ShouldBe(HttpStatusCode.OK, "of the other shift");
        (await staff.SubmitAsync(with, "exchange", ("Input.Person", two.Id.ToString()))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await StateAsync(here, two), await StateAsync(there, one)).ShouldBe((SignUpState.Confirmed, SignUpState.Confirmed));
        (await staff.GetStringAsync($"/staff/sports/shifts/{here.Id}/people/{one.Id}")).ShouldContain("交代で、ほかの方に譲った");
    }
}
