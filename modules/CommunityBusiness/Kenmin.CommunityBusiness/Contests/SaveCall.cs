using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Contests;

/// <summary>Writes a call (公募を書く). Sent again with the same id, there is one.</summary>
/// <param name="Id">The call.</param>
/// <param name="InitiativeId">The initiative; null for none. Stays as it was at first.</param>
/// <param name="Text">What everybody reads; English may be empty, then the Japanese stands.</param>
/// <param name="Eligibility">Who may hand in.</param>
/// <param name="OpensOn">The first day.</param>
/// <param name="ClosesOn">The last day for submissions.</param>
/// <param name="ScoresUntil">The last day for scores.</param>
/// <param name="JudgesPerCase">How many judges look at each case.</param>
/// <param name="Scale">The highest score: 5 or 10.</param>
/// <param name="Criteria">The scoring sheet.</param>
/// <param name="Ties">What decides between equals before the lot.</param>
/// <param name="By">Who writes it.</param>
[MessageIdentity("community-business.save-call.v1")]
[NewEntries(Features.Contests)]
public sealed record SaveCall(
    Guid Id, Guid? InitiativeId, CallText Text, Eligibility Eligibility, DateOnly? OpensOn, DateOnly? ClosesOn, DateOnly? ScoresUntil, int? JudgesPerCase, int? Scale,
    IReadOnlyList<ScoreCriterion> Criteria, IReadOnlyList<TieStep> Ties, Doer By)
{
    internal const int LongestTitle = 80, LongestPurpose = 300, LongestText = 4000, LongestHint = 200, MostYears = 50;

    internal IEnumerable<Flaw> Flaws()
    {
        foreach (var flaw in Flaw.OfText(Text.Title.Ja, "TitleJa", LongestTitle)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Text.Title.En, "TitleEn", LongestTitle, required: false)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Text.Purpose.Ja, "PurposeJa", LongestPurpose, lines: true)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Text.Purpose.En, "PurposeEn", LongestPurpose, required: false, lines: true)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Text.Text.Ja, "TextJa", LongestText, lines: true)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Text.Text.En, "TextEn", LongestText, required: false, lines: true)) yield return flaw;
        if (OpensOn is null) yield return new(nameof(OpensOn), new("受付を始める日を入力してください。例：2026-07-01", "Enter the first day, such as 2026-07-01."));
        if (ClosesOn is null || ClosesOn < OpensOn) yield return new(nameof(ClosesOn), new("締切は、受付を始める日か、それより後の日にしてください。", "The last day for submissions is the first day, or later."));
        if (ScoresUntil is null || ScoresUntil <= ClosesOn) yield return new(nameof(ScoresUntil), new("採点の期限は、締切より後の日にしてください。", "The last day for scores is after that for submissions."));
        if (JudgesPerCase is not (>= 1 and <= 9)) yield return new(nameof(JudgesPerCase), new("1 件を審査する人数は、1 人から 9 人までです。", "From 1 to 9 judges look at each case."));
        if (Scale is not (5 or 10)) yield return new(nameof(Scale), new("5 点満点か 10 点満点を選んでください。", "Choose 5 or 10 points."));
        if (Criteria.Count is < 1 or > Call.MostCriteria)
            yield return new(nameof(Criteria), new($"審査項目を 1 つから {Call.MostCriteria} つまで入力してください。", $"Enter from 1 to {Call.MostCriteria} criteria."));
        foreach (var criterion in Criteria)
        {
            foreach (var flaw in Flaw.OfText(criterion.Name.Ja, nameof(Criteria), 60)) yield return flaw;
            foreach (var flaw in Flaw.OfText(criterion.Name.En, nameof(Criteria), 60, required: false)) yield return flaw;
            foreach (var flaw in Flaw.OfText(criterion.Hint, nameof(Criteria), LongestHint, required: false)) yield return flaw;
            if (criterion.Weight is < 1 or > 100)
                yield return new(nameof(Criteria), new($"「{criterion.Name.Ja}」の配点の重みを、1 から 100 までの数で入力してください。", $"Enter a weight from 1 to 100 for “{criterion.Name.Ja}”."));
        }

        if (Ties.Any(t => t.Rule == TieRule.HigherInCriterion && Criteria.All(c => c.Key != t.Criterion)))
            yield return new(nameof(Ties), new("同点のときに比べる審査項目が、入力されていません。", "A criterion that decides between equals is not among the criteria."));
        if (Ties.Distinct().Count() != Ties.Count) yield return new(nameof(Ties), new("同点の決め方に、同じものが 2 回あります。", "A rule for equals is there twice."));
        foreach (var years in new[] { Eligibility.MostYears, Eligibility.LeastYears })
            foreach (var flaw in Flaw.OfNumber(years, years == Eligibility.MostYears ? "MostYears" : "LeastYears", 0, MostYears)) yield return flaw;
        if (Eligibility is { MostYears: { } most, LeastYears: { } least } && least > most)
            yield return new("LeastYears", new("「以上」の年数が「以内」の年数より大きくなっています。", "The least number of years is greater than the most."));
        if (Eligibility.Municipalities.Any(m => Municipality.ByCode(m) is null)) yield return new("Municipalities", new("市町を一覧から選んでください。", "Choose municipalities from the list."));
    }

    // What is left empty in English is read in Japanese.
    internal CallText Filled => new(Fill(Text.Title), Fill(Text.Purpose), Fill(Text.Text));

    internal static LocalizedText Fill(LocalizedText text) => new((text.Ja ?? "").Trim(), string.IsNullOrWhiteSpace(text.En) ? (text.Ja ?? "").Trim() : text.En.Trim());
}

/// <summary>Keeps it.</summary>
public static class SaveCallHandler
{
    /// <summary>
    /// A draft may change in everything. What was announced stands: texts may be put better, the two last days may come later as long as they
    /// have not passed, and nothing else.
    /// </summary>
    public static async Task<CommandAnswer> Handle(SaveCall command, IDocumentSession session, FeatureGates gates, InitiativeDirectory initiatives, TimeProvider clock, CancellationToken cancellationToken)
    {
        foreach (var flaw in command.Flaws()) return CommandAnswer.Invalid(flaw);
        var now = clock.GetUtcNow();
        await session.TakeTurnsAsync(Submission.TurnOf(command.Id), cancellationToken);
        var call = await session.LockAsync<Call>(command.Id, cancellationToken);
        if (call is not { State: not CallState.Draft })
        {
            var year = FiscalYear.Of(command.OpensOn!.Value);
            var initiative = call is null ? command.InitiativeId : call.InitiativeId;
            // An initiative that does not run yet is written for; it is announced once it takes new entries.
            if (!await gates.IsOnAsync(Features.Contests, year)) return CommandAnswer.Off;
            if (!initiatives.IsBeingPrepared(CommunityBusinessModule.Key, initiative, year))
                return CommandAnswer.Refused("not-in-year", "この事業では、受付を始める日の年度に、コミュニティ・ビジネスを使えません。", "The initiative does not use community business in the fiscal year of the first day.", nameof(command.OpensOn));
            call ??= new() { Id = command.Id, InitiativeId = initiative };
            (call.Year, call.Eligibility, call.OpensOn, call.JudgesPerCase, call.Scale) = (year.StartYear, command.Eligibility, command.OpensOn.Value, command.JudgesPerCase!.Value, command.Scale!.Value);
            (call.Criteria, call.Ties) = ([.. command.Criteria.Select(c => c with { Name = SaveCall.Fill(c.Name), Hint = (c.Hint ?? "").Trim() })], [.. command.Ties]);
            (call.Text, call.ClosesOn, call.ScoresUntil) = (command.Filled, command.ClosesOn!.Value, command.ScoresUntil!.Value);
            session.Store(call);
            return CommandAnswer.Done;
        }

        if (command.ClosesOn != call.ClosesOn && (command.ClosesOn < call.ClosesOn || now >= call.ClosesAt))
            return CommandAnswer.Refused("announced", "公表した締切は、過ぎる前に、先へ延ばすことだけができます。", "The announced last day can only be put off, and only before it has passed.", nameof(command.ClosesOn));
        if (command.ScoresUntil != call.ScoresUntil && (command.ScoresUntil < call.ScoresUntil || now >= call.ScoringEnds || call.State != CallState.Announced))
            return CommandAnswer.Refused("announced", "採点の期限は、過ぎる前に、先へ延ばすことだけができます。", "The last day for scores can only be put off, and only before it has passed.", nameof(command.ScoresUntil));
        (call.Text, call.ClosesOn, call.ScoresUntil) = (command.Filled, command.ClosesOn!.Value, command.ScoresUntil!.Value);
        session.Store(call);
        if (call.State == CallState.Announced) await session.OpenRoundAsync(call.Id, call.ScoringEnds, cancellationToken);
        return CommandAnswer.Done;
    }
}

/// <summary>Announces a call (公募を公表する): everybody sees it, and from the first day on it takes submissions.</summary>
/// <param name="Id">The call.</param>
[MessageIdentity("community-business.announce-call.v1")]
[NewEntries(Features.Contests)]
public sealed record AnnounceCall(Guid Id);

/// <summary>Announces it.</summary>
public static class AnnounceCallHandler
{
    /// <summary>Once; from then on its rules stand. The round of scores is opened with its deadline.</summary>
    public static async Task<CommandAnswer> Handle(AnnounceCall command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<Call>(command.Id, cancellationToken) is not { } call) return CommandAnswer.Unknown;
        if (call.State != CallState.Draft) return CommandAnswer.Done;
        if (!await gates.IsOnAsync(Features.Contests, call.FiscalYear, call.InitiativeId)) return CommandAnswer.Off;
        if (clock.GetUtcNow() >= call.ClosesAt)
            return CommandAnswer.Refused("past", "締切が過ぎています。日付を直してから公表してください。", "The last day has passed. Put the days right first.");
        call.State = CallState.Announced;
        session.Store(call);
        await session.OpenRoundAsync(call.Id, call.ScoringEnds, cancellationToken);
        return CommandAnswer.Done;
    }
}

/// <summary>Throws a draft away (下書きを消す).</summary>
/// <param name="Id">The call.</param>
[MessageIdentity("community-business.remove-call.v1")]
[NoNewEntries("throws a draft away")]
public sealed record RemoveCall(Guid Id);

/// <summary>Throws it away.</summary>
public static class RemoveCallHandler
{
    /// <summary>Only a draft; what was announced stays.</summary>
    public static async Task<CommandAnswer> Handle(RemoveCall command, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<Call>(command.Id, cancellationToken) is not { } call) return CommandAnswer.Unknown;
        if (call.State != CallState.Draft) return CommandAnswer.Refused("announced", "公表した公募は消せません。", "What was announced cannot be thrown away.");
        session.Delete(call);
        session.DeleteWhere<CallJudge>(j => j.CallId == call.Id);
        return CommandAnswer.Done;
    }
}
