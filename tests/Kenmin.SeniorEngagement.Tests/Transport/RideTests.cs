using System.Net;
using CsCheck;
using Kenmin.Accounts.Contracts;
using Kenmin.Passport.Contracts;
using Kenmin.Persistence.Jobs;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Proxies;
using Kenmin.SeniorEngagement.Steps;
using Kenmin.SeniorEngagement.Tests.Circles;
using Kenmin.SeniorEngagement.Tests.Support;
using Kenmin.SeniorEngagement.Transport;
using Kenmin.SharedKernel;
using Kenmin.Testing;

namespace Kenmin.SeniorEngagement.Tests.Transport;

/// <summary>Rides are shared by those who both agree; a seat is given once, and addresses are for the two and not for long.</summary>
public sealed class RideTests(SeniorHouse house) : IClassFixture<SeniorHouse>
{
    [Fact]
    public async Task Both_agree_on_their_pages_and_then_only_the_two_see_where_and_how_until_the_day_after()
    {
        var (activity, day) = await ActivityAsync();
        var (holder, rider) = await house.ResidentAsync();
        Doer driver = new(Guid.CreateVersion7(), "見本 運転手");
        using var riding = house.Resident(rider);
        using var driving = house.Resident(driver);
        (await driving.ReadAsync($"/senior-engagement/rides?municipality={SeniorHouse.Yamaguchi}")).ShouldSatisfyAllConditions(p => p.ShouldContain("ガソリン代だけ"), p => p.ShouldContain("道路運送法"), p => p.ShouldContain($"/rides/offer/{activity}"), p => p.ShouldNotContain($"/rides/ask/{activity}", customMessage: "without a card nobody asks"));
        using (var bad = await driving.SubmitAsync($"/senior-engagement/rides/offer/{activity}", "offer", [.. Offered.Where(f => f.Item1 != "Input.Phone"), ("Input.Phone", "x")]))
            (await ReadAsync(bad)).ShouldContain("当日連絡のとれる電話番号");
        using (var unread = await driving.SubmitAsync($"/senior-engagement/rides/offer/{activity}", "offer", [.. Offered.Where(f => f.Item1 != "Input.KeepsRules")]))
            (await ReadAsync(unread)).ShouldContain("しるしを付けてください");
        (await driving.SubmitAsync($"/senior-engagement/rides/offer/{activity}", "offer", Offered)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await riding.SubmitAsync($"/senior-engagement/rides/ask/{activity}", "ask", Asked)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var (offer, request) = ((await house.AllAsync<RideOffer>()).Single(o => o.ActivityId == activity), (await house.AllAsync<RideRequest>()).Single(r => r.ActivityId == activity));
        var (offerPage, requestPage) = ($"/senior-engagement/rides/offers/{offer.Id}", $"/senior-engagement/rides/requests/{request.Id}");

        (await riding.ReadAsync(requestPage)).ShouldSatisfyAllConditions(p => p.ShouldContain("見本地区"), p => p.ShouldNotContain("見本駅の南口"), p => p.ShouldNotContain("090-0000-0001"), p => p.ShouldNotContain(driver.Name));
        (await riding.SubmitAsync(requestPage, $"yes-{offer.Id:N}-{request.Id:N}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await driving.ReadAsync(offerPage)).ShouldSatisfyAllConditions(p => p.ShouldContain(rider.Name), p => p.ShouldNotContain("見本町1-2-3"));
        (await driving.SubmitAsync(offerPage, $"yes-{request.Id:N}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        (await driving.ReadAsync(offerPage)).ShouldSatisfyAllConditions(p => p.ShouldContain("見本町1-2-3"), p => p.ShouldContain("083-933-0009"), p => p.ShouldContain("空き 2 人"));
        (await riding.ReadAsync(requestPage)).ShouldSatisfyAllConditions(p => p.ShouldContain("見本駅の南口"), p => p.ShouldContain("090-0000-0001"), p => p.ShouldContain(driver.Name));
        (await house.LooksAsync(driver.AccountId)).ShouldContain(e => e.Action == "senior-engagement.riders.viewed" && e.SubjectIds.Contains(holder.Id));
        (await house.LooksAsync(rider.AccountId)).ShouldContain(e => e.Action == "senior-engagement.ride.viewed" && e.SubjectIds.Contains(driver.AccountId));
        using var stranger = house.Resident((await house.ResidentAsync()).Self);
        foreach (var page in new[] { offerPage, requestPage }) (await stranger.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using (var staff = house.Staff()) (await staff.ReadAsync("/staff/senior-engagement/rides")).ShouldNotContain(rider.Name, customMessage: "who has a seat looks for none");

        house.GoTo(day.AddDays(1));
        await house.SendAsync<BatchDone>(new ForgetRides());
        (await driving.ReadAsync(offerPage)).ShouldContain("見本町1-2-3", customMessage: "the day after, something may have been left in the car");
        house.GoTo(day.AddDays(2));
        (await driving.ReadAsync(offerPage)).ShouldNotContain("見本町1-2-3");
        // The job that the clock woke may be at it.
        await Eventually.IsSoAsync(async () =>
        {
            await house.SendAsync<BatchDone>(new ForgetRides());
            return await house.ScalarAsync<long>("select count(*) from senior_engagement.mt_doc_riderequest where data::text like '%見本町1-2-3%' and (data ->> 'shownUntil')::date < date '" + $"{house.Today:yyyy-MM-dd}'") == 0;
        });
    }

    [Fact]
    public async Task However_many_are_taken_at_once_no_seat_is_given_twice_and_nobody_has_two()
    {
        var (activity, _) = await ActivityAsync();
        var drivers = new[] { await OfferAsync(activity, 3), await OfferAsync(activity, 2, wheelchair: true) };
        List<(RideRequest Request, Doer Self)> riders = [];
        for (var i = 0; i < 8; i++) riders.Add(await AskAsync(activity, 1 + i % 2, wheelchair: i == 0));
        foreach (var (request, self) in riders)
            foreach (var (offer, _) in drivers)
                await house.SendAsync(new SayRide(offer.Id, request.Id, true, self, ActingAs.Self));
        var answers = await Task.WhenAll(riders.SelectMany(r => drivers.SelectMany(d => new[] { 0, 1 }.Select(_ => house.SendAsync(new SayRide(d.Offer.Id, r.Request.Id, true, d.Driver, null))))));

        answers.Select(a => a.Code).Distinct().ShouldBeSubsetOf([null, "full", "has-seat"]);
        await ConsistentAsync(activity);
        (await house.AllAsync<RideRequest>()).Count(r => r.ActivityId == activity && r.State == RideRequestState.Agreed).ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Whatever_the_two_sides_do_in_whatever_order_seats_and_promises_fit()
    {
        await Gen.Select(Gen.Int[0, 5], Gen.Int[0, 1], Gen.Int[0, 2], Gen.Bool).List[10, 30].SampleAsync(async steps =>
        {
            var (activity, _) = await ActivityAsync();
            var drivers = new[] { await OfferAsync(activity, 2), await OfferAsync(activity, 1) };
            var riders = new[] { await AskAsync(activity, 1), await AskAsync(activity, 1), await AskAsync(activity, 2) };
            foreach (var (what, d, r, asDriver) in steps)
            {
                var ((offer, driver), (request, self)) = (drivers[d], riders[r]);
                Task<CommandAnswer> Say(bool yes) => house.SendAsync(asDriver ? new SayRide(offer.Id, request.Id, yes, driver, null) : new SayRide(offer.Id, request.Id, yes, self, ActingAs.Self));
                await (what switch
                {
                    0 or 1 or 2 => Say(true), 3 => Say(false),
                    4 => house.SendAsync(asDriver ? new CallOffRide(offer.Id, request.Id, driver, null) : new CallOffRide(offer.Id, request.Id, self, ActingAs.Self)),
                    // Seldom, so that there is something left to agree on.
                    _ when r == 2 => house.SendAsync(new WithdrawRide(offer.Id, "車の故障", driver)),
                    _ => Say(true),
                });
                await ConsistentAsync(activity);
            }
        }, iter: 8, threads: 1);
    }

    [Fact]
    public async Task A_driver_who_cannot_come_opens_the_requests_again_and_tells_the_riders_why()
    {
        var (activity, _) = await ActivityAsync();
        var (offer, driver) = await OfferAsync(activity, 2);
        var (request, self) = await AskAsync(activity, 1);
        await AgreeAsync(offer, driver, request, self);
        (await house.SendAsync(new WithdrawRide(offer.Id, "", driver))).Field.ShouldBe("Reason");
        (await house.SendAsync(new WithdrawRide(offer.Id, "車の故障", self))).Code.ShouldBe("not-found", "only the driver's own");
        (await house.SendAndWaitAsync(new WithdrawRide(offer.Id, "車の故障", driver))).Problem.ShouldBeNull();

        var open = await house.LoadAsync<RideRequest>(request.Id);
        (open.State, open.OfferId).ShouldBe((RideRequestState.Open, null));
        (await house.DeliveredAsync(self.AccountId)).ShouldContain("送迎が取りやめになりました");
        (await house.LoadAsync<RideOffer>(offer.Id)).MeetingPoint.ShouldBeEmpty("nobody needs it any more");
        (await house.SendAsync(new SayRide(offer.Id, request.Id, true, self, ActingAs.Self))).Code.ShouldBe("off");
        var (second, other) = await OfferAsync(activity, 1);
        (await house.DeliveredAsync(self.AccountId)).ShouldContain("送迎の車が出ました");
        await AgreeAsync(second, other, request, self);
        (await house.SendAndWaitAsync(new CancelRideRequest(request.Id, self, ActingAs.Self))).Problem.ShouldBeNull();
        (await house.DeliveredAsync(other.AccountId)).ShouldContain("乗る人が取りやめました");
        await ConsistentAsync(activity);
    }

    [Fact]
    public async Task A_daughter_asks_for_her_mother_as_long_as_she_may_and_a_driver_never_answers_for_who_rides()
    {
        var (activity, _) = await ActivityAsync();
        var mother = await house.OnPaperAsync();
        var (proxy, daughter) = await house.ProxyAsync(mother, SeniorHouse.Office, ActingAs.Staff);
        using var acting = house.Resident(daughter);
        (await acting.SubmitAsync($"/senior-engagement/for/{mother.Id}/rides/ask/{activity}", "ask", Asked)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var request = (await house.AllAsync<RideRequest>()).Single(r => r.HolderId == mother.Id);
        (request.EnteredAs, request.EnteredBy.AccountId).ShouldBe((ActingAs.Proxy, daughter.AccountId));
        using (var staff = house.Staff()) (await staff.ReadAsync("/staff/senior-engagement/rides")).ShouldContain(mother.Name);
        using (var elsewhere = house.Staff(SeniorHouse.Hagi)) (await elsewhere.ReadAsync("/staff/senior-engagement/rides")).ShouldNotContain(mother.Name);
        var own = new OfferRide(Guid.CreateVersion7(), activity, SeniorHouse.Yamaguchi, "見本地区", new(8, 0), 2, false, true, "駅", "090-0000-0001", "", true, daughter);
        (await house.SendAsync(own)).Problem.ShouldBeNull();
        (await house.SendAsync(new SayRide(own.Id, request.Id, true, daughter, null))).Problem.ShouldBeNull();
        (await house.SendAsync(new SayRide(own.Id, request.Id, true, daughter, ActingAs.Proxy))).Code.ShouldBe("same-person");
        using (var staff = house.Staff())
            (await staff.SubmitAsync($"/staff/senior-engagement/people/{mother.Id}/rides", $"yes-{own.Id:N}-{request.Id:N}")).StatusCode.ShouldBe(HttpStatusCode.Redirect, "staff answer on the telephone for who has no account");
        (await house.LoadAsync<RideRequest>(request.Id)).State.ShouldBe(RideRequestState.Agreed);

        (await house.SendAsync(new EndProxy(proxy.Id, SeniorHouse.Office, ActingAs.Staff))).Problem.ShouldBeNull();
        (await house.SendAsync(new CancelRideRequest(request.Id, daughter, ActingAs.Proxy))).Code.ShouldBe("not-found");
        (await acting.GetAsync($"/senior-engagement/rides/requests/{request.Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Staff_enter_what_is_asked_on_the_telephone_and_for_people_with_an_account_only_while_they_let_them()
    {
        var (activity, _) = await ActivityAsync();
        var (paper, (withAccount, _)) = (await house.OnPaperAsync(), await house.ResidentAsync());
        using var staff = house.Staff();
        (await staff.SubmitAsync($"/staff/senior-engagement/people/{paper.Id}/rides", "ask", [.. Asked, ("Input.Activity", activity.ToString())])).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var request = (await house.AllAsync<RideRequest>()).Single(r => r.HolderId == paper.Id);
        (await staff.ReadAsync($"/staff/senior-engagement/people/{paper.Id}/rides")).ShouldContain("車をさがしています");
        using (var refused = await staff.SubmitAsync($"/staff/senior-engagement/people/{withAccount.Id}/rides", "ask", [.. Asked, ("Input.Activity", activity.ToString())]))
            (await ReadAsync(refused)).ShouldContain("職員の代理を登録していません");
        (await staff.SubmitAsync($"/staff/senior-engagement/people/{paper.Id}/rides", $"cancel-{request.Id:N}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.LoadAsync<RideRequest>(request.Id)).State.ShouldBe(RideRequestState.Cancelled);
        using var auditor = house.Visitor(Kenmin.Modularity.Access.Roles.Auditor);
        (await auditor.ReadAsync($"/staff/senior-engagement/people/{paper.Id}/rides")).ShouldNotContain("頼むのをやめる");
        using var elsewhere = house.Staff(SeniorHouse.Hagi);
        (await elsewhere.GetAsync($"/staff/senior-engagement/people/{paper.Id}/rides")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Rides_follow_their_activity_to_another_time_and_end_with_it()
    {
        var told = house.Opportunity("見本の集い", house.Clock.GetUtcNow().AddDays(5), id: Guid.CreateVersion7());
        await house.HandleAsync(told);
        var activity = StepOpportunity.IdOf(told.Module, told.Id);
        var (offer, driver) = await OfferAsync(activity, 2);
        var (request, self) = await AskAsync(activity, 1);
        await AgreeAsync(offer, driver, request, self);
        await house.HandleAndWaitAsync(told with { Version = 2, Starts = told.Starts.AddDays(1), Ends = told.Ends.AddDays(1) });
        var moved = await house.LoadAsync<RideOffer>(offer.Id);
        (moved.LeavesAt - offer.LeavesAt, moved.ShownUntil).ShouldBe((TimeSpan.FromDays(1), offer.ShownUntil.AddDays(1)));
        (await house.DeliveredAsync(self.AccountId)).ShouldContain("活動の日時が変わりました。送迎を確かめてください");
        await house.HandleAndWaitAsync(new OpportunityWithdrawn(told.Module, told.Id, 3));
        ((await house.LoadAsync<RideOffer>(offer.Id)).Withdrawn, (await house.LoadAsync<RideRequest>(request.Id)).State).ShouldBe((true, RideRequestState.Cancelled));
        foreach (var who in new[] { self.AccountId, driver.AccountId }) (await house.DeliveredAsync(who)).ShouldContain("活動の募集が取りやめになり、送迎も終わりました");
    }

    [Fact]
    public async Task A_person_reads_all_that_is_held_it_follows_a_merging_and_an_erasure_leaves_nothing_but_what_the_other_one_has_to_know()
    {
        var (activity, _) = await ActivityAsync();
        var (offer, driver) = await OfferAsync(activity, 2);
        var (request, self) = await AskAsync(activity, 1);
        await AgreeAsync(offer, driver, request, self);
        (await house.SendAsync<PersonalDataAnswered>(new PersonalDataAsked(Guid.CreateVersion7(), self.AccountId))).Sections.Select(s => s.Source).ShouldBeSubsetOf(
            ["mt_doc_cardholder", "mt_doc_cardentry", "mt_doc_riderequest", "mt_doc_ridematch", "ride_seats"]);
        var (kept, merge) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await house.HandleAndWaitAsync(new AccountsMerged(merge, kept, driver.AccountId, house.Clock.GetUtcNow()));
        (await house.LoadAsync<RideOffer>(offer.Id)).DriverId.ShouldBe(kept);
        await house.HandleAndWaitAsync(new AccountsUnmerged(merge, kept, driver.AccountId, house.Clock.GetUtcNow()));
        (await house.LoadAsync<RideOffer>(offer.Id)).DriverId.ShouldBe(driver.AccountId);
        var (other, second) = await house.ResidentAsync();
        await house.HandleAndWaitAsync(new AccountsMerged(Guid.CreateVersion7(), second.AccountId, self.AccountId, house.Clock.GetUtcNow()));
        (await house.LoadAsync<RideRequest>(request.Id)).HolderId.ShouldBe(other.Id);

        await house.HandleAndWaitAsync(new ErasureAsked(Guid.CreateVersion7(), second.AccountId, null));
        (await house.FindAsync<RideRequest>(request.Id)).ShouldBeNull();
        (await house.DeliveredAsync(driver.AccountId)).ShouldContain("乗る人が取りやめました");
        await house.HandleAndWaitAsync(new ErasureAsked(Guid.CreateVersion7(), driver.AccountId, null));
        (await house.ScalarAsync<long>($"select count(*) from senior_engagement.ride_seats where offer_id = '{offer.Id}'")).ShouldBe(0);
        (await house.ScalarAsync<long>($"select count(*) from senior_engagement.mt_doc_rideoffer where data::text like '%{driver.AccountId}%'")).ShouldBe(0);
    }

    private static (string, string)[] Offered =>
    [
        ("Input.Municipality", SeniorHouse.Yamaguchi), ("Input.Area", "見本地区"), ("Input.LeavesAt", "8:30"), ("Input.Seats", "３"), ("Input.MeetingPoint", "見本駅の南口"), ("Input.Phone", "090-0000-0001"),
        ("Input.KeepsRules", "true"),
    ];

    private static (string, string)[] Asked => [("Input.Area", "見本地区"), ("Input.People", "1"), ("Input.Address", "見本町1-2-3"), ("Input.Phone", "083-933-0009")];

    private async Task<(Guid Activity, DateOnly Day)> ActivityAsync()
    {
        var day = house.Today.AddDays(5);
        var told = house.Opportunity($"見本の集い{SeniorHouse.NextNumber()}", JapanTime.At(day, new(10, 0)));
        await house.HandleAsync(told);
        return (StepOpportunity.IdOf(told.Module, told.Id), day);
    }

    private async Task<(RideOffer Offer, Doer Driver)> OfferAsync(Guid activity, int seats, bool wheelchair = false)
    {
        Doer driver = new(Guid.CreateVersion7(), $"見本 運転{SeniorHouse.NextNumber()}");
        var command = new OfferRide(Guid.CreateVersion7(), activity, SeniorHouse.Yamaguchi, "見本地区", new(0, 30), seats, wheelchair, true, "駅", "090-0000-0001", "", true, driver);
        (await house.SendAndWaitAsync(command)).Problem.ShouldBeNull();
        (await house.SendAsync(command)).IsDone.ShouldBeTrue("sent again, it is offered once");
        (await house.SendAsync(command with { Id = Guid.CreateVersion7() })).Code.ShouldBe("offered");
        return (await house.LoadAsync<RideOffer>(command.Id), driver);
    }

    private async Task<(RideRequest Request, Doer Self)> AskAsync(Guid activity, int people, bool wheelchair = false)
    {
        var (holder, self) = await house.ResidentAsync();
        var command = new AskForRide(Guid.CreateVersion7(), activity, holder.Id, "見本地区", "見本町1-2-3", "083-933-0009", people, wheelchair, "", self, ActingAs.Self);
        (await house.SendAsync(command)).Problem.ShouldBeNull();
        (await house.SendAsync(command with { Id = Guid.CreateVersion7() })).Code.ShouldBe("asked");
        return (await house.LoadAsync<RideRequest>(command.Id), self);
    }

    private async Task AgreeAsync(RideOffer offer, Doer driver, RideRequest request, Doer self)
    {
        (await house.SendAndWaitAsync(new SayRide(offer.Id, request.Id, true, self, ActingAs.Self))).Problem.ShouldBeNull();
        (await house.DeliveredAsync(driver.AccountId)).ShouldContain("車に乗せてほしい人がいます");
        (await house.SendAndWaitAsync(new SayRide(offer.Id, request.Id, true, driver, null))).Problem.ShouldBeNull();
        foreach (var one in new[] { self, driver }) (await house.DeliveredAsync(one.AccountId)).ShouldContain("送迎が決まりました");
        (await house.LoadAsync<RideRequest>(request.Id)).OfferId.ShouldBe(offer.Id);
    }

    /// <summary>Who is agreed sits, once and with all people; nobody else sits; a wheelchair has its seat; and agreed means that both said yes.</summary>
    private async Task ConsistentAsync(Guid activity)
    {
        var requests = (await house.AllAsync<RideRequest>()).Where(r => r.ActivityId == activity).ToList();
        var matches = (await house.AllAsync<RideMatch>()).Where(m => requests.Any(r => r.Id == m.RequestId)).ToList();
        foreach (var request in requests)
        {
            var seats = await house.ScalarAsync<long>($"select count(*) from senior_engagement.ride_seats where request_id = '{request.Id}'");
            seats.ShouldBe(request.State == RideRequestState.Agreed ? request.People : 0);
            (await house.ScalarAsync<long>($"select count(distinct offer_id) from senior_engagement.ride_seats where request_id = '{request.Id}'")).ShouldBeLessThanOrEqualTo(1);
            var agreed = matches.Where(m => m.RequestId == request.Id && m.State == RideMatchState.Agreed).ToList();
            agreed.Select(m => (Guid?)m.OfferId).ShouldBe(request.State == RideRequestState.Agreed ? [request.OfferId] : []);
            agreed.ShouldAllBe(m => m.DriverSays == true && m.RiderSays == true);
            if (request is { State: RideRequestState.Agreed, Wheelchair: true })
                (await house.ScalarAsync<long>($"select count(*) from senior_engagement.ride_seats where request_id = '{request.Id}' and wheelchair")).ShouldBe(1);
        }
    }

    private static async Task<string> ReadAsync(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
}
