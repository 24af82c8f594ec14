using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Localization;

namespace Kenmin.Pages;

/// <summary>Which language a reader sees: what was chosen, else what the browser asks for, else Japanese.</summary>
internal static class Language
{
    internal const string QueryKey = "lang";
    internal const string Cookie = "kenmin-language";
    internal static readonly string[] Supported = ["ja", "en"];

    /// <summary>
    /// Keeps a choice made by <c>?lang=en</c> in a cookie and leads to the same address without it, so that links
    /// people copy do not force their language on others.
    /// </summary>
    internal static Task Choose(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsGet(context.Request.Method)
            || context.Request.Query[QueryKey] is not [{ } chosen]
            || !Supported.Contains(chosen, StringComparer.Ordinal)
            || !PageRequests.IsForPage(context.Request)) return next(context);

        context.Response.Cookies.Append(Cookie,
            CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(chosen)),
            new CookieOptions
            {
                MaxAge = TimeSpan.FromDays(365), HttpOnly = true, IsEssential = true,
                SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, Path = "/",
            });
        var rest = new QueryBuilder(context.Request.Query.Where(q => q.Key != QueryKey)
            .SelectMany(q => q.Value, (q, value) => KeyValuePair.Create(q.Key, value ?? "")));
        // A path of two slashes at the front would lead to another site.
        var path = "/" + (context.Request.Path.ToUriComponent().TrimStart('/'));
        context.Response.Redirect(context.Request.PathBase.ToUriComponent() + path + rest.ToQueryString().ToUriComponent());
        return Task.CompletedTask;
    }
}
