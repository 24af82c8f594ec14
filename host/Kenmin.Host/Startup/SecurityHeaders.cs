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
            headers["Permissions-Policy"] = "camera=(self), geolocation=(self), microphone=()";
            return next(context);
        });
    }
}
