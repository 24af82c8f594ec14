using System.Globalization;
using Kenmin.Modularity.Features;

namespace Kenmin.Host.Startup;

/// <summary>
/// Tells those who found a hole whom to tell (RFC 9116): <c>/.well-known/security.txt</c>, when the setting <c>Security:Contact</c>
/// names an address (<c>mailto:…</c> or <c>https://…</c>).
/// </summary>
internal static class SecurityContact
{
    public static void MapSecurityContact(this WebApplication app) => app
        .MapGet("/.well-known/security.txt", (IConfiguration configuration, TimeProvider clock) =>
            Uri.TryCreate(configuration["Security:Contact"], UriKind.Absolute, out var contact) && contact.Scheme is "mailto" or "https"
                ? Results.Text($"Contact: {contact}\nExpires: {clock.GetUtcNow().Date.AddMonths(6).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}\nPreferred-Languages: ja, en\n", "text/plain")
                : Results.NotFound())
        .AllowAnonymous().AlwaysOn("whoever found a hole can say so").ExcludeFromDescription();
}
