using System.Globalization;
using System.Security.Claims;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.SeniorEngagement.Points;

/// <summary>Files for payment.</summary>
internal sealed class PointFiles : ISiteEndpoints
{
    private static readonly string[] Header = ["申請番号", "氏名", "ポイント", "金額（円）", "申請日", "承認日", "承認した人"];

    public void Map(IEndpointRouteBuilder site) => site.MapGet("/staff/senior-engagement/points/{id:guid}/payments/{run:guid}.csv", async (
        Guid id, Guid run, ClaimsPrincipal user, PointReader reader, CancellationToken cancellationToken) =>
    {
        if (await reader.RuleAsync(id, user, cancellationToken) is not { } rule || !reader.MayManage(user, rule)) return Results.NotFound();
        var paid = (await reader.ExchangesAsync(rule, user, cancellationToken, "senior-engagement.payments.exported")).Where(e => e.RunId == run).OrderBy(e => e.RequestedAt).ToList();
        if (paid.Count == 0) return Results.NotFound();
        var rows = paid.Select(e => (IReadOnlyList<string?>)
        [
            e.Id.ToString(), e.Name, e.Points.ToString(CultureInfo.InvariantCulture), e.Yen.ToString(CultureInfo.InvariantCulture), Day(e.RequestedAt), e.DecidedAt is { } at ? Day(at) : "", e.DecidedBy?.Name,
        ]);
        return Results.File(new TableFile(Header, rows).ToCsv(), TableFile.CsvType, "point-payments.csv");
    }).RequirePermission(Permissions.ManagePoints).AlwaysOn("what was approved is paid whatever is switched on");

    private static string Day(DateTimeOffset at) => JapanTime.DayOf(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
