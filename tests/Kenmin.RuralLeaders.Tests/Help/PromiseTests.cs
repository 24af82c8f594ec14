using CsCheck;
using Kenmin.Accounts.Contracts;
using Kenmin.RuralLeaders.Help;
using Kenmin.RuralLeaders.Leaders;
using Kenmin.RuralLeaders.Tests.Support;
using Kenmin.SharedKernel;
using Npgsql;

namespace Kenmin.RuralLeaders.Tests.Help;

/// <summary>Nobody's time is promised twice, and no two are brought together twice, whoever answers at the same moment.</summary>
public sealed class PromiseTests(RuralHouse house) : IClassFixture<RuralHouse>
{
    [Fact]
    public async Task Of_twenty_who_want_the_same_person_at_the_same_hours_one_gets_the_promise()
    {
        var valley = await house.ValleyAsync();
        var (asker, helper) = (await house.LeaderAsync(), await house.ResidentAsync());
        List<HelpMatch> matches = [];
        for (var i = 0; i < 20; i++)
        {
            // Each about an offer of its own: no row is shared, only the person's time is.
            HelpOffer offer = new()
            {
                Id = Guid.CreateVersion7(), PersonId = helper, AccountId = helper, Jobs = [HelpKind.Grass], AreaId = valley, MunicipalityCode = RuralHouse.Yamaguchi, Days = [.. Enum.GetValues<DayOfWeek>()], Minutes = 30, TimesAYear = 9,
                Until = house.Today.AddDays(100),
            };
            await house.StoreAsync(offer);
            var match = await house.ProposedAsync(await house.AskedAsync(house.Ask(asker, valley)), offer.Id);
            (await house.SendAsync(new AnswerHelp(match.Id, asker, true, null, null))).IsDone.ShouldBeTrue();
            matches.Add(match);
        }

        var answers = await Task.WhenAll(matches.Select(m => house.SendAsync(new AnswerHelp(m.Id, helper, true, null, null))));
        (answers.Count(a => a.IsDone), answers.Count(a => a.Code == "promised")).ShouldBe((1, 19));
        (await house.ScalarAsync<long>($"select count(*) from rural_leaders.help_seats where holder = '{helper}'")).ShouldBe(1);
    }

    [Fact]
    public async Task However_people_answer_call_off_and_take_back_no_time_is_promised_twice()
    {
        var valley = await house.ValleyAsync();
        var asker = await house.LeaderAsync();
        var person = await house.ResidentAsync();
        var leader = await house.ResidentAsync();
        Guid[] offers = [await house.OfferedAsync(house.Offer(person, valley, times: 99)), await house.OfferedAsync(house.Offer(leader, valley, group: "見本の会", people: 3, times: 99))];
        List<(HelpMatch Match, Guid Helper)> matches = [];
        foreach (var (start, end) in new[] { (8, 10), (9, 11), (10, 12), (8, 12), (11, 13), (9, 10) })
            for (var o = 0; o < 2; o++)
            {
                var match = await house.ProposedAsync(await house.AskedAsync(house.Ask(asker, valley, people: 3, start: new(start, 0), end: new(end, 0))), offers[o]);
                if (o == 1) match.People = (start % 2) + 1;
                await house.StoreAsync(match);
                matches.Add((match, o == 0 ? person : leader));
            }

        // Many short histories at once over the same few hours.
        var histories = Gen.Select(Gen.Int[0, matches.Count - 1], Gen.Int[0, 3]).List[15, 25].Array[5].Single();
        await Task.WhenAll(histories.Select(async history =>
        {
            foreach (var (which, what) in history)
            {
                var (match, helper) = matches[which];
                var answer = await house.SendAsync(what switch
                {
                    0 => new AnswerHelp(match.Id, asker, true, null, null),
                    1 or 2 => new AnswerHelp(match.Id, helper, true, null, null),
                    _ => new CallOffHelp(match.Id, helper, null, null),
                });
                answer.Code.ShouldBeOneOf(null, "promised", "over", "answered", "not-agreed");
            }
        }));
        await NoSeatIsPromisedTwiceAsync([person, offers[1]]);
        // What is agreed, and only that, holds time: one seat for each who comes.
        foreach (var (match, _) in matches)
            (await house.ScalarAsync<long>($"select count(*) from rural_leaders.help_seats where match_id = '{match.Id}'"))
                .ShouldBe((await house.LoadAsync<HelpMatch>(match.Id)).State == MatchState.Agreed ? match.People : 0);
        await AtNoTimeMoreThanAsync(offers[1], 3);
    }

    [Fact]
    public async Task Whatever_program_writes_the_database_lets_no_seat_be_promised_twice()
    {
        var holder = Guid.CreateVersion7();
        string Sql(Guid of, int seat, int from, int to) =>
            $"insert into rural_leaders.help_seats (match_id, seat, holder, starts, ends) values (gen_random_uuid(), {seat}, '{of}', '2026-07-01 {from}:00+09', '2026-07-01 {to}:00+09') returning 1";
        (await house.ScalarAsync<int>(Sql(holder, 1, 9, 12))).ShouldBe(1);
        (await Should.ThrowAsync<PostgresException>(() => house.ScalarAsync<int>(Sql(holder, 1, 11, 13)))).SqlState.ShouldBe(PostgresErrorCodes.ExclusionViolation);
        (await house.ScalarAsync<int>(Sql(holder, 1, 12, 13))).ShouldBe(1, "it begins as the other ends");
        (await house.ScalarAsync<int>(Sql(holder, 2, 9, 12))).ShouldBe(1, "another of the group");
        (await Should.ThrowAsync<PostgresException>(() => house.ScalarAsync<int>(Sql(Guid.CreateVersion7(), 1, 9, 9)))).SqlState.ShouldBe(PostgresErrorCodes.CheckViolation);
        var bytes = holder.ToByteArray(bigEndian: true);
        foreach (var at in new[] { 0, 15 })
        {
            var other = (byte[])bytes.Clone();
            other[at] ^= 1;
            (await house.ScalarAsync<int>(Sql(new Guid(other, bigEndian: true), 1, 9, 12))).ShouldBe(1, "a holder whose id differs in one half only is another");
        }
    }

    [Fact]
    public async Task Runs_at_the_same_moment_bring_each_two_together_once()
    {
        var valley = await house.ValleyAsync();
        var asker = await house.LeaderAsync();
        var request = await house.AskedAsync(house.Ask(asker, valley, people: 6));
        for (var i = 0; i < 4; i++) await house.OfferedAsync(house.Offer(await house.ResidentAsync(), valley));
        await house.OfferedAsync(house.Offer(await house.ResidentAsync(), valley, group: "見本の会", people: 5));
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => house.SendAsync<HelpProposed>(new ProposeHelp())));
        var matches = await house.MatchesAsync(request);
        matches.Sum(m => m.People).ShouldBe(6, "no more hands than are needed, and all that there are");
        matches.Select(m => m.Pair).ShouldBeUnique();
        var double_ = matches[0];
        double_.Id = Guid.CreateVersion7();
        (await Should.ThrowAsync<Exception>(() => house.StoreAsync(double_))).ToString().ShouldContain("23505");
    }

    [Fact]
    public async Task Merged_accounts_bring_their_help_along_and_take_it_back_and_who_is_erased_is_in_none()
    {
        var valley = await house.ValleyAsync();
        var (asker, helper, kept) = (await house.LeaderAsync(), await house.ResidentAsync(), await house.ResidentAsync());
        var offer = await house.OfferedAsync(house.Offer(helper, valley));
        var match = await house.ProposedAsync(await house.AskedAsync(house.Ask(asker, valley)), offer);
        foreach (var who in new[] { asker, helper }) (await house.SendAsync(new AnswerHelp(match.Id, who, true, null, null))).Problem.ShouldBeNull();
        var merge = Guid.CreateVersion7();
        await house.HandleAsync(new AccountsMerged(merge, kept, helper, house.Clock.GetUtcNow()));
        (await house.LoadAsync<HelpMatch>(match.Id)).HelperId.ShouldBe(kept);
        (await house.ScalarAsync<long>($"select count(*) from rural_leaders.help_seats where holder = '{kept}'")).ShouldBe(1);
        await house.HandleAsync(new AccountsUnmerged(merge, kept, helper, house.Clock.GetUtcNow()));
        (await house.LoadAsync<HelpOffer>(offer)).PersonId.ShouldBe(helper);
        (await house.ScalarAsync<long>($"select count(*) from rural_leaders.help_seats where holder = '{helper}'")).ShouldBe(1);

        await house.HandleAsync(new ErasureAsked(Guid.CreateVersion7(), helper, null));
        (await house.LoadAsync<HelpMatch>(match.Id)).ShouldSatisfyAllConditions(m => m.HelperId.ShouldBeNull(), m => m.State.ShouldBe(MatchState.Withdrawn));
        (await house.NoticesAsync(asker, 2))[^1].Subject.ShouldBe("応援が取りやめになりました");
        foreach (var table in new[] { "mt_doc_helpmatch", "mt_doc_helpoffer", "mt_doc_helprequest", "help_seats", "mt_doc_accountmergeseen" })
            (await house.ScalarAsync<long>($"select count(*) from rural_leaders.{table} t where t::text like '%{helper}%'")).ShouldBe(0, table);
        (await house.FindAsync<Learner>(helper)).ShouldBeNull();
    }

    private async Task NoSeatIsPromisedTwiceAsync(IEnumerable<Guid> holders)
    {
        foreach (var holder in holders)
            (await house.ScalarAsync<long>(
                $"select count(*) from rural_leaders.help_seats a join rural_leaders.help_seats b on a.holder = b.holder and a.seat = b.seat and a.match_id < b.match_id and a.starts < b.ends and b.starts < a.ends where a.holder = '{holder}'")).ShouldBe(0);
    }

    private async Task AtNoTimeMoreThanAsync(Guid holder, int people) =>
        (await house.ScalarAsync<long>($"select coalesce(max(n), 0)::bigint from (select (select count(*) from rural_leaders.help_seats b where b.holder = a.holder and b.starts <= a.starts and a.starts < b.ends) n from rural_leaders.help_seats a where a.holder = '{holder}') x"))
            .ShouldBeLessThanOrEqualTo(people);
}
