using System.Security.Claims;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Imports.Pages;
using Kenmin.SportsVolunteers.Initiatives;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using Wolverine;

namespace Kenmin.SportsVolunteers.Imports;

/// <summary>Imports for programs: the same steps as on the pages.</summary>
internal sealed class ImportApi(ImportDesk desk, NpgsqlDataSource database) : IApiEndpoints
{
    /// <summary>An import as programs see it.</summary>
    internal sealed record ImportView(
        Guid Id, string Kind, string FileName, string Format, ImportState State, int Rows, int New, int Merged, int Unchanged, int Refused,
        IReadOnlyList<string> Header, IReadOnlyDictionary<string, int> Columns, IReadOnlyDictionary<string, string> Options,
        DateTimeOffset UploadedAt, DateTimeOffset? FinishedAt, Guid? Corrects, string? Problem, Guid? InitiativeId = null);

    internal sealed record ErrorView(string Column, string Name, string Value, string Reason);

    internal sealed record RefusedView(int Line, IReadOnlyList<string> Cells, IReadOnlyList<ErrorView> Errors);

    internal sealed record ColumnsInput(IReadOnlyDictionary<string, int>? Columns);

    internal sealed record LineView(int Line, RowResult Result, Guid? SubjectId);

    internal sealed record ProgressView(int Percent, string Text, bool Finished, bool Failed, string? Next);

    private static readonly ImportView Example = new(
        Guid.Parse("0199f000-0000-7000-8000-000000000001"), "roster", "festival-roster.csv", "CSV, UTF-8", ImportState.Uploaded, 6513, 0, 0, 0, 0,
        ["受付番号", "氏名"], new Dictionary<string, int> { ["number"] = 0, ["name"] = 1 },
        new Dictionary<string, string> { ["festival"] = "県民スポーツ大会", ["year"] = "2026" }, new(2026, 11, 1, 9, 0, 0, TimeSpan.FromHours(9)), null, null, null);

    public void Map(IEndpointRouteBuilder api)
    {
        var imports = api.MapGroup("/sports/imports").RequirePermission(Permissions.Import).RequireFeatureToWrite(Features.Imports).WithTags("Sports imports");
        imports.MapPost("/", (Delegate)UploadAsync).Accepts<IFormFile>("multipart/form-data").Produces<ImportView>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest).WithExample(response: Example)
            .WithSummary("Uploads a file (multipart: file, kind, initiative, the kind's options, corrects)");
        imports.MapGet("/{id:guid}", GetAsync).Produces<ImportView>().ProducesProblem(StatusCodes.Status404NotFound).WithExample(response: Example)
            .WithSummary("An import and how far it is");
        imports.MapPut("/{id:guid}/columns", SetColumnsAsync).Produces<ImportView>().ProducesProblem(StatusCodes.Status400BadRequest)
            .WithExample(new ColumnsInput(new Dictionary<string, int> { ["number"] = 0, ["name"] = 1, ["birth-date"] = 3 }), Example)
            .WithSummary("Says which column of the file, from 0, holds what");
        imports.MapPost("/{id:guid}/run", RunAsync).Produces<ImportView>(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample(response: Example with { State = ImportState.Running }).WithSummary("Starts an import, or continues one that stopped");
        imports.MapGet("/{id:guid}/refused-rows", RefusedAsync).Produces<Page<RefusedView>>()
            .WithExample(response: new Page<RefusedView>([new(15, ["14", "中村 智子", "2099/1/1"], [new("birth-date", "生年月日", "2099/1/1", "生年月日が今日より後です。")])], null))
            .WithSummary("Refused rows with the reason for each");
        imports.MapGet("/{id:guid}/refused-rows.csv", RefusedFileAsync).Produces(StatusCodes.Status200OK, contentType: "text/csv")
            .WithSummary("Refused rows as a file to correct and import again");
        imports.MapGet("/{id:guid}/lines/{line:int}", LineAsync).Produces<LineView>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithExample(response: new LineView(12, RowResult.New, Example.Id)).WithSummary("What became of a line, and whom it belongs to");
        imports.MapGet("/{id:guid}/progress", ProgressAsync).Produces<ProgressView>()
            .WithExample(response: new ProgressView(40, "6,513行のうち2,600行を処理しました。", false, false, null)).WithSummary("How far an import is, for progress bars");
    }

    private async Task<IResult> UploadAsync(HttpContext context)
    {
        // The house's limit answers with what to do; the server's only cuts the connection.
        if (context.Request.ContentLength > ImportFiles.Largest + (1 << 20)) return ApiProblems.Invalid(new FieldProblem("#/file", ImportFiles.TooLarge));
        if (!context.Request.HasFormContentType)
            return ApiProblems.Invalid(new FieldProblem("#", new("multipart/form-data で file と kind を送ってください。", "Send file and kind as multipart/form-data.")));
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var file = form.Files.GetFile(ImportDesk.FileField);
        await using var content = file?.OpenReadStream();
        var uploaded = await desk.UploadAsync(
            form["kind"], content, file?.FileName ?? "", form.ToDictionary(f => f.Key, f => f.Value.ToString()),
            Guid.TryParse(form["corrects"], out var corrects) ? corrects : null, context.User, context.RequestAborted);
        return uploaded.Import is { } import
            ? Results.Created($"{KenminApiExtensions.Prefix}/sports/imports/{import.Id}", View(import))
            : Invalid(uploaded.Problems, "#/");
    }

    private async Task<IResult> GetAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        await desk.FindAsync(id, user, cancellationToken) is { } import ? Results.Ok(View(import)) : ApiProblems.NotFound();

    private async Task<IResult> SetColumnsAsync(Guid id, ColumnsInput input, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(id, user, cancellationToken) is null) return ApiProblems.NotFound();
        return await desk.SetColumnsAsync(id, input.Columns ?? new Dictionary<string, int>(), cancellationToken) switch
        {
            null => ApiProblems.Refused("import-started", new("この取り込みの列はもう変えられません。", "The columns of this import can no longer be changed.")),
            { Count: > 0 } problems => Invalid(problems, "#/columns/"),
            _ => Results.Ok(View((await desk.FindAsync(id, user, cancellationToken))!)),
        };
    }

    private async Task<IResult> RunAsync(Guid id, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(id, user, cancellationToken) is null) return ApiProblems.NotFound();
        var answer = await bus.InvokeAsync<ImportStarted>(new StartImport(id), cancellationToken);
        if (answer.InitiativeIsOver) return ApiProblems.Refused("initiative-closed", EventInitiatives.Over);
        return answer.Started
            ? Results.Accepted($"{KenminApiExtensions.Prefix}/sports/imports/{id}", View((await desk.FindAsync(id, user, cancellationToken))!))
            : ApiProblems.Refused("import-started", new("この取り込みはすでに始まったか、取りやめられています。", "This import was started already, or given up."));
    }

    private async Task<IResult> RefusedAsync(Guid id, int? after, int? take, HttpContext context)
    {
        if (await desk.FindAsync(id, context.User, context.RequestAborted) is not { } import) return ApiProblems.NotFound();
        var size = PageSize.Within(take);
        var rows = await desk.RefusedAsync(import, after ?? 0, size + 1, context.User, context.RequestAborted);
        var views = rows.Select(r => new RefusedView(
            r.Line, r.Cells, [.. r.Errors.Select(e => new ErrorView(e.ColumnKey, e.Column.ToString(), e.Value, e.Reason.ToString()))])).ToList();
        return Results.Ok(Page<RefusedView>.Of(views, size, r => r.Line.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    private async Task<IResult> RefusedFileAsync(Guid id, HttpContext context)
    {
        if (await desk.FindAsync(id, context.User, context.RequestAborted) is not { } import) return ApiProblems.NotFound();
        var file = new MemoryStream();
        await desk.WriteRefusedAsync(import, context.User, file, context.RequestAborted);
        file.Position = 0;
        var name = new LocalizedText("取り込めなかった行", "refused-rows").ToString();
        return Results.File(file, "text/csv; charset=utf-8", $"{name}-{Path.GetFileNameWithoutExtension(import.FileName)}.csv");
    }

    private async Task<IResult> LineAsync(Guid id, int line, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        await desk.FindAsync(id, user, cancellationToken) is not null
        && await ImportLines.FindAsync(id, line, database, cancellationToken) is { } found
            ? Results.Ok(new LineView(line, found.Result, found.SubjectId))
            : ApiProblems.NotFound();

    private async Task<IResult> ProgressAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(id, user, cancellationToken) is not { } import) return ApiProblems.NotFound();
        var running = import.State == ImportState.Running;
        return Results.Ok(new ProgressView(
            import.Percent, ImportTexts.Progress(import).ToString(), import.State == ImportState.Done, import.State == ImportState.Failed,
            running ? null : $"/staff/sports/imports/{id}"));
    }

    private static ImportView View(Import x) => new(
        x.Id, x.Target, x.FileName, x.Format, x.State, x.Rows, x.New, x.Merged, x.Unchanged, x.Refused, x.Header, x.Columns, x.Options,
        x.UploadedAt, x.FinishedAt, x.Corrects, x.Problem?.ToString(), x.InitiativeId);

    private static IResult Invalid(IReadOnlyList<KeyValuePair<string, LocalizedText>> problems, string prefix) =>
        ApiProblems.Invalid([.. problems.Select(p => new FieldProblem($"{prefix}{p.Key}", p.Value))]);
}
