using Microsoft.AspNetCore.Http;

namespace Kenmin.Modularity.Requests;

/// <summary>Gives each request its moment. A page about a refusal, which runs within the same request, keeps it.</summary>
internal sealed class RequestMomentMiddleware(RequestDelegate next, TimeProvider clock)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Items[typeof(RequestMoment)] is not RequestMoment moment)
            context.Items[typeof(RequestMoment)] = moment = new(RequestClock.Wall(clock), previewed: false);
        return moment.RunAsync(() => next(context));
    }
}
