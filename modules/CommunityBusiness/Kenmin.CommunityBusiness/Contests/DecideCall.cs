using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Contests;

/// <summary>What is decided of a case.</summary>
/// <param name="SubmissionId">The case.</param>
/// <param name="Accepted">Whether it is accepted.</param>
/// <param name="Reason">Why; the submitter reads it.</param>
public sealed record Decision(Guid SubmissionId, bool Accepted, string? Reason);

/// <summary>Decides a call as a whole (採否の決定).</summary>
/// <param name="CallId">The call.</param>
/// <param name="Decisions">One for each case that stands.</param>
/// <param name="DeviationReason">Why it deviates from the ranking; needed where it does.</param>
/// <param name="By">Who decides.</param>
[MessageIdentity("community-business.decide-call.v1")]
[NoNewEntries("decides what was handed in")]
public sealed record DecideCall(Guid CallId, IReadOnlyList<Decision> Decisions, string? DeviationReason, Doer By);

/// <summary>Decides.</summary>
public static class DecideCallHandler
{
    /// <summary>Once, of all cases together, by somebody who has nothing to do with any of them. The submitters are told in the same transaction.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(DecideCall command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync(Submission.TurnOf(command.CallId), cancellationToken);
        if (await session.LockAsync<Call>(command.CallId, cancellationToken) is not { } call) return (CommandAnswer.Unknown, []);
        if (call.State is CallState.Decided or CallState.Published) return (CommandAnswer.Done, []);
        if (call.State != CallState.Frozen) return (CommandAnswer.Refused("not-frozen", "採点が確定してから決定してください。", "Decide once the scores are fixed."), []);
        var ranking = await ContestRanking.OfAsync(session, call, cancellationToken);
        if (ranking.Submissions.Values.Any(s => Assigning.IsInvolved(s, ranking.Ventures.GetValueOrDefault(s.VentureId), command.By.AccountId)) || ranking.ConflictedAccounts.Contains(command.By.AccountId))
            return (CommandAnswer.Refused("conflict", "利益相反のある応募が含まれているので、あなたは決定できません。ほかの担当者に頼んでください。", "You are not impartial in one of the cases. Somebody else has to decide."), []);
        foreach (var ranked in ranking.Cases)
        {
            if (command.Decisions.Count(d => d.SubmissionId == ranked.Id) != 1)
                return (CommandAnswer.Refused("incomplete", "すべての応募の採否を選んでください。一覧が変わったときは、ページを開き直してください。", "Decide on every case. Open the page again if the list has changed."), []);
            foreach (var flaw in Flaw.OfText(command.Decisions.Single(d => d.SubmissionId == ranked.Id).Reason, Field(ranked.Id), 500, lines: true)) return (CommandAnswer.Invalid(flaw), []);
        }

        var accepted = command.Decisions.Where(d => d.Accepted && ranking.Submissions.ContainsKey(d.SubmissionId)).Select(d => d.SubmissionId).ToHashSet();
        var follows = Ranking.Follows(ranking.Cases, accepted);
        foreach (var flaw in Flaw.OfText(command.DeviationReason, nameof(command.DeviationReason), 500, required: !follows, lines: true))
            return (follows ? CommandAnswer.Invalid(flaw) : CommandAnswer.Refused("deviates", "順位のとおりではない決定です。その理由を入力してください。", "The decision deviates from the ranking. Say why.", nameof(command.DeviationReason)), []);
        var now = clock.GetUtcNow();
        OutgoingMessages outgoing = [];
        foreach (var ranked in ranking.Cases)
        {
            var (decision, submission) = (command.Decisions.Single(d => d.SubmissionId == ranked.Id), ranking.Submissions[ranked.Id]);
            submission.Verdict = new(decision.Accepted, decision.Reason!.Trim(), ranked.Place);
            session.Store(submission);
            if (submission.OwnerAccountId is { } owner) outgoing.Add(ContestNotices.Decided(submission, call, owner, now));
        }

        (call.State, call.DecidedAt, call.DecidedBy, call.DeviationReason) = (CallState.Decided, now, command.By, follows ? "" : command.DeviationReason!.Trim());
        session.Store(call);
        return (CommandAnswer.Done, outgoing);
    }

    internal static string Field(Guid submission) => $"Reasons[{submission:N}]";
}

/// <summary>Publishes the results (結果の公表): titles of what was accepted, and what its owners agreed to.</summary>
/// <param name="CallId">The call.</param>
/// <param name="Text">What is said of the results as a whole; may be empty.</param>
[MessageIdentity("community-business.publish-results.v1")]
[NoNewEntries("shows what was decided")]
public sealed record PublishResults(Guid CallId, LocalizedText Text);

/// <summary>Publishes them.</summary>
public static class PublishResultsHandler
{
    /// <summary>Once decided; sent again, the text is put better.</summary>
    public static async Task<CommandAnswer> Handle(PublishResults command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        foreach (var flaw in Flaw.OfText(command.Text.Ja, "TextJa", 2000, required: false, lines: true)) return CommandAnswer.Invalid(flaw);
        foreach (var flaw in Flaw.OfText(command.Text.En, "TextEn", 2000, required: false, lines: true)) return CommandAnswer.Invalid(flaw);
        if (await session.LockAsync<Call>(command.CallId, cancellationToken) is not { } call) return CommandAnswer.Unknown;
        if (call.State is not (CallState.Decided or CallState.Published)) return CommandAnswer.Refused("not-decided", "決定してから公表してください。", "Decide first.");
        (call.State, call.ResultText) = (CallState.Published, SaveCall.Fill(command.Text));
        call.PublishedAt ??= clock.GetUtcNow();
        session.Store(call);
        return CommandAnswer.Done;
    }
}

/// <summary>The ranking of a call as it stands: which sheets count, and what each case has.</summary>
internal sealed record ContestRanking(
    IReadOnlyList<RankedCase> Cases, IReadOnlyDictionary<Guid, Submission> Submissions, IReadOnlyDictionary<Guid, Venture> Ventures, IReadOnlySet<Guid> ConflictedAccounts, IReadOnlyList<JudgeCase> JudgeCases)
{
    /// <summary>Reckons it: sheets that were handed in, of judges who judge and have no conflict in the case.</summary>
    public static async Task<ContestRanking> OfAsync(IDocumentSession session, Call call, CancellationToken cancellationToken) =>
        Of(call, await Parts.LoadAsync(session, call.Id, cancellationToken), await session.SheetsAsync(call.Id, cancellationToken));

    public static ContestRanking Of(Call call, Parts parts, IReadOnlyList<Sheet> sheets)
    {
        var judges = parts.Judges.Where(j => j.State == JudgeState.Accepted).ToDictionary(j => j.Id);
        var submissions = parts.Submissions.ToDictionary(s => s.Id);
        var ventures = parts.Ventures.ToDictionary(v => v.Id);
        // A conflict is one whatever the system came to know, and when.
        var counting = sheets.Where(s => s.HandedIn && judges.TryGetValue(s.JudgeId, out var judge) && submissions.TryGetValue(s.SubmissionId, out var submission)
            && parts.Cases.Any(c => c.SubmissionId == s.SubmissionId && c.JudgeId == s.JudgeId && c.State == CaseState.Assigned)
            && !(judge.AccountId is { } account && Assigning.IsInvolved(submission, ventures.GetValueOrDefault(submission.VentureId), account)));
        var bySubmission = counting.ToLookup(s => s.SubmissionId, s => (IReadOnlyDictionary<string, int>)s.Scores.ToDictionary(x => x.Key, x => x.Value.Score, StringComparer.Ordinal));
        var conflicted = parts.Cases.Where(c => c.State == CaseState.Conflict && submissions.ContainsKey(c.SubmissionId)).Select(c => parts.Judges.FirstOrDefault(j => j.Id == c.JudgeId)?.AccountId).OfType<Guid>().ToHashSet();
        return new(Ranking.Of(submissions.Values.Select(s => new ScoredCase(s.Id, s.SubmittedAt, [.. bySubmission[s.Id]])), call.Criteria, call.Ties, call.LotSeed), submissions, ventures, conflicted, parts.Cases);
    }

    /// <summary>What a ranking is made of.</summary>
    internal sealed record Parts(IReadOnlyList<Submission> Submissions, IReadOnlyList<CallJudge> Judges, IReadOnlyList<JudgeCase> Cases, IReadOnlyList<Venture> Ventures)
    {
        public static async Task<Parts> LoadAsync(IQuerySession session, Guid call, CancellationToken cancellationToken)
        {
            var submissions = await session.Query<Submission>().Where(s => s.CallId == call && s.State == SubmissionState.Submitted).OrderBy(s => s.Case).ToListAsync(cancellationToken);
            return new(submissions, await session.Query<CallJudge>().Where(j => j.CallId == call).OrderBy(j => j.Id).ToListAsync(cancellationToken),
                await session.Query<JudgeCase>().Where(c => c.CallId == call).ToListAsync(cancellationToken),
                [.. await session.LoadManyAsync<Venture>(cancellationToken, [.. submissions.Select(s => s.VentureId).Distinct()])]);
        }
    }
}
