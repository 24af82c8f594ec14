using System.Globalization;
using System.Security.Claims;
using Kenmin.Api;
using Kenmin.CommunityBusiness.Library;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.CommunityBusiness.Showcase;

/// <summary>How a business is shown, as its team and staff see it.</summary>
internal sealed record OwnShowingView(
    Guid VentureId, string Name, string About, string Problem, string Resource, string Seeks, string Hours, string Website, string? Field, double? Latitude, double? Longitude, string? PictureInWords, PublicConsentView? Consent, string? HiddenBecause, int Revision)
{
    public static OwnShowingView Example { get; } = new(
        VentureView.Example.Id, "坂の上の移動販売", "届けます", "店がない", "軽トラック", "運転を手伝う人", "火曜", "https://mihon.example.jp/", "shopping", 34.186, 131.4705, "赤い軽トラック", new("pages", new(2026, 6, 1), new(2027, 3, 31)), null, 1);

    public static OwnShowingView Of(Showing s) => new(
        s.Id, s.Text.Name, s.Text.About, s.Text.Problem, s.Text.Resource, s.Text.Seeks, s.Text.Hours, s.Text.Website, s.Text.Field is { } field ? ApiWord.Of(field) : null, s.Latitude, s.Longitude, s.Picture?.Alternative, PublicConsentView.Of(s.Consent), s.Hidden?.Reason, s.Revision);
}

/// <summary>What is sent of how a business is shown.</summary>
internal sealed record ShowingBody(string? Name, string? About, string? Problem, string? Resource, string? Seeks, string? Hours, string? Website, BusinessField? Field, double? Latitude, double? Longitude, int? Revision)
{
    public static ShowingBody Example { get; } = new("坂の上の移動販売", "届けます", "店がない", null, "運転を手伝う人", "火曜", "https://mihon.example.jp/", BusinessField.Shopping, 34.186, 131.4705, 0);

    /// <summary>The command, or what is wrong with the place.</summary>
    public Parsed<SaveShowing> ToCommand(Guid venture, Doer? by, OfficePowers? office)
    {
        GeoPoint? point = null;
        if (Latitude is not null || Longitude is not null)
        {
            var parsed = GeoPoint.Parse(Latitude?.ToString(CultureInfo.InvariantCulture), Longitude?.ToString(CultureInfo.InvariantCulture));
            if (!parsed.TryGet(out var given)) return parsed.Error;
            point = given;
        }

        return Parsed<SaveShowing>.Ok(new(venture, new(Name ?? "", About ?? "", Problem ?? "", Resource ?? "", Seeks ?? "", Hours ?? "", Website ?? "", Field), point, Revision ?? 0, by, office));
    }
}

/// <summary>Whether a business is hidden, and why.</summary>
internal sealed record HideBody(bool? Hide, string? Reason);

/// <summary>How businesses are shown, for programs of teams and staff.</summary>
internal sealed class ShowingApi(ShowcaseReader showcase) : IApiEndpoints
{
    private const string Kept = "what was written is put right and withdrawn whatever is switched on; what is new is decided when it is sent";

    public void Map(IEndpointRouteBuilder api)
    {
        var own = api.MapGroup("/community-business/me/ventures/{id:guid}/showing").WithTags("community-business").RequirePermission(Permissions.Own).AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        own.MapGet("", (Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) => ReadAsync(id, false, user, cancellationToken))
            .Produces<OwnShowingView>().WithExample(response: OwnShowingView.Example).WithSummary("わたしの事業の紹介 / How one of my ventures is shown");
        own.MapPut("", (Guid id, ShowingBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SaveAsync(bus, body.ToCommand(id, user.Doer(), null), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(ShowingBody.Example).WithSummary("紹介文を書く / Write how a venture is shown").WithDescription("Codes of refusals: closed, changed-meanwhile.");
        own.MapPut("/consent", (Guid id, PublicConsentBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new GiveShowingConsent(id, body.Purpose, body.Until, null, user.Doer(), null), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(PublicConsentBody.Example).WithSummary("紹介に同意する / Agree that a venture is shown");
        own.MapDelete("/consent", (Guid id, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new WithdrawShowingConsent(id, user.Doer(), null), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithSummary("その同意を取り消す / Withdraw that consent");

        var staff = api.MapGroup("/community-business/staff/ventures/{id:guid}/showing").WithTags("community-business staff").AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        staff.MapGet("", (Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) => ReadAsync(id, true, user, cancellationToken))
            .Produces<OwnShowingView>().WithExample(response: OwnShowingView.Example).WithSummary("事業の紹介 / How a venture is shown").RequirePermission(Permissions.Read);
        staff.MapPut("", (Guid id, ShowingBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SaveAsync(bus, body.ToCommand(id, null, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(ShowingBody.Example).WithSummary("紹介文を聞き取って書く / Write it for a team").RequirePermission(Permissions.Manage);
        staff.MapPut("/consent", (Guid id, PublicConsentBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new GiveShowingConsent(id, body.Purpose, body.Until, body.How, null, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(PublicConsentBody.Example with { How = "電話で聞いた" }).WithSummary("同意を記録する / Note a consent").RequirePermission(Permissions.Manage);
        staff.MapDelete("/consent", (Guid id, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new WithdrawShowingConsent(id, null, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithSummary("同意の取消しを記録する / Note that a consent was withdrawn").RequirePermission(Permissions.Manage);
        staff.MapPut("/hidden", (Guid id, HideBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) => SendAsync(bus, new HideShowing(id, body.Hide != false, body.Reason, OfficePowers.Of(user)), cancellationToken))
            .Produces(StatusCodes.Status204NoContent).WithExample(new HideBody(true, "電話番号が書かれている")).WithSummary("非表示にする / Hide a venture").WithDescription("Code of a refusal: own.").RequirePermission(Permissions.Publish);
    }

    private async Task<IResult> ReadAsync(Guid venture, bool office, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        await showcase.OfAsync(venture, office, user, cancellationToken) is { Showing: { } showing } ? Results.Ok(OwnShowingView.Of(showing)) : ApiProblems.NotFound();

    private static async Task<IResult> SaveAsync(IMessageBus bus, Parsed<SaveShowing> command, CancellationToken cancellationToken) =>
        command.TryGet(out var given) ? await SendAsync(bus, given, cancellationToken) : ApiProblems.Invalid(new FieldProblem("#/latitude", command.Error));

    private static async Task<IResult> SendAsync(IMessageBus bus, object command, CancellationToken cancellationToken) => (await bus.InvokeAsync<CommandAnswer>(command, cancellationToken)).ToResult();
}
