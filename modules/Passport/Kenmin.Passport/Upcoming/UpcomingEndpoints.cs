using System.Security.Claims;
using Kenmin.Api;
using Kenmin.Calendars;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.Passport.Contracts;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static Kenmin.Pages.Texts;

namespace Kenmin.Passport.Upcoming;

/// <summary>Something that one signed up for.</summary>
internal sealed record UpcomingView(string Module, Guid SubjectId, string Standing, LocalizedText What, DateTimeOffset Starts, DateTimeOffset Ends, string Where, string Href)
{
    public static UpcomingView Example { get; } = new(
        "clean-up", new("0199f000-0000-7000-8000-0000000000c4"), "confirmed", new("見本海岸の清掃（見本自治会）", "Clean-up at Sample Beach (Sample Association)"),
        new(2026, 6, 14, 9, 0, 0, TimeSpan.FromHours(9)), new(2026, 6, 14, 11, 0, 0, TimeSpan.FromHours(9)), "山口市　見本海岸駐車場", "/clean-up/activities/0199f000-0000-7000-8000-0000000000c4");

    public static UpcomingView Of(UpcomingLine l) => new(l.Module, l.SubjectId, ApiWord.Of(l.Standing), l.What, l.Starts, l.Ends, l.Where, l.Href);
}

/// <summary>What one signed up for, for programs and calendars.</summary>
internal sealed class UpcomingEndpoints : IApiEndpoints, ISiteEndpoints
{
    private const string Always = "what a person has signed up for can always be seen";

    void IApiEndpoints.Map(IEndpointRouteBuilder api) => api.MapGet("/passport/upcoming", async (ClaimsPrincipal user, UpcomingReader upcoming, CancellationToken cancellationToken) =>
            Results.Ok((await upcoming.OfAsync(user.AccountId()!.Value, cancellationToken)).Select(UpcomingView.Of).ToList()))
        .WithTags("passport").RequirePermission(Permissions.Own).AlwaysOn(Always)
        .Produces<IReadOnlyList<UpcomingView>>().WithExample(response: new[] { UpcomingView.Example }).WithSummary("これからの予定 / What I signed up for");

    void ISiteEndpoints.Map(IEndpointRouteBuilder site) => site.MapGet("/passport/upcoming.ics", async (
            HttpContext http, ClaimsPrincipal user, UpcomingReader upcoming, TimeProvider clock, CancellationToken cancellationToken) =>
        {
            http.Response.Headers.CacheControl = "private, no-store";
            var (address, now) = (http.SiteAddress(), clock.GetUtcNow());
            return Results.File(
                System.Text.Encoding.UTF8.GetBytes(CalendarFile.Write("Passport", L("これからの予定", "What I signed up for").ToString(), (await upcoming.OfAsync(user.AccountId()!.Value, cancellationToken)).Select(l => new CalendarEntry(
                    $"{FactId.Of($"{l.Module}|{l.SubjectId:N}"):N}@kenmin-passport", 0, l.Standing == SignUpStanding.Confirmed ? "CONFIRMED" : "TENTATIVE", l.What.ToString(), l.Starts, l.Ends, l.Where,
                    l.Position, UpcomingWords.NameOf(l.Standing).ToString(), new Uri(address + l.Href), now)))),
                CalendarFile.ContentType, "upcoming.ics");
        })
        .RequirePermission(Permissions.Own).AlwaysOn(Always).ExcludeFromDescription();
}
