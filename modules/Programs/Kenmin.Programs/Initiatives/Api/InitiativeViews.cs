using System.Globalization;
using Kenmin.Modularity.Initiatives;
using Kenmin.Programs.Initiatives.Drafting;
using Kenmin.SharedKernel;

namespace Kenmin.Programs.Initiatives.Api;

/// <summary>A text in both languages.</summary>
internal sealed record TextView(string? Ja, string? En)
{
    public static TextView Of(LocalizedText text) => new(text.Ja, text.En);

    public static LocalizedText ToText(TextView? view) => new(view?.Ja ?? "", view?.En ?? "");
}

/// <summary>Somebody who runs an initiative.</summary>
internal sealed record OwnerView(Guid Account, string Name);

/// <summary>What was set for a module; the year is null for all years.</summary>
internal sealed record ModuleSettingsView(string Module, int? Year, IReadOnlyDictionary<string, string> Values);

/// <summary>An initiative as staff see it. Years are fiscal years, by the year they start in.</summary>
internal sealed record InitiativeView(
    Guid Id, int Revision, string Slug, TextView Name, TextView Summary, TextView Department, IReadOnlyList<OwnerView> Owners, string Policy,
    IReadOnlyList<int> Years, IReadOnlyDictionary<string, long> Budgets, IReadOnlyList<string> Municipalities, string State,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Modules, IReadOnlyList<ModuleSettingsView> Settings, Guid? CopiedFrom)
{
    public static InitiativeView Example { get; } = new(
        new("0199f000-0000-7000-8000-000000001001"), 3, "mihon-sports-festival", new("見本スポーツ大会事業", "Sample sports festival"),
        new("県内各地で開く見本の大会です。", "A sample festival all over the prefecture."), new("見本課", "Sample division"),
        [new(new("0199f000-0000-7000-8000-000000000003"), "見本 事子")], "needed-fields", [2026], new Dictionary<string, long> { ["2026"] = 48_000_000 },
        ["352039"], "running", new Dictionary<string, IReadOnlyList<string>> { ["2026"] = ["programs", "sports-volunteers"] },
        [new("sports-volunteers", null, new Dictionary<string, string> { ["offerHours"] = "48" })], null);

    public static InitiativeView Of(Initiative i) => new(
        i.Id, i.Revision, i.Details.Slug, TextView.Of(i.Details.Name), TextView.Of(i.Details.Summary), TextView.Of(i.Details.Department),
        [.. i.Details.Owners.Select(o => new OwnerView(o.Account, o.Name))], ApiNames.Of(i.Details.Policy), [.. i.Details.Years.Select(y => y.StartYear)],
        i.Details.Budgets.ToDictionary(b => ApiNames.Of(b.Key), b => b.Value), i.Details.Municipalities, ApiNames.Of(i.State),
        i.Modules.ToDictionary(m => ApiNames.Of(m.Key), m => (IReadOnlyList<string>)m.Value),
        [.. i.Settings.Select(s => new ModuleSettingsView(s.Module, s.Year?.StartYear, s.Values))], i.CopiedFrom);
}

/// <summary>An initiative as everybody sees it.</summary>
internal sealed record PublicInitiativeView(
    Guid Id, string Slug, string Name, string State, IReadOnlyList<int> Years, IReadOnlyList<string> Municipalities)
{
    public static PublicInitiativeView Example { get; } = new(
        InitiativeView.Example.Id, InitiativeView.Example.Slug, "見本スポーツ大会事業", "running", [2026], []);

    public static PublicInitiativeView Of(InitiativeFacts i) => new(
        i.Id, i.Slug, i.Name.ToString(), ApiNames.Of(i.State), [.. i.Years.Order().Select(y => y.StartYear)], [.. i.Municipalities.Order(StringComparer.Ordinal)]);
}

/// <summary>The details of an initiative as a program sends them.</summary>
/// <param name="Revision">The revision that a change was made on; not needed for a new one.</param>
/// <param name="Slug">The short name in its public address.</param>
/// <param name="Name">Its name.</param>
/// <param name="Summary">What it does for whom.</param>
/// <param name="Department">The department that runs it.</param>
/// <param name="Owners">Accounts that hold the role of a program owner.</param>
/// <param name="Policy">participation, organisations, collaboration or needed-fields.</param>
/// <param name="Years">Fiscal years, by the year they start in.</param>
/// <param name="Budgets">Whole yen by fiscal year.</param>
/// <param name="Municipalities">Codes of 6 digits; none for the whole prefecture.</param>
internal sealed record InitiativeRequest(
    int? Revision, string? Slug, TextView? Name, TextView? Summary, TextView? Department, IReadOnlyList<Guid>? Owners, string? Policy,
    IReadOnlyList<int>? Years, IReadOnlyDictionary<string, long>? Budgets, IReadOnlyList<string>? Municipalities)
{
    public static InitiativeRequest Example { get; } = new(
        1, "mihon-clean-up", new("見本環境美化事業", "Sample clean-up campaign"), new("川や海岸を清掃します。", "Cleans rivers and beaches."),
        new("見本課", "Sample division"), [new("0199f000-0000-7000-8000-000000000003")], "collaboration", [2027],
        new Dictionary<string, long> { ["2027"] = 1_500_000 }, ["352039"]);

    /// <summary>The same as a form would say it, so that both are read by the same rules.</summary>
    public DetailsInput ToInput(Guid id) => new()
    {
        Id = id, Revision = Revision ?? 0, Slug = Slug ?? "", Name = TextView.ToText(Name), Summary = TextView.ToText(Summary), Department = TextView.ToText(Department),
        Policy = (Policy ?? "").Replace("-", "", StringComparison.Ordinal) is var policy && Enum.TryParse<PlanPolicy>(policy, ignoreCase: true, out var known) && !policy.Any(char.IsAsciiDigit)
            ? known.ToString() : "",
        Owners = [.. (Owners ?? []).Select(o => o.ToString())],
        Years = [.. (Years ?? []).Select(y => y.ToString(CultureInfo.InvariantCulture))],
        Budgets = (Budgets ?? new Dictionary<string, long>())
            .Select(b => (Year: int.TryParse(b.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? year : FiscalYear.EarliestYear, b.Value))
            .DistinctBy(b => b.Year).ToDictionary(b => b.Year, b => b.Value.ToString(CultureInfo.InvariantCulture)),
        Municipalities = [.. (Municipalities ?? []).OfType<string>()],
    };
}

/// <summary>Takes a step.</summary>
/// <param name="Reason">Why; needed to send back, close and archive.</param>
internal sealed record StepRequest(string? Reason);

/// <summary>Chooses the modules of a fiscal year.</summary>
/// <param name="Modules">The keys of all that are to be enabled.</param>
internal sealed record ModulesRequest(IReadOnlyList<string>? Modules);

/// <summary>Sets a module.</summary>
/// <param name="Values">Values by the setting's key, as texts; what is left out or blank falls back to what applies without it.</param>
internal sealed record SettingsRequest(IReadOnlyDictionary<string, string?>? Values);

/// <summary>Applies presets.</summary>
/// <param name="Year">The fiscal year in which their modules are enabled.</param>
/// <param name="Profiles">Their keys.</param>
/// <param name="Decisions">The value for each setting in which they differ, by <c>module/setting</c>.</param>
internal sealed record ProfilesRequest(int Year, IReadOnlyList<string>? Profiles, IReadOnlyDictionary<string, string>? Decisions);

/// <summary>Copies to the next fiscal year.</summary>
/// <param name="Slug">The copy's public address.</param>
/// <param name="Items">What carries over: summary, owners, municipalities, budget, module:KEY, settings:KEY.</param>
/// <param name="Another">Make one although there is a copy already.</param>
internal sealed record CopyRequest(string? Slug, IReadOnlyList<string>? Items, bool Another);

/// <summary>Something that happened to an initiative.</summary>
/// <param name="What">The event's name.</param>
/// <param name="At">When.</param>
/// <param name="By">Who; empty for the calendar.</param>
/// <param name="Reason">Why, where a reason was given.</param>
/// <param name="Step">The step, where one was taken.</param>
/// <param name="Changed">What changed, where something did.</param>
internal sealed record HistoryView(string What, DateTimeOffset At, string By, string? Reason, string? Step, IReadOnlyList<string> Changed)
{
    public static HistoryView Example { get; } =
        new("step-taken", new(2026, 4, 1, 0, 0, 0, TimeSpan.FromHours(9)), "", null, "start", []);

    public static HistoryView? Of(object happened) => happened switch
    {
        InitiativeDrafted e => new("drafted", JapanTime.Local(e.At), e.By.Name, null, null, []),
        InitiativeRevised e => new("revised", JapanTime.Local(e.At), e.By.Name, null, null, [.. e.Changed.Select(ApiNames.Camel)]),
        InitiativeStepTaken e => new("step-taken", JapanTime.Local(e.At), e.By.Name, e.Reason, ApiNames.Of(e.Step), []),
        InitiativeProfilesApplied e => new("profiles-applied", JapanTime.Local(e.At), e.By.Name, null, null, e.Profiles),
        InitiativeModulesChosen e => new("modules-chosen", JapanTime.Local(e.At), e.By.Name, null, null, e.Modules),
        InitiativeSettingsChanged e => new("settings-changed", JapanTime.Local(e.At), e.By.Name, null, null, [e.Module]),
        _ => null,
    };
}

/// <summary>Names as programs write them.</summary>
internal static class ApiNames
{
    public static string Of<T>(T value) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    public static string Of(FiscalYear year) => year.StartYear.ToString(CultureInfo.InvariantCulture);

    public static string Camel(string name) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(name);

    public static InitiativeStep? Step(string name)
    {
        foreach (var step in Enum.GetValues<InitiativeStep>())
            if (Of(step) == name) return step;
        return null;
    }

    /// <summary>The JSON pointer of a field of a form.</summary>
    public static string Pointer(string field) => "#" + string.Concat(field.Split(['.', '[', ']'], StringSplitOptions.RemoveEmptyEntries).Select(p => "/" + Camel(p)));
}
