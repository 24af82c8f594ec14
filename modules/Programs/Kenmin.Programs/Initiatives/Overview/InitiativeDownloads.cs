using System.Globalization;
using System.Security.Claims;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.Programs.Initiatives.Enabling;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static Kenmin.Pages.Texts;

namespace Kenmin.Programs.Initiatives.Overview;

/// <summary>Initiatives as files: all that somebody may see, and what happened to one of them. Also for those that are over.</summary>
internal sealed class InitiativeDownloads(InitiativeDesk desk, ModuleCatalog catalog, TimeProvider clock) : ISiteEndpoints, IApiEndpoints
{
    private const string Reason = "what was done can be taken out whatever is switched on now";

    void ISiteEndpoints.Map(IEndpointRouteBuilder site) => Map(site, "/staff/initiatives", e => e.ExcludeFromDescription());

    void IApiEndpoints.Map(IEndpointRouteBuilder api) => Map(api, "/programs/initiatives", e => e.WithTags("Programs"));

    private void Map(IEndpointRouteBuilder routes, string root, Action<RouteHandlerBuilder> describe)
    {
        Add("list.csv", TableFile.CsvType, "事業の一覧（CSV） / Initiatives as CSV", (ClaimsPrincipal user, CancellationToken c) => ListAsync(user, false, c));
        Add("list.xlsx", TableFile.XlsxType, "事業の一覧（Excel） / Initiatives as xlsx", (ClaimsPrincipal user, CancellationToken c) => ListAsync(user, true, c));
        Add("{id:guid}/history.csv", TableFile.CsvType, "事業の履歴（CSV） / History of an initiative as CSV",
            (Guid id, ClaimsPrincipal user, CancellationToken c) => HistoryAsync(id, user, false, c));
        Add("{id:guid}/history.xlsx", TableFile.XlsxType, "事業の履歴（Excel） / History of an initiative as xlsx",
            (Guid id, ClaimsPrincipal user, CancellationToken c) => HistoryAsync(id, user, true, c));

        void Add(string path, string type, string summary, Delegate handler) => describe(routes.MapGet($"{root}/{path}", handler)
            .RequirePermission(ProgramsModule.ReadInitiatives).AlwaysOn(Reason)
            .Produces(StatusCodes.Status200OK, contentType: type.Split(';')[0]).ProducesProblem(StatusCodes.Status404NotFound).WithSummary(summary));
    }

    private async Task<IResult> ListAsync(ClaimsPrincipal user, bool xlsx, CancellationToken cancellationToken)
    {
        var all = await desk.ListAsync(user, cancellationToken);
        return FileOf(new(
            Words(L("事業名", "Name"), L("英語名", "English name"), L("状態", "State"), L("年度", "Fiscal year"), L("予算額（円）", "Budget (yen)"), L("担当課", "Department"),
                L("担当者", "Owners"), L("計画の施策", "Part of the plan"), L("対象の市町", "Municipalities"), L("使う機能", "Modules"), L("ページの名前", "Address")),
            all.SelectMany(i => i.Details.Years.Order().Select(year => (IReadOnlyList<string?>)
            [
                i.Details.Name.Ja, i.Details.Name.En, i.State.Name().ToString(), FiscalYearText.Of(year),
                i.Details.Budgets.TryGetValue(year, out var budget) ? budget.ToString(CultureInfo.InvariantCulture) : null, i.Details.Department.ToString(),
                Join(i.Details.Owners.Select(o => o.Name)), i.Details.Policy.Name().ToString(), InitiativeWords.Where(i.Details.Municipalities),
                Join(i.Modules.GetValueOrDefault(year, []).Select(m => catalog.OfferName(m).ToString())), i.Details.Slug,
            ]))), "initiatives", L("事業", "Initiatives"), xlsx);
    }

    private async Task<IResult> HistoryAsync(Guid id, ClaimsPrincipal user, bool xlsx, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(id, user, cancellationToken) is not { } initiative) return Results.NotFound();
        var lines = HistoryLine.Of(await desk.HistoryAsync(id, cancellationToken), catalog);
        return FileOf(new(
            Words(L("日時", "When"), L("できごと", "What"), L("理由", "Reason"), L("行った人", "By")),
            lines.Select(l => (IReadOnlyList<string?>)[Dates.DayTime(l.At).ToString(), l.What.ToString(), l.Reason, InitiativeWords.Who(l.By)])),
            $"{initiative.Details.Slug}-history", L("履歴", "History"), xlsx);
    }

    private IResult FileOf(TableFile table, string name, LocalizedText sheet, bool xlsx) => xlsx
        ? Results.File(table.ToXlsx(sheet.ToString()), TableFile.XlsxType, $"{name}-{Dates.Iso(JapanTime.Today(clock))}.xlsx")
        : Results.File(table.ToCsv(), TableFile.CsvType, $"{name}-{Dates.Iso(JapanTime.Today(clock))}.csv");

    private static IReadOnlyList<string> Words(params LocalizedText[] headings) => [.. headings.Select(h => h.ToString())];

    private static string Join(IEnumerable<string> words) => string.Join(L("、", ", ").ToString(), words);
}
