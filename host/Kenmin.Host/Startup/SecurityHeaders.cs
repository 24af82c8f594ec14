namespace Kenmin.Host.Startup;

/// <summary>Headers that every answer carries: nothing from elsewhere, no inline script, no framing.</summary>
internal static class SecurityHeaders
{
    /// <summary>
    /// The policy. Tiles for the map come from the origin that <c>Map:Tiles</c> names, and from nowhere when it names none.
    /// </summary>
    private static string Policy(string? tiles) =>
        "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; worker-src 'self'; "
        + $"img-src 'self' data:{tiles}; connect-src 'self'{tiles}";

    /// <summary>
    /// Whether a browser says that a page of another site sends this. Forms carry antiforgery tokens besides; this holds for the API,
    /// which a cookie opens too. Programs do not send the header.
    /// </summary>
    private static bool WritesFromElsewhere(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method)
        && request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site"
        && !request.Path.StartsWithSegments("/accounts/unsubscribe");

    private static Task Refuse(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    /// <summary>Browsers that came by HTTPS stay with it for a year, below this name too.</summary>
    public static void Configure(Microsoft.AspNetCore.HttpsPolicy.HstsOptions options)
    {
        options.MaxAge = TimeSpan.FromDays(365);
        options.IncludeSubDomains = true;
    }

    public static void UseSecurityHeaders(this WebApplication app)
    {
        var tiles = app.Configuration["Map:Tiles"];
        var policy = Policy(Uri.TryCreate(tiles?.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal), UriKind.Absolute, out var uri)
            ? $" {uri.GetLeftPart(UriPartial.Authority)}" : "");
        if (!app.Environment.IsDevelopment()) app.UseHsts();
        app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            // What the API says of persons stays in no cache; pages with forms are not kept by way of their tokens.
            if (context.Request.Path.StartsWithSegments("/api")) headers.CacheControl = "no-store";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(self), geolocation=(self), microphone=()";
            // The proxy's business as well as ours: nobody needs a request to be told back.
            if (HttpMethods.IsTrace(context.Request.Method))
            {
                context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
                return Task.CompletedTask;
            }

            return WritesFromElsewhere(context.Request) ? Refuse(context) : next(context);
        });
    }
}
