using System.Security.Claims;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SeniorEngagement.Steps;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.SeniorEngagement.Cards;

/// <summary>A card for programs; answers by their keys.</summary>
internal sealed record CardView(
    string Number, string Name, string? Phone, string Municipality, int? BirthYear, IReadOnlyList<string> Interests, IReadOnlyList<string> Limits, string? Length, IReadOnlyList<string> Slots, string? Reach,
    string? Company, string ChangedBy, string ChangedAs, DateTimeOffset ChangedAt)
{
    public static CardView Example { get; } = new(
        "ABCD-2345", "見本 花子", "083-933-0000", "352039", 1950, ["music", "clean-up"], ["sitting"], "120", ["weekday-morning"], "walk-20", "friends", "見本 花子", "self", new(2026, 6, 10, 12, 0, 0, TimeSpan.FromHours(9)));

    public static CardView Of(CardHolder h) => new(
        PrintedCode.Shown(h.Number), h.Name, h.Phone.Length > 0 ? h.Phone : null, h.MunicipalityCode, h.BirthYear, h.Card.Interests, h.Card.Limits, h.Card.Length, h.Card.Slots, h.Card.Reach, h.Card.Company,
        h.ChangedBy.Name, ApiWord.Of(h.ChangedAs), h.ChangedAt);
}

/// <summary>What is sent of a card. What is missing stays as it is.</summary>
internal sealed record CardRequest(
    string? Name, string? Phone, string? Municipality, int? BirthYear, IReadOnlyList<string>? Interests, IReadOnlyList<string>? Limits, string? Length, IReadOnlyList<string>? Slots, string? Reach, string? Company)
{
    public static CardRequest Example { get; } = new("見本 花子", "083-933-0000", "352039", 1950, ["music", "clean-up"], ["sitting"], "120", ["weekday-morning"], "walk-20", "friends");
}

/// <summary>Something that suits, with the reasons.</summary>
internal sealed record StepView(LocalizedText Title, LocalizedText Kind, DateTimeOffset Starts, DateTimeOffset Ends, string Place, string Href, double? Metres, IReadOnlyList<LocalizedText> Reasons)
{
    public static StepView Example { get; } = new(
        new("見本川の清掃", "Cleaning the sample river"), new("清掃活動", "Clean-up"), new(2026, 6, 14, 9, 0, 0, TimeSpan.FromHours(9)), new(2026, 6, 14, 10, 0, 0, TimeSpan.FromHours(9)), "見本橋", "/clean-up", 380,
        [new("「清掃・まちの美化」がお好きです", "You like: Cleaning up"), new("歩いておよそ 9 分", "About 9 minutes on foot")]);
}

/// <summary>The own card and what suits, for programs.</summary>
internal sealed class CardApi : IApiEndpoints
{
    public void Map(IEndpointRouteBuilder api)
    {
        var own = api.MapGroup("/senior-engagement/me").WithTags("senior-engagement").RequirePermission(Permissions.Own).ProducesProblem(StatusCodes.Status404NotFound);
        own.MapGet("/card", async (ClaimsPrincipal user, HolderReader reader, CancellationToken cancellationToken) =>
                await reader.OwnAsync(user, cancellationToken) is { } record ? Results.Ok(CardView.Of(record.Holder)) : ApiProblems.NotFound())
            .AlwaysOn("a card that is there can always be seen").Produces<CardView>().WithExample(response: CardView.Example).WithSummary("わたしの興味・活動カード / My interest card");
        own.MapPut("/card", async (CardRequest body, ClaimsPrincipal user, HolderReader reader, IMessageBus bus, TimeProvider clock, CancellationToken cancellationToken) =>
            {
                var known = await reader.OwnAsync(user, cancellationToken);
                var details = known is not null && body is { Name: null, Phone: null, Municipality: null, BirthYear: null } ? null : new HolderDetails(
                    body.Name ?? known?.Holder.Name, body.Phone ?? known?.Holder.Phone, body.Municipality ?? known?.Holder.MunicipalityCode, body.BirthYear ?? known?.Holder.BirthYear);
                CardAnswers answers = new(body.Interests, body.Limits, body.Length, body.Slots, body.Reach, null, body.Company);
                return (await bus.InvokeAsync<CommandAnswer>(new SaveCard(known?.Holder.Id ?? Guid.CreateVersion7(clock.GetUtcNow()), null, details, answers, user.Doer(), ActingAs.Self), cancellationToken)).ToResult();
            })
            .AlwaysOn("a card that is there can always be changed; whether a new one is taken is decided when it is sent")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict).WithExample(CardRequest.Example)
            .WithSummary("カードに答える / Answer the card").WithDescription("Codes of refusals: closed, guardian-does-not-agree.");
        own.MapGet("/steps", async (ClaimsPrincipal user, HolderReader reader, StepReader steps, CancellationToken cancellationToken) =>
                await reader.OwnAsync(user, cancellationToken) is { Holder: { Card.IsAnswered: true } holder }
                    ? Results.Ok((await steps.FindAsync(holder, cancellationToken)).Steps.Take(50).Select(s =>
                        new StepView(s.Opportunity.Title, s.Opportunity.Kind, s.Opportunity.Starts, s.Opportunity.Ends, s.Opportunity.Place, s.Opportunity.Href, s.Metres, s.Reasons)).ToList())
                    : ApiProblems.NotFound())
            .RequireFeature(Features.Steps).Produces<IReadOnlyList<StepView>>().WithExample(response: new[] { StepView.Example }).WithSummary("合う活動とその理由 / What suits, and why");
    }
}
