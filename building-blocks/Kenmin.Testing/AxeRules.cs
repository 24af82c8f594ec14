using Deque.AxeCore.Commons;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Kenmin.Testing;

/// <summary>Has a site under test give out the rules by which its pages are examined, so that a browser takes and reads them once.</summary>
public sealed class AxeRules : IStartupFilter
{
    internal const string Path = "/axe-for-tests.js";

    private static readonly Lazy<string> Script = new(() => new BundledAxeScriptProvider().GetScript());

    internal static string Source => Script.Value;

    /// <inheritdoc />
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, following) =>
        {
            if (context.Request.Path != Path) return following(context);
            context.Response.ContentType = "text/javascript; charset=utf-8";
            context.Response.Headers.CacheControl = "max-age=31536000, immutable";
            return context.Response.WriteAsync(Source, context.RequestAborted);
        });
        next(app);
    };
}
