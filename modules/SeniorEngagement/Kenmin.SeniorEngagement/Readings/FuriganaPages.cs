using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Kenmin.SeniorEngagement.Readings;

/// <summary>Whether a reader wants readings over kanji (ふりがなの設定): kept in the browser, and nowhere else.</summary>
internal static class FuriganaChoice
{
    public const string Cookie = "kenmin-furigana";

    public static bool IsOn(HttpContext context) => context.Request.Cookies[Cookie] == "on";

    /// <summary>Keeps the choice for a year, or forgets it.</summary>
    public static void Keep(HttpContext context, bool on)
    {
        CookieOptions options = new() { HttpOnly = true, IsEssential = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, Path = "/", MaxAge = on ? TimeSpan.FromDays(365) : null };
        if (on) context.Response.Cookies.Append(Cookie, "on", options);
        else context.Response.Cookies.Delete(Cookie, options);
    }
}

/// <summary>Adds readings to this module's pages in Japanese for who asked for them; others pass untouched.</summary>
internal sealed class FuriganaPages : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseWhen(c => c.Request.Path.StartsWithSegments("/senior-engagement") && FuriganaChoice.IsOn(c), pages => pages.Use(AddAsync));
        next(app);
    };

    private static async Task AddAsync(HttpContext context, RequestDelegate next)
    {
        var body = context.Response.Body;
        using MemoryStream written = new();
        context.Response.Body = written;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = body;
        }

        written.Position = 0;
        if (context.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) != true || context.Response.Headers.ContentEncoding.Count > 0)
        {
            await written.CopyToAsync(body, context.RequestAborted);
            return;
        }

        var html = Encoding.UTF8.GetString(written.GetBuffer(), 0, (int)written.Length);
        var bytes = Encoding.UTF8.GetBytes(Furigana.AddTo(html));
        if (context.Response.ContentLength is not null) context.Response.ContentLength = bytes.Length;
        await body.WriteAsync(bytes, context.RequestAborted);
    }
}
