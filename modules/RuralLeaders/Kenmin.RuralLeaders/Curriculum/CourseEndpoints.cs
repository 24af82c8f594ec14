using System.Security.Claims;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.RuralLeaders.Leaders;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.RuralLeaders.Curriculum;

/// <summary>A course as programs get it.</summary>
internal sealed record CourseView(Guid Id, int FiscalYear, LocalizedText Name, LocalizedText Summary, int CreditsNeeded, int ValidYears, int RenewalCredits)
{
    public static CourseView Example { get; } = new(
        new("0199f000-0000-7000-8000-0000000000e1"), 2026, new("見本リーダー養成講座", "Sample course for leaders"), new("", ""), 5, 3, 1);

    public static CourseView Of(Course c) => new(c.Id, c.Year, c.Name, c.Summary, c.CreditsNeeded, c.ValidYears, c.RenewalCredits);
}

/// <summary>A session as programs get it.</summary>
internal sealed record SessionView(
    Guid Id, string Title, DateTimeOffset Starts, DateTimeOffset Ends, string MunicipalityCode, string Place, string Trainers, int Credits, bool Compulsory,
    string? Cancelled, int Capacity, int? Free, int? Waiting)
{
    public static SessionView Example { get; } = new(
        new("0199f000-0000-7000-8000-0000000000e2"), "集落の点検のしかた", new(2026, 6, 20, 13, 30, 0, TimeSpan.FromHours(9)), new(2026, 6, 20, 15, 30, 0, TimeSpan.FromHours(9)),
        "352047", "見本公民館", "見本 講師", 1, true, null, 20, 5, 0);

    public static SessionView Of(SessionLine line) => new(
        line.Session.Id, line.Session.Title, line.Session.Starts, line.Session.Ends, line.Session.MunicipalityCode, line.Session.Place, line.Session.Trainers, line.Session.Credits,
        line.Session.Compulsory, line.Session.Cancelled ? line.Session.CancelReason : null, line.Session.Capacity, line.Places?.Free, line.Places?.Waiting);
}

/// <summary>A course with its sessions.</summary>
internal sealed record CourseDetailView(CourseView Course, IReadOnlyList<SessionView> Sessions)
{
    public static CourseDetailView Example { get; } = new(CourseView.Example, [SessionView.Example]);
}

/// <summary>A wish to take part.</summary>
/// <param name="CommandId">Sent again with the same id, it changes nothing more.</param>
internal sealed record PlaceRequest(Guid? CommandId);

/// <summary>The own place at a session.</summary>
internal sealed record PlaceView(Guid SessionId, string State, int? Position)
{
    public static PlaceView Example { get; } = new(SessionView.Example.Id, "confirmed", null);
}

/// <summary>Courses and places for programs.</summary>
internal sealed class CourseApi : IApiEndpoints
{
    private const string Kept = "what a person has signed up for can always be cancelled; new sign-ups are decided for the course's fiscal year";

    public void Map(IEndpointRouteBuilder api)
    {
        var courses = api.MapGroup("/rural-leaders/courses").WithTags("rural-leaders").AllowAnonymous().AlwaysOn("what was published stays visible");
        courses.MapGet("", async (CourseReader reader, CancellationToken cancellationToken) => Results.Ok((await reader.PublishedAsync(cancellationToken)).Select(CourseView.Of).ToList()))
            .Produces<IReadOnlyList<CourseView>>().WithExample(response: new[] { CourseView.Example }).WithSummary("リーダー養成講座 / Courses for leaders");
        courses.MapGet("/{id:guid}", async (Guid id, CourseReader reader, CancellationToken cancellationToken) =>
                await reader.PublicAsync(id, cancellationToken) is { } found
                    ? Results.Ok(new CourseDetailView(CourseView.Of(found.Course), [.. found.Sessions.Select(SessionView.Of)])) : ApiProblems.NotFound())
            .Produces<CourseDetailView>().ProducesProblem(StatusCodes.Status404NotFound).WithExample(response: CourseDetailView.Example).WithSummary("講座の詳細 / A course with its sessions");

        var own = api.MapGroup("/rural-leaders/sessions").WithTags("rural-leaders").RequirePermission(Permissions.TakePart).AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        own.MapPost("/{id:guid}/sign-ups", async (
                Guid id, [FromBody] PlaceRequest? body, HttpContext context, ClaimsPrincipal user, LearnerDesk desk, TimeProvider clock, CancellationToken cancellationToken) =>
                ToResult(id, await desk.SignUpAsync(body?.CommandId ?? Guid.CreateVersion7(clock.GetUtcNow()), id, user, cancellationToken), context))
            .Produces<PlaceView>().WithExample(new PlaceRequest(null), PlaceView.Example).WithSummary("受講を申し込む / Sign up for a session")
            .WithDescription("A place, or the waiting list. Codes of refusals: full, overlap, closed, cancelled, guardian-does-not-agree.").NewEntries(Features.Courses);
        own.MapDelete("/{id:guid}/sign-ups", async (
                Guid id, HttpContext context, ClaimsPrincipal user, LearnerDesk desk, TimeProvider clock, CancellationToken cancellationToken) =>
                ToResult(id, await desk.CancelAsync(Guid.CreateVersion7(clock.GetUtcNow()), id, user, cancellationToken), context))
            .Produces<PlaceView>().WithExample(response: PlaceView.Example with { State = "cancelled" }).WithSummary("受講を取り消す / Cancel");
    }

    private static IResult ToResult(Guid session, PlaceAnswer answer, HttpContext context) =>
        answer.Answer.Code == LearnerDesk.Busy ? ApiProblems.Busy(context, answer.RetryAfter ?? TimeSpan.FromSeconds(1))
        : answer.Answer.ToResult(() => Results.Ok(new PlaceView(session, ApiWord.Of(answer.State!.Value), answer.Position)));
}
