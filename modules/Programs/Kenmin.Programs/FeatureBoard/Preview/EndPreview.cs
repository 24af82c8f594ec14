using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.Programs.FeatureBoard.Preview;

/// <summary>Where the button that ends a preview is sent.</summary>
internal sealed class EndPreview(SitePreviews previews) : ISiteEndpoints
{
    // Open to everybody, since the preview may be that of a visitor; without a preview there is nothing to end.
    public void Map(IEndpointRouteBuilder site) => site.MapPost(SitePreview.EndAddress, ([FromForm] string? end, HttpContext http) =>
        {
            _ = end;
            previews.End(http);
            return Results.LocalRedirect("/admin/features/preview");
        })
        .AllowAnonymous().AlwaysOn("a preview can be ended at any time").ExcludeFromDescription();
}
