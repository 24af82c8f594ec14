using System.Net;
using CsCheck;
using Kenmin.RuralLeaders.Lending;
using Kenmin.RuralLeaders.Networks;
using Kenmin.RuralLeaders.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kenmin.RuralLeaders.Tests.Lending;

/// <summary>Equipment is lent to one at a time.</summary>
public sealed class LendingTests(RuralHouse house) : IClassFixture<RuralHouse>
{
    [Fact]
    public async Task Of_thirty_who_book_the_same_day_at_the_same_moment_one_gets_it()
    {
        var (network, thing) = await ThingAsync(members: 30);
        var day = house.Today.AddDays(3);
        var answers = await Task.WhenAll(network.Members.Select(m => house.SendAsync(new BookEquipment(Guid.CreateVersion7(), thing, day, day, m.AccountId))));
        (answers.Count(a => a.IsDone), answers.Count(a => a.Code == "taken")).ShouldBe((1, 29));
        (await LoansAsync(thing)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task However_people_book_cancel_and_bring_back_no_day_is_given_twice()
    {
        var (network, thing) = await ThingAsync(members: 6);
        var (_, another) = await ThingAsync(members: 1, network);
        var start = house.Today;
        // Many short histories, each run by six people at once; the days are few, so that they collide.
        var histories = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 12], Gen.Int[1, 4], Gen.Bool).List[20, 30].Array[4].Single();
        foreach (var history in histories)
            await Task.WhenAll(history.GroupBy(h => h.Item1).Select(async person =>
            {
                foreach (var (who, from, days, cancel) in person)
                {
                    var id = Guid.CreateVersion7();
                    var answer = await house.SendAsync(new BookEquipment(id, from % 2 == 0 ? thing : another, start.AddDays(from), start.AddDays(from + days - 1), network.Members[who].AccountId));
                    if (answer.Code is not (null or "taken")) throw new InvalidOperationException(answer.Code);
                    if (cancel && answer.IsDone) (await house.SendAsync(new MoveLoan(id, LoanState.Cancelled, null, network.Members[who].AccountId))).IsDone.ShouldBeTrue();
                }
            }));

        foreach (var of in new[] { thing, another })
        {
            var loans = await LoansAsync(of);
            loans.ShouldNotBeEmpty();
            var given = loans.SelectMany(l => Enumerable.Range(0, l.Until.DayNumber - l.From.DayNumber + 1).Select(l.From.AddDays)).ToList();
            given.ShouldBeUnique();
        }
    }

    [Fact]
    public async Task Whatever_program_writes_the_database_lets_no_two_loans_share_a_day()
    {
        var (network, thing) = await ThingAsync(members: 1);
        (await house.SendAsync(new BookEquipment(Guid.CreateVersion7(), thing, house.Today, house.Today.AddDays(2), network.Members[0].AccountId))).IsDone.ShouldBeTrue();
        var sql = $"insert into rural_leaders.equipment_loans (id, equipment_id, account_id, name, first_day, last_day, state, note) values (gen_random_uuid(), '{{0}}', null, 'x', '{house.Today.AddDays(2):yyyy-MM-dd}', '{house.Today.AddDays(4):yyyy-MM-dd}', 'Booked', '') returning 1";
        (await Should.ThrowAsync<PostgresException>(() => house.ScalarAsync<int>(string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, thing)))).SqlState.ShouldBe(PostgresErrorCodes.ExclusionViolation);
        // A thing whose id differs in one half only is another thing.
        var bytes = thing.ToByteArray(bigEndian: true);
        foreach (var at in new[] { 0, 15 })
        {
            var other = (byte[])bytes.Clone();
            other[at] ^= 1;
            (await house.ScalarAsync<int>(string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, new Guid(other, bigEndian: true)))).ShouldBe(1);
        }
    }

    [Fact]
    public async Task It_is_handed_over_comes_back_early_and_is_free_again()
    {
        var (network, thing) = await ThingAsync(members: 2);
        var (officer, member) = (network.Members[0].AccountId, network.Members[1].AccountId);
        using var borrower = house.Resident(member);
        using var desk = house.Resident(officer);
        var page = $"/rural-leaders/equipment/{thing}";
        using var wrong = await borrower.SubmitAsync(page, "book", ("Input.From", house.Today.AddDays(-1).ToString("yyyy-MM-dd")), ("Input.Until", house.Today.ToString("yyyy-MM-dd")));
        (await wrong.Content.ReadAsStringAsync()).ShouldContain("今日から 180 日先まで");
        (await borrower.SubmitAsync(page, "book", ("Input.From", house.Today.ToString("yyyy-MM-dd")), ("Input.Until", house.Today.AddDays(5).ToString("yyyy-MM-dd")))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.NoticesAsync(officer, 1)).ShouldHaveSingleItem().Subject.ShouldContain("予約が入りました");
        var loan = (await LoansAsync(thing)).ShouldHaveSingleItem();
        (await house.SendAsync(new MoveLoan(loan.Id, LoanState.HandedOver, null, member))).Code.ShouldBe("not-possible", "who borrows does not hand over");
        (await house.SendAsync(new MoveLoan(loan.Id, LoanState.Returned, null, officer))).Code.ShouldBe("not-possible", "it was not handed over");
        (await desk.ReadAsync(page)).ShouldContain("見本 会員1");
        (await desk.SubmitAsync(page, $"handedover-{loan.Id:N}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.SendAsync(new MoveLoan(loan.Id, LoanState.Cancelled, null, member))).Code.ShouldBe("not-possible", "it is with the borrower");
        (await house.SendAsync(new BookEquipment(Guid.CreateVersion7(), thing, house.Today.AddDays(2), house.Today.AddDays(3), officer))).Code.ShouldBe("taken");
        (await desk.SubmitAsync(page, $"returned-{loan.Id:N}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.SendAsync(new BookEquipment(Guid.CreateVersion7(), thing, house.Today.AddDays(2), house.Today.AddDays(3), officer))).IsDone.ShouldBeTrue();
        (await borrower.ReadAsync(page)).ShouldSatisfyAllConditions(p => p.ShouldContain("ほかの人"), p => p.ShouldNotContain("見本 県民", customMessage: "members do not see who borrows"));
        (await borrower.ReadAsync("/rural-leaders/equipment")).ShouldContain("返却済み");
    }

    [Fact]
    public async Task Only_members_borrow_and_of_other_networks_only_what_is_shared()
    {
        var (network, thing) = await ThingAsync(members: 2);
        var (other, _) = await ThingAsync(members: 2);
        var stranger = other.Members[1].AccountId;
        using var visitor = house.Resident(stranger);
        (await visitor.GetAsync($"/rural-leaders/equipment/{thing}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await house.SendAsync(new BookEquipment(Guid.CreateVersion7(), thing, house.Today, house.Today, stranger))).Code.ShouldBe("not-found");
        (await house.SendAsync(new SaveEquipment(thing, network.Id, "刈払機", "倉庫", "", true, false, network.Members[1].AccountId))).Code.ShouldBe("not-found", "members do not decide what is lent");
        (await house.SendAsync(new SaveEquipment(thing, network.Id, "刈払機", "倉庫", "", true, false, network.Members[0].AccountId))).IsDone.ShouldBeTrue();
        (await visitor.ReadAsync("/rural-leaders/equipment")).ShouldContain(thing.ToString());
        var id = Guid.CreateVersion7();
        (await house.SendAsync(new BookEquipment(id, thing, house.Today, house.Today, stranger))).IsDone.ShouldBeTrue();
        (await house.SendAsync(new BookEquipment(id, thing, house.Today, house.Today, stranger))).IsDone.ShouldBeTrue("sent twice it is there once");
        (await house.SendAsync(new LeaveNetwork(other.Id, stranger))).IsDone.ShouldBeTrue();
        (await visitor.SubmitAsync($"/rural-leaders/equipment/{thing}", $"cancelled-{id:N}")).StatusCode.ShouldBe(HttpStatusCode.Redirect, "who left still cancels");
        (await visitor.GetAsync($"/rural-leaders/equipment/{thing}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var outsider = house.Resident(Guid.CreateVersion7());
        (await outsider.ReadAsync("/rural-leaders/equipment")).ShouldContain("借りられる備品はありません");
        (await outsider.GetAsync($"/rural-leaders/networks/{network.Id}/equipment")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task<IReadOnlyList<Loan>> LoansAsync(Guid thing) =>
        await house.Services.GetRequiredService<NpgsqlDataSource>().LoansAsync([thing], DateOnly.MinValue, TestContext.Current.CancellationToken);

    private async Task<(Network Network, Guid Thing)> ThingAsync(int members, Network? of = null)
    {
        var network = of;
        if (network is null)
        {
            network = new() { Id = Guid.CreateVersion7(), Name = $"貸す網{RuralHouse.NextNumber()}", Purpose = "貸す", FoundedAt = house.Clock.GetUtcNow() };
            network.Key = Network.KeyOf(network.Name);
            for (var i = 0; i < members; i++) network.Join(Guid.CreateVersion7(), i == 0 ? "見本 県民世話人" : $"見本 会員{i}", "", house.Clock.GetUtcNow());
            await house.StoreAsync(network);
        }

        var id = Guid.CreateVersion7();
        (await house.SendAsync(new SaveEquipment(id, network.Id, "刈払機", "見本倉庫", "混合油を入れる", false, false, network.Members[0].AccountId))).Problem.ShouldBeNull();
        return (network, id);
    }
}
