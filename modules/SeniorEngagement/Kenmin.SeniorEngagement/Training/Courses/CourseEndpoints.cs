using System.Globalization;
using System.Security.Claims;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.SeniorEngagement.Training.Courses;

/// <summary>A date of a course for programs.</summary>
internal sealed record CourseDateView(
    Guid Id, Guid CourseId, string Course, string Title, string About, IReadOnlyList<string> Kinds, int Credits, bool CountsOnce, string Municipality, DateTimeOffset Starts, DateTimeOffset Ends, string Place, int Capacity, int? Free)
{
    public static CourseDateView Example { get; } = new(
        new("0199aaaa-0000-7000-8000-000000000003"), new("0199aaaa-0000-7000-8000-000000000004"), "見本リーダー講座", "第 1 回", "歩く人を安全に案内するために。", ["walking"], 1, false, "352039",
        new(2026, 6, 20, 10, 0, 0, TimeSpan.FromHours(9)), new(2026, 6, 20, 12, 0, 0, TimeSpan.FromHours(9)), "見本公民館", 20, 12);

    public static CourseDateView Of(CourseLine l) => new(
        l.Date.Id, l.Course.Id, l.Course.Name, l.Date.Title, l.Course.About, l.Course.Kinds, l.Course.Credits, l.Course.CountsOnce, l.Course.MunicipalityCode, l.Date.Starts, l.Date.Ends, l.Date.Place, l.Date.Capacity, l.Places?.Free);
}

/// <summary>The own sign-up for programs: confirmed, offered, waiting or cancelled.</summary>
internal sealed record CourseSignUpView(CourseDateView Date, string State, int? Position)
{
    public static CourseSignUpView Example { get; } = new(CourseDateView.Example, "confirmed", null);
}

/// <summary>Courses and the own sign-ups, for programs.</summary>
internal sealed class CourseApi : IApiEndpoints
{
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/senior-engagement/courses", async (string? municipality, CourseReader courses, CancellationToken cancellationToken) =>
                Results.Ok((await courses.OpenAsync(municipality, null, cancellationToken)).Select(CourseDateView.Of).ToList()))
            .WithTags("senior-engagement").AllowAnonymous().AlwaysOn("courses that are there are shown").Produces<IReadOnlyList<CourseDateView>>().WithExample(response: new[] { CourseDateView.Example })
            .WithSummary("これからのリーダー養成講座 / Dates of courses for leaders");
        var own = api.MapGroup("/senior-engagement/me/courses").WithTags("senior-engagement").RequirePermission(Permissions.Own).ProducesProblem(StatusCodes.Status404NotFound);
        own.MapGet("", async (ClaimsPrincipal user, HolderReader holders, CourseReader courses, CancellationToken cancellationToken) =>
                await holders.OwnAsync(user, cancellationToken) is { } record
                    ? Results.Ok((await courses.SignedUpAsync(record.Holder.Id, cancellationToken)).Select(l => new CourseSignUpView(CourseDateView.Of(l), ApiWord.Of(l.Mine!.State), l.Mine.Position)).ToList()) : ApiProblems.NotFound())
            .AlwaysOn("what a person signed up for can always be seen").Produces<IReadOnlyList<CourseSignUpView>>().WithExample(response: new[] { CourseSignUpView.Example }).WithSummary("申し込んでいる講座 / Courses that I signed up for");
        own.MapPut("/{id:guid}/sign-up", async (Guid id, ClaimsPrincipal user, HolderReader holders, CourseDesk desk, TimeProvider clock, CancellationToken cancellationToken) =>
                await holders.OwnAsync(user, cancellationToken) is { } record
                    ? (await desk.SignUpAsync(Guid.CreateVersion7(clock.GetUtcNow()), id, record.Holder.Id, user, ActingAs.Self, cancellationToken)).Answer.ToResult() : ApiProblems.NotFound())
            .AlwaysOn("whether something new is taken is decided when it is sent").NewEntries(Features.Training).Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("講座に申し込む / Sign up for a course").WithDescription("Codes of refusals: closed, overlap, full, cancelled, busy, guardian-does-not-agree.");
        own.MapDelete("/{id:guid}/sign-up", async (Guid id, ClaimsPrincipal user, HolderReader holders, CourseDesk desk, TimeProvider clock, CancellationToken cancellationToken) =>
                await holders.OwnAsync(user, cancellationToken) is { } record
                    ? (await desk.CancelAsync(Guid.CreateVersion7(clock.GetUtcNow()), id, record.Holder.Id, user, ActingAs.Self, cancellationToken)).Answer.ToResult() : ApiProblems.NotFound())
            .AlwaysOn("a place can always be given back").Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status409Conflict).WithSummary("講座を取り消す / Cancel a course");
    }
}

/// <summary>Lists of who comes, for staff.</summary>
internal sealed class CourseFiles : ISiteEndpoints
{
    private static readonly string[] Header = ["氏名", "カードの番号", "電話", "状態", "出席"];

    public void Map(IEndpointRouteBuilder site) => site.MapGet("/staff/senior-engagement/course-dates/{id:guid}/people.csv", async (Guid id, ClaimsPrincipal user, CourseReader courses, CancellationToken cancellationToken) =>
    {
        if (await courses.DateAsync(id, user, cancellationToken) is not { } line) return Results.NotFound();
        var rows = (await courses.PeopleAsync(line.Date, user, cancellationToken, "senior-engagement.course-people.exported")).Select(p => (IReadOnlyList<string?>)
        [
            p.Holder?.Name ?? "（削除済み）", p.Holder is { } holder ? PrintedCode.Shown(holder.Number) : "", p.Holder?.Phone, p.SignUp.State == SignUpState.Confirmed ? "確定" : p.SignUp.Position?.ToString(CultureInfo.InvariantCulture) is { } position ? $"キャンセル待ち {position}" : "案内中",
            p.SignUp.Attendance?.Presence switch { Presence.Present => "出席", Presence.Absent => "欠席", _ => "" },
        ]);
        return Results.File(new TableFile(Header, rows).ToCsv(), TableFile.CsvType, "course-people.csv");
    }).RequirePermission(Permissions.Read).AlwaysOn("what exists can always be taken along");
}
