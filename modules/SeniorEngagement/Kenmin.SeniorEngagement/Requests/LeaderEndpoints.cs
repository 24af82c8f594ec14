using System.Security.Claims;
using Kenmin.Accounts.Contracts;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.SeniorEngagement.Requests;

/// <summary>What the own account agreed to lead, for programs, with what it is asked.</summary>
internal sealed record LeadingView(bool Agreed, IReadOnlyList<string> Interests, IReadOnlyList<string> Slots, int? Kilometres, DateOnly? Until, IReadOnlyList<string> MayLead, IReadOnlyList<LeadView> Asked)
{
    public static LeadingView Example { get; } = new(true, ["walking"], ["weekday-morning"], 10, new(2026, 12, 31), ["walking"], [LeadView.Example]);
}

/// <summary>A request that a leader was asked about. Whom to call only once it is agreed, and until the day after.</summary>
internal sealed record LeadView(Guid RequestId, string Organisation, string Kind, IReadOnlyList<string> Interests, string Municipality, string Place, IReadOnlyList<WishedTime> Times, int People, bool Indoors, bool Wheelchair, string Note, string State, WishedTime? Time, string? Contact, string? Phone)
{
    public static LeadView Example { get; } = new(
        new("0199aaaa-0000-7000-8000-000000000021"), "見本小学校", "school", ["walking"], "352039", "見本小学校の体育館", [new(new(2026, 6, 20, 10, 0, 0, TimeSpan.FromHours(9)), new(2026, 6, 20, 11, 30, 0, TimeSpan.FromHours(9)))], 30, true, false, "", "asked", null, null, null);

    public static LeadView Of(LeadLine l) => new(
        l.Request.Id, l.Request.Organisation, ApiWord.Of(l.Request.Kind), l.Request.Interests, l.Request.MunicipalityCode, l.Request.Place, l.Request.Times, l.Request.People, l.Request.Indoors, l.Request.Wheelchair, l.Request.Note, ApiWord.Of(l.Match.State),
        l.Match.Time, l.Details ? l.Request.Contact : null, l.Details ? l.Request.Phone : null);
}

/// <summary>The own request for programs, with leaders who would come.</summary>
internal sealed record LeaderRequestView(
    Guid Id, string Organisation, string Kind, IReadOnlyList<string> Interests, string Municipality, string Place, IReadOnlyList<WishedTime> Times, int People, bool Indoors, bool Wheelchair, string Note, string State, string Reason, WishedTime? Agreed,
    IReadOnlyList<LeaderOfferView>? Leaders)
{
    public static LeaderRequestView Example { get; } = new(
        LeadView.Example.RequestId, "見本小学校", "school", ["walking"], "352039", "見本小学校の体育館", LeadView.Example.Times, 30, true, false, "", "open", "", null, [LeaderOfferView.Example]);

    public static LeaderRequestView Of(LeaderRequest r, IReadOnlyList<LeadLine>? offers = null) => new(
        r.Id, r.Organisation, ApiWord.Of(r.Kind), r.Interests, r.MunicipalityCode, r.Place, r.Times, r.People, r.Indoors, r.Wheelchair, r.Note, ApiWord.Of(r.State), r.Reason, r.Agreed, offers?.Select(LeaderOfferView.Of).ToList());
}

/// <summary>A leader who would come, or does. Name and telephone only once it is agreed, and until the day after.</summary>
internal sealed record LeaderOfferView(Guid LeaderId, string State, WishedTime? Time, IReadOnlyList<string> Licences, string? Name, string? Phone)
{
    public static LeaderOfferView Example { get; } = new(new("0199aaaa-0000-7000-8000-000000000022"), "offered", LeadView.Example.Times[0], ["S2026-0001"], null, null);

    public static LeaderOfferView Of(LeadLine l) => new(l.Match.HolderId, ApiWord.Of(l.Match.State), l.Match.Time, [.. l.Licences.Select(x => x.Number)], l.Details ? l.Leader?.Name : null, l.Details ? l.Phone : null);
}

/// <summary>What is sent to agree to be asked.</summary>
internal sealed record LeadingBody(IReadOnlyList<string>? Interests, IReadOnlyList<string>? Slots, int? Kilometres, string? Phone, string? About, DateOnly? Until)
{
    public static LeadingBody Example { get; } = new(["walking"], ["weekday-morning"], 10, "083-933-0009", "", new(2026, 12, 31));
}

/// <summary>Which of the wished times, by its place in the list; null for no.</summary>
internal sealed record LeadAnswerBody(int? Time)
{
    public static LeadAnswerBody Example { get; } = new(0);
}

/// <summary>Why.</summary>
internal sealed record LeadReasonBody(string? Reason)
{
    public static LeadReasonBody Example { get; } = new("都合が悪くなったため");
}

/// <summary>Yes or no to a leader.</summary>
internal sealed record LeaderAcceptBody(bool Yes)
{
    public static LeaderAcceptBody Example { get; } = new(true);
}

/// <summary>What became of it.</summary>
internal sealed record LeadReportBody(bool? Held, int? People, string? Words)
{
    public static LeadReportBody Example { get; } = new(true, 28, "楽しく歩きました。");
}

/// <summary>What is sent to ask for a leader.</summary>
internal sealed record LeaderRequestBody(
    RequesterKind? Kind, string? Organisation, string? Contact, string? Phone, IReadOnlyList<string>? Interests, string? Municipality, string? Place, IReadOnlyList<TypedTime>? Times, int? People, bool Indoors, bool Wheelchair, string? Note, bool Understood,
    Guid? CircleId)
{
    public static LeaderRequestBody Example { get; } = new(
        RequesterKind.School, "見本小学校", "見本 教子", "083-933-0008", ["walking"], "352039", "見本小学校の体育館", [new(new(2026, 6, 20), new(10, 0), new(11, 30))], 30, true, false, "", true, null);
}

/// <summary>Leading and asking for leaders, for programs: the own account's, as the pages have them.</summary>
internal sealed class LeaderApi : IApiEndpoints
{
    private const string Decided = "whether something new is taken is decided when it is sent", Seen = "what was asked and agreed can always be seen", Answered = "what was asked is answered, and what was agreed ended, whatever is switched on";

    public void Map(IEndpointRouteBuilder api)
    {
        var me = api.MapGroup("/senior-engagement/me").WithTags("senior-engagement").RequirePermission(Permissions.Own).ProducesProblem(StatusCodes.Status404NotFound);
        MapLeading(me);
        MapRequests(me);
    }

    private static void MapLeading(RouteGroupBuilder me)
    {
        me.MapGet("/leading", async (ClaimsPrincipal user, HolderReader holders, LeaderReader leaders, TimeProvider clock, CancellationToken cancellationToken) =>
                await holders.OwnAsync(user, cancellationToken) is { } record && await leaders.OfAsync(record.Holder, user, cancellationToken) is { } of
                    ? Results.Ok(new LeadingView(
                        of.Profile?.RunsOn(JapanTime.Today(clock)) == true, of.Profile?.Interests ?? [], of.Profile?.Slots ?? [], of.Profile?.Kilometres, of.Profile?.Until, of.May, [.. of.Leads.Select(LeadView.Of)])) : ApiProblems.NotFound())
            .AlwaysOn(Seen).Produces<LeadingView>().WithExample(response: LeadingView.Example).WithSummary("リーダーとして頼まれたこと / What I am asked to lead");
        Writes(me.MapPut("/leading", async (LeadingBody body, ClaimsPrincipal user, HolderReader holders, IMessageBus bus, CancellationToken cancellationToken) =>
                await holders.OwnAsync(user, cancellationToken) is { } record
                    ? (await bus.InvokeAsync<CommandAnswer>(new SaveLeaderProfile(
                        record.Holder.Id, body.Interests, body.Slots, body.Kilometres, record.Holder.Card.From?.Key, body.Phone, body.About, body.Until, user.Doer(), ActingAs.Self, ConsentChannel.Page), cancellationToken)).ToResult() : ApiProblems.NotFound()), Decided)
            .WithExample(LeadingBody.Example).WithSummary("頼まれてもよいことを伝える / Agree to be asked").WithDescription("Codes of refusals: closed, guardian-does-not-agree.");
        Writes(me.MapDelete("/leading", async (ClaimsPrincipal user, HolderReader holders, IMessageBus bus, CancellationToken cancellationToken) =>
                await holders.OwnAsync(user, cancellationToken) is { } record ? (await bus.InvokeAsync<CommandAnswer>(new EndLeaderProfile(record.Holder.Id, user.Doer(), ActingAs.Self), cancellationToken)).ToResult() : ApiProblems.NotFound()), Answered)
            .WithSummary("もう頼まれたくない / End it");
        Writes(me.MapPut("/leading/{id:guid}", async (Guid id, LeadAnswerBody body, ClaimsPrincipal user, HolderReader holders, IMessageBus bus, CancellationToken cancellationToken) =>
                await holders.OwnAsync(user, cancellationToken) is { } record
                    ? (await bus.InvokeAsync<CommandAnswer>(new AnswerLeaderRequest(id, record.Holder.Id, body.Time, user.Doer(), ActingAs.Self), cancellationToken)).ToResult() : ApiProblems.NotFound()), Answered)
            .WithExample(LeadAnswerBody.Example).WithSummary("引き受ける、断る / Say yes or no").WithDescription("Codes of refusals: agreed, not-open, begun, no-licence, promised.");
        Writes(me.MapPost("/leading/{id:guid}/call-off", async (Guid id, LeadReasonBody body, ClaimsPrincipal user, HolderReader holders, IMessageBus bus, CancellationToken cancellationToken) =>
                await holders.OwnAsync(user, cancellationToken) is { } record
                    ? (await bus.InvokeAsync<CommandAnswer>(new CallOffLeader(id, body.Reason, record.Holder.Id, user.Doer(), ActingAs.Self, null), cancellationToken)).ToResult() : ApiProblems.NotFound()), Answered)
            .WithExample(LeadReasonBody.Example).WithSummary("行けなくなった / Call off what was agreed").WithDescription("Codes of refusals: begun.");
        Writes(me.MapPost("/leading/{id:guid}/report", async (Guid id, LeadReportBody body, ClaimsPrincipal user, HolderReader holders, IMessageBus bus, CancellationToken cancellationToken) =>
                await holders.OwnAsync(user, cancellationToken) is { } record
                    ? (await bus.InvokeAsync<CommandAnswer>(new ReportLead(id, body.Held, body.People, body.Words, record.Holder.Id, user.Doer(), ActingAs.Self, null), cancellationToken)).ToResult() : ApiProblems.NotFound()), Answered)
            .WithExample(LeadReportBody.Example).WithSummary("実施を報告する / Report").WithDescription("Codes of refusals: not-over, reported.");
    }

    private static void MapRequests(RouteGroupBuilder me)
    {
        me.MapGet("/leader-requests", async (ClaimsPrincipal user, LeaderReader leaders, CancellationToken cancellationToken) => Results.Ok((await leaders.OwnAsync(user, cancellationToken)).Select(r => LeaderRequestView.Of(r)).ToList()))
            .AlwaysOn(Seen).Produces<IReadOnlyList<LeaderRequestView>>().WithExample(response: new[] { LeaderRequestView.Example with { Leaders = null } }).WithSummary("わたしの依頼 / My requests for leaders");
        me.MapGet("/leader-requests/{id:guid}", async (Guid id, ClaimsPrincipal user, LeaderReader leaders, CancellationToken cancellationToken) =>
                await leaders.ForAskerAsync(id, new(user.Doer()), user, cancellationToken) is { } found ? Results.Ok(LeaderRequestView.Of(found.Request, found.Offers)) : ApiProblems.NotFound())
            .AlwaysOn(Seen).Produces<LeaderRequestView>().WithExample(response: LeaderRequestView.Example).WithSummary("依頼と、引き受けてくれる人 / My request and leaders who would come");
        Writes(me.MapPut("/leader-requests/{id:guid}", async (Guid id, LeaderRequestBody b, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(new AskForLeader(
                    id, b.Kind, b.Organisation, b.Contact, b.Phone, b.Interests, b.Municipality, b.Place, null, b.Times, b.People, b.Indoors, b.Wheelchair, b.Note, b.Understood, b.CircleId, new(user.Doer())), cancellationToken)).ToResult()), Decided)
            .WithExample(LeaderRequestBody.Example).WithSummary("活動リーダーを頼む / Ask for a leader").WithDescription("Codes of refusals: closed.");
        Writes(me.MapPut("/leader-requests/{id:guid}/leaders/{leader:guid}", async (Guid id, Guid leader, LeaderAcceptBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(new AcceptLeader(id, leader, body.Yes, new(user.Doer())), cancellationToken)).ToResult()), Answered)
            .WithExample(LeaderAcceptBody.Example).WithSummary("この人にお願いする、見送る / Say yes or no to a leader").WithDescription("Codes of refusals: not-offered, not-open, begun.");
        Writes(me.MapPost("/leader-requests/{id:guid}/call-off", async (Guid id, LeadReasonBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(new CallOffLeader(id, body.Reason, null, null, ActingAs.Self, new(user.Doer())), cancellationToken)).ToResult()), Answered)
            .WithExample(LeadReasonBody.Example).WithSummary("この人へのお願いをやめる / Call off with the leader").WithDescription("Codes of refusals: begun.");
        Writes(me.MapPost("/leader-requests/{id:guid}/cancel", async (Guid id, LeadReasonBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(new CancelLeaderRequest(id, body.Reason, new(user.Doer())), cancellationToken)).ToResult()), Answered)
            .WithExample(LeadReasonBody.Example).WithSummary("依頼を取りやめる / Take a request back").WithDescription("Codes of refusals: begun.");
        Writes(me.MapPost("/leader-requests/{id:guid}/report", async (Guid id, LeadReportBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(new ReportLead(id, body.Held, body.People, body.Words, null, null, ActingAs.Self, new(user.Doer())), cancellationToken)).ToResult()), Answered)
            .WithExample(LeadReportBody.Example).WithSummary("実施を報告する / Report").WithDescription("Codes of refusals: not-over, reported.");
    }

    private static RouteHandlerBuilder Writes(RouteHandlerBuilder endpoint, string why) => endpoint.AlwaysOn(why)
        .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
}
