using Microsoft.AspNetCore.Http;

namespace Kenmin.Modularity.Requests;

/// <summary>
/// Gives each request its moment, and an administrator's preview its day and role. A page about a refusal, which runs within the
/// same request, keeps both.
/// </summary>
internal sealed class RequestMomentMiddleware(RequestDelegate next, SitePreviews previews, TimeProvider clock)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Items[typeof(RequestMoment)] is not RequestMoment moment)
        {
            var asked = previews.Find(context);
            context.Items[typeof(SitePreview)] = asked;
            context.Items[typeof(RequestMoment)] = moment = new(asked?.At.ToUniversalTime() ?? RequestClock.Wall(clock), previewed: asked is not null);
        }
        if (SitePreview.Of(context) is { } preview)
        {
            context.User = preview.PrincipalOf(context.User);
            context.Response.Headers.CacheControl = "no-store";
            if (!OnlyReads(context.Request) && context.Request.Path != SitePreview.EndAddress)
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            }
        }
        return moment.RunAsync(() => next(context));
    }

    private static bool OnlyReads(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);
}
