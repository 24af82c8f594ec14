using System.Security.Claims;
using Kenmin.Api;
using Kenmin.CommunityBusiness.Consents;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.CommunityBusiness.Library;

/// <summary>A consent for programs: pages, or pagesAndOpenData.</summary>
internal sealed record PublicConsentView(string Purpose, DateOnly From, DateOnly Until)
{
    public static PublicConsentView? Of(PublicConsent? consent) => consent is { } c ? new(ApiWord.Of(c.Purpose), c.From, c.Until) : null;
}

/// <summary>What is sent of a consent; how only by staff.</summary>
internal sealed record PublicConsentBody(PublicPurpose? Purpose, DateOnly? Until, string? How = null)
{
    public static PublicConsentBody Example { get; } = new(PublicPurpose.Pages, new(2027, 3, 31));
}

/// <summary>A story as its team and staff see it: draft, waiting, sentBack or published.</summary>
internal sealed record OwnStoryView(
    Guid Id, Guid VentureId, string Title, string Situation, string Done, string? Outcome, string Why, string Figures, string Advice, string? Field, bool Anonymous, string ShownName, string State, string Reason, int Editions, int? PublishedEdition, PublicConsentView? Consent, int Revision)
{
    public static OwnStoryView Example { get; } = new(
        new("0199aaaa-0000-7000-8000-0000000000e8"), VentureView.Example.Id, "続けてわかったこと", "店がなくなった", "届けた", "partly", "天気", "", "", "shopping", false, "", "waiting", "", 1, null, new("pages", new(2026, 6, 1), new(2027, 3, 31)), 2);

    public static OwnStoryView Of(Story s) => new(
        s.Id, s.VentureId, s.Text.Title, s.Text.Situation, s.Text.Done, s.Text.Outcome is { } outcome ? ApiWord.Of(outcome) : null, s.Text.Why, s.Text.Figures, s.Text.Advice, s.Text.Field is { } field ? ApiWord.Of(field) : null, s.Text.Anonymous, s.Text.ShownName,
        ApiWord.Of(s.State), s.Reason, s.Editions, s.Public?.Number, PublicConsentView.Of(s.Consent), s.Revision);
}

/// <summary>What is sent of a story; submit hands it in.</summary>
internal sealed record StoryBody(
    Guid? Id, string? Title, string? Situation, string? Done, StoryOutcome? Outcome, string? Why, string? Figures, string? Advice, BusinessField? Field, bool? Anonymous, string? ShownName, int? Revision, bool? Submit)
{
    public static StoryBody Example { get; } = new(new("0199aaaa-0000-7000-8000-0000000000e8"), "続けてわかったこと", "店がなくなった", "届けた", StoryOutcome.Partly, "天気", null, null, BusinessField.Shopping, false, null, 0, true);

    public WriteStory ToCommand(Guid venture, Doer? by, OfficePowers? office) => new(
        Id ?? Guid.Empty, venture, new(Title ?? "", Situation ?? "", Done ?? "", Outcome, Why ?? "", Figures ?? "", Advice ?? "", Field, Anonymous == true, ShownName ?? ""), Revision ?? 0, Submit == true, by, office);
}

/// <summary>An edition that staff publish.</summary>
internal sealed record EditionBody(int? Edition);

/// <summary>Why a story is sent back, and whether what is published goes too.</summary>
internal sealed record SendBackBody(string? Reason, bool? TakeDown);

/// <summary>Stories for programs of teams and staff.</summary>
internal sealed class StoryApi(LibraryReader library) : IApiEndpoints
{
    private const string Kept = "what was written is put right and withdrawn whatever is switched on; what is new is decided when it is sent";

    public void Map(IEndpointRouteBuilder api)
    {
        var own = api.MapGroup("/community-business/me/ventures/{id:guid}/story").WithTags("community-business").RequirePermission(Permissions.Own).AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        own.MapGet("", (Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) => ReadAsync(id, false, user, cancellationToken))
            .Produces<OwnStoryView>().WithExample(response: OwnStoryView.Example).WithSummary("わたしの事業の体験談 / The story of one of my ventures");
        own.MapPut("", (Guid id, StoryBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, body.ToCommand(id, user.Doer(), null), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(StoryBody.Example).WithSummary("体験談を書く / Write a story").WithDescription("The id is made by the sender; submit=false keeps a draft. Codes of refusals: closed, names, changed-meanwhile.");
        own.MapDelete("", (Guid id, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new DropStory(id, user.Doer(), null), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithSummary("体験談を消す / Delete a story");
        own.MapPut("/consent", (Guid id, PublicConsentBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new GiveStoryConsent(id, body.Purpose, body.Until, null, user.Doer(), null), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(PublicConsentBody.Example).WithSummary("体験談の公開に同意する / Agree that a story is published");
        own.MapDelete("/consent", (Guid id, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new WithdrawStoryConsent(id, user.Doer(), null), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithSummary("その同意を取り消す / Withdraw that consent");

        var staff = api.MapGroup("/community-business/staff/ventures/{id:guid}/story").WithTags("community-business staff").AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        staff.MapGet("", (Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) => ReadAsync(id, true, user, cancellationToken))
            .Produces<OwnStoryView>().WithExample(response: OwnStoryView.Example).WithSummary("事業の体験談 / The story of a venture").RequirePermission(Permissions.Read);
        staff.MapPut("", (Guid id, StoryBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, body.ToCommand(id, null, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(StoryBody.Example).WithSummary("体験談を聞き取って書く / Write a story for a team").RequirePermission(Permissions.Manage);
        staff.MapPut("/consent", (Guid id, PublicConsentBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new GiveStoryConsent(id, body.Purpose, body.Until, body.How, null, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(PublicConsentBody.Example with { How = "電話で聞いた" }).WithSummary("同意を記録する / Note a consent").RequirePermission(Permissions.Manage);
        staff.MapDelete("/consent", (Guid id, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new WithdrawStoryConsent(id, null, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithSummary("同意の取消しを記録する / Note that a consent was withdrawn").RequirePermission(Permissions.Manage);
        staff.MapPost("/publication", (Guid id, EditionBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new PublishStory(id, body.Edition ?? 0, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new EditionBody(1)).WithSummary("体験談を公開する / Publish a story").WithDescription("Codes of refusals: closed, own, changed-meanwhile, no-consent, names.").RequirePermission(Permissions.Publish);
        staff.MapPost("/return", (Guid id, SendBackBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new SendStoryBack(id, body.TakeDown == true, body.Reason, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new SendBackBody("数字を確かめてください", false)).WithSummary("差し戻す・公開を取りやめる / Send a story back, or take it down").WithDescription("Codes of refusals: own, changed-meanwhile.").RequirePermission(Permissions.Publish);
    }

    private async Task<IResult> ReadAsync(Guid venture, bool office, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        await library.OfAsync(venture, office, user, cancellationToken) is { Story: { } story } ? Results.Ok(OwnStoryView.Of(story)) : ApiProblems.NotFound();

    private static async Task<IResult> SendAsync(IMessageBus bus, object command, CancellationToken cancellationToken) => (await bus.InvokeAsync<CommandAnswer>(command, cancellationToken)).ToResult();
}
