using System.Security.Claims;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.RuralLeaders.Areas.Import;
using Kenmin.RuralLeaders.Scope;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.RuralLeaders.Areas;

/// <summary>A published figure: null where it is not known, or hidden.</summary>
internal sealed record FigureView(int? Value, bool Hidden)
{
    public static FigureView? Of(PublicCell? cell) => cell is { } known ? new(known.Value, known.Hidden) : null;
}

/// <summary>An area as programs get it, with the figures of a year as they are published.</summary>
internal sealed record AreaView(
    Guid Id, string Level, string? MunicipalityCode, string? FormerMunicipality, string? FormerMunicipalityCode, string Name, Guid? LiesIn, double? Latitude, double? Longitude, bool Closed,
    int? Year, FigureView? People, FigureView? Households, FigureView? Over65)
{
    public static AreaView Example { get; } = new(
        new("0199f000-0000-7000-8000-0000000000d1"), "settlement", "352047", "むつみ村", "355054", "見本集落", new("0199f000-0000-7000-8000-0000000000d2"), 34.5, 131.6, false,
        2025, new(42, false), new(19, false), new(null, true));

    public static AreaView Of(AreaLine line, int? year)
    {
        var area = line.Area;
        return new(
            area.Id, ApiWord.Of(area.Level), Blank(area.MunicipalityCode), Blank(area.Former), area.FormerMunicipality?.Code6, area.Name, area.ParentId,
            area.Point?.Latitude, area.Point?.Longitude, area.Closed, line.Shown is null ? null : year,
            FigureView.Of(line.Shown?.People), FigureView.Of(line.Shown?.Households), FigureView.Of(line.Shown?.Over65));
    }

    private static string? Blank(string text) => text.Length == 0 ? null : text;
}

/// <summary>An area with its years, as programs get it.</summary>
internal sealed record AreaDetailView(AreaView Area, IReadOnlyList<AreaView> Years, IReadOnlyList<AreaView> Parts)
{
    public static AreaDetailView Example { get; } = new(AreaView.Example, [AreaView.Example], []);

    public static AreaDetailView Of(AreaHistory h)
    {
        int? latest = h.Years.Count == 0 ? null : h.Years[0].Year;
        return new(AreaView.Of(h.Latest, latest), [.. h.Years.Select(y => AreaView.Of(y.Line, y.Year))], [.. h.Parts.Select(p => AreaView.Of(p, latest))]);
    }
}

/// <summary>What is wrong in a row of a file.</summary>
internal sealed record RowProblem(int Row, string Column, string Value, string Expected);

/// <summary>A file of areas as programs get it: what it would do, or did.</summary>
internal sealed record AreaImportView(Guid Id, string FileName, bool Applied, AreaImportEffect Effect, int WrongRows, IReadOnlyList<RowProblem> Problems)
{
    public static AreaImportView Example { get; } = new(new("0199f000-0000-7000-8000-0000000000d3"), "areas.csv", false, new(12, 1, 40, 2, 3), 0, []);

    public static AreaImportView Of(AreaImport i) => new(
        i.Id, i.FileName, i.AppliedAt is not null, i.Effect, i.WrongRows, [.. i.Errors.Select(e => new RowProblem(e.Line, e.Column.ToString(), e.Value, e.Reason.ToString()))]);
}

/// <summary>Areas for programs.</summary>
internal sealed class AreaApi : IApiEndpoints
{
    private const string Lasting = "areas and their published figures can always be looked up";

    public void Map(IEndpointRouteBuilder api)
    {
        var areas = api.MapGroup("/rural-leaders/areas").WithTags("rural-leaders");

        areas.MapGet("", async (string? municipality, string? level, int? year, string? after, int? take, AreaReader reader, CancellationToken cancellationToken) =>
            {
                if (municipality is not null && Municipality.ByCode(municipality) is null)
                    return ApiProblems.Invalid(new FieldProblem("#/municipality", new("県内の市町のコードにしてください。例：352047", "Use the code of a municipality of the prefecture, such as 352047.")));
                if (level is not null && AreaQuery.LevelOf(level) is null) return ApiProblems.Invalid(new FieldProblem("#/level", AreaLevels.Parse(level).Error));
                var years = await reader.YearsAsync(cancellationToken);
                if (year is { } asked && !years.Contains(asked))
                    return ApiProblems.Invalid(new FieldProblem("#/year", new($"数字があるのは {string.Join("、", years)} 年度です。", $"There are figures for these fiscal years: {string.Join(", ", years)}.")));
                var of = year ?? years[0];
                var page = AreaQuery.Page(
                    await reader.ForestAsync(of, cancellationToken), Municipality.ByCode(municipality)?.Code6, AreaQuery.LevelOf(level), closedToo: false, after, PageSize.Within(take));
                return Results.Ok(new Page<AreaView>([.. page.Items.Select(l => AreaView.Of(l, of))], page.Next));
            })
            .WithSummary("区域 / Areas").WithDescription("Small figures are hidden, and those from which they could be found by subtracting.").Produces<Page<AreaView>>()
            .ProducesProblem(StatusCodes.Status400BadRequest).WithExample(response: new Page<AreaView>([AreaView.Example], null)).AllowAnonymous().AlwaysOn(Lasting);

        areas.MapGet("/{id:guid}", async (Guid id, AreaReader reader, CancellationToken cancellationToken) =>
                await reader.HistoryAsync(id, cancellationToken) is { } found ? Results.Ok(AreaDetailView.Of(found)) : ApiProblems.NotFound())
            .WithSummary("区域の詳細 / An area, with its years and parts").Produces<AreaDetailView>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithExample(response: AreaDetailView.Example).AllowAnonymous().AlwaysOn(Lasting);

        var imports = areas.MapGroup("/imports").RequirePermission(Permissions.Manage).RequireFeature(Features.Areas)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);

        imports.MapPost("", async (string? fileName, HttpRequest request, ClaimsPrincipal user, AreaImports desk, CancellationToken cancellationToken) =>
            {
                if (string.IsNullOrWhiteSpace(fileName))
                    return ApiProblems.Invalid(new FieldProblem("#/fileName", new("ファイル名を指定してください。例：areas.csv", "Name the file, such as areas.csv.")));
                try
                {
                    var import = await desk.PreviewAsync(request.Body, fileName, user, cancellationToken);
                    return Results.Created($"/api/v1/rural-leaders/areas/imports/{import.Id}", AreaImportView.Of(import));
                }
                catch (SpreadsheetException e)
                {
                    return ApiProblems.Invalid(new FieldProblem("#", e.Reason));
                }
            })
            .Produces<AreaImportView>(StatusCodes.Status201Created).WithExample(response: AreaImportView.Example)
            .WithSummary("区域のファイルを確かめる / Hand in a file of areas for a look")
            .WithDescription("The body is the file: CSV or xlsx by its name. Nothing changes until it is applied.");

        imports.MapGet("/{id:guid}", async (Guid id, ClaimsPrincipal user, AreaImports desk, CancellationToken cancellationToken) =>
                await desk.FindAsync(id, user, cancellationToken) is { } import ? Results.Ok(AreaImportView.Of(import)) : ApiProblems.NotFound())
            .Produces<AreaImportView>().WithExample(response: AreaImportView.Example).WithSummary("確かめた内容 / What a file would do, or did");

        imports.MapPost("/{id:guid}/application", async (Guid id, ClaimsPrincipal user, AreaImports desk, IMessageBus bus, CancellationToken cancellationToken) =>
            {
                if (await desk.FindAsync(id, user, cancellationToken) is null) return ApiProblems.NotFound();
                var answer = await bus.InvokeAsync<CommandAnswer>(new ApplyAreaImport(id), cancellationToken);
                if (!answer.IsDone) return answer.ToResult();
                return Results.Ok(AreaImportView.Of((await desk.FindAsync(id, user, cancellationToken))!));
            })
            .Produces<AreaImportView>().ProducesProblem(StatusCodes.Status409Conflict).WithExample(response: AreaImportView.Example with { Applied = true })
            .WithSummary("取り込む / Take the file over").WithDescription("All of it or nothing; a second time it changes nothing.");
    }
}

/// <summary>Areas as files: open data with small figures hidden, and for staff as they were counted.</summary>
internal sealed class AreaFiles(AreaReader areas) : ISiteEndpoints
{
    private static readonly string[] OpenHeader =
        ["年度", "市区町村コード", "市町", "旧市町村", "種類", "区域名", "上の区域", "緯度", "経度", "人口", "世帯数", "65歳以上", "旧市区町村コード"];

    public void Map(IEndpointRouteBuilder site)
    {
        site.MapGet("/rural-leaders/open-data/areas.csv", async (int? year, CancellationToken cancellationToken) =>
        {
            var years = await areas.YearsAsync(cancellationToken);
            var of = year is { } asked && years.Contains(asked) ? asked : years[0];
            var forest = await areas.ForestAsync(of, cancellationToken);
            return Results.File(new TableFile(OpenHeader, forest.All.Where(l => !l.Area.Closed).Select(l => OpenRow(l, of, forest))).ToCsv(), TableFile.CsvType, $"rural-areas-{of}.csv");
        }).AllowAnonymous().AlwaysOn("areas and their published figures can always be looked up");

        site.MapGet("/staff/rural-leaders/areas.csv", async (ClaimsPrincipal user, CancellationToken cancellationToken) =>
        {
            var all = await areas.AllAsync(cancellationToken);
            var byId = all.ToDictionary(a => a.Id);
            var rows = AreaTable.Write([.. all.Where(a => !a.Closed && RuralScope.Covers(user, a.MunicipalityCode))], await areas.FiguresAsync(cancellationToken), byId.GetValueOrDefault);
            return Results.File(new TableFile(AreaTable.Header, rows).ToCsv(), TableFile.CsvType, "rural-areas.csv");
        }).RequirePermission(Permissions.Read).AlwaysOn("what exists can be exported when the registration is off");
    }

    private static IReadOnlyList<string?> OpenRow(AreaLine line, int year, AreaForest forest)
    {
        var area = line.Area;
        static string Cell(PublicCell? cell) => cell is { Hidden: true } ? AreaWords.HiddenMark : cell?.Value?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "";
        static string Degrees(double? degrees) => degrees?.ToString("0.00000", System.Globalization.CultureInfo.InvariantCulture) ?? "";
        return
        [
            new FiscalYear(year).ToJapanese(), area.MunicipalityCode, area.Municipality?.Name ?? "", area.Former, AreaLevels.NameOf(area.Level).Ja, area.Name,
            area.ParentId is { } parent ? forest.Find(parent)?.Area.Name ?? "" : "", Degrees(area.Point?.Latitude), Degrees(area.Point?.Longitude),
            Cell(line.Shown?.People), Cell(line.Shown?.Households), Cell(line.Shown?.Over65), area.FormerMunicipality?.Code6 ?? "",
        ];
    }
}
