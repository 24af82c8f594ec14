using Kenmin.Modularity.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Kenmin.Accounts.FirstAdministrator;

/// <summary>Writes the link for the first administrator to the log, once the host has started and while there is none.</summary>
[NoNewEntries("without an administrator nothing can be switched")]
internal sealed partial class FirstAdministratorInvitation(
    IServiceScopeFactory scopes, IServer server, IOptions<AccountsSettings> settings, ILogger<FirstAdministratorInvitation> logger)
    : IHostedLifecycleService
{
    // After demonstration data, which brings an administrator of its own.
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<FirstAdministrators>().IssueAsync(cancellationToken) is not { } token) return;
        var site = settings.Value.SiteAddress?.ToString() ?? server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";
        LogLink(logger, (int)FirstAdministratorLink.Lifetime.TotalHours, $"{site.TrimEnd('/')}/accounts/first-administrator?token={token}");
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "There is no administrator yet. Make the first one with this link; it works once, for {Hours} hours, until the next start: {Link}")]
    private static partial void LogLink(ILogger logger, int hours, string link);
}
