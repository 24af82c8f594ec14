using CsCheck;
using Kenmin.Accounts.Contracts;
using Kenmin.CommunityBusiness.Contests;
using Kenmin.CommunityBusiness.Tests.Support;
using Kenmin.CommunityBusiness.Ventures;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kenmin.CommunityBusiness.Tests.Contests;

/// <summary>Calls take what fits, judges are impartial, and scores that are fixed stay.</summary>
public sealed class ContestTests(ContestHouse house) : IClassFixture<ContestHouse>
{
    [Fact]
    public async Task What_does_not_fit_is_told_why_and_nothing_that_names_somebody_reaches_the_judges()
    {
        var call = await house.CallAsync(eligibility: new([VentureStage.Launch], [BusinessHouse.Hagi], [], true, null, 1));
        var (venture, owner) = await house.HandedInAsync();
        var refused = await house.SendAsync(new HandIn(Guid.CreateVersion7(), call.Id, venture.Id, ContestHouse.Text, null, owner));
        refused.Code.ShouldBe("not-eligible");
        foreach (var word in new[] { "「アイデア」", "萩市", "団体が決まっていません", "1 年以上" }) refused.Problem!.Value.Ja.ShouldContain(word);

        var open = await house.CallAsync();
        (await house.SendAsync(new HandIn(Guid.CreateVersion7(), open.Id, venture.Id, ContestHouse.Text with { Effect = $"代表の{owner.Name}が届ける" }, null, owner))).ShouldSatisfyAllConditions(a => a.Code.ShouldBe("names-somebody"), a => a.Field.ShouldBe("Effect"));
        (await house.SendAsync(new HandIn(Guid.CreateVersion7(), open.Id, venture.Id, ContestHouse.Text, null, BusinessHouse.Somebody()))).Code.ShouldBe(CommandAnswer.NotFound);
        var id = Guid.CreateVersion7();
        (await house.SendAsync(new HandIn(id, open.Id, venture.Id, ContestHouse.Text, null, owner))).Problem.ShouldBeNull();
        (await house.SendAsync(new HandIn(Guid.CreateVersion7(), open.Id, venture.Id, ContestHouse.Text, null, owner))).Code.ShouldBe("handed-in");
        (await house.SendAsync(new HandIn(id, open.Id, venture.Id, ContestHouse.Text with { Title = "直した" }, null, owner))).Problem.ShouldBeNull();
        (await house.LoadAsync<Submission>(id)).Snapshot.Title.ShouldBe(venture.Title);
        house.GoTo(open.ClosesOn.AddDays(1));
        (await house.SendAsync(new HandIn(id, open.Id, venture.Id, ContestHouse.Text, null, owner))).Code.ShouldBe("not-open", "it is frozen at the close");
        (await house.LoadAsync<Submission>(id)).Text.Title.ShouldBe("直した");
    }

    [Fact]
    public async Task Scores_stay_after_the_deadline_whatever_program_asks()
    {
        var call = await house.CallAsync(judges: 1);
        var (submission, _) = await house.SubmissionAsync(call);
        var judge = await house.JudgeAsync(call);
        await house.CloseAsync(call);
        (await house.ScoreAsync(submission, judge, 4, 4)).Code.ShouldBe("not-declared");
        await house.JudgeAndScoreAsync(submission, judge, 4, 3);
        (await house.ScoreAsync(submission, judge, 6, 3)).Code.ShouldBe(CommandAnswer.InvalidInput);
        (await house.ScoreAsync(submission, BusinessHouse.Somebody(), 1, 1)).Code.ShouldBe(CommandAnswer.NotFound);
        var before = await house.ScoresAsync(call.Id);
        house.GoTo(call.ScoresUntil.AddDays(1));
        (await house.ScoreAsync(submission, judge, 1, 1)).Code.ShouldBe("frozen");
        await house.HandleAndWaitAsync(new FreezeDueScores());
        var frozen = await house.LoadAsync<Call>(call.Id);
        (frozen.State, frozen.LotSeed.Length).ShouldBe((CallState.Frozen, 32));
        foreach (var sql in new[]
                 {
                     $"update community_business.contest_scores set score = 5 where call_id = '{call.Id}'", $"delete from community_business.contest_scores where call_id = '{call.Id}'",
                     $"delete from community_business.contest_sheets where call_id = '{call.Id}'", $"update community_business.contest_rounds set frozen_at = null where call_id = '{call.Id}'",
                     $"update community_business.contest_rounds set deadline = deadline + interval '1 year' where call_id = '{call.Id}'", $"delete from community_business.contest_rounds where call_id = '{call.Id}'",
                     "truncate community_business.contest_scores", "truncate community_business.contest_sheets, community_business.contest_rounds",
                     $"insert into community_business.contest_scores (submission_id, judge_id, criterion, call_id, score, comment, written_at) values ('{Guid.CreateVersion7()}', '{Guid.CreateVersion7()}', 'c1', '{call.Id}', 5, '', now())",
                 })
            (await Should.ThrowAsync<PostgresException>(() => house.ExecuteAsync(sql))).SqlState.ShouldBe(ContestTables.FrozenState, sql);
        (await house.ScoresAsync(call.Id)).ShouldBe(before);
    }

    [Fact]
    public async Task At_the_deadline_a_sheet_is_in_before_the_fixing_or_not_at_all()
    {
        for (var round = 0; round < 5; round++)
        {
            var call = await house.CallAsync(judges: 1);
            var (submission, _) = await house.SubmissionAsync(call);
            var judge = await house.JudgeAsync(call);
            await house.CloseAsync(call);
            await house.JudgeAndScoreAsync(submission, judge, 1, 1);
            var both = await Task.WhenAll(house.ScoreAsync(submission, judge, 5, 5), house.SendAsync(new FreezeScores(call.Id)));
            both[1].Problem.ShouldBeNull();
            (await house.ScoresAsync(call.Id)).ShouldAllBe(s => s.Score == (both[0].IsDone ? 5 : 1));
            (await house.ScoreAsync(submission, judge, 3, 3)).Code.ShouldBe("frozen");
        }
    }

    [Fact]
    public async Task A_sheet_that_is_on_its_way_when_the_deadline_passes_is_in_whole_or_not_at_all()
    {
        var call = await house.CallAsync(judges: 4);
        var (submission, _) = await house.SubmissionAsync(call);
        List<Doer> judges = [];
        for (var i = 0; i < 4; i++) judges.Add(await house.JudgeAsync(call));
        await house.CloseAsync(call);
        foreach (var judge in judges) (await house.SendAsync(new DeclareConflict(submission.Id, true, null, judge))).Problem.ShouldBeNull();
        house.Clock.Advance(call.ScoringEnds - house.Clock.GetUtcNow() - TimeSpan.FromSeconds(1));
        var sent = judges.Select(j => Task.Run(() => house.ScoreAsync(submission, j, 5, 4))).ToList();
        house.Clock.Advance(TimeSpan.FromSeconds(2));
        var answers = await Task.WhenAll(sent);
        answers.ShouldAllBe(a => a.IsDone || a.Code == "frozen");
        var scores = await house.ScoresAsync(call.Id);
        scores.Count.ShouldBe(2 * answers.Count(a => a.IsDone));
        foreach (var judge in judges) (await house.ScoreAsync(submission, judge, 1, 1)).Code.ShouldBe("frozen");
        (await house.ScoresAsync(call.Id)).ShouldBe(scores);
    }

    [Fact]
    public async Task Where_the_database_refuses_a_sheet_nothing_of_it_is_written_and_the_rest_goes_on()
    {
        var call = await house.CallAsync(judges: 1);
        await using var session = house.Services.GetRequiredService<ICommunityBusinessStore>().LightweightSession();
        Sheet sheet = new(Guid.CreateVersion7(), Guid.CreateVersion7(), true, new Dictionary<string, ScoreLine> { ["c1"] = new(5, ""), ["c2"] = new(4, "") });
        // As if the deadline came between the look at it and the writing.
        (await session.WriteAsync(call.Id, sheet, ["c1", "c2"], call.ScoringEnds, CancellationToken.None)).ShouldBeFalse();
        (await session.WriteAsync(call.Id, sheet with { JudgeId = Guid.CreateVersion7() }, ["c1", "c2"], house.Clock.GetUtcNow(), CancellationToken.None)).ShouldBeTrue();
        await session.SaveChangesAsync();
        (await house.ScoresAsync(call.Id)).Select(s => s.Judge).ShouldAllBe(j => j != sheet.JudgeId);
        (await house.ScoresAsync(call.Id)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Whatever_is_tried_after_the_fixing_no_score_changes()
    {
        var call = await house.CallAsync(judges: 2);
        var (submission, owner) = await house.SubmissionAsync(call);
        Doer[] judges = [await house.JudgeAsync(call), await house.JudgeAsync(call)];
        await house.CloseAsync(call);
        foreach (var judge in judges) await house.JudgeAndScoreAsync(submission, judge, 3, 2);
        (await house.SendAsync(new FreezeScores(call.Id))).Problem.ShouldBeNull();
        var (before, seed) = (await house.ScoresAsync(call.Id), (await house.LoadAsync<Call>(call.Id)).LotSeed);
        await using var session = house.Services.GetRequiredService<ICommunityBusinessStore>().QuerySession();
        var ids = (await session.Query<CallJudge>().Where(j => j.CallId == call.Id).ToListAsync()).Select(j => j.Id).ToList();
        await Gen.Select(Gen.Int[0, 7], Gen.Int[0, 1], Gen.Int[0, 5]).Array[1, 8].SampleAsync(async tries =>
        {
            foreach (var (what, who, score) in tries)
                _ = what switch
                {
                    0 => await house.ScoreAsync(submission, judges[who], score, score), 1 => await house.ScoreAsync(submission, judges[who], score, score, handIn: false),
                    2 => await house.SendAsync(new RemoveJudge(ids[who], call.Id)), 3 => await house.SendAsync(new FreezeScores(call.Id)), 4 => await house.SendAsync(new AssignCases(call.Id)),
                    5 => await house.SendAsync(new NoteConflict(submission.Id, ids[who], score > 2, "見本")), 6 => await house.SendAsync(new WithdrawSubmission(Guid.CreateVersion7(), owner)),
                    _ => await house.SendAsync(new AskJudge(Guid.CreateVersion7(), call.Id, "見本", null, CallJudge.Codes.New(), BusinessHouse.Program.By)),
                };
            return (await house.ScoresAsync(call.Id)).SequenceEqual(before) && (await house.LoadAsync<Call>(call.Id)).LotSeed == seed;
        }, iter: 12, threads: 1);
    }

    [Fact]
    public async Task The_tables_are_made_once_and_a_second_start_finds_them_as_they_should_be()
    {
        var call = await house.CallAsync(judges: 1);
        var store = house.Services.GetRequiredService<ICommunityBusinessStore>();
        for (var i = 0; i < 2; i++)
        {
            await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
            await store.Storage.Database.AssertDatabaseMatchesConfigurationAsync();
        }

        (await house.LoadAsync<Call>(call.Id)).State.ShouldBe(CallState.Announced);
        (await Should.ThrowAsync<PostgresException>(() => house.ExecuteAsync("truncate community_business.contest_rounds"))).SqlState.ShouldBe(ContestTables.FrozenState, "the guards are there still");
    }

    [Fact]
    public async Task Who_handed_in_with_one_account_and_judges_with_another_does_not_judge_it_once_they_are_one()
    {
        var call = await house.CallAsync(judges: 1);
        var (submission, owner) = await house.SubmissionAsync(call);
        var (other, _) = await house.SubmissionAsync(call, "ほかの応募");
        var judge = await house.JudgeAsync(call);
        await house.CloseAsync(call);
        await house.JudgeAndScoreAsync(submission, judge, 5, 5);
        await house.JudgeAndScoreAsync(other, judge, 2, 2);
        AccountsMerged merged = new(Guid.CreateVersion7(), judge.AccountId, owner.AccountId, house.Clock.GetUtcNow());
        for (var i = 0; i < 2; i++) await house.HandleAndWaitAsync(merged);
        (await house.LoadAsync<Submission>(submission.Id)).OwnerAccountId.ShouldBe(judge.AccountId);
        (await house.ScoreAsync(submission, judge, 4, 4)).Code.ShouldBe(CommandAnswer.NotFound);
        using var judging = house.Resident(judge);
        (await judging.GetAsync($"/community-business/judging/cases/{submission.Id}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await judging.ReadAsync($"/community-business/submissions/{submission.Id}")).ShouldContain(submission.Text.Problem);
        (await RankedAsync(call)).Single(r => r.Id == submission.Id).Judges.ShouldBe(0, "what they scored does not count");
        for (var i = 0; i < 2; i++) await house.HandleAndWaitAsync(new AccountsUnmerged(merged.MergeId, merged.KeptId, merged.GoneId, house.Clock.GetUtcNow()));
        (await house.LoadAsync<Submission>(submission.Id)).OwnerAccountId.ShouldBe(owner.AccountId);
        (await house.ScoreAsync(submission, judge, 4, 4)).Problem.ShouldBeNull();
        (await RankedAsync(call)).Single(r => r.Id == submission.Id).Judges.ShouldBe(1);
    }

    [Fact]
    public async Task Who_judges_a_call_with_two_accounts_judges_it_once_when_they_become_one()
    {
        var call = await house.CallAsync(judges: 2);
        var (submission, _) = await house.SubmissionAsync(call);
        Doer[] both = [await house.JudgeAsync(call), await house.JudgeAsync(call)];
        await house.CloseAsync(call);
        foreach (var judge in both) await house.JudgeAndScoreAsync(submission, judge, 5, 5);
        AccountsMerged merged = new(Guid.CreateVersion7(), both[0].AccountId, both[1].AccountId, house.Clock.GetUtcNow());
        await house.HandleAndWaitAsync(merged);
        (await RankedAsync(call)).Single().Judges.ShouldBe(1);
        (await house.ScoreAsync(submission, both[0], 4, 4)).Problem.ShouldBeNull();
        (await house.ScoreAsync(submission, both[1], 4, 4)).Code.ShouldBe(CommandAnswer.NotFound);
        // Somebody else gets what was given back.
        await house.JudgeAsync(call);
        (await house.SendAsync(new AssignCases(call.Id))).Problem.ShouldBeNull();
        await house.HandleAndWaitAsync(new AccountsUnmerged(merged.MergeId, merged.KeptId, merged.GoneId, house.Clock.GetUtcNow()));
        using var second = house.Resident(both[1]);
        (await second.ReadAsync($"/community-business/judging/{call.Id}")).ShouldNotContain(submission.Id.ToString(), Case.Insensitive, "two others judge it now");
    }

    [Fact]
    public async Task Who_hands_in_or_is_of_the_team_never_judges_it_also_when_that_comes_later()
    {
        var call = await house.CallAsync(judges: 2);
        var (submission, owner) = await house.SubmissionAsync(call);
        var (other, _) = await house.SubmissionAsync(call, "ほかの応募");
        var friend = BusinessHouse.Somebody("見本 友");
        await house.JudgeAsync(call, owner);
        await house.JudgeAsync(call, friend);
        await house.CloseAsync(call);
        (await house.SendAsync(new DeclareConflict(submission.Id, true, null, owner))).Code.ShouldBe(CommandAnswer.NotFound);
        await house.JudgeAndScoreAsync(submission, friend, 5, 5);
        await house.JudgeAndScoreAsync(other, friend, 2, 2);

        // The friend joins the team afterwards: the case does not exist for them any more, and their scores do not count.
        var code = Venture.Codes.New();
        (await house.SendAsync(new InviteToTeam(submission.VentureId, code, owner, null))).Problem.ShouldBeNull();
        (await house.SendAsync(new JoinTeam(code, friend))).Problem.ShouldBeNull();
        (await house.ScoreAsync(submission, friend, 4, 4)).Code.ShouldBe(CommandAnswer.NotFound);
        using var judging = house.Resident(friend);
        var list = await judging.ReadAsync($"/community-business/judging/{call.Id}");
        list.ShouldNotContain(submission.Id.ToString());
        list.ShouldContain("ほかの応募");
        (await judging.GetAsync($"/community-business/judging/cases/{submission.Id}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await judging.GetAsync($"/api/v1/community-business/me/judging/cases/{submission.Id}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await (await judging.GetAsync($"/api/v1/community-business/me/judging/calls/{call.Id}/cases")).Content.ReadAsStringAsync()).ShouldNotContain(submission.Id.ToString());
    }

    private async Task<IReadOnlyList<RankedCase>> RankedAsync(Call call)
    {
        await using var session = house.Services.GetRequiredService<ICommunityBusinessStore>().LightweightSession();
        return (await ContestRanking.OfAsync(session, call, CancellationToken.None)).Cases;
    }

    [Fact]
    public async Task Who_is_erased_loses_name_and_text_and_the_decision_stays()
    {
        var call = await house.CallAsync(judges: 1);
        var (submission, owner) = await house.SubmissionAsync(call);
        var judge = await house.JudgeAsync(call);
        await house.CloseAsync(call);
        await house.JudgeAndScoreAsync(submission, judge, 5, 4);
        (await house.SendAsync(new FreezeScores(call.Id))).Problem.ShouldBeNull();
        (await house.SendAsync(new DecideCall(call.Id, [new(submission.Id, true, "よい")], null, BusinessHouse.Program.By))).Problem.ShouldBeNull();
        var scores = await house.ScoresAsync(call.Id);
        foreach (var who in new[] { owner, judge }) (await house.SendAsync<ErasureConfirmed>(new ErasureAsked(Guid.CreateVersion7(), who.AccountId, null))).Erased.ShouldNotBeEmpty();
        var after = await house.LoadAsync<Submission>(submission.Id);
        (after.OwnerAccountId, after.OwnerName, after.Text.Problem, after.Text.Title, after.Verdict!.Accepted).ShouldBe((null, "", "", submission.Text.Title, true));
        (await house.ScoresAsync(call.Id)).ShouldBe(scores);
    }
}
