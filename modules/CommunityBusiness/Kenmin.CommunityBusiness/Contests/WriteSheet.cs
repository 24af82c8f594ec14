using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Contests;

/// <summary>A judge writes the scoring sheet of a case (採点する).</summary>
/// <param name="SubmissionId">The case.</param>
/// <param name="Scores">Scores with comments by criterion; what is missing is not scored yet.</param>
/// <param name="HandIn">Whether the sheet is handed in; else it is kept to go on later.</param>
/// <param name="By">The judge.</param>
[MessageIdentity("community-business.write-sheet.v1")]
[NoNewEntries("judges what was handed in")]
public sealed record WriteSheet(Guid SubmissionId, IReadOnlyDictionary<string, ScoreLine> Scores, bool HandIn, Doer By)
{
    /// <summary>Scores stay out of logs.</summary>
    public override string ToString() => nameof(WriteSheet);
}

/// <summary>Keeps it.</summary>
public static class WriteSheetHandler
{
    internal const int LongestComment = 500;

    internal static CommandAnswer Fixed { get; } = CommandAnswer.Refused("frozen", "採点の期限が過ぎたか、採点が確定したので、変えられません。", "Scores were due, or are fixed, and cannot be changed.");

    /// <summary>
    /// Only whose case it is, who said to be impartial, and until scores are fixed. The round is held until the transaction ends: fixing waits for
    /// every sheet on its way, and every sheet for the fixing.
    /// </summary>
    public static async Task<CommandAnswer> Handle(WriteSheet command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<Submission>(command.SubmissionId, cancellationToken) is not { State: SubmissionState.Submitted } found) return CommandAnswer.Unknown;
        if (await session.JudgeOfAsync(found.CallId, command.By.AccountId, cancellationToken) is not { } judge) return CommandAnswer.Unknown;
        // A conflict that is being recorded is waited for.
        if (await session.LockAsync<JudgeCase>(JudgeCase.IdOf(found.Id, judge.Id), cancellationToken) is not { State: CaseState.Assigned } known
            || Assigning.IsInvolved(found, await session.LoadAsync<Ventures.Venture>(found.VentureId, cancellationToken), command.By.AccountId)) return CommandAnswer.Unknown;
        if (known.ImpartialAt is null) return CommandAnswer.Refused("not-declared", "先に、利益相反がないことを確かめてください。", "First say that you are impartial.");
        var call = (await session.LoadAsync<Call>(found.CallId, cancellationToken))!;
        foreach (var criterion in call.Criteria)
        {
            if (!command.Scores.TryGetValue(criterion.Key, out var line))
            {
                if (command.HandIn) return CommandAnswer.Refused(CommandAnswer.InvalidInput, $"「{criterion.Name.Ja}」の点を選んでください。", $"Choose a score for “{criterion.Name.En}”.", Field(criterion.Key, "Score"));
                continue;
            }

            if (line.Score < 0 || line.Score > call.Scale)
                return CommandAnswer.Refused(CommandAnswer.InvalidInput, $"「{criterion.Name.Ja}」の点は、0 から {call.Scale} までです。", $"“{criterion.Name.En}” has from 0 to {call.Scale} points.", Field(criterion.Key, "Score"));
            foreach (var flaw in Flaw.OfText(line.Comment, Field(criterion.Key, "Comment"), LongestComment, required: false, lines: true)) return CommandAnswer.Invalid(flaw);
        }

        var now = clock.GetUtcNow();
        if (!await session.TakesScoresAsync(call.Id, now, cancellationToken)) return Fixed;
        var scores = command.Scores.ToDictionary(s => s.Key, s => s.Value with { Comment = (s.Value.Comment ?? "").Trim() }, StringComparer.Ordinal);
        return await session.WriteAsync(call.Id, new(found.Id, judge.Id, command.HandIn, scores), call.Criteria.Select(c => c.Key), now, cancellationToken) ? CommandAnswer.Done : Fixed;
    }

    internal static string Field(string criterion, string what) => $"{what}s[{criterion}]";
}
