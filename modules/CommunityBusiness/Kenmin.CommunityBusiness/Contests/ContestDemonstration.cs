using Kenmin.CommunityBusiness.Ventures;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.CommunityBusiness.Contests;

/// <summary>Fictional calls: one that is open with the resident's submission, one in which the resident judges, and one whose results are published.</summary>
internal static class ContestDemonstration
{
    public static async Task SeedAsync(IDocumentSession session, Venture own, Venture elsewhere, Venture launched, Guid? initiative, Doer resident, Doer owner, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var today = JapanTime.DayOf(now);
        Call Begin(string ja, string en, int opens, CallState state) => new()
        {
            Id = Guid.CreateVersion7(now.AddDays(-opens)), Year = FiscalYear.Of(today.AddDays(-opens)).StartYear, Text = new(new(ja, en), new("はじめの一歩を応援します（見本）。", "Helps with the first step (sample)."), new("上限 50 万円を補助します（見本）。", "Up to 500,000 yen (sample).")),
            OpensOn = today.AddDays(-opens), ClosesOn = today.AddDays(30 - opens), ScoresUntil = today.AddDays(60 - opens), JudgesPerCase = 2, Scale = 5, State = state,
            Criteria = [new("c1", new("地域への効果", "Effect on the area"), "だれの困りごとが、どう減るか（見本）", 3), new("c2", new("続いていく見込み", "Whether it lasts"), "", 2)],
            Ties = [new(TieRule.HigherInCriterion, "c1"), new(TieRule.EarlierSubmission)],
        };

        Submission HandIn(Call call, Venture venture, string title)
        {
            call.Cases++;
            return new()
            {
                Id = Guid.CreateVersion7(call.OpensAt.AddDays(3)), CallId = call.Id, VentureId = venture.Id, Key = Submission.KeyOf(call.Id, venture.Id), Case = call.Cases, OwnerAccountId = venture.OwnerAccountId, OwnerName = venture.OwnerName,
                Team = [.. venture.Team.Select(t => t.AccountId)], SubmittedAt = call.OpensAt.AddDays(3), ChangedAt = call.OpensAt.AddDays(3), Snapshot = Snapshots.Of(venture, null, null, call.OpensAt.AddDays(3)),
                Text = new(title, "買い物に行けない人がいます（見本）。", "注文を聞いて届けます（見本）。", "空いた軽トラック（見本）", "暮らしが楽になります（見本）。", "届ける代金でまかないます（見本）。"),
            };
        }

        var open = Begin("はじめの一歩 公募（見本）", "First step call (sample)", 10, CallState.Announced);
        open.InitiativeId = initiative;
        session.Store(HandIn(open, own, "坂の上への移動販売（見本）"));
        var judging = Begin("地域の味 コンテスト（見本）", "Local taste contest (sample)", 40, CallState.Announced);
        var sweets = HandIn(judging, elsewhere, "夏みかんの菓子づくり（見本）");
        var back = HandIn(judging, launched, "夕暮れの食卓（見本）");
        (back.State, back.ChangedAt) = (SubmissionState.Withdrawn, judging.OpensAt.AddDays(9));
        session.Store(sweets, back);
        CallJudge judge = new() { Id = Guid.CreateVersion7(now.AddDays(-35)), CallId = judging.Id, Name = resident.Name, AccountId = resident.AccountId, State = JudgeState.Accepted, AskedBy = owner, AnswerUntil = today };
        session.Store(judge, new CallJudge { Id = Guid.CreateVersion7(now.AddDays(-34)), CallId = judging.Id, Name = "見本 審査郎", CodeHash = CallJudge.HashOf(CallJudge.Codes.New()), AskedBy = owner, AnswerUntil = today.AddDays(10) });
        session.Store(new JudgeCase { Id = JudgeCase.IdOf(sweets.Id, judge.Id), CallId = judging.Id, SubmissionId = sweets.Id, JudgeId = judge.Id, State = CaseState.Assigned });
        var over = Begin("暮らしの支え 公募（見本）", "Everyday support call (sample)", 120, CallState.Published);
        var won = HandIn(over, launched, "夕暮れの惣菜づくり（見本）");
        (won.Verdict, won.Agreement) = (new(true, "続く見込みが確かです（見本）。", null), new(true, "見本の惣菜の会", "夕方に、惣菜を届けます（見本）。"));
        session.Store(won);
        (over.FrozenAt, over.LotSeed, over.DecidedAt, over.DecidedBy, over.PublishedAt, over.ResultText) = (over.ScoringEnds, "0123456789abcdef0123456789abcdef", now.AddDays(-50), owner, now.AddDays(-45), new("ご応募ありがとうございました（見本）。", "Thank you (sample)."));
        session.Store(open, judging, over);
        foreach (var call in new[] { open, judging }) await session.OpenRoundAsync(call.Id, call.ScoringEnds, cancellationToken);
    }
}
