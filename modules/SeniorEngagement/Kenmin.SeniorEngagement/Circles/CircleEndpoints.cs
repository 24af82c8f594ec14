using System.Security.Claims;
using System.Text;
using Kenmin.Api;
using Kenmin.Calendars;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.Participation;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;
using static Kenmin.Pages.Texts;

namespace Kenmin.SeniorEngagement.Circles;

/// <summary>A circle for programs; what it is about by keys.</summary>
internal sealed record CircleView(Guid Id, string Name, IReadOnlyList<string> Interests, string Municipality, string District, string About, int Members, MeetingView? Next)
{
    public static CircleView Example { get; } = new(new("0199aaaa-0000-7000-8000-000000000001"), "見本歌の輪", ["music"], "352039", "見本地区", "月に一度、歌います。", 8, MeetingView.Example);

    public static CircleView Of(CircleLine l) => new(l.Circle.Id, l.Circle.Name, l.Circle.Interests, l.Circle.MunicipalityCode, l.Circle.District, l.Circle.About, l.Members, l.Next is { } next ? MeetingView.Of(next) : null);
}

/// <summary>A meeting for programs.</summary>
internal sealed record MeetingView(Guid Id, Guid CircleId, DateTimeOffset Starts, DateTimeOffset Ends, string Place, string Note, int Capacity)
{
    public static MeetingView Example { get; } = new(new("0199aaaa-0000-7000-8000-000000000002"), new("0199aaaa-0000-7000-8000-000000000001"), new(2026, 6, 20, 13, 30, 0, TimeSpan.FromHours(9)), new(2026, 6, 20, 15, 0, 0, TimeSpan.FromHours(9)), "見本公民館", "歌の本を持ってきてください。", 15);

    public static MeetingView Of(CircleMeeting m) => new(m.Id, m.CircleId, m.Starts, m.Ends, m.Place, m.Note, m.Capacity);
}

/// <summary>The own sign-up for programs: confirmed, offered, waiting or cancelled.</summary>
internal sealed record MeetingSignUpView(MeetingView Meeting, string State, int? Position)
{
    public static MeetingSignUpView Example { get; } = new(MeetingView.Example, "confirmed", null);
}

/// <summary>What is sent with a wish to join.</summary>
internal sealed record JoinRequest(string? Note)
{
    public static JoinRequest Example { get; } = new("歌が好きです。");
}

/// <summary>Circles and meetings, for programs.</summary>
internal sealed class CircleApi : IApiEndpoints
{
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/senior-engagement/circles", async (string? municipality, string? interest, CircleReader circles, CancellationToken cancellationToken) =>
                Results.Ok((await circles.OpenAsync(municipality, interest, cancellationToken)).Select(CircleView.Of).ToList()))
            .WithTags("senior-engagement").AllowAnonymous().AlwaysOn("circles that are there are shown").Produces<IReadOnlyList<CircleView>>().WithExample(response: new[] { CircleView.Example })
            .WithSummary("新しい人を募集している仲間の輪 / Circles that take newcomers");
        var own = api.MapGroup("/senior-engagement/me").WithTags("senior-engagement").RequirePermission(Permissions.Own).ProducesProblem(StatusCodes.Status404NotFound);
        own.MapPut("/circles/{id:guid}", async (Guid id, JoinRequest body, ClaimsPrincipal user, HolderReader holders, IMessageBus bus, CancellationToken cancellationToken) =>
                await holders.OwnAsync(user, cancellationToken) is { } record
                    ? (await bus.InvokeAsync<CommandAnswer>(new JoinCircle(id, record.Holder.Id, body.Note, user.Doer(), ActingAs.Self), cancellationToken)).ToResult() : ApiProblems.NotFound())
            .AlwaysOn("whether somebody new is taken is decided when it is sent").Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample(JoinRequest.Example).WithSummary("輪に申し込む / Ask to join a circle").WithDescription("Codes of refusals: closed, circle-closed, not-open, full, guardian-does-not-agree.");
        own.MapDelete("/circles/{id:guid}", async (Guid id, ClaimsPrincipal user, HolderReader holders, IMessageBus bus, CancellationToken cancellationToken) =>
                await holders.OwnAsync(user, cancellationToken) is { } record
                    ? (await bus.InvokeAsync<CommandAnswer>(new LeaveCircle(id, record.Holder.Id, user.Doer(), ActingAs.Self), cancellationToken)).ToResult() : ApiProblems.NotFound())
            .AlwaysOn("a circle can always be left").Produces(StatusCodes.Status204NoContent).WithSummary("輪を離れる / Leave a circle");
        own.MapGet("/meetings", async (ClaimsPrincipal user, HolderReader holders, CircleReader circles, CancellationToken cancellationToken) =>
                await holders.OwnAsync(user, cancellationToken) is { } record
                    ? Results.Ok((await circles.SignUpsAsync(record.Holder.Id, cancellationToken)).Select(s => new MeetingSignUpView(MeetingView.Of(s.Meeting), ApiWord.Of(s.SignUp.State), s.SignUp.Position)).ToList()) : ApiProblems.NotFound())
            .AlwaysOn("what a person signed up for can always be seen").Produces<IReadOnlyList<MeetingSignUpView>>().WithExample(response: new[] { MeetingSignUpView.Example }).WithSummary("申し込んでいる集まり / Meetings that I signed up for");
        own.MapPut("/meetings/{id:guid}/sign-up", async (Guid id, ClaimsPrincipal user, HolderReader holders, MeetingDesk desk, TimeProvider clock, CancellationToken cancellationToken) =>
                await holders.OwnAsync(user, cancellationToken) is { } record
                    ? (await desk.SignUpAsync(Guid.CreateVersion7(clock.GetUtcNow()), id, record.Holder.Id, user, ActingAs.Self, cancellationToken)).Answer.ToResult() : ApiProblems.NotFound())
            .AlwaysOn("new sign-ups are decided for the meeting's fiscal year").NewEntries(Features.Circles).Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("集まりに申し込む / Sign up for a meeting").WithDescription("Codes of refusals: closed, members-only, overlap, full, cancelled, busy, guardian-does-not-agree.");
        own.MapDelete("/meetings/{id:guid}/sign-up", async (Guid id, ClaimsPrincipal user, HolderReader holders, MeetingDesk desk, TimeProvider clock, CancellationToken cancellationToken) =>
                await holders.OwnAsync(user, cancellationToken) is { } record
                    ? (await desk.CancelAsync(Guid.CreateVersion7(clock.GetUtcNow()), id, record.Holder.Id, user, ActingAs.Self, cancellationToken)).Answer.ToResult() : ApiProblems.NotFound())
            .AlwaysOn("a place can always be given back").Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status409Conflict).WithSummary("集まりを取り消す / Cancel a meeting");
    }
}

/// <summary>The own meetings as a calendar.</summary>
internal sealed class CircleFiles : ISiteEndpoints
{
    public void Map(IEndpointRouteBuilder site) => site.MapGet("/senior-engagement/me/meetings.ics", async (HttpContext http, ClaimsPrincipal user, HolderReader holders, CircleReader circles, CancellationToken cancellationToken) =>
        await holders.OwnAsync(user, cancellationToken) is { } record
            ? Results.File(Encoding.UTF8.GetBytes(CalendarFile.Write("Senior engagement", L("仲間の輪の集まり", "Meetings of my circles").ToString(), (await circles.SignUpsAsync(record.Holder.Id, cancellationToken)).Select(s => new CalendarEntry(
                $"{s.Meeting.Id}@kenmin.senior-engagement", s.Meeting.Revision, s.SignUp.State == SignUpState.Confirmed ? "CONFIRMED" : "TENTATIVE", s.Circle.Name, s.Meeting.Starts, s.Meeting.Ends, s.Meeting.Place, s.Meeting.At?.Position, s.Meeting.Note,
                new Uri($"{http.SiteAddress()}/senior-engagement/me/meetings/{s.Meeting.Id}"), s.SignUp.ChangedAt)))), CalendarFile.ContentType, "meetings.ics")
            : Results.NotFound())
        .RequirePermission(Permissions.Own).AlwaysOn("what a person signed up for can always be taken along");
}
