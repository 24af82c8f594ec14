using System.Net;
using System.Net.Http.Json;
using CsCheck;
using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Supplies;
using Kenmin.CleanUp.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kenmin.CleanUp.Tests.Supplies;

/// <summary>The ledger of supplies: within quota and stock, and always balanced.</summary>
public sealed class SupplyTests(CleanUpHouse house) : IClassFixture<CleanUpHouse>
{
    // A municipality for each test, so that their stocks do not mix.
    private const string Ube = "352021", Hofu = "352063", Hikari = "352101", Nagato = "352110", Yanai = "352128";

    [Fact]
    public async Task Bags_are_allocated_within_quota_and_stock_handed_over_and_tools_come_back()
    {
        var campaign = await house.CampaignAsync();
        await house.RulesAsync(campaign, Ube, r => r with { BagsPerGroup = 40, BagsPerPerson = 3 });
        var activity = await house.AcceptedAsync(campaign, await house.SiteAsync(Ube), Guid.CreateVersion7(), people: 10);
        using var staff = house.Staff(Ube);
        using var received = await staff.SubmitAsync("/staff/clean-up/supplies", "stock", ("Input.Move", "Receive"), ("Input.BurnableBag", "25"), ("Input.Tongs", "５"));
        received.StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var page = $"/staff/clean-up/activities/{activity.Id}/supplies";
        (await (await SendAsync("Allocate", "31", "")).Content.ReadAsStringAsync()).ShouldContain("あと 30 枚まで", customMessage: "ten people with three bags each");
        (await (await SendAsync("Allocate", "28", "")).Content.ReadAsStringAsync()).ShouldContain("25 しかありません");
        (await SendAsync("Allocate", "20", "5")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await (await SendAsync("Return", "", "1")).Content.ReadAsStringAsync()).ShouldContain("0 しかありません", customMessage: "what was not handed over does not come back");
        (await SendAsync("HandOver", "20", "5")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await staff.ReadAsync("/staff/clean-up/supplies")).ShouldContain(page);
        (await SendAsync("Return", "4", "5")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await SendAsync("UseUp", "16", "")).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        (await Reader.OfActivityAsync(activity.Id, default))[0].ShouldBe(new SupplyBalance(SupplyItem.BurnableBag, 0, 0, 0, 16));
        (await Reader.OfMunicipalityAsync(Ube, default))[0].ShouldBe(new SupplyBalance(SupplyItem.BurnableBag, 9, 0, 0, 16));
        (await Reader.OfMunicipalityAsync(Ube, default))[3].Office.ShouldBe(5);
        (await staff.ReadAsync("/staff/clean-up/supplies")).ShouldNotContain(page);
        using var other = house.Staff();
        (await other.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        Task<HttpResponseMessage> SendAsync(string move, string bags, string tongs) =>
            staff.SubmitAsync(page, "supplies", ("Input.Move", move), ("Input.BurnableBag", bags), ("Input.Tongs", tongs));
    }

    [Fact]
    public async Task What_is_kept_for_an_activity_that_is_called_off_goes_back_to_the_office_and_what_is_out_stays_out()
    {
        const string iwakuni = "352080";
        var (campaign, leader) = (await house.CampaignAsync(), Guid.CreateVersion7());
        var (calledOff, stopped) = (await house.AcceptedAsync(campaign, await house.SiteAsync(iwakuni), leader), await house.AcceptedAsync(campaign, await house.SiteAsync(iwakuni), Guid.CreateVersion7()));
        await MoveAsync(SupplyMove.Receive, iwakuni, null, 50);
        foreach (var activity in new[] { calledOff, stopped }) await MoveAsync(SupplyMove.Allocate, iwakuni, activity.Id, 10);
        await MoveAsync(SupplyMove.HandOver, iwakuni, calledOff.Id, 4);
        (await house.SendAsync(new CancelActivity(calledOff.Id, "雨のため", leader))).IsDone.ShouldBeTrue();
        (await house.SendAsync(new DecideActivity(stopped.Id, false, "危険なため", CleanUpHouse.Administrator))).IsDone.ShouldBeTrue();
        var stock = (await Reader.OfMunicipalityAsync(iwakuni, default))[0];
        (stock.Office, stock.Kept, stock.Out).ShouldBe((46, 0, 4));
        (await house.SendAsync(Command(SupplyMove.Allocate, iwakuni, stopped.Id, 1))).Code.ShouldBe("not-accepted");
        await BalancedAsync();
    }

    [Fact]
    public async Task Many_who_allocate_at_once_never_exceed_stock_or_the_group_s_quota_and_a_repetition_counts_once()
    {
        var (campaign, leader) = (await house.CampaignAsync(), Guid.CreateVersion7());
        await house.RulesAsync(campaign, Hofu, r => r with { BagsPerGroup = 30, BagsPerPerson = null });
        var one = await house.AcceptedAsync(campaign, await house.SiteAsync(Hofu), leader);
        var secondPlan = await house.PlanAsync(campaign, await house.SiteAsync(Hofu), leader) with { GroupId = one.GroupId, Day = new(2026, 6, 21) };
        (await house.SendAsync(secondPlan)).Problem.ShouldBeNull();
        (await house.SendAsync(new DecideActivity(secondPlan.Id, true, null, CleanUpHouse.Administrator))).IsDone.ShouldBeTrue();
        var others = await house.AcceptedAsync(campaign, await house.SiteAsync(Hofu), Guid.CreateVersion7());
        await MoveAsync(SupplyMove.Receive, Hofu, null, 50);

        var commands = Enumerable.Range(0, 20).Select(i => Command(SupplyMove.Allocate, Hofu, i % 2 == 0 ? one.Id : secondPlan.Id, 7))
            .Concat(Enumerable.Range(0, 10).Select(_ => Command(SupplyMove.Allocate, Hofu, others.Id, 7))).ToList();
        await Task.WhenAll(commands.Concat(commands).Select(c => house.SendAsync(c)));

        var group = (await Reader.OfActivityAsync(one.Id, default))[0].Kept + (await Reader.OfActivityAsync(secondPlan.Id, default))[0].Kept;
        var stock = (await Reader.OfMunicipalityAsync(Hofu, default))[0];
        group.ShouldBeLessThanOrEqualTo(30);
        (stock.Office + stock.Kept).ShouldBe(50);
        stock.Kept.ShouldBe(49, "seven at a time until there is less");
        await BalancedAsync();
    }

    [Fact]
    public async Task Whatever_is_moved_the_ledger_balances_and_nothing_is_below_zero()
    {
        var campaign = await house.CampaignAsync();
        var activity = await house.AcceptedAsync(campaign, await house.SiteAsync(Hikari), Guid.CreateVersion7());
        await Gen.Select(Gen.Enum<SupplyMove>(), Gen.Enum<SupplyItem>(), Gen.Int[1, 40]).Array[10, 25].SampleAsync(async moves =>
        {
            foreach (var (move, item, quantity) in moves)
            {
                var before = await Reader.OfMunicipalityAsync(Hikari, default);
                var answer = await house.SendAsync(Command(move, Hikari, SupplyPlaces.IsOfActivity(move) ? activity.Id : null, quantity, item));
                if (!answer.IsDone) (await Reader.OfMunicipalityAsync(Hikari, default)).ShouldBe(before, "what was refused leaves no trace");
            }

            foreach (var b in await Reader.OfMunicipalityAsync(Hikari, default)) new[] { b.Office, b.Kept, b.Out, b.Used }.ShouldAllBe(n => n >= 0);
            await BalancedAsync();
        }, iter: 8, threads: 1);
    }

    [Theory]
    [InlineData("insert into clean_up.supply_entries (movement_id, municipality, place, activity_id, item, quantity) values (gen_random_uuid(), '352110', 'office', gen_random_uuid(), 'Gloves', 5)", SupplyTables.UnbalancedState)]
    [InlineData("update clean_up.supply_balances set quantity = -1 where municipality = '352110' and place = 'office'", "23514")]
    [InlineData("update clean_up.supply_entries set quantity = quantity + 1 where municipality = '352110'", "P0001")]
    [InlineData("delete from clean_up.supply_entries where municipality = '352110'", "P0001")]
    public async Task The_database_refuses_what_would_make_it_untrue_whoever_writes(string sql, string state)
    {
        await MoveAsync(SupplyMove.Receive, Nagato, null, 3);

        (await Should.ThrowAsync<PostgresException>(() => house.ExecuteAsync(sql))).SqlState.ShouldBe(state);
    }

    [Fact]
    public async Task Programs_move_supplies_and_nobody_moves_those_of_another_city()
    {
        var activity = await house.AcceptedAsync(await house.CampaignAsync(), await house.SiteAsync(Yanai), Guid.CreateVersion7());
        using var staff = house.Staff(Yanai);
        using var other = house.Staff();
        var receive = new { id = Guid.CreateVersion7(), move = "receive", lines = new[] { new { item = "gloves", quantity = 12 } } };
        foreach (var _ in new int[2])
        {
            using var received = await staff.Http.PostAsJsonAsync($"/api/v1/clean-up/staff/municipalities/{Yanai}/supplies", receive);
            received.StatusCode.ShouldBe(HttpStatusCode.OK, await received.Content.ReadAsStringAsync());
            (await received.ReadAsync())[2].GetProperty("office").GetInt32().ShouldBe(12, "sent twice it counts once");
        }

        using var allocated = await staff.Http.PostAsJsonAsync($"/api/v1/clean-up/staff/activities/{activity.Id}/supplies", new { move = "allocate", lines = new[] { new { item = "gloves", quantity = 10 } } });
        (await allocated.ReadAsync())[2].GetProperty("kept").GetInt32().ShouldBe(10);
        using var foreign = await other.Http.PostAsJsonAsync($"/api/v1/clean-up/staff/activities/{activity.Id}/supplies", new { move = "release", lines = new[] { new { item = "gloves", quantity = 1 } } });
        foreign.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var foreignStock = await other.Http.PostAsJsonAsync($"/api/v1/clean-up/staff/municipalities/{Yanai}/supplies", receive);
        foreignStock.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var wrong = await staff.Http.PostAsJsonAsync($"/api/v1/clean-up/staff/municipalities/{Yanai}/supplies", new { move = "writeOff", lines = new[] { new { item = "gloves", quantity = 1 } } });
        (await wrong.Content.ReadAsStringAsync()).ShouldContain("#/note", customMessage: "a reason is needed");
    }

    private SupplyReader Reader => house.Services.GetRequiredService<SupplyReader>();

    private static MoveSupplies Command(SupplyMove move, string municipality, Guid? activity, int quantity, SupplyItem item = SupplyItem.BurnableBag) =>
        new(Guid.CreateVersion7(), move, municipality, activity, [new(item, quantity)], "棚卸し", CleanUpHouse.Administrator);

    private async Task MoveAsync(SupplyMove move, string municipality, Guid? activity, int quantity) => (await house.SendAsync(Command(move, municipality, activity, quantity))).Problem.ShouldBeNull();

    private async Task BalancedAsync()
    {
        (await house.ScalarAsync<long>("select coalesce(sum(quantity), 0)::bigint from clean_up.supply_balances")).ShouldBe(0);
        (await house.ScalarAsync<long>(
            """
            select count(*) from (select municipality, place, activity_id, item, sum(quantity) as q from clean_up.supply_entries group by 1, 2, 3, 4) e
            full join clean_up.supply_balances b using (municipality, place, activity_id, item) where e.q is distinct from b.quantity
            """)).ShouldBe(0, "each balance is the sum of its entries");
    }
}
