using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.CommunityBusiness.Showcase;

/// <summary>The pictures of businesses.</summary>
internal sealed class ShowcaseFiles(ShowcaseReader showcase) : ISiteEndpoints
{
    public static string Href(Showing showing, bool small) => $"/community-business/showcase/{showing.Id}/{showing.Picture!.Id}{(small ? "-small" : "")}.jpg";

    public void Map(IEndpointRouteBuilder site)
    {
        var files = site.MapGroup("/community-business/showcase/{id:guid}").AllowAnonymous().AlwaysOn("what is shown stays; whether it still is is looked at each time").ExcludeFromDescription();
        files.MapGet("/{picture:guid}.jpg", (Guid id, Guid picture, HttpContext http) => SendAsync(id, picture, small: false, http));
        files.MapGet("/{picture:guid}-small.jpg", (Guid id, Guid picture, HttpContext http) => SendAsync(id, picture, small: true, http));
    }

    private async Task<IResult> SendAsync(Guid id, Guid picture, bool small, HttpContext http)
    {
        if (await showcase.PictureAsync(id, picture, small, http.User, http.RequestAborted) is not { } found) return Results.NotFound();
        // Withdrawn, it is gone with the next request: no cache keeps it.
        http.Response.Headers.CacheControl = "no-store";
        return Results.Bytes(found, "image/jpeg");
    }
}
