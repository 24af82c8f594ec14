using Kenmin.CommunityBusiness.Contests;
using Kenmin.CommunityBusiness.Tests.Support;
using Kenmin.CommunityBusiness.Ventures;
using Npgsql;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.CommunityBusiness.Tests.Contests;

/// <summary>
/// The module in the year 2099: the database holds deadlines against its own clock too, so that days of these tests must not have passed on
/// the machine.
/// </summary>
public sealed class ContestHouse() : BusinessHouse(new(2099, 6, 10, 12, 0, 0, TimeSpan.FromHours(9)))
{
    public static readonly BlindText Text = new("空き家を朝市の台所に", "野菜が余る", "惣菜にする", "空き家と野菜", "食事が楽になる", "売上げで家賃をまかなう");

    /// <summary>A call of two criteria, three and one in weight, that is open from today on.</summary>
    public async Task<Call> CallAsync(int judges = 2, Eligibility? eligibility = null)
    {
        var id = Guid.CreateVersion7();
        SaveCall command = new(
            id, null, new(new("見本の公募", "A call"), new("一歩を助ける", "Helps"), new("上限 50 万円", "Up to")), eligibility ?? Eligibility.Everybody, Today, Today.AddDays(20), Today.AddDays(40), judges, 5,
            [new("c1", new("効果", "Effect"), "", 3), new("c2", new("続くか", "Lasting"), "", 1)], [new(TieRule.HigherInCriterion, "c1"), new(TieRule.EarlierSubmission)], Program.By);
        (await SendAsync(command)).Problem.ShouldBeNull();
        (await SendAsync(new AnnounceCall(id))).Problem.ShouldBeNull();
        return await LoadAsync<Call>(id);
    }

    /// <summary>A venture that was handed in.</summary>
    public async Task<(Submission Submission, Doer Owner)> SubmissionAsync(Call call, string title = "空き家を朝市の台所に")
    {
        var (venture, owner) = await HandedInAsync();
        var id = Guid.CreateVersion7();
        (await SendAsync(new HandIn(id, call.Id, venture.Id, Text with { Title = title }, null, owner))).Problem.ShouldBeNull();
        return (await LoadAsync<Submission>(id), owner);
    }

    /// <summary>Somebody who judges a call.</summary>
    public async Task<Doer> JudgeAsync(Call call, Doer? who = null)
    {
        var (judge, code) = (who ?? Somebody("見本 審査子"), CallJudge.Codes.New());
        (await SendAsync(new AskJudge(Guid.CreateVersion7(), call.Id, judge.Name, null, code, Program.By))).Problem.ShouldBeNull();
        (await SendAsync(new AnswerAsJudge(null, code, true, judge))).Problem.ShouldBeNull();
        return judge;
    }

    /// <summary>Closes submissions and shares the cases out.</summary>
    public async Task CloseAsync(Call call)
    {
        GoTo(call.ClosesOn.AddDays(1));
        (await SendAsync(new AssignCases(call.Id))).Problem.ShouldBeNull();
    }

    public Task<CommandAnswer> ScoreAsync(Submission submission, Doer judge, int effect, int lasting, bool handIn = true) =>
        SendAsync(new WriteSheet(submission.Id, new Dictionary<string, ScoreLine> { ["c1"] = new(effect, "よい"), ["c2"] = new(lasting, "") }, handIn, judge));

    /// <summary>Says to be impartial, and scores.</summary>
    public async Task JudgeAndScoreAsync(Submission submission, Doer judge, int effect, int lasting)
    {
        (await SendAsync(new DeclareConflict(submission.Id, true, null, judge))).Problem.ShouldBeNull();
        (await ScoreAsync(submission, judge, effect, lasting)).Problem.ShouldBeNull();
    }

    /// <summary>What stands in the tables of scores.</summary>
    public async Task<IReadOnlyList<(Guid Submission, Guid Judge, string Criterion, int Score)>> ScoresAsync(Guid call)
    {
        await using var command = Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(
            "select submission_id, judge_id, criterion, score from community_business.contest_scores where call_id = $1 order by 1, 2, 3");
        command.Parameters.Add(new() { Value = call });
        List<(Guid, Guid, string, int)> found = [];
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) found.Add((reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2), reader.GetInt32(3)));
        return found;
    }
}
