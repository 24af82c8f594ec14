using System.Security.Claims;
using System.Text.Json;
using Kenmin.Api;
using Kenmin.CleanUp.Scope;
using Kenmin.CleanUp.Sites.Import;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.CleanUp.Sites;

/// <summary>A site as programs get it.</summary>
internal sealed record SiteView(
    Guid Id, string MunicipalityCode, string Name, string Kind, string Shape, double Latitude, double Longitude, int? LengthMetres, string CollectionNote, bool Closed)
{
    public static SiteView Example { get; } = new(
        new("0199f000-0000-7000-8000-0000000000c1"), "352039", "見本海岸1", "coast", "line", 34.0, 131.4, 530, "指定袋のみ", false);

    public static SiteView Of(Site s) => new(
        s.Id, s.MunicipalityCode, s.Name, ApiWord.Of(s.Kind), ApiWord.Of(s.Shape.Kind),
        s.Shape.Pin.Latitude, s.Shape.Pin.Longitude, s.LengthMetres, s.CollectionNote, s.Closed);
}

/// <summary>What is wrong in a row of a file.</summary>
internal sealed record RowProblem(int Row, string Column, string Value, string Expected);

/// <summary>A file of sites as programs get it: what it would do, or did.</summary>
internal sealed record SiteImportView(Guid Id, string FileName, bool Applied, int Added, int Changed, int Same, int WrongRows, IReadOnlyList<RowProblem> Problems)
{
    public static SiteImportView Example { get; } = new(
        new("0199f000-0000-7000-8000-0000000000c2"), "sites.csv", false, 12, 1, 3, 0, []);

    public static SiteImportView Of(SiteImport i) => new(
        i.Id, i.FileName, i.AppliedAt is not null, i.Effect.Added, i.Effect.Changed, i.Effect.Same, i.WrongRows,
        [.. i.Errors.Select(e => new RowProblem(e.Line, e.Column.ToString(), e.Value, e.Reason.ToString()))]);
}

/// <summary>Sites for programs.</summary>
internal sealed class SiteApi : IApiEndpoints
{
    private const string Lasting = "sites outlast campaigns and can always be looked up";

    public void Map(IEndpointRouteBuilder api)
    {
        var sites = api.MapGroup("/clean-up/sites").WithTags("clean-up");

        sites.MapGet("", async (string? municipality, string? kind, string? after, int? take, SiteReader reader, CancellationToken cancellationToken) =>
            {
                if (municipality is not null && Municipality.ByCode(municipality) is null)
                    return ApiProblems.Invalid(new FieldProblem("#/municipality", new("県内の市町のコードにしてください。例：352039", "Use the code of a municipality of the prefecture, such as 352039.")));
                var wanted = kind is null ? (SiteKind?)null : Enum.TryParse<SiteKind>(kind, ignoreCase: true, out var known) ? known : null;
                if (kind is not null && wanted is null) return ApiProblems.Invalid(new FieldProblem("#/kind", SiteKinds.Parse(kind).Error));
                var page = await reader.PageAsync(Municipality.ByCode(municipality)?.Code6, wanted, closedToo: false, after, PageSize.Within(take), cancellationToken);
                return Results.Ok(new Page<SiteView>([.. page.Items.Select(SiteView.Of)], page.Next));
            })
            .WithSummary("清掃場所 / Sites").Produces<Page<SiteView>>().ProducesProblem(StatusCodes.Status400BadRequest)
            .WithExample(response: new Page<SiteView>([SiteView.Example], null)).AllowAnonymous().AlwaysOn(Lasting);

        sites.MapGet("/{id:guid}", async (Guid id, SiteReader reader, CancellationToken cancellationToken) =>
                await reader.FindAsync(id, cancellationToken) is { } site ? Results.Ok(SiteView.Of(site)) : ApiProblems.NotFound())
            .WithSummary("清掃場所の詳細 / A site").Produces<SiteView>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithExample(response: SiteView.Example).AllowAnonymous().AlwaysOn(Lasting);

        var imports = sites.MapGroup("/imports").RequirePermission(Permissions.Manage).RequireFeature(Features.Sites)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);

        imports.MapPost("", async (string? fileName, HttpRequest request, ClaimsPrincipal user, SiteImports desk, CancellationToken cancellationToken) =>
            {
                if (string.IsNullOrWhiteSpace(fileName))
                    return ApiProblems.Invalid(new FieldProblem("#/fileName", new("ファイル名を指定してください。例：sites.csv", "Name the file, such as sites.csv.")));
                try
                {
                    var import = await desk.PreviewAsync(request.Body, fileName, user, cancellationToken);
                    return Results.Created($"/api/v1/clean-up/sites/imports/{import.Id}", SiteImportView.Of(import));
                }
                catch (SpreadsheetException e)
                {
                    return ApiProblems.Invalid(new FieldProblem("#", e.Reason));
                }
            })
            .Produces<SiteImportView>(StatusCodes.Status201Created)
            .WithExample(response: SiteImportView.Example)
            .WithSummary("場所のファイルを確かめる / Hand in a file of sites for a look")
            .WithDescription("The body is the file: CSV, xlsx or GeoJSON by its name. No site changes until it is applied.");

        imports.MapGet("/{id:guid}", async (Guid id, ClaimsPrincipal user, SiteImports desk, CancellationToken cancellationToken) =>
                await desk.FindAsync(id, user, cancellationToken) is { } import ? Results.Ok(SiteImportView.Of(import)) : ApiProblems.NotFound())
            .Produces<SiteImportView>().WithExample(response: SiteImportView.Example).WithSummary("確かめた内容 / What a file would do, or did");

        imports.MapPost("/{id:guid}/application", async (Guid id, ClaimsPrincipal user, SiteImports desk, IMessageBus bus, CancellationToken cancellationToken) =>
            {
                if (await desk.FindAsync(id, user, cancellationToken) is null) return ApiProblems.NotFound();
                var answer = await bus.InvokeAsync<CommandAnswer>(new ApplySiteImport(id), cancellationToken);
                if (!answer.IsDone) return answer.ToResult();
                return Results.Ok(SiteImportView.Of((await desk.FindAsync(id, user, cancellationToken))!));
            })
            .Produces<SiteImportView>().ProducesProblem(StatusCodes.Status409Conflict).WithExample(response: SiteImportView.Example with { Applied = true })
            .WithSummary("取り込む / Take the file over").WithDescription("All of it or nothing; a second time it changes nothing.");
    }
}

/// <summary>Sites as open data (オープンデータ).</summary>
internal sealed class SiteOpenData(ICleanUpStore store) : ISiteEndpoints
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All),
    };

    public void Map(IEndpointRouteBuilder site)
    {
        var data = site.MapGroup("/clean-up/open-data").AllowAnonymous().AlwaysOn("sites outlast campaigns and can always be looked up");
        data.MapGet("/sites.csv", CsvAsync);
        data.MapGet("/sites.geojson", async (CancellationToken cancellationToken) =>
            Results.Json(SiteGeoJson.Write(await AllAsync(cancellationToken)), Json, SiteGeoJson.ContentType));
        site.MapGet("/staff/clean-up/sites.csv", CsvAsync).RequirePermission(Permissions.Read).AlwaysOn("what exists can be exported when the registration is off");
    }

    private async Task<IResult> CsvAsync(CancellationToken cancellationToken) =>
        Results.File(new TableFile(SiteTable.Header, SiteTable.Write(await AllAsync(cancellationToken))).ToCsv(), TableFile.CsvType, "clean-up-sites.csv");

    private async Task<IReadOnlyList<Site>> AllAsync(CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await Marten.QueryableExtensions.ToListAsync(session.Query<Site>().Where(s => !s.Closed).OrderBy(s => s.Key), cancellationToken);
    }
}
