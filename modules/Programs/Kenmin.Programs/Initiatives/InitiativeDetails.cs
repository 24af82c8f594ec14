using System.Text.RegularExpressions;
using Kenmin.SharedKernel;

namespace Kenmin.Programs.Initiatives;

/// <summary>What an initiative is, as its owners wrote it.</summary>
public sealed partial record InitiativeDetails
{
    /// <summary>The longest name, in characters.</summary>
    public const int LongestName = 100;

    /// <summary>The longest description, in characters.</summary>
    public const int LongestSummary = 1000;

    /// <summary>The highest budget of a year, in yen: ten trillion.</summary>
    public const long HighestBudget = 10_000_000_000_000;

    /// <summary>The most fiscal years of one initiative.</summary>
    public const int MostYears = 10;

    /// <summary>The short name in its public address.</summary>
    public string Slug { get; init; } = "";

    /// <summary>Its name (事業名).</summary>
    public LocalizedText Name { get; init; } = new("", "");

    /// <summary>What it does for whom, in a few sentences.</summary>
    public LocalizedText Summary { get; init; } = new("", "");

    /// <summary>The department (担当課) that runs it.</summary>
    public LocalizedText Department { get; init; } = new("", "");

    /// <summary>The people who run it (事業担当者).</summary>
    public List<InitiativeOwner> Owners { get; init; } = [];

    /// <summary>The part of the promotion plan that it serves.</summary>
    public PlanPolicy Policy { get; init; }

    /// <summary>The fiscal years (年度) it is planned for, ascending.</summary>
    public List<FiscalYear> Years { get; init; } = [];

    /// <summary>The budget (予算額) of a year in whole yen; a year without an entry has none yet.</summary>
    public Dictionary<FiscalYear, long> Budgets { get; init; } = [];

    /// <summary>The municipalities it concerns, by 6-digit code; none: the whole prefecture.</summary>
    public List<string> Municipalities { get; init; } = [];

    /// <summary>What stands against these details, by field; nothing when they can be kept.</summary>
    internal IEnumerable<InitiativeProblem> Problems()
    {
        foreach (var (field, text, longest, ja, en) in new[]
        {
            (nameof(Name) + ".Ja", Name.Ja, LongestName, "事業名（日本語）", "the name in Japanese"),
            (nameof(Name) + ".En", Name.En, LongestName, "事業名（英語）", "the name in English"),
            (nameof(Summary) + ".Ja", Summary.Ja, LongestSummary, "説明（日本語）", "the description in Japanese"),
            (nameof(Summary) + ".En", Summary.En, LongestSummary, "説明（英語）", "the description in English"),
            (nameof(Department) + ".Ja", Department.Ja, LongestName, "担当課（日本語）", "the department in Japanese"),
            (nameof(Department) + ".En", Department.En, LongestName, "担当課（英語）", "the department in English"),
        })
        {
            if (string.IsNullOrWhiteSpace(text)) yield return new(field, new($"{ja}を入力してください。", $"Enter {en}."));
            else if (text.Length > longest || text.Any(c => char.IsControl(c) && c is not ('\n' or '\r')))
                yield return new(field, new($"{ja}は{longest}文字までで入力してください。", $"Keep {en} within {longest} characters."));
        }

        if (!SlugStyle().IsMatch(Slug))
            yield return new(nameof(Slug), new(
                "ページの名前は、英小文字・数字・ハイフンで3～60文字にしてください（例：sports-festival-2026）。",
                "Give the page's address 3 to 60 lower-case letters, digits and hyphens, such as sports-festival-2026."));
        if (!Enum.IsDefined(Policy)) yield return new(nameof(Policy), new("計画の施策を選んでください。", "Choose the part of the plan."));
        if (Owners.Count == 0) yield return new(nameof(Owners), new("担当者を1人以上選んでください。", "Choose at least one owner."));
        if (Years.Count is 0 or > MostYears)
            yield return new(nameof(Years), new($"年度を1つ以上、{MostYears}つまでで選んでください。", $"Choose 1 to {MostYears} fiscal years."));
        foreach (var (year, budget) in Budgets)
            if (budget is < 0 or > HighestBudget || !Years.Contains(year))
                yield return new($"{nameof(Budgets)}[{year.StartYear}]", new(
                    "予算額は、選んだ年度について、0から10兆までの円単位の整数で入力してください。", "Give a budget in whole yen, from 0 to ten trillion, for a chosen year."));
        if (Municipalities.Any(m => Municipality.ByCode(m)?.Code6 != m))
            yield return new(nameof(Municipalities), new("市町を一覧から選んでください。", "Choose municipalities from the list."));
    }

    /// <summary>The fields in which these details differ from others, by name.</summary>
    internal IEnumerable<string> DifferencesFrom(InitiativeDetails other)
    {
        if (Slug != other.Slug) yield return nameof(Slug);
        if (Name != other.Name) yield return nameof(Name);
        if (Summary != other.Summary) yield return nameof(Summary);
        if (Department != other.Department) yield return nameof(Department);
        if (!Owners.Select(o => o.Account).ToHashSet().SetEquals(other.Owners.Select(o => o.Account))) yield return nameof(Owners);
        if (Policy != other.Policy) yield return nameof(Policy);
        if (!Years.ToHashSet().SetEquals(other.Years)) yield return nameof(Years);
        if (!Budgets.ToHashSet().SetEquals(other.Budgets)) yield return nameof(Budgets);
        if (!Municipalities.ToHashSet().SetEquals(other.Municipalities)) yield return nameof(Municipalities);
    }

    /// <summary>The same in a fixed order, without white space around texts.</summary>
    internal InitiativeDetails Tidied() => this with
    {
        Slug = Slug.Trim(),
        Name = Trimmed(Name),
        Summary = Trimmed(Summary),
        Department = Trimmed(Department),
        Owners = [.. Owners.DistinctBy(o => o.Account)],
        Years = [.. Years.Distinct().Order()],
        Municipalities = [.. Municipalities.Distinct().Order(StringComparer.Ordinal)],
    };

    private static LocalizedText Trimmed(LocalizedText text) => new((text.Ja ?? "").Trim(), (text.En ?? "").Trim());

    [GeneratedRegex("^(?=.{3,60}$)[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex SlugStyle();
}

/// <summary>Somebody who runs an initiative.</summary>
/// <param name="Account">The account.</param>
/// <param name="Name">The name as it was when they were chosen.</param>
public sealed record InitiativeOwner(Guid Account, string Name);

/// <summary>The four policies (施策の柱) of the plan for promoting citizens' activity.</summary>
public enum PlanPolicy
{
    /// <summary>Understanding and taking part (県民活動への理解と参加の促進).</summary>
    Participation,

    /// <summary>Organisations that stand by themselves (自立した団体の育成).</summary>
    Organisations,

    /// <summary>Collaboration between all kinds of bodies (多様な主体の協働).</summary>
    Collaboration,

    /// <summary>More activity where the prefecture needs it (県の課題に応じた活動の活発化).</summary>
    NeededFields,
}

/// <summary>What is wrong with a field of a form or request.</summary>
/// <param name="Field">The field, by property path; empty for the whole.</param>
/// <param name="Reason">Why, and what to do.</param>
public sealed record InitiativeProblem(string Field, LocalizedText Reason);
