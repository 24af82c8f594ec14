using Microsoft.AspNetCore.Routing;

namespace Kenmin.Modularity;

/// <summary>
/// Endpoints that belong to pages rather than to the API: what a form outside its own page is sent to, and downloads.
/// Found, made and guarded like <see cref="IApiEndpoints"/>. One that takes a form binds it with <c>[FromForm]</c>, so
/// that the antiforgery token is checked.
/// </summary>
public interface ISiteEndpoints
{
    /// <summary>Maps the endpoints, from the root.</summary>
    void Map(IEndpointRouteBuilder site);
}
