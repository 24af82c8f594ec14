using System.Net;
using System.Text;
using Kenmin.PlanProgress.Figures;
using Kenmin.PlanProgress.Plan;
using Kenmin.PlanProgress.Spreadsheet;
using Kenmin.PlanProgress.Tests.Support;
using Kenmin.SharedKernel;

namespace Kenmin.PlanProgress.Tests.Spreadsheet;

/// <summary>Figures in files.</summary>
public sealed class FigureSheetTests(PlanHouse house) : IClassFixture<PlanHouse>
{
    private static readonly FiscalYear Present = FiscalYear.Of(PlanHouse.Noon);

    [Fact]
    public async Task Each_wrong_cell_is_named_with_its_row_and_what_is_expected_and_nothing_is_taken_over()
    {
        var frozen = PlanHouse.YearOfItsOwn();
        var good = await house.IndicatorAsync();
        var counted = await house.IndicatorAsync(i => (i.CountedBy, i.Measured) = ($"tests.{Guid.NewGuid():N}", Measured.DistinctPeople));
        await house.ReportAsync(good, frozen, 5);
        await house.FreezeAsync(frozen);
        var csv = $"""
            指標番号,年度,目標,実績,区分,備考
            {good.Number},令和7年度,10,8,確定,
            9-9-9-9,2025,1,1,,
            {good.Number},いつか,1,1,,
            {good.Number},2024,十,,,
            {good.Number},2023,,1.5,,
            {good.Number},2022,,1,たぶん,
            {good.Number},{frozen.StartYear},,6,確定,
            {counted.Number},2025,,7,,
            {good.Number},2028,,7,,
            {good.Number},R7,11,,,
            """;

        var file = await ReadAsync(csv);

        file.Errors.Kept.Select(e => (e.Line, e.ColumnKey)).ShouldBe(
            [(3, "number"), (4, "year"), (5, "target"), (6, "actual"), (7, "stage"), (8, "actual"), (9, "actual"), (10, "actual"), (11, "number")]);
        using var desk = house.Visitor(PlanHouse.Owner);
        var page = await UploadAsync(desk, csv);
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync()).ShouldContain("9 行に誤りがあるため、何も取り込みませんでした");
        (await house.FigureAsync(good, new(2025))).IsMissing.ShouldBeTrue();
        (await house.FigureAsync(good, new(2025))).Target.ShouldBeNull();
    }

    [Fact]
    public async Task What_is_exported_can_be_changed_and_imported_and_blanks_leave_things_alone()
    {
        var (indicator, blank) = (await house.IndicatorAsync(i => i.FromYear = 2024), await house.IndicatorAsync(i => i.FromYear = 2024));
        await house.ReportAsync(indicator, new(2025), 42);
        using var desk = house.Visitor(PlanHouse.Owner);
        var exported = Encoding.UTF8.GetString(await desk.Http.GetByteArrayAsync("/staff/plan/figures.csv"));

        var unchanged = await ReadAsync(exported);
        (unchanged.Errors.Count, unchanged.Rows.Count).ShouldBe((0, 0));

        var changed = string.Join("\r\n", exported.TrimEnd().Split("\r\n").Select(l =>
            l.StartsWith($"{indicator.Number},FY2025,", StringComparison.Ordinal) ? $"{indicator.Number},FY2025,50,43,確定,直しました" : l));
        (await UploadAsync(desk, changed)).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var figure = await house.FigureAsync(indicator, new(2025));
        (figure.Target, figure.Actual, figure.Note).ShouldBe((50, 43, "直しました"));
        (await house.FigureAsync(blank, new(2025))).IsMissing.ShouldBeTrue("blank is not zero");
        (await desk.Http.GetByteArrayAsync("/staff/plan/figures.xlsx")).Length.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public async Task A_file_that_is_no_table_is_refused_with_a_reason()
    {
        using var desk = house.Visitor(PlanHouse.Owner);
        var page = await UploadAsync(desk, "こんにちは");
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync()).ShouldContain("aria-invalid=\"true\"");
    }

    private async Task<FigureFile> ReadAsync(string csv) =>
        await FigureSheet.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(csv)), "figures.csv", await house.Reader.ReadAsync(default), Present, default);

    private static async Task<HttpResponseMessage> UploadAsync(Kenmin.Testing.Visitor desk, string csv)
    {
        var content = new MultipartFormDataContent();
        foreach (var (name, value) in await desk.HiddenAsync("/staff/plan/import", "import")) content.Add(new StringContent(value), name);
        content.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(csv)), "Input.File", "figures.csv");
        return await desk.Http.PostAsync("/staff/plan/import", content);
    }
}
