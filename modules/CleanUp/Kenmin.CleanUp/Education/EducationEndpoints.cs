using System.Security.Claims;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.CleanUp.Education;

/// <summary>A course as everybody may see it.</summary>
internal sealed record CourseView(Guid Id, LocalizedText Name, string Theme, IReadOnlyList<string> For, int Minutes, LocalizedText Summary, string Prepare, IReadOnlyList<CourseLink> Links, IReadOnlyList<CourseFileView> Files)
{
    public static CourseView Example { get; } = new(
        new("0199f000-0000-7000-8000-0000000000e1"), new("海のごみはどこから来るの", "Where does litter in the sea come from?"), "marineLitter", ["elementary"], 45, new("砂浜のごみを調べます。", "We look at litter on a beach."), "軍手", [],
        [new("砂浜のごみ.pdf", 120_000, "/clean-up/education/courses/0199f000-0000-7000-8000-0000000000e1/files/0199f000-0000-7000-8000-0000000000e2")]);

    public static CourseView Of(Course c) => new(
        c.Id, c.Name, ApiWord.Of(c.Theme), [.. c.For.Select(a => ApiWord.Of(a))], c.Minutes, c.Summary, c.Prepare, c.Links,
        [.. c.Files.Select(f => new CourseFileView(f.Name, f.Bytes, $"/clean-up/education/courses/{c.Id}/files/{f.Id}"))]);
}

/// <summary>A file of material.</summary>
internal sealed record CourseFileView(string Name, int Bytes, string Href);

/// <summary>A request as who asked sees it, and sends it.</summary>
internal sealed record CourseRequestBody(
    Guid CourseId, AskerKind Kind, string? Organization, string? Contact, string? Phone, string? Municipality, string? Place, DateOnly? Day, TimeOnly? Start, TimeOnly? End, int? People, string? Note)
{
    public static CourseRequestBody Example { get; } = new(
        CourseView.Example.Id, AskerKind.School, "見本小学校", "見本 先生", "083-933-0000", "352039", "体育館", new(2026, 10, 20), new(9, 30), new(10, 15), 32, "4 年生");
}

/// <summary>A request with its state.</summary>
internal sealed record CourseRequestView(Guid Id, Guid CourseId, LocalizedText Course, string Organization, string MunicipalityCode, string Place, DateOnly Day, TimeOnly Start, TimeOnly End, int People, string State, string Reason, string? Leader)
{
    public static CourseRequestView Example { get; } = new(
        new("0199f000-0000-7000-8000-0000000000e3"), CourseView.Example.Id, CourseView.Example.Name, "見本小学校", "352039", "体育館", new(2026, 10, 20), new(9, 30), new(10, 15), 32, "agreed", "", "見本 講師");

    public static CourseRequestView Of(CourseRequestLine l) => new(
        l.Request.Id, l.Course.Id, l.Course.Name, l.Request.Organization, l.Request.MunicipalityCode, l.Request.Place, l.Request.Day, l.Request.Start, l.Request.End, l.Request.People,
        ApiWord.Of(l.Request.State), l.Request.Reason, l.Request.State is CourseRequestState.Agreed or CourseRequestState.Held && l.Leader is { Name.Length: > 0 } leader ? leader.Name : null);
}

/// <summary>Courses and requests for programs.</summary>
internal sealed class EducationApi(EducationReader reader) : IApiEndpoints
{
    internal const string Kept = "what was published and asked for stays visible and can be called off; whether something new is taken is decided when it is sent";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/clean-up/education/courses", async (CancellationToken cancellationToken) => Results.Ok((await reader.CoursesAsync(offeredOnly: true, cancellationToken)).Select(CourseView.Of).ToList()))
            .WithTags("clean-up").Produces<IReadOnlyList<CourseView>>().WithExample(response: new[] { CourseView.Example }).WithSummary("環境学習の講座 / Courses of environmental education")
            .AllowAnonymous().AlwaysOn(Kept);

        var own = api.MapGroup("/clean-up/me/course-requests").WithTags("clean-up").RequirePermission(Permissions.TakePart).AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        own.MapGet("", async (ClaimsPrincipal user, CancellationToken cancellationToken) => Results.Ok((await reader.RequestsOfAsync(user.AccountId()!.Value, cancellationToken)).Select(CourseRequestView.Of).ToList()))
            .Produces<IReadOnlyList<CourseRequestView>>().WithExample(response: new[] { CourseRequestView.Example }).WithSummary("自分の依頼 / My requests");
        own.MapPost("", async (CourseRequestBody body, ClaimsPrincipal user, IMessageBus bus, TimeProvider clock, CancellationToken cancellationToken) =>
            {
                var id = Guid.CreateVersion7(clock.GetUtcNow());
                var answer = await bus.InvokeAsync<CommandAnswer>(new RequestCourse(
                    id, body.CourseId, body.Kind, body.Organization, body.Contact, body.Phone, body.Municipality, body.Place, body.Day, body.Start, body.End, body.People, body.Note, user.AccountId()!.Value), cancellationToken);
                return await ShownAsync(answer, id, user, cancellationToken);
            })
            .Produces<CourseRequestView>().WithExample(CourseRequestBody.Example, CourseRequestView.Example with { State = "asked", Leader = null }).WithSummary("講師の派遣を依頼する / Ask for a leader");
        own.MapPost("/{id:guid}/cancellation", async (Guid id, Activities.CallOffRequest body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                await ShownAsync(await bus.InvokeAsync<CommandAnswer>(new CloseCourseRequest(id, body.Reason, user.AccountId()!.Value, null), cancellationToken), id, user, cancellationToken))
            .Produces<CourseRequestView>().WithExample(new Activities.CallOffRequest("学級閉鎖のため"), CourseRequestView.Example with { State = "cancelled", Leader = null }).WithSummary("依頼を取りやめる / Call a request off");
    }

    private async Task<IResult> ShownAsync(CommandAnswer answer, Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        answer.IsDone && await reader.OwnRequestAsync(id, user.AccountId(), cancellationToken) is { } line ? Results.Ok(CourseRequestView.Of(line)) : answer.ToResult();
}

/// <summary>Material to download.</summary>
internal sealed class EducationFiles(EducationReader reader) : ISiteEndpoints
{
    public void Map(IEndpointRouteBuilder site) =>
        site.MapGet("/clean-up/education/courses/{id:guid}/files/{file:guid}", async (Guid id, Guid file, HttpContext http, CancellationToken cancellationToken) =>
            {
                if (await reader.MaterialAsync(id, file, cancellationToken) is not { } found) return Results.NotFound();
                // Given as a file to keep, never opened as a page of this site; what it says it is, it is (nosniff).
                http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
                http.Response.Headers.CacheControl = "public, max-age=300";
                return Results.File(found.Bytes, found.File.Type, found.File.Name);
            })
            .AllowAnonymous().AlwaysOn(EducationApi.Kept).ExcludeFromDescription();
}
