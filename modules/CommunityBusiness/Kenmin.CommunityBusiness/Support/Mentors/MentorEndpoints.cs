using System.Security.Claims;
using Kenmin.Api;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.CommunityBusiness.Support.Mentors;

/// <summary>A note for programs.</summary>
internal sealed record MentorNoteView(DateOnly On, string Text, string By);

/// <summary>A pair for programs; staff get it without message and notes.</summary>
internal sealed record MentorView(Guid Id, Guid VentureId, Guid ExpertId, string Mentor, string State, bool TeamAgreed, bool MentorAgreed, string? Message, IReadOnlyList<MentorNoteView>? Notes)
{
    public static MentorView Example { get; } = new(
        new("0199aaaa-0000-7000-8000-0000000000f3"), VentureView.Example.Id, Experts.ExpertView.Example.Id, "見本 師子", "agreed", true, true, "月に一度、話を聞いてください。", [new(new(2026, 7, 10), "試食会の準備を話した。", "見本 師子")]);

    public static MentorView Of(MentorLook look, bool inside) => new(
        look.Pair.Id, look.Pair.VentureId, look.Pair.ExpertId, look.MentorName.ToString(), ApiWord.Of(look.Pair.State), look.Pair.TeamAgreedAt is not null, look.Pair.MentorAgreedAt is not null, inside ? look.Pair.Message : null,
        inside ? [.. look.Pair.Notes.Select(n => new MentorNoteView(n.On, n.Text, n.By.Name))] : null);
}

/// <summary>A wish.</summary>
internal sealed record MentorBody(Guid? ExpertId, string? Message);

/// <summary>An answer.</summary>
internal sealed record MentorAnswerBody(bool Agree);

/// <summary>A note.</summary>
internal sealed record MentorNoteBody(DateOnly? On, string? Text);

/// <summary>Mentors for programs: for the two sides, and for staff without what is written.</summary>
internal sealed class MentorApi(VentureReader ventures, MentorReader mentors) : IApiEndpoints
{
    private const string Kept = "what was agreed is carried on whatever is switched on; what is new is decided when it is sent";

    public void Map(IEndpointRouteBuilder api)
    {
        var own = api.MapGroup("/community-business/me").WithTags("community-business").RequirePermission(Permissions.Own).AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        own.MapGet("/ventures/{id:guid}/mentors", async (Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                await ventures.OwnAsync(id, user, cancellationToken) is { } venture ? Results.Ok((await mentors.OfAsync(venture, user, cancellationToken)).Select(m => MentorView.Of(m, true)).ToList()) : ApiProblems.NotFound())
            .Produces<IReadOnlyList<MentorView>>().WithExample(response: new[] { MentorView.Example }).WithSummary("わたしの事業の伴走者 / Mentors of one of my ventures");
        own.MapPut("/ventures/{id:guid}/mentors/{mentor:guid}", (Guid id, Guid mentor, MentorBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new ProposeMentor(mentor, id, body.ExpertId, body.Message, user.Doer(), null), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new MentorBody(Experts.ExpertView.Example.Id, "月に一度、話を聞いてください。")).WithSummary("伴走をお願いする / Ask for a mentor").WithDescription("The id is made by the sender. Codes of refusals: closed, stopped, too-many.");
        own.MapGet("/mentors/{mentor:guid}", async (Guid mentor, ClaimsPrincipal user, CancellationToken cancellationToken) => await mentors.FindAsync(mentor, user, cancellationToken) is { } look ? Results.Ok(MentorView.Of(look, true)) : ApiProblems.NotFound())
            .Produces<MentorView>().WithExample(response: MentorView.Example).WithSummary("伴走の内容 / One of them, for both sides");
        own.MapPost("/mentors/{mentor:guid}/answer", (Guid mentor, MentorAnswerBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new AnswerMentor(mentor, body.Agree, user.Doer()), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new MentorAnswerBody(true)).WithSummary("伴走に返事をする / Answer").WithDescription("Codes of refusals: changed-meanwhile, full.");
        own.MapPut("/mentors/{mentor:guid}/notes/{note:guid}", (Guid mentor, Guid note, MentorNoteBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new WriteMentorNote(mentor, note, body.On, body.Text, user.Doer()), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new MentorNoteBody(new(2026, 7, 10), "試食会の準備を話した。")).WithSummary("話したことを書く / Write a note");
        own.MapPost("/mentors/{mentor:guid}/end", (Guid mentor, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new EndMentor(mentor, user.Doer(), null), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithSummary("伴走を終わりにする / End it");

        var staff = api.MapGroup("/community-business/staff").WithTags("community-business staff").AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        staff.MapGet("/ventures/{id:guid}/mentors", async (Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                await ventures.ForStaffAsync(id, user, cancellationToken) is { } venture ? Results.Ok((await mentors.OfAsync(venture, user, cancellationToken)).Select(m => MentorView.Of(m, false)).ToList()) : ApiProblems.NotFound())
            .Produces<IReadOnlyList<MentorView>>().WithExample(response: new[] { MentorView.Example with { Message = null, Notes = null } }).WithSummary("事業の伴走者 / Mentors of a venture").RequirePermission(Permissions.Read);
        staff.MapPut("/ventures/{id:guid}/mentors/{mentor:guid}", (Guid id, Guid mentor, MentorBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new ProposeMentor(mentor, id, body.ExpertId, body.Message, null, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new MentorBody(Experts.ExpertView.Example.Id, "月に一度、話を聞いてもらってはどうでしょう。")).WithSummary("伴走者を提案する / Propose a mentor to both").RequirePermission(Permissions.Manage);
        staff.MapPost("/mentors/{mentor:guid}/end", (Guid mentor, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new EndMentor(mentor, null, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithSummary("伴走を終わりにする / End it").RequirePermission(Permissions.Manage);
    }

    private static async Task<IResult> SendAsync(IMessageBus bus, object command, CancellationToken cancellationToken) => (await bus.InvokeAsync<CommandAnswer>(command, cancellationToken)).ToResult();
}
