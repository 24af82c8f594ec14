using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.Programs.FeatureBoard.Board;
using Kenmin.Programs.FeatureBoard.Changes;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static Kenmin.Pages.Texts;

namespace Kenmin.Programs.FeatureBoard.History;

/// <summary>The history as a file: a row for each feature of each change.</summary>
internal sealed class HistoryDownloads(ChangeHistory history, BoardWords words, TimeProvider clock) : ISiteEndpoints, IApiEndpoints
{
    private const string Reason = "the history can be taken out whatever is switched on now";

    private static readonly LocalizedText[] Headings =
    [
        L("日時", "When"), L("種別", "Kind"), L("状態", "State"), L("機能", "Feature"), L("機能のキー", "Feature's key"), L("年度", "Fiscal year"), L("事業", "Initiative"),
        L("前", "Before"), L("後", "After"), L("適用", "In force from"), L("理由", "Reason"), L("決定・起案した人", "Decided or proposed by"), L("経過", "Steps"), L("番号", "Number"),
    ];

    void ISiteEndpoints.Map(IEndpointRouteBuilder site)
    {
        site.MapGet("/admin/features/history.csv", CsvAsync).RequirePermission(ProgramsModule.ReadFeatures).AlwaysOn(Reason).ExcludeFromDescription();
        site.MapGet("/admin/features/history.xlsx", XlsxAsync).RequirePermission(ProgramsModule.ReadFeatures).AlwaysOn(Reason).ExcludeFromDescription();
    }

    void IApiEndpoints.Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/programs/features/changes.csv", CsvAsync).RequirePermission(ProgramsModule.ReadFeatures).AlwaysOn(Reason).WithTags("Programs")
            .Produces(StatusCodes.Status200OK, contentType: "text/csv").WithSummary("機能の決定の履歴（CSV） / History of decisions as CSV");
        api.MapGet("/programs/features/changes.xlsx", XlsxAsync).RequirePermission(ProgramsModule.ReadFeatures).AlwaysOn(Reason).WithTags("Programs")
            .Produces(StatusCodes.Status200OK, contentType: TableFile.XlsxType).WithSummary("機能の決定の履歴（Excel） / History of decisions as xlsx");
    }

    private async Task<IResult> CsvAsync(string? feature, string? year, string? state, string? text, CancellationToken cancellationToken) => Results.File(
        (await TableAsync(FilterOf(feature, year, state, text), cancellationToken)).ToCsv(), TableFile.CsvType, $"feature-history-{Dates.Iso(JapanTime.Today(clock))}.csv");

    private async Task<IResult> XlsxAsync(string? feature, string? year, string? state, string? text, CancellationToken cancellationToken) => Results.File(
        (await TableAsync(FilterOf(feature, year, state, text), cancellationToken)).ToXlsx(L("機能の履歴", "History").ToString()), TableFile.XlsxType,
        $"feature-history-{Dates.Iso(JapanTime.Today(clock))}.xlsx");

    internal static HistoryFilter FilterOf(string? feature, string? year, string? state, string? text) => new(
        string.IsNullOrWhiteSpace(feature) ? null : feature,
        FiscalYear.TryParse(year, null, out var y) ? y : null,
        Enum.TryParse<ChangeState>(state, ignoreCase: true, out var s) ? s : null,
        string.IsNullOrWhiteSpace(text) ? null : text);

    private async Task<TableFile> TableAsync(HistoryFilter filter, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return new([.. Headings.Select(h => h.ToString())], (await history.ListAsync(filter, null, int.MaxValue, cancellationToken)).SelectMany(c => c.Items.Select((item, i) => (IReadOnlyList<string?>)
        [
            Instant(c.At), BoardWords.Kind(c.Kind).ToString(), BoardWords.StateOf(c, now).Text.ToString(), words.Feature(item.Feature).ToString(), item.Feature,
            BoardWords.Year(item.Year).ToString(), words.Initiative(item.Initiative)?.ToString(),
            c.Before.ElementAtOrDefault(i) is { } before ? words.Decision(before).ToString() : null, words.Decision(item).ToString(),
            (c.From ?? c.WishedFrom) is { } from ? Instant(from) : null, c.Reason, c.ByName,
            string.Join(" / ", c.Steps.Select(s => $"{BoardWords.Step(s.What)} {Instant(s.At)} {s.ByName} {s.Text}".Trim())), c.Id.ToString(),
        ])));
    }

    private static string Instant(DateTimeOffset at) => JapanTime.Local(at).ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
}
