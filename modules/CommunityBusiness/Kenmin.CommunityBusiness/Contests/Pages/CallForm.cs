using System.Globalization;
using Kenmin.CommunityBusiness.Organisations;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Contests.Pages;

/// <summary>
/// What is typed about a call. Fields have the names of the command's, so that what stands against it is shown where it is. A list of which
/// nothing was sent comes as null.
/// </summary>
internal sealed class CallForm
{
    private const string Earlier = "earlier";

    /// <summary>The call's id, made when the page is opened, so that sending twice writes one.</summary>
    public string? Id { get; set; }

    /// <summary>The initiative it belongs to; blank for none.</summary>
    public string? Initiative { get; set; }

    /// <summary>The title in Japanese.</summary>
    public string? TitleJa { get; set; }

    /// <summary>The title in English.</summary>
    public string? TitleEn { get; set; }

    /// <summary>What it is for, in Japanese.</summary>
    public string? PurposeJa { get; set; }

    /// <summary>What it is for, in English.</summary>
    public string? PurposeEn { get; set; }

    /// <summary>The text in Japanese.</summary>
    public string? TextJa { get; set; }

    /// <summary>The text in English.</summary>
    public string? TextEn { get; set; }

    /// <summary>The first day.</summary>
    public string? OpensOn { get; set; }

    /// <summary>The last day for submissions.</summary>
    public string? ClosesOn { get; set; }

    /// <summary>The last day for scores.</summary>
    public string? ScoresUntil { get; set; }

    /// <summary>How many judges look at each case.</summary>
    public string? JudgesPerCase { get; set; }

    /// <summary>The highest score.</summary>
    public string? Scale { get; set; }

    /// <summary>The scoring sheet.</summary>
    public List<CriterionForm> Criteria { get; set => field = value ?? []; } = [];

    /// <summary>What decides first between equals.</summary>
    public string? Tie1 { get; set; }

    /// <summary>What decides then.</summary>
    public string? Tie2 { get; set; }

    /// <summary>Stages that may hand in.</summary>
    public List<string> Stages { get; set => field = value ?? []; } = [];

    /// <summary>Municipalities that may hand in.</summary>
    public List<string> Municipalities { get; set => field = value ?? []; } = [];

    /// <summary>Kinds of organisation that may hand in.</summary>
    public List<string> Kinds { get; set => field = value ?? []; } = [];

    /// <summary>Whether there must be an organisation: yes, or nothing.</summary>
    public List<string> Needs { get; set => field = value ?? []; } = [];

    /// <summary>The business was begun at most so many years ago.</summary>
    public string? MostYears { get; set; }

    /// <summary>The business was begun at least so many years ago.</summary>
    public string? LeastYears { get; set; }

    internal static IReadOnlyList<FieldOption> Ties { get; } =
    [
        new(Earlier, new("先に応募したほう", "Who handed in earlier")),
        .. Enumerable.Range(1, Call.MostCriteria).Select(i => new FieldOption($"c{i}", new($"審査項目 {i} の点が高いほう", $"The higher score in criterion {i}"))),
    ];

    internal static CallForm New(DateTimeOffset now) => new CallForm { Id = Guid.CreateVersion7(now).ToString(), JudgesPerCase = "2", Scale = "5", Tie1 = "c1", Tie2 = Earlier }.Padded();

    internal static CallForm Of(Call c) => new CallForm
    {
        Id = c.Id.ToString(), TitleJa = c.Text.Title.Ja, TitleEn = c.Text.Title.En, PurposeJa = c.Text.Purpose.Ja, PurposeEn = c.Text.Purpose.En, TextJa = c.Text.Text.Ja, TextEn = c.Text.Text.En,
        OpensOn = Dates.Iso(c.OpensOn), ClosesOn = Dates.Iso(c.ClosesOn), ScoresUntil = Dates.Iso(c.ScoresUntil), JudgesPerCase = Text(c.JudgesPerCase), Scale = Text(c.Scale),
        Criteria = [.. c.Criteria.Select(k => new CriterionForm { NameJa = k.Name.Ja, NameEn = k.Name.En, Hint = k.Hint, Weight = Text(k.Weight) })],
        Tie1 = TieOf(c, 0), Tie2 = TieOf(c, 1), Stages = [.. c.Eligibility.Stages.Select(s => s.ToString())], Municipalities = [.. c.Eligibility.Municipalities], Kinds = [.. c.Eligibility.Kinds.Select(k => k.ToString())],
        Needs = c.Eligibility.NeedsOrganisation ? ["yes"] : [], MostYears = c.Eligibility.MostYears is { } most ? Text(most) : null, LeastYears = c.Eligibility.LeastYears is { } least ? Text(least) : null,
    }.Padded();

    /// <summary>With a line for each criterion that may be.</summary>
    internal CallForm Padded()
    {
        while (Criteria.Count < Call.MostCriteria) Criteria.Add(new());
        return this;
    }

    internal SaveCall ToCommand(Guid id, Guid? initiative, Doer by, FormErrors errors)
    {
        List<ScoreCriterion> criteria = [];
        foreach (var (line, i) in Criteria.Take(Call.MostCriteria).Select((l, i) => (l, i)))
        {
            if (string.IsNullOrWhiteSpace(line.NameJa)) continue;
            var weight = errors.TakeNumber($"Input.Criteria[{i}].Weight", line.Weight);
            criteria.Add(new($"c{i + 1}", new(line.NameJa, line.NameEn ?? ""), line.Hint ?? "", weight ?? 1));
        }

        return new(id, initiative, new(new(TitleJa ?? "", TitleEn ?? ""), new(PurposeJa ?? "", PurposeEn ?? ""), new(TextJa ?? "", TextEn ?? "")),
            new([.. Read<VentureStage>(Stages)], [.. Municipalities.Select(m => Municipality.ByCode(m)?.Code6).OfType<string>()], [.. Read<OrganisationKind>(Kinds)], Needs.Count > 0,
                errors.TakeNumber("Input.MostYears", MostYears), errors.TakeNumber("Input.LeastYears", LeastYears)),
            errors.TakeDay("Input.OpensOn", OpensOn), errors.TakeDay("Input.ClosesOn", ClosesOn), errors.TakeDay("Input.ScoresUntil", ScoresUntil), errors.TakeNumber("Input.JudgesPerCase", JudgesPerCase), errors.TakeNumber("Input.Scale", Scale),
            criteria, [.. new[] { Tie1, Tie2 }.Where(t => !string.IsNullOrEmpty(t)).Select(t => t == Earlier ? new TieStep(TieRule.EarlierSubmission) : new TieStep(TieRule.HigherInCriterion, t))], by);
    }

    /// <summary>Shows why it was refused; what has no field of its own is shown at the first of its fields.</summary>
    internal static void Take(FormErrors errors, CommandAnswer answer) => errors.Take(
        answer with { Field = answer.Field switch { nameof(SaveCall.Criteria) => "Criteria[0].NameJa", nameof(SaveCall.Ties) => nameof(Tie1), var field => field } }, "Input");

    private static IEnumerable<T> Read<T>(IEnumerable<string> texts)
        where T : struct, Enum => texts.Select(t => Enum.TryParse<T>(t, out var read) && Enum.IsDefined(read) ? read : (T?)null).OfType<T>();

    private static string? TieOf(Call call, int at) => call.Ties.Count <= at ? null : call.Ties[at].Rule == TieRule.EarlierSubmission ? Earlier : call.Ties[at].Criterion;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A line of the scoring sheet.</summary>
internal sealed class CriterionForm
{
    /// <summary>What is judged, in Japanese.</summary>
    public string? NameJa { get; set; }

    /// <summary>What is judged, in English.</summary>
    public string? NameEn { get; set; }

    /// <summary>What to look at.</summary>
    public string? Hint { get; set; }

    /// <summary>How much it counts.</summary>
    public string? Weight { get; set; }
}

/// <summary>What is typed to hand something in. Fields have the names of the command's.</summary>
public sealed class SubmissionForm
{
    /// <summary>The submission's id, made when the page is opened.</summary>
    public string? Id { get; set; }

    /// <summary>The venture.</summary>
    public string? VentureId { get; set; }

    /// <summary>The title.</summary>
    public string? Title { get; set; }

    /// <summary>The problem.</summary>
    public string? Problem { get; set; }

    /// <summary>What is done.</summary>
    public string? Approach { get; set; }

    /// <summary>The local means.</summary>
    public string? Resource { get; set; }

    /// <summary>What becomes better.</summary>
    public string? Effect { get; set; }

    /// <summary>How it goes on.</summary>
    public string? Continuation { get; set; }

    /// <summary>When the business was begun.</summary>
    public string? BegunOn { get; set; }

    internal static SubmissionForm Of(Submission s) => new()
    {
        Id = s.Id.ToString(), VentureId = s.VentureId.ToString(), Title = s.Text.Title, Problem = s.Text.Problem, Approach = s.Text.Approach, Resource = s.Text.Resource, Effect = s.Text.Effect, Continuation = s.Text.Continuation,
        BegunOn = s.Snapshot.BegunOn is { } begun ? Dates.Iso(begun) : null,
    };

    internal HandIn ToCommand(Guid id, Guid call, Guid venture, Doer by, FormErrors errors) => new(
        id, call, venture, new(Title ?? "", Problem ?? "", Approach ?? "", Resource ?? "", Effect ?? "", Continuation ?? ""), errors.TakeDay("Input.BegunOn", BegunOn), by);
}

/// <summary>Answers, codes, reasons and what may be shown.</summary>
internal sealed class ContestForm
{
    /// <summary>A name.</summary>
    public string? Name { get; set; }

    /// <summary>The account of a member of staff.</summary>
    public string? AccountId { get; set; }

    /// <summary>A code.</summary>
    public string? Code { get; set; }

    /// <summary>A judge.</summary>
    public string? JudgeId { get; set; }

    /// <summary>Yes or no.</summary>
    public string? Answer { get; set; }

    /// <summary>Why.</summary>
    public string? Reason { get; set; }

    /// <summary>Whether a name is shown: yes, or nothing.</summary>
    public List<string> Show { get; set => field = value ?? []; } = [];

    /// <summary>A summary for everybody.</summary>
    public string? Summary { get; set; }

    /// <summary>A text in Japanese.</summary>
    public string? TextJa { get; set; }

    /// <summary>A text in English.</summary>
    public string? TextEn { get; set; }
}

/// <summary>A scoring sheet as it is typed.</summary>
internal sealed class SheetForm
{
    /// <summary>The button that was used: hand-in, or keep.</summary>
    public string? Do { get; set; }

    /// <summary>A line for each criterion.</summary>
    public List<SheetLineForm> Lines { get; set => field = value ?? []; } = [];

    internal static SheetForm Of(Call call, Sheet? sheet) => new()
    {
        Lines = [.. call.Criteria.Select(c => sheet is not null && sheet.Scores.TryGetValue(c.Key, out var line)
            ? new SheetLineForm { Score = line.Score.ToString(CultureInfo.InvariantCulture), Comment = line.Comment } : new SheetLineForm())],
    };

    internal WriteSheet ToCommand(Call call, Guid submission, Doer by) => new(submission,
        call.Criteria.Select((c, i) => (c.Key, Line: i < Lines.Count ? Lines[i] : new())).Where(l => int.TryParse(l.Line.Score, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .ToDictionary(l => l.Key, l => new ScoreLine(int.Parse(l.Line.Score!, CultureInfo.InvariantCulture), l.Line.Comment ?? ""), StringComparer.Ordinal), Do == "hand-in", by);

    /// <summary>Shows why it was refused, at the line it is about.</summary>
    internal static void Take(FormErrors errors, CommandAnswer answer, Call call)
    {
        var field = answer.Field;
        foreach (var (criterion, i) in call.Criteria.Select((c, i) => (c, i)))
            foreach (var what in new[] { nameof(SheetLineForm.Score), nameof(SheetLineForm.Comment) })
                if (field == WriteSheetHandler.Field(criterion.Key, what)) field = $"Lines[{i}].{what}";
        errors.Take(answer with { Field = field }, "Input");
    }
}

/// <summary>A line of a scoring sheet.</summary>
internal sealed class SheetLineForm
{
    /// <summary>The score.</summary>
    public string? Score { get; set; }

    /// <summary>The comment.</summary>
    public string? Comment { get; set; }
}

/// <summary>A decision as it is typed.</summary>
internal sealed class DecisionForm
{
    /// <summary>Why it deviates from the ranking.</summary>
    public string? DeviationReason { get; set; }

    /// <summary>A line for each case.</summary>
    public List<DecisionLineForm> Lines { get; set => field = value ?? []; } = [];
}

/// <summary>What is decided of a case.</summary>
internal sealed class DecisionLineForm
{
    /// <summary>The case.</summary>
    public string? Id { get; set; }

    /// <summary>yes or no.</summary>
    public string? Accepted { get; set; }

    /// <summary>Why.</summary>
    public string? Reason { get; set; }
}
