using Kenmin.Modularity;
using Kenmin.Pages;
using Kenmin.Programs.Initiatives.Enabling;
using Kenmin.SharedKernel;
using static Kenmin.Pages.Texts;

namespace Kenmin.Programs.Initiatives.Overview;

/// <summary>Something that happened to an initiative, in words: for the page and for the file.</summary>
internal sealed record HistoryLine(DateTimeOffset At, LocalizedText What, string Reason, InitiativeActor By)
{
    /// <summary>The lines of what happened, in the same order.</summary>
    public static IReadOnlyList<HistoryLine> Of(IEnumerable<object> events, ModuleCatalog catalog) =>
        [.. events.Select(e => LineOf(e, catalog)).OfType<HistoryLine>()];

    private static HistoryLine? LineOf(object happened, ModuleCatalog catalog) => happened switch
    {
        InitiativeDrafted e => new(e.At, e.CopiedFrom is null ? L("下書きをつくった", "Drafted") : L("前の年度の事業からコピーした", "Copied from the year before"), "", e.By),
        InitiativeRevised e => new(e.At, L($"内容を変えた（{Fields(e.Changed)}）", $"Changed: {Fields(e.Changed)}"), "", e.By),
        InitiativeStepTaken e => new(e.At, e.Step.Name(), e.Reason, e.By),
        InitiativeProfilesApplied e => new(e.At, L(
            $"{FiscalYearText.Of(e.Year)}にひな形を使った（{Profiles(e.Profiles, catalog)}）", $"Presets applied in {FiscalYearText.Of(e.Year)}: {Profiles(e.Profiles, catalog)}"), "", e.By),
        InitiativeModulesChosen e => new(e.At, L(
            $"{FiscalYearText.Of(e.Year)}に使う機能を選んだ（{Modules(e.Modules, catalog)}）", $"Modules of {FiscalYearText.Of(e.Year)}: {Modules(e.Modules, catalog)}"), "", e.By),
        InitiativeSettingsChanged e => new(e.At, L(
            $"「{catalog.OfferName(e.Module)}」の設定を変えた（{(e.Year is { } y ? FiscalYearText.Of(y) : "各年度共通")}）",
            $"Settings of {catalog.OfferName(e.Module)} changed ({(e.Year is { } x ? FiscalYearText.Of(x) : "all years")})"), "", e.By),
        _ => null,
    };

    private static string Fields(string[] fields) => Join(fields.Select(f => InitiativeWords.FieldName(f).ToString()));

    private static string Modules(string[] modules, ModuleCatalog catalog) =>
        modules.Length == 0 ? L("なし", "none").ToString() : Join(modules.Select(m => catalog.OfferName(m).ToString()));

    private static string Profiles(string[] profiles, ModuleCatalog catalog)
    {
        var known = catalog.Profiles();
        return Join(profiles.Select(p => known.TryGetValue(p, out var name) ? name.ToString() : p));
    }

    private static string Join(IEnumerable<string> words) => string.Join(L("、", ", ").ToString(), words);
}
