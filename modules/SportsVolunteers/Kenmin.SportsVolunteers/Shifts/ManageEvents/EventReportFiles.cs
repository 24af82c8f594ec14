using System.Globalization;
using System.Security.Claims;
using Kenmin.Documents;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations.Legacy;
using Kenmin.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static Kenmin.Pages.Texts;

namespace Kenmin.SportsVolunteers.Shifts.ManageEvents;

/// <summary>
/// An event's report to be handed on: as CSV, as an Excel file, and on paper. Figures by which somebody could be recognized are left
/// out of the parts, and a second one with them, so that the sum does not tell.
/// </summary>
internal sealed class EventReportFiles : ISiteEndpoints
{
    public void Map(IEndpointRouteBuilder site)
    {
        Take("csv", TableFile.CsvType, (_, report) =>
        {
            var file = new MemoryStream();
            using (var csv = new CsvWriter(file))
                foreach (var row in Rows(report)) csv.WriteRow([.. row.Select(c => c is long n ? n.ToString(CultureInfo.InvariantCulture) : c?.ToString())]);
            return file.ToArray();
        });
        Take("xlsx", TableFile.XlsxType, (_, report) =>
        {
            var file = new MemoryStream();
            using (var sheet = new XlsxWriter(file, L("参加の集計", "Report").ToString()))
                foreach (var row in Rows(report)) sheet.WriteValues(row);
            return file.ToArray();
        });
        Take("pdf", "application/pdf", OnPaper);

        void Take(string kind, string type, Func<SportsEvent, SuppressedReport, byte[]> write) => site
            .MapGet($"/staff/sports/events/{{id}}/report.{kind}", async (
                string id, ClaimsPrincipal user, ShiftCatalog catalog, EventReports reports, CancellationToken cancellationToken) =>
            {
                if ((kind == "pdf" && !Paper.IsAvailable) || await catalog.StaffEventAsync(id, user, cancellationToken) is not { } sportsEvent) return Results.NotFound();
                var report = SuppressedReport.Of(await reports.MakeAsync(sportsEvent, user, cancellationToken), SmallNumbers.Least);
                return Results.File(write(sportsEvent, report), type, $"report-{sportsEvent.Slug}.{kind}");
            })
            .RequirePermission(Permissions.ReadShifts).AlwaysOn("What happened can be read whatever is switched on now.").ExcludeFromDescription();
    }

    private static LocalizedText[] Columns =>
    [
        L("区分", "Group"), L("内訳", "Part"), L("確定", "Confirmed"), L("出席", "Present"), L("欠席", "Did not come"), L("未記録", "Not recorded"), L("活動時間（分）", "Minutes"),
    ];

    private static IEnumerable<object?[]> Rows(SuppressedReport report)
    {
        yield return [.. Columns.Select(c => (object?)c.ToString())];
        yield return Row(L("合計", "Total"), report.Total);
        foreach (var line in report.ByMunicipality) yield return Row(L("住んでいる市町", "Municipality"), line);
        foreach (var line in report.ByAge) yield return Row(L("年齢", "Age"), line);
        yield return [L("定員の合計", "Places in all").ToString(), "", (long)report.Planned, null, null, null, null];
        yield return [L("出席した人（実人数）", "People who came").ToString(), "", null, (long)report.People, null, null, null];

        static object?[] Row(LocalizedText group, SuppressedLine line) =>
            [group.ToString(), line.Name.ToString(), Cell(line.Confirmed), Cell(line.Attended), Cell(line.Absent), Cell(line.Unrecorded), Cell(line.Minutes)];

        static object Cell(long? figure) => figure is { } n ? n : LegacyWords.TooFew.ToString();
    }

    private static byte[] OnPaper(SportsEvent sportsEvent, SuppressedReport report)
    {
        var title = L($"参加の集計　{sportsEvent.Name}", $"Who came: {sportsEvent.Name}").ToString();
        using var paper = new Paper(new(title, L("ja-JP", "en").ToString(), SiteName.Text.ToString(), title));
        paper.Heading(1, title).Paragraph(ShiftWords.Days(sportsEvent))
            .Paragraph(L(
                $"定員の合計{Numbers.Whole(report.Planned)}人に対し、確定した申込は{LegacyWords.Figure(report.Total.Confirmed)}件、出席は{LegacyWords.Figure(report.Total.Attended)}件（実人数{Numbers.Whole(report.People)}人）、活動時間は{Times.Duration(TimeSpan.FromMinutes(report.Total.Minutes ?? 0))}でした。",
                $"Of {Numbers.Whole(report.Planned)} places {LegacyWords.Figure(report.Total.Confirmed)} were confirmed; {LegacyWords.Figure(report.Total.Attended)} were present ({Numbers.Whole(report.People)} people), for {Times.Duration(TimeSpan.FromMinutes(report.Total.Minutes ?? 0))}.").ToString())
            .Table(Table(L("住んでいる市町別", "By municipality of residence"), report.ByMunicipality))
            .Table(Table(L("年齢別（活動の日の年齢）", "By age on the day"), report.ByAge))
            .Paragraph(L(
                $"申込の件数です。同じ人が別の活動にも参加すると、それぞれ数えます。{SmallNumbers.Least}人未満の数は、個人がわからないように「{LegacyWords.TooFew}」としています。",
                $"Counted by sign-up: who takes two shifts counts twice. Figures below {SmallNumbers.Least} are not shown, so that nobody can be recognized.").ToString(), small: true);
        return paper.ToBytes();

        static PaperTable Table(LocalizedText caption, IReadOnlyList<SuppressedLine> lines) => new(
            caption.ToString(),
            [new(L("内訳", "Part").ToString(), 2), .. Columns[2..].Select(c => new PaperColumn(c.ToString(), Number: true))],
            [.. lines.Select(l => (IReadOnlyList<string>)[l.Name.ToString(), .. new[] { l.Confirmed, l.Attended, l.Absent, l.Unrecorded, l.Minutes }.Select(LegacyWords.Figure)])]);
    }
}

/// <summary>A line in which small figures are left out.</summary>
internal sealed record SuppressedLine(LocalizedText Name, long? Confirmed, long? Attended, long? Absent, long? Unrecorded, long? Minutes);

/// <summary>A report whose parts let nobody be recognized.</summary>
/// <param name="Planned">Places of all shifts that took place.</param>
/// <param name="People">Different people who were there.</param>
/// <param name="Total">All sign-ups: the sums are shown.</param>
/// <param name="ByMunicipality">By where people live.</param>
/// <param name="ByAge">By age.</param>
internal sealed record SuppressedReport(
    int Planned, int People, SuppressedLine Total, IReadOnlyList<SuppressedLine> ByMunicipality, IReadOnlyList<SuppressedLine> ByAge)
{
    /// <summary>Leaves figures below <paramref name="least"/> out of the parts.</summary>
    public static SuppressedReport Of(EventReport report, int least)
    {
        var t = report.Total;
        return new(
            report.Planned, report.People, new(t.Name, t.Confirmed, t.Attended, t.Absent, t.Unrecorded, t.Minutes), Parts(report.ByMunicipality, least), Parts(report.ByAge, least));
    }

    // Each column adds up to the sum that is shown, and in each row present, absent and not recorded add up to the confirmed: hiding a
    // figure in one direction may make it the only one that is missing in the other. So it goes on until nothing changes.
    private static IReadOnlyList<SuppressedLine> Parts(IReadOnlyList<ReportLine> lines, int least)
    {
        long?[][] rows = [.. lines.Select(l => new long?[] { l.Confirmed, l.Attended, l.Absent, l.Unrecorded })];
        for (var before = -1; before != rows.Sum(r => r.Count(f => f is null));)
        {
            before = rows.Sum(r => r.Count(f => f is null));
            for (var column = 0; column < 4; column++)
            {
                var shown = SmallNumbers.Suppress([.. rows.Select(r => r[column])], least);
                for (var row = 0; row < rows.Length; row++) rows[row][column] = shown[row];
            }

            for (var row = 0; row < rows.Length; row++) rows[row] = [.. SmallNumbers.Suppress(rows[row], least)];
        }

        // The hours of a few would tell how few.
        return [.. lines.Select((l, i) => new SuppressedLine(l.Name, rows[i][0], rows[i][1], rows[i][2], rows[i][3], rows[i][1] is null ? null : l.Minutes))];
    }
}
