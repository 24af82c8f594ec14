using System.Text.Json;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Imports;
using Kenmin.SportsVolunteers.Registrations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Kenmin.SportsVolunteers.Volunteers;

/// <summary>Volunteers for programs of staff. Names are searched by POST, so that none stands in an address.</summary>
internal sealed class VolunteerApi(VolunteerList list, EditVolunteer edit, NpgsqlDataSource database, ModuleCatalog modules) : IApiEndpoints
{
    internal sealed record SourceView(Guid ImportId, string FileName, int Line, string? ApplicationNumber, string Festival, IReadOnlyList<string> Reasons,
        Guid? InitiativeId = null);

    internal sealed record LineView(Guid ImportId, int Line, RowResult Result);

    internal sealed record ListedView(Guid Id, string Name, string Kana, DateOnly? BirthDate, string? MunicipalityCode, IReadOnlyList<string> Qualifications, RegistrationState? State);

    /// <summary>Remarks are null for those who may not change the roster.</summary>
    internal sealed record VolunteerView(
        Guid Id, string Name, string Kana, DateOnly? BirthDate, Gender Gender, string? PostalCode, string Address, string? MunicipalityCode,
        string? Phone, string? Email, IReadOnlyList<string> Wishes, IReadOnlyList<string> Qualifications, string? Remarks,
        Guid Version, IReadOnlyList<SourceView> Sources, IReadOnlyList<LineView> Lines);

    internal sealed record SearchInput(string? Search, string? Municipality, string? Qualification, RegistrationState? State, Guid? After, int? Take, Guid? Initiative = null);

    private static readonly Guid ExampleId = Guid.Parse("0199f000-0000-7000-8000-000000000002");

    private static readonly Page<ListedView> ExamplePage =
        new([new(ExampleId, "見本　花子", "ミホン　ハナコ", new(1960, 5, 11), "352039", ["手話"], RegistrationState.Continuing)], null);

    public void Map(IEndpointRouteBuilder api)
    {
        // The roster outlives any one feature: it can be read, and corrected on request of the person, as long as it is kept.
        var volunteers = api.MapGroup("/sports/volunteers").RequirePermission(Permissions.ReadRoster)
            .AlwaysOn("personal data that are kept must stay accessible").WithTags("Sports volunteers");
        volunteers.MapGet("/", ListAsync).Produces<Page<ListedView>>().WithExample(response: ExamplePage).WithSummary("Volunteers in the order of their readings");
        volunteers.MapPost("/search", SearchAsync).ReadsOnly("a name must not stand in an address").Produces<Page<ListedView>>()
            .WithExample(new SearchInput("見本", "352039", null, RegistrationState.Continuing, null, 50), ExamplePage).WithSummary("Volunteers by parts of name, reading or phone number");
        volunteers.MapGet("/{id:guid}", GetAsync).Produces<VolunteerView>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithExample(response: new VolunteerView(
                ExampleId, "見本　花子", "ミホン　ハナコ", new(1960, 5, 11), Gender.Female, "7538501", "山口県山口市滝町1-1", "352039", "0839333110", null,
                ["受付・案内"], ["手話"], null, ExampleId, [new(ExampleId, "roster.csv", 12, "11", "県民スポーツ大会", [])], [new(ExampleId, 12, RowResult.New)]))
            .WithSummary("A volunteer, with every line of every file it was read from");
        volunteers.MapPut("/{id:guid}", CorrectAsync).Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithExample(request: new VolunteerCorrection
            {
                FamilyName = "見本", GivenName = "花子", Kana = "みほん　はなこ", BirthDate = "昭和35年5月11日", Gender = "女性", PostalCode = "753-8501",
                Address = "山口県山口市滝町1-1", Phone = "083-933-3110", Wishes = "受付・案内", Qualifications = "手話", Version = ExampleId,
            })
            .WithSummary("Corrects a volunteer's data").WithDescription("Texts as people write them. `version` is that of the data that were read; a correction of older data is refused.")
            .RequirePermission(Permissions.ChangeRoster);
        volunteers.MapPost("/export", (Delegate)ExportAsync).ReadsOnly("a name must not stand in an address").Produces(StatusCodes.Status200OK, contentType: "text/csv")
            .WithSummary("Volunteers as a spreadsheet (form: search, municipality, qualification, state, initiative, format = csv or xlsx)");
    }

    private Task<IResult> ListAsync(
        string? municipality, string? qualification, RegistrationState? state, Guid? initiative, Guid? after, int? take, HttpContext context) =>
        SearchAsync(new(null, municipality, qualification, state, after, take, initiative), context);

    private async Task<IResult> SearchAsync(SearchInput input, HttpContext context)
    {
        if (input.Municipality is { Length: > 0 } code && Municipality.ByCode(code) is null)
            return ApiProblems.Invalid(new FieldProblem("#/municipality", new("この市町コードはありません。", "There is no municipality with this code.")));
        var size = PageSize.Within(input.Take);
        var found = await list.FindAsync(
            new(input.Search, input.Municipality, input.Qualification, input.State, input.Initiative), input.After, size + 1, context.User, "sports-volunteers.roster.listed", context.RequestAborted);
        var states = await list.StatesAsync(found, context.RequestAborted);
        var views = found.Select(v => new ListedView(
            v.Id, v.FullName, v.Kana, v.BirthDate, v.MunicipalityCode, v.Qualifications, states.TryGetValue(v.Id, out var state) ? state : null)).ToList();
        return Results.Ok(Page<ListedView>.Of(views, size, v => v.Id.ToString()));
    }

    private async Task<IResult> GetAsync(Guid id, HttpContext context)
    {
        if (await list.GetAsync(id, context.User, context.RequestAborted) is not { } v) return ApiProblems.NotFound();
        var lines = await ImportLines.OfSubjectAsync(id, database, context.RequestAborted);
        return Results.Ok(new VolunteerView(
            v.Id, v.FullName, v.Kana, v.BirthDate, v.Gender, v.PostalCode, v.Address, v.MunicipalityCode, v.Phone, v.Email, v.Wishes, v.Qualifications,
            modules.Holds(context.User, Permissions.ChangeRoster) ? v.Remarks : null, v.Version,
            [.. v.Sources.Select(s => new SourceView(s.ImportId, s.FileName, s.Line, s.ApplicationNumber, s.Festival, [.. s.Reasons.Select(r => r.ToString())], s.InitiativeId))],
            [.. lines.Select(l => new LineView(l.ImportId, l.Line, l.Result))]));
    }

    private async Task<IResult> CorrectAsync(Guid id, VolunteerCorrection input, HttpContext context)
    {
        var answer = await edit.HandleAsync(id, input, context.User, context.RequestAborted);
        if (!answer.Found) return ApiProblems.NotFound();
        return answer.Problems.Count == 0 ? Results.NoContent() : ApiProblems.Invalid(
            [.. answer.Problems.Select(p => new FieldProblem(p.Key.Length == 0 ? "#" : $"#/{JsonNamingPolicy.CamelCase.ConvertName(p.Key)}", p.Value))]);
    }

    private async Task<IResult> ExportAsync(HttpContext context)
    {
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;
        var workbook = form["format"] == "xlsx";
        var filter = new VolunteerFilter(
            form["search"], form["municipality"], form["qualification"], Enum.TryParse<RegistrationState>(form["state"], out var state) ? state : null,
            Guid.TryParse(form["initiative"], out var initiative) ? initiative : null);
        // Written whole before it is sent: what cannot be recorded or read to the end is not sent in part.
        var file = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.DeleteOnClose });
        await VolunteerExport.WriteAsync(
            list.ExportAsync(filter, context.User, context.RequestAborted), workbook, modules.Holds(context.User, Permissions.ChangeRoster), file, context.RequestAborted);
        file.Position = 0;
        var name = new LocalizedText("ボランティア名簿", "volunteers").ToString();
        return workbook
            ? Results.File(file, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", $"{name}.xlsx")
            : Results.File(file, "text/csv; charset=utf-8", $"{name}.csv");
    }
}
