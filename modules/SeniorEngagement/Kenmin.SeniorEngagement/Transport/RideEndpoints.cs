using System.Security.Claims;
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

namespace Kenmin.SeniorEngagement.Transport;

/// <summary>An activity to which people share cars, for programs.</summary>
internal sealed record RideActivityView(Guid Id, LocalizedText Title, DateTimeOffset Starts, DateTimeOffset Ends, string Place, int Cars, int FreeSeats, int Looking)
{
    public static RideActivityView Example { get; } = new(
        new("0199aaaa-0000-7000-8000-000000000011"), new("見本サロン", "Sample salon"), new(2026, 6, 20, 13, 30, 0, TimeSpan.FromHours(9)), new(2026, 6, 20, 15, 0, 0, TimeSpan.FromHours(9)), "見本公民館", 1, 2, 1);

    public static RideActivityView Of(RideActivity a) => new(a.Activity.Id, a.Activity.Title, a.Activity.Starts, a.Activity.Ends, a.Activity.Place, a.Cars, a.Free, a.Looking);
}

/// <summary>The own car for programs, with those who go along, ask, or look for a seat.</summary>
internal sealed record RideOfferView(
    Guid Id, Guid ActivityId, LocalizedText Activity, DateTimeOffset LeavesAt, string Municipality, string Area, int Seats, bool Wheelchair, bool ComesBack, string Note, bool Withdrawn, IReadOnlyList<RiderView>? Riders)
{
    public static RideOfferView Example { get; } = new(
        new("0199aaaa-0000-7000-8000-000000000012"), RideActivityView.Example.Id, RideActivityView.Example.Title, new(2026, 6, 20, 13, 0, 0, TimeSpan.FromHours(9)), "352039", "見本地区", 3, false, true, "", false, [RiderView.Example]);

    public static RideOfferView Of(RideOffer o, IReadOnlyList<RidePair>? riders = null) => new(
        o.Id, o.ActivityId, o.What, o.LeavesAt, o.MunicipalityCode, o.Area, o.Seats, o.Wheelchair, o.ComesBack, o.Note, o.Withdrawn, riders?.Select(RiderView.Of).ToList());
}

/// <summary>Somebody who goes along, asks, or looks for a seat. Telephone and address only once it is agreed, and until the day after.</summary>
internal sealed record RiderView(Guid RequestId, string Name, string Municipality, string Area, int People, bool Wheelchair, string Note, string State, bool? Driver, bool? Rider, string? Address, string? Phone)
{
    public static RiderView Example { get; } = new(new("0199aaaa-0000-7000-8000-000000000013"), "見本 花子", "352039", "見本地区", 1, false, "", "proposed", null, true, null, null);

    public static RiderView Of(RidePair p) => new(
        p.Request.Id, p.Request.Name, p.Request.MunicipalityCode, p.Request.Area, p.Request.People, p.Request.Wheelchair, p.Request.Note, RideViews.StateOf(p.Match), p.Match?.DriverSays, p.Match?.RiderSays,
        p.Details ? p.Request.Address : null, p.Details ? p.Request.Phone : null);
}

/// <summary>The own request for programs, with the cars that there are.</summary>
internal sealed record RideRequestView(
    Guid Id, Guid ActivityId, LocalizedText Activity, DateTimeOffset Starts, string Municipality, string Area, int People, bool Wheelchair, string Note, string State, IReadOnlyList<RideCarView>? Cars)
{
    public static RideRequestView Example { get; } = new(
        new("0199aaaa-0000-7000-8000-000000000013"), RideActivityView.Example.Id, RideActivityView.Example.Title, RideActivityView.Example.Starts, "352039", "見本地区", 1, false, "", "open", [RideCarView.Example]);

    public static RideRequestView Of(RideRequest r, IReadOnlyList<RidePair>? cars = null) => new(
        r.Id, r.ActivityId, r.What, r.Starts, r.MunicipalityCode, r.Area, r.People, r.Wheelchair, r.Note, ApiWord.Of(r.State), cars?.Select(RideCarView.Of).ToList());
}

/// <summary>A car to which one can be taken along. Who drives, the telephone and where to meet only once it is agreed, and until the day after.</summary>
internal sealed record RideCarView(
    Guid OfferId, string Municipality, string Area, DateTimeOffset LeavesAt, int FreeSeats, bool Wheelchair, bool ComesBack, string Note, string State, bool? Driver, bool? Rider, string? DriverName, string? MeetingPoint, string? Phone)
{
    public static RideCarView Example { get; } = new(
        new("0199aaaa-0000-7000-8000-000000000012"), "352039", "見本地区", new(2026, 6, 20, 13, 0, 0, TimeSpan.FromHours(9)), 2, false, true, "", "proposed", true, null, null, null, null);

    public static RideCarView Of(RidePair p) => new(
        p.Offer.Id, p.Offer.MunicipalityCode, p.Offer.Area, p.Offer.LeavesAt, p.Free, p.Offer.Wheelchair, p.Offer.ComesBack, p.Offer.Note, RideViews.StateOf(p.Match), p.Match?.DriverSays, p.Match?.RiderSays,
        p.Details ? p.Offer.DriverName : null, p.Details ? p.Offer.MeetingPoint : null, p.Details ? p.Offer.Phone : null);
}

/// <summary>The own cars and requests.</summary>
internal sealed record OwnRidesView(IReadOnlyList<RideOfferView> Offers, IReadOnlyList<RideRequestView> Requests)
{
    public static OwnRidesView Example { get; } = new([RideOfferView.Example with { Riders = null }], [RideRequestView.Example with { Cars = null }]);
}

/// <summary>What is sent to offer seats.</summary>
internal sealed record RideOfferBody(
    Guid ActivityId, string? Municipality, string? Area, TimeOnly? LeavesAt, int? Seats, bool Wheelchair, bool ComesBack, string? MeetingPoint, string? Phone, string? Note, bool KeepsRules)
{
    public static RideOfferBody Example { get; } = new(RideActivityView.Example.Id, "352039", "見本地区", new(13, 0), 3, false, true, "見本駅の南口", "090-0000-0001", "", true);
}

/// <summary>What is sent to ask for a ride.</summary>
internal sealed record RideAskBody(Guid ActivityId, string? Area, string? Address, string? Phone, int? People, bool Wheelchair, string? Note)
{
    public static RideAskBody Example { get; } = new(RideActivityView.Example.Id, "見本地区", "見本町1-2-3", "083-933-0009", 1, false, "");
}

/// <summary>Why a car is off.</summary>
internal sealed record RideReasonBody(string? Reason)
{
    public static RideReasonBody Example { get; } = new("かぜをひいたため");
}

/// <summary>Yes or no to the other one.</summary>
internal sealed record RideSayBody(bool Yes)
{
    public static RideSayBody Example { get; } = new(true);
}

/// <summary>States for programs.</summary>
internal static class RideViews
{
    public static string StateOf(RideMatch? match) => match is null ? "none" : ApiWord.Of(match.State);
}

/// <summary>Sharing rides, for programs: the own cars and requests, as the pages have them.</summary>
internal sealed class RideApi : IApiEndpoints
{
    private const string Decided = "whether something new is taken is decided when it is sent", Seen = "what was offered and agreed can always be seen", Ended = "what was offered and agreed can always be ended";

    public void Map(IEndpointRouteBuilder api)
    {
        var rides = api.MapGroup("/senior-engagement/me/rides").WithTags("senior-engagement").RequirePermission(Permissions.Own).ProducesProblem(StatusCodes.Status404NotFound);
        rides.MapGet("/activities", async (string municipality, RideReader reader, CancellationToken cancellationToken) => Results.Ok((await reader.ActivitiesAsync(municipality, cancellationToken)).Select(RideActivityView.Of).ToList()))
            .AlwaysOn(Seen).Produces<IReadOnlyList<RideActivityView>>().WithExample(response: new[] { RideActivityView.Example }).WithSummary("これからの活動と車 / Activities to come, and cars");
        rides.MapGet("", async (ClaimsPrincipal user, HolderReader holders, RideReader reader, CancellationToken cancellationToken) => Results.Ok(new OwnRidesView(
                [.. (await reader.OffersAsync(user, cancellationToken)).Select(o => RideOfferView.Of(o))],
                await holders.OwnAsync(user, cancellationToken) is { } record ? [.. (await reader.RequestsAsync(record.Holder, cancellationToken)).Select(r => RideRequestView.Of(r))] : [])))
            .AlwaysOn(Seen).Produces<OwnRidesView>().WithExample(response: OwnRidesView.Example).WithSummary("わたしの送迎 / My rides");
        MapOffers(rides);
        MapRequests(rides);
    }

    private static void MapOffers(RouteGroupBuilder rides)
    {
        rides.MapGet("/offers/{id:guid}", async (Guid id, ClaimsPrincipal user, RideReader reader, CancellationToken cancellationToken) =>
                await reader.OfferAsync(id, user, cancellationToken) is { } own ? Results.Ok(RideOfferView.Of(own.Offer, own.Riders)) : ApiProblems.NotFound())
            .AlwaysOn(Seen).Produces<RideOfferView>().WithExample(response: RideOfferView.Example).WithSummary("出した席と、乗る人 / My car and its riders");
        Writes(rides.MapPut("/offers/{id:guid}", async (Guid id, RideOfferBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(new OfferRide(
                    id, body.ActivityId, body.Municipality, body.Area, body.LeavesAt, body.Seats, body.Wheelchair, body.ComesBack, body.MeetingPoint, body.Phone, body.Note, body.KeepsRules, user.Doer()), cancellationToken)).ToResult()), Decided)
            .WithExample(RideOfferBody.Example).WithSummary("席を出す / Offer seats").WithDescription("Codes of refusals: closed, begun, offered, guardian-does-not-agree.");
        Writes(rides.MapPost("/offers/{id:guid}/withdraw", async (Guid id, RideReasonBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(new WithdrawRide(id, body.Reason, user.Doer()), cancellationToken)).ToResult()), Ended)
            .WithExample(RideReasonBody.Example).WithSummary("車を取りやめる / Take a car back").WithDescription("Codes of refusals: begun.");
        Writes(rides.MapPut("/offers/{id:guid}/riders/{request:guid}", async (Guid id, Guid request, RideSayBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(new SayRide(id, request, body.Yes, user.Doer(), null), cancellationToken)).ToResult()), Decided)
            .WithExample(RideSayBody.Example).WithSummary("乗る人に返事する / Answer a rider").WithDescription("Codes of refusals: closed, same-person, off, begun, agreed, has-seat, declined, full.");
        Writes(rides.MapDelete("/offers/{id:guid}/riders/{request:guid}", async (Guid id, Guid request, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(new CallOffRide(id, request, user.Doer(), null), cancellationToken)).ToResult()), Ended)
            .WithSummary("決まった送迎を取りやめる / Call off what was agreed").WithDescription("Codes of refusals: begun.");
    }

    private static void MapRequests(RouteGroupBuilder rides)
    {
        rides.MapGet("/requests/{id:guid}", async (Guid id, ClaimsPrincipal user, RideReader reader, CancellationToken cancellationToken) =>
                await reader.RequestAsync(id, user, cancellationToken) is { As: ActingAs.Self } own ? Results.Ok(RideRequestView.Of(own.Request, own.Cars)) : ApiProblems.NotFound())
            .AlwaysOn(Seen).Produces<RideRequestView>().WithExample(response: RideRequestView.Example).WithSummary("頼んだ送迎と、車 / My request and the cars");
        Writes(rides.MapPut("/requests/{id:guid}", async (Guid id, RideAskBody body, ClaimsPrincipal user, HolderReader holders, IMessageBus bus, CancellationToken cancellationToken) =>
                await holders.OwnAsync(user, cancellationToken) is { } record
                    ? (await bus.InvokeAsync<CommandAnswer>(new AskForRide(
                        id, body.ActivityId, record.Holder.Id, body.Area, body.Address, body.Phone, body.People, body.Wheelchair, body.Note, user.Doer(), ActingAs.Self), cancellationToken)).ToResult()
                    : ApiProblems.NotFound()), Decided)
            .WithExample(RideAskBody.Example).WithSummary("送迎を頼む / Ask for a ride").WithDescription("Codes of refusals: closed, begun, asked, guardian-does-not-agree.");
        Writes(rides.MapDelete("/requests/{id:guid}", async (Guid id, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(new CancelRideRequest(id, user.Doer(), ActingAs.Self), cancellationToken)).ToResult()), Ended)
            .WithSummary("頼むのをやめる / Take a request back");
        Writes(rides.MapPut("/requests/{id:guid}/cars/{offer:guid}", async (Guid id, Guid offer, RideSayBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(new SayRide(offer, id, body.Yes, user.Doer(), ActingAs.Self), cancellationToken)).ToResult()), Decided)
            .WithExample(RideSayBody.Example).WithSummary("車に返事する / Answer a car").WithDescription("Codes of refusals: closed, same-person, off, begun, agreed, has-seat, declined, full.");
        Writes(rides.MapDelete("/requests/{id:guid}/cars/{offer:guid}", async (Guid id, Guid offer, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(new CallOffRide(offer, id, user.Doer(), ActingAs.Self), cancellationToken)).ToResult()), Ended)
            .WithSummary("決まった送迎を取りやめる / Call off what was agreed").WithDescription("Codes of refusals: begun.");
    }

    private static RouteHandlerBuilder Writes(RouteHandlerBuilder endpoint, string why) => endpoint.AlwaysOn(why)
        .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
}
