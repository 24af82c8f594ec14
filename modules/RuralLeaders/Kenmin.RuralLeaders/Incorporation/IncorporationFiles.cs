using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static Kenmin.Pages.Texts;

namespace Kenmin.RuralLeaders.Incorporation;

/// <summary>The check-list as a spreadsheet, for members.</summary>
internal sealed class IncorporationFiles(IncorporationReader cases, TimeProvider clock) : ISiteEndpoints
{
    public void Map(IEndpointRouteBuilder site) => site.MapGet("/rural-leaders/incorporation/{id:guid}/steps.xlsx", async (Guid id, HttpContext http) =>
    {
        if (await cases.LookAsync(id, http.User, http.RequestAborted) is not { } look) return Results.NotFound();
        http.Response.Headers.CacheControl = "private, no-store";
        var today = JapanTime.Today(clock);
        TableFile table = new(
            [L("手順", "Step").ToString(), L("根拠", "Source").ToString(), L("終わった日", "Done").ToString(), L("期限", "Due").ToString(), L("状態", "State").ToString(), L("担当", "Who").ToString(), L("そろった書類", "Papers ready").ToString(), L("これからの書類", "Papers missing").ToString(), L("メモ", "Note").ToString()],
            look.Case.Steps.Select(s => (IReadOnlyList<string?>)
            [
                StepRule.Of(s.Key).Name.ToString(), StepRule.Of(s.Key).Source, s.DoneOn is { } done ? Dates.Iso(done) : "", look.Case.DueOf(s.Key) is { } due ? Dates.Iso(due.On) : "",
                IncorporationWords.State(look.Case, s.Key, today).Text.ToString(), s.Owner?.Name, Papers(s, true), Papers(s, false), s.Note,
            ]));
        return Results.File(table.ToXlsx(L("手順", "Steps").ToString()), TableFile.XlsxType, "incorporation.xlsx");
    }).RequirePermission(Permissions.TakePart).AlwaysOn("what exists can always be taken out");

    private static string Papers(StepRecord step, bool ready) => string.Join(L("、", ", ").ToString(), StepRule.Of(step.Key).Papers.Where(p => step.Papers.Contains(p.Key) == ready).Select(p => p.Name));
}
