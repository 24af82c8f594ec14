using Microsoft.Extensions.Primitives;

namespace Kenmin.Host.Startup;

/// <summary>
/// Over HTTPS, every cookie of every module bears the prefix <c>__Host-</c>: browsers then take it only from this very host and
/// never over HTTP, so that no neighbour in the same domain can slip one in. Inside, cookies keep their plain names. Over HTTP, as
/// at a first start without a certificate, nothing changes, since browsers would refuse such cookies there.
/// </summary>
internal static class HostCookies
{
    private const string Prefix = "__Host-";

    /// <summary>Belongs before everything that reads or sets cookies.</summary>
    public static void UseHostCookies(this WebApplication app) => app.Use((context, next) =>
    {
        if (!context.Request.IsHttps) return next(context);
        context.Request.Headers.Cookie = Taken(context.Request.Headers.Cookie);
        context.Response.OnStarting(() =>
        {
            if (context.Response.Headers.SetCookie.Count > 0)
                context.Response.Headers.SetCookie = new StringValues([.. context.Response.Headers.SetCookie.OfType<string>().Select(Given)]);
            return Task.CompletedTask;
        });
        return next(context);
    });

    /// <summary>What is read of the cookies that a browser sends: those with the prefix, without it.</summary>
    internal static string Taken(StringValues sent) => string.Join("; ", sent.OfType<string>().SelectMany(line => line.Split(';', StringSplitOptions.TrimEntries))
        .Where(cookie => cookie.StartsWith(Prefix, StringComparison.Ordinal)).Select(cookie => cookie[Prefix.Length..]));

    /// <summary>What a browser is given: the prefix asks for the whole site, no domain, and HTTPS only.</summary>
    internal static string Given(string cookie)
    {
        var parts = cookie.Split(';', StringSplitOptions.TrimEntries);
        var kept = parts.Skip(1).Where(p => !p.StartsWith("path=", StringComparison.OrdinalIgnoreCase) && !p.StartsWith("domain=", StringComparison.OrdinalIgnoreCase)
            && !p.Equals("secure", StringComparison.OrdinalIgnoreCase));
        return string.Join("; ", [Prefix + parts[0], .. kept, "path=/", "secure"]);
    }
}
