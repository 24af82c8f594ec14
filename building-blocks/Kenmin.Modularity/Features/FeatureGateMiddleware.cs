using Microsoft.AspNetCore.Http;

namespace Kenmin.Modularity.Features;

/// <summary>Answers 404 for pages and endpoints whose feature is off, unless they only show what exists: the one gate at the edge for both.</summary>
internal sealed class FeatureGateMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context, FeatureGates gates)
    {
        foreach (var required in context.GetEndpoint()?.Metadata.GetOrderedMetadata<RequireFeatureAttribute>() ?? [])
        {
            if (required.StaysReadable && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))) continue;
            if (await gates.IsOnNowAsync(required.Feature)) continue;
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await next(context);
    }
}
