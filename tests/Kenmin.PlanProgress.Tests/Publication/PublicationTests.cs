using System.Net;
using System.Text;
using System.Text.Json;
using Kenmin.PlanProgress.Closing;
using Kenmin.PlanProgress.Contracts;
using Kenmin.PlanProgress.Figures;
using Kenmin.PlanProgress.Plan;
using Kenmin.PlanProgress.Tests.Support;
using Kenmin.SharedKernel;
using UglyToad.PdfPig;

namespace Kenmin.PlanProgress.Tests.Publication;

/// <summary>What everybody sees: pages, paper, open data.</summary>
public sealed class PublicationTests(PlanHouse house) : IClassFixture<PlanHouse>
{
    [Fact]
    public async Task What_is_missing_is_said_to_be_missing_everywhere()
    {
        var indicator = await house.IndicatorAsync(i => i.FromYear = 2024);
        await house.SendAsync(new SetTarget(indicator.Id, new(2025), 0, PlanHouse.Owner));
        using var visitor = house.Visitor();

        (await visitor.ReadAsync($"/plan/indicators/{indicator.Number}")).ShouldContain("未報告");
        (await visitor.ReadAsync("/plan?year=2025")).ShouldContain("未報告");
        (await visitor.ReadAsync("/plan/compare?from=2024&to=2025")).ShouldContain("比較できません（どちらかの年度の数値がありません）");
        var row = (await CsvAsync(visitor)).Single(r => r[6] == indicator.Number && r[15] == "2025");
        (row[16], row[17], row[18], row[23]).ShouldBe(("0", "", "未報告", "判定できない"));
    }

    [Fact]
    public async Task Small_counts_of_people_leave_the_office_by_no_way()
    {
        var indicator = await house.IndicatorAsync(i => (i.FromYear, i.Measured, i.Unit, i.CountedBy) = (2025, Measured.DistinctPeople, new("人", "people"), "tests.small"));
        await house.HandleAsync(new IndicatorCounted("tests.small", new(2025), CountKind.DistinctPeople, 3, PlanHouse.Noon, "/staff/secret-records"));
        using var visitor = house.Visitor();

        var page = await visitor.ReadAsync($"/plan/indicators/{indicator.Number}");
        page.ShouldContain("秘匿（5未満）");
        page.ShouldNotContain("3人");
        page.ShouldNotContain("secret-records");
        var row = (await CsvAsync(visitor)).Single(r => r[6] == indicator.Number && r[15] == "2025");
        (row[17], row[18]).ShouldBe(("", "秘匿（5未満）"));
        var json = JsonDocument.Parse(await visitor.Http.GetStringAsync("/plan/open-data/figures.json")).RootElement.GetProperty("figures").EnumerateArray()
            .Single(f => f.GetProperty("indicator").GetString() == indicator.Number && f.GetProperty("year").GetInt32() == 2025);
        json.GetProperty("actual").ValueKind.ShouldBe(JsonValueKind.Null);
        (json.GetProperty("withheld").GetBoolean(), json.GetProperty("missing").GetBoolean()).ShouldBe((true, false));
        (await house.Api().IndicatorAsync(indicator.Number)).Years.Single(y => y.Year == 2025).ShouldSatisfyAllConditions(
            f => f.Actual.ShouldBeNull(), f => f.Withheld.ShouldBeTrue());
        using var pdf = PdfDocument.Open(await visitor.Http.GetByteArrayAsync("/plan/report/2025.pdf"));
        var text = string.Concat(pdf.GetPages().Select(p => p.Text));
        text.ShouldNotContain("3人");
        // Staff see it, and the way to the records.
        using var desk = house.Visitor(PlanHouse.Owner);
        (await desk.ReadAsync($"/staff/plan/figures/{indicator.Id}/2025")).ShouldContain("/staff/secret-records");
    }

    [Fact]
    public async Task Frozen_and_restated_figures_are_both_shown_without_names_of_staff()
    {
        var year = PlanHouse.YearOfItsOwn();
        var indicator = await house.IndicatorAsync();
        await house.ReportAsync(indicator, year, 4200);
        await house.FreezeAsync(year);
        await house.SendAsync(new RestateFigure(Guid.CreateVersion7(), indicator.Id, year, 4100, "重複を除いた", PlanHouse.Administrator));
        using var visitor = house.Visitor();

        var page = await visitor.ReadAsync($"/plan/indicators/{indicator.Number}");
        foreach (var text in new[] { "4,200団体", "4,100団体", "重複を除いた" }) page.ShouldContain(text);
        page.ShouldNotContain(PlanHouse.Administrator.Name);
        var report = await visitor.ReadAsync($"/plan/report/{year.StartYear}");
        foreach (var text in new[] { "4,200団体", "訂正：4,100団体" }) report.ShouldContain(text);
        var row = (await CsvAsync(visitor)).Single(r => r[6] == indicator.Number && r[15] == $"{year.StartYear}");
        (row[17], row[19], row[20], row[22]).ShouldBe(("4200", "1", "4100", "重複を除いた"));
    }

    [Fact]
    public async Task The_yearly_report_on_paper_says_what_the_page_says_in_an_embedded_typeface()
    {
        for (var i = 0; i < 40; i++)
        {
            var indicator = await house.IndicatorAsync(x => x.FromYear = 2023);
            await house.SendAsync(new SetTarget(indicator.Id, new(2024), 100 + i, PlanHouse.Owner));
            await house.ReportAsync(indicator, new(2024), 100);
        }

        using var visitor = house.Visitor();
        visitor.Http.DefaultRequestHeaders.AcceptLanguage.Clear();
        visitor.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("ja");
        var answer = await visitor.GetAsync("/plan/report/2024.pdf");

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf");
        using var pdf = PdfDocument.Open(await answer.Content.ReadAsByteArrayAsync());
        pdf.NumberOfPages.ShouldBeGreaterThan(1);
        pdf.Information.Title.ShouldBe("令和6年度 県民活動促進計画の進みぐあい");
        pdf.GetPages().SelectMany(p => p.Letters).ShouldAllBe(l => l.FontName!.Contains("+BIZ UDPGothic", StringComparison.Ordinal));
        var pages = pdf.GetPages().Select(p => p.Text).ToList();
        pages.Select((p, i) => (p, i)).ShouldAllBe(x => x.p.Contains($"{x.i + 1} / {pages.Count}", StringComparison.Ordinal));
        var text = string.Concat(pages);
        var plan = await house.Reader.ReadForPublicAsync(default);
        foreach (var series in plan.Indicators.Where(i => i.Indicator.Covers(2024))) text.ShouldContain($"{series.Indicator.Number} ");
        foreach (var word in new[] { "達成", "おおむね順調", "未報告" }) text.ShouldContain(word);
        (await visitor.GetAsync("/plan/report/2199.pdf")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Open_data_come_as_spreadsheets_expect_them_with_their_licence()
    {
        using var visitor = house.Visitor();
        var answer = await visitor.GetAsync("/plan/open-data/figures.csv");
        var bytes = await answer.Content.ReadAsByteArrayAsync();

        bytes[..3].ShouldBe(Encoding.UTF8.Preamble.ToArray());
        Encoding.UTF8.GetString(bytes).Replace("\r\n", "").ShouldNotContain("\n");
        answer.Headers.GetValues("Link").Single().ShouldContain("creativecommons.org/licenses/by/4.0");
        JsonDocument.Parse(await visitor.Http.GetStringAsync("/plan/open-data/figures.json")).RootElement.GetProperty("licence").GetString()!.ShouldContain("CC BY 4.0");
        (await visitor.ReadAsync("/plan/open-data")).ShouldContain("CC BY 4.0");
    }

    [Fact]
    public async Task A_break_is_flagged_and_its_years_are_not_compared()
    {
        var indicator = await house.IndicatorAsync(i => i.FromYear = 2022);
        for (var year = 2022; year <= 2025; year++) await house.ReportAsync(indicator, new(year), year);
        (await house.SendAsync(new MarkBreak(indicator.Id, new(2024), new("調査方法の変更", "Another survey"), PlanHouse.Owner))).IsDone.ShouldBeTrue();
        using var visitor = house.Visitor();

        var page = await visitor.ReadAsync($"/plan/indicators/{indicator.Number}");
        foreach (var text in new[] { "調査方法の変更", "実績（～令和5年度）", "実績（令和6年度～、数え方変更後）" }) page.ShouldContain(text);
        (await visitor.ReadAsync("/plan/compare?from=2023&to=2024")).ShouldContain("比較できません（令和6年度から数え方が変わりました：調査方法の変更）");
        (await visitor.ReadAsync("/plan/report/2024")).ShouldContain("比較不可");
    }

    [Fact]
    public async Task Visitors_see_no_desk()
    {
        using var visitor = house.Visitor();
        foreach (var address in new[] { "/staff/plan", "/staff/plan/structure", "/staff/plan/import", "/staff/plan/figures.csv", "/staff/plan/departments" })
            (await visitor.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.Redirect, address);
        using var resident = house.Visitor(PlanHouse.Owner, Kenmin.Modularity.Access.Roles.Resident);
        (await resident.GetAsync("/staff/plan")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task<IReadOnlyList<string[]>> CsvAsync(Kenmin.Testing.Visitor visitor)
    {
        using var sheet = await Kenmin.Spreadsheets.SpreadsheetReader.OpenAsync(await visitor.Http.GetStreamAsync("/plan/open-data/figures.csv"), "figures.csv");
        return [.. sheet.Rows().Select(r => r.Cells.ToArray())];
    }
}
