using System.Text.RegularExpressions;
using Kenmin.Modularity;
using Kenmin.Programs.Initiatives.Enabling;
using Kenmin.SharedKernel;

namespace Kenmin.Programs.Initiatives.Copying;

/// <summary>Something that can be carried over to the next year.</summary>
/// <param name="Key">What names it in forms and requests.</param>
/// <param name="Name">What it is.</param>
internal sealed record CopyItem(string Key, LocalizedText Name);

/// <summary>
/// What a copy for the next fiscal year would be: pure, the same in the preview and in the doing. Names, department and the part
/// of the plan are always carried over; everything else by choice.
/// </summary>
/// <param name="Year">The fiscal year of the copy.</param>
/// <param name="Details">What the copy is.</param>
/// <param name="Modules">The modules that are enabled.</param>
/// <param name="Settings">What is set for them.</param>
internal sealed partial record CopyPlan(
    FiscalYear Year, InitiativeDetails Details, IReadOnlyList<string> Modules, IReadOnlyList<ModuleSettings> Settings)
{
    public const string Owners = "owners", Municipalities = "municipalities", Budget = "budget", Summary = "summary";

    private const string ModulePrefix = "module:";
    private const string SettingsPrefix = "settings:";

    /// <summary>The fiscal year after the last of an initiative.</summary>
    public static FiscalYear NextYearOf(Initiative source) => source.Details.Years.Max().Next;

    /// <summary>What can be carried over.</summary>
    public static IReadOnlyList<CopyItem> ItemsOf(Initiative source, ModuleCatalog catalog)
    {
        var last = source.Details.Years.Max();
        return
        [
            new(Summary, new("説明", "Description")),
            new(Owners, new("担当者", "Owners")),
            new(Municipalities, new("対象の市町", "Municipalities")),
            new(Budget, new($"予算額（{last.Name.Ja}と同じ額）", $"Budget (as in {last.Name.En})")),
            .. (source.Modules.GetValueOrDefault(last) ?? []).Select(m => new CopyItem(
                ModulePrefix + m, new($"機能「{catalog.OfferName(m).Ja}」を使う", $"Module: {catalog.OfferName(m).En}"))),
            .. source.Settings.Where(s => s.Year is null || s.Year == last).Select(s => s.Module).Distinct().Select(m => new CopyItem(
                SettingsPrefix + m, new($"「{catalog.OfferName(m).Ja}」の設定", $"Settings of {catalog.OfferName(m).En}"))),
        ];
    }

    /// <summary>An address for the copy: that of the source with the new year.</summary>
    public static string SlugFor(Initiative source)
    {
        var year = NextYearOf(source).StartYear;
        var stem = YearAtTheEnd().Replace(source.Details.Slug, "");
        return $"{(stem.Length > 55 ? stem[..55].TrimEnd('-') : stem)}-{year}";
    }

    public static CopyPlan Of(Initiative source, IReadOnlySet<string> items, string slug, InitiativeActor actor)
    {
        var last = source.Details.Years.Max();
        var next = NextYearOf(source);
        var details = new InitiativeDetails
        {
            Slug = slug,
            Name = source.Details.Name,
            Summary = items.Contains(Summary) ? source.Details.Summary : source.Details.Name,
            Department = source.Details.Department,
            Owners = items.Contains(Owners) || actor.Account is not { } account ? source.Details.Owners : [new(account, actor.Name)],
            Policy = source.Details.Policy,
            Years = [next],
            Budgets = items.Contains(Budget) && source.Details.Budgets.TryGetValue(last, out var budget) ? new() { [next] = budget } : [],
            Municipalities = items.Contains(Municipalities) ? source.Details.Municipalities : [],
        };
        return new(
            next, details.Tidied(),
            [.. (source.Modules.GetValueOrDefault(last) ?? []).Where(m => items.Contains(ModulePrefix + m))],
            // The year's own values become those of the new year, so that standing values stay what they were.
            [.. source.Settings.Where(s => (s.Year is null || s.Year == last) && items.Contains(SettingsPrefix + s.Module))
                .Select(s => s with { Year = s.Year is null ? null : next })]);
    }

    [GeneratedRegex("-20[0-9]{2}$")]
    private static partial Regex YearAtTheEnd();
}
