using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Kenmin.Accounts.Mail;

/// <summary>
/// The address of this site for links in mails: the configured one, else where the host listens. Never what a request says of
/// itself, or a stranger could have links to a site of their own sent.
/// </summary>
internal sealed class SiteAddress(IOptions<AccountsSettings> settings, IServer server)
{
    public Uri Root => settings.Value.SiteAddress
        ?? (Uri.TryCreate(server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
            ?.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal)
            .Replace("//+", "//localhost", StringComparison.Ordinal).Replace("//*", "//localhost", StringComparison.Ordinal), UriKind.Absolute, out var listening)
            ? listening : new Uri("http://localhost"));
}
