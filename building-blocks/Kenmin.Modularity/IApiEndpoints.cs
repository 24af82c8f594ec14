using Microsoft.AspNetCore.Routing;

namespace Kenmin.Modularity;

/// <summary>
/// Endpoints of one use case. Implementations are found by scanning, may be internal, and are made once.
/// Every endpoint states who may reach it (<c>RequirePermission</c>, <c>RequireAuthorization</c> or <c>AllowAnonymous</c>)
/// and the feature it belongs to (<c>RequireFeature</c> or <c>AlwaysOn</c>).
/// </summary>
public interface IApiEndpoints
{
    /// <summary>Maps the endpoints below <c>/api/v1</c>.</summary>
    void Map(IEndpointRouteBuilder api);
}
