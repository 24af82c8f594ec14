using System.Globalization;
using System.Text;
using Kenmin.Modularity.Access;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Http;

namespace Kenmin.Programs.Initiatives.Drafting;

/// <summary>The details of an initiative as they stand in a form: texts, shown again as they were typed.</summary>
internal sealed class DetailsInput
{
    public Guid Id { get; init; }

    public int Revision { get; init; }

    public string Slug { get; init; } = "";

    public LocalizedText Name { get; init; } = new("", "");

    public LocalizedText Summary { get; init; } = new("", "");

    public LocalizedText Department { get; init; } = new("", "");

    public string Policy { get; init; } = "";

    public List<string> Owners { get; init; } = [];

    public List<string> Years { get; init; } = [];

    public Dictionary<int, string> Budgets { get; init; } = [];

    public List<string> Municipalities { get; init; } = [];

    /// <summary>A form for something new: this fiscal year, run by whoever fills it in.</summary>
    public static DetailsInput New(FiscalYear year, Guid? owner) => new()
    {
        Id = Guid.CreateVersion7(), Years = [Text(year)], Owners = owner is { } account ? [account.ToString()] : [],
    };

    public static DetailsInput Of(Initiative i) => new()
    {
        Id = i.Id, Revision = i.Revision, Slug = i.Details.Slug, Name = i.Details.Name, Summary = i.Details.Summary, Department = i.Details.Department,
        Policy = i.Details.Policy.ToString(), Owners = [.. i.Details.Owners.Select(o => o.Account.ToString())], Years = [.. i.Details.Years.Select(Text)],
        Budgets = i.Details.Budgets.ToDictionary(b => b.Key.StartYear, b => b.Value.ToString(CultureInfo.InvariantCulture)),
        Municipalities = [.. i.Details.Municipalities],
    };

    public static DetailsInput Read(IFormCollection form) => new()
    {
        Id = Guid.TryParse(form["Id"], out var id) ? id : Guid.CreateVersion7(),
        Revision = int.TryParse(form["Revision"], CultureInfo.InvariantCulture, out var revision) ? revision : 0,
        Slug = form["Slug"].ToString(),
        Name = Both(form, "Name"),
        Summary = Both(form, "Summary"),
        Department = Both(form, "Department"),
        Policy = form["Policy"].ToString(),
        Owners = [.. form["Owners"].OfType<string>()],
        Years = [.. form["Years"].OfType<string>()],
        Budgets = form.Keys.Where(k => k.StartsWith("Budgets[", StringComparison.Ordinal) && !string.IsNullOrWhiteSpace(form[k]))
            .Select(k => (Year: int.TryParse(k.AsSpan(8).TrimEnd(']'), CultureInfo.InvariantCulture, out var year) ? year : 0, Text: form[k].ToString()))
            .DistinctBy(b => b.Year).ToDictionary(b => b.Year, b => b.Text),
        Municipalities = [.. form["Municipalities"].OfType<string>()],
    };

    /// <summary>The details, as far as they can be read, and what cannot.</summary>
    /// <param name="owners">The accounts that can be put in charge.</param>
    public (InitiativeDetails Details, IReadOnlyList<InitiativeProblem> Problems) ToDetails(IReadOnlyList<StaffMember> owners)
    {
        var problems = new List<InitiativeProblem>();
        var years = new List<FiscalYear>();
        foreach (var text in Years)
            if (FiscalYear.Parse(text).TryGet(out var year)) years.Add(year);
            else problems.Add(new("Years", FiscalYear.Parse(text).Error));
        var budgets = new Dictionary<FiscalYear, long>();
        foreach (var (start, text) in Budgets.Where(b => b.Key is >= FiscalYear.EarliestYear and <= FiscalYear.LatestYear))
            if (Yen(text) is { } yen) budgets[new(start)] = yen;
            else
                problems.Add(new($"Budgets[{start}]", new(
                    "予算額は、円単位の整数で入力してください（例：1,200,000）。", "Enter the budget in whole yen, such as 1,200,000.")));
        var byId = owners.ToDictionary(o => o.AccountId.ToString());
        if (Owners.Any(o => !byId.ContainsKey(o)))
            problems.Add(new("Owners", new("担当者を一覧から選んでください。", "Choose owners from the list.")));

        var details = new InitiativeDetails
        {
            Slug = Slug, Name = Name, Summary = Summary, Department = Department,
            Policy = Enum.TryParse<PlanPolicy>(Policy, out var policy) ? policy : (PlanPolicy)(-1),
            Owners = [.. Owners.Where(byId.ContainsKey).Select(o => new InitiativeOwner(byId[o].AccountId, byId[o].Name))],
            Years = years, Budgets = budgets, Municipalities = Municipalities,
        };
        return (details, problems);
    }

    /// <summary>Whole yen in any width, with or without separators and 円; null when it is no such number.</summary>
    internal static long? Yen(string text)
    {
        string narrow;
        try
        {
            narrow = text.Normalize(NormalizationForm.FormKC).Replace(",", "", StringComparison.Ordinal).Replace("円", "", StringComparison.Ordinal).Trim();
        }
        catch (ArgumentException)
        {
            return null;
        }

        return long.TryParse(narrow, NumberStyles.None, CultureInfo.InvariantCulture, out var yen) ? yen : null;
    }

    private static string Text(FiscalYear year) => year.StartYear.ToString(CultureInfo.InvariantCulture);

    private static LocalizedText Both(IFormCollection form, string field) => new(Lines(form[field + ".Ja"]), Lines(form[field + ".En"]));

    private static string Lines(string? text) => (text ?? "").Replace("\r\n", "\n", StringComparison.Ordinal);
}
