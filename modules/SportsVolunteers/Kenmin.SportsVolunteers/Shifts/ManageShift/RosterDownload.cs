using System.Globalization;
using System.Security.Claims;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.SportsVolunteers.Shifts.ManageShift;

/// <summary>A shift's roster as a file, safe against formulas; taking it is in the audit log.</summary>
internal sealed class RosterDownload : ISiteEndpoints
{
    private static readonly LocalizedText[] Header =
    [
        new("氏名", "Name"), new("フリガナ", "Reading"), new("電話番号", "Phone"), new("市町", "Municipality"), new("申込", "Sign-up"),
        new("出席", "Attendance"), new("活動時間（分）", "Minutes"), new("備考", "Remarks"),
    ];

    public void Map(IEndpointRouteBuilder site)
    {
        foreach (var kind in new[] { "csv", "xlsx" })
            site.MapGet($"/staff/sports/shifts/{{id:guid}}/roster.{kind}", (Guid id, ClaimsPrincipal user, StaffDesk desk, CancellationToken cancellationToken) =>
                    DownloadAsync(id, kind, user, desk, cancellationToken))
                .RequirePermission(Permissions.ReadShifts).AlwaysOn("What was recorded can be taken out whatever is switched on now.");
    }

    private static async Task<IResult> DownloadAsync(Guid id, string kind, ClaimsPrincipal user, StaffDesk desk, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(id, user, cancellationToken) is not { } row) return Results.NotFound();
        var lines = await desk.RosterAsync(row, user, "sports-volunteers.shift-roster.exported", cancellationToken);
        var name = string.Create(CultureInfo.InvariantCulture, $"roster-{row.Shift.Day:yyyyMMdd}-{row.Shift.Id.ToString("N")[^6..]}.{kind}");
        var file = new MemoryStream();
        if (kind == "csv")
        {
            await using var csv = new CsvWriter(file);
            csv.WriteRow([.. Header.Select(h => h.ToString())]);
            foreach (var line in lines) csv.WriteRow([.. Cells(line).Select(c => c is int number ? number.ToString(CultureInfo.InvariantCulture) : c?.ToString())]);
        }
        else
        {
            using var xlsx = new XlsxWriter(file, row.Shift.Role);
            xlsx.WriteRow([.. Header.Select(h => h.ToString())]);
            foreach (var line in lines) xlsx.WriteValues(Cells(line));
        }

        return Results.File(file.ToArray(), kind == "csv" ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", name);
    }

    private static object?[] Cells(RosterLine line) =>
    [
        line.Name, line.Volunteer?.Kana, line.Volunteer?.Phone, Municipality.ByCode(line.Volunteer?.MunicipalityCode)?.Names.ToString(),
        ShiftWords.State(line.SignUp).ToString(),
        line.SignUp.Attendance is { } fact ? ShiftWords.Attendance(fact with { Minutes = null }).ToString() : "",
        line.SignUp.Attendance?.Minutes, line.Volunteer?.Remarks,
    ];
}
