using Kenmin.Modularity;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Kenmin.Host.Startup;

/// <summary>Logs what was found and what was refused, and prints the address to open.</summary>
internal sealed partial class StartReport(
    ModuleCatalog modules, HostDatabase database, IServer server, IHostApplicationLifetime lifetime, ILogger<StartReport> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var module in modules.Modules) LogModule(logger, module.Manifest.Key, module.Manifest.Version, module.PluginFolder is not null);
        foreach (var refusal in modules.Refused) LogRefused(logger, refusal.File, refusal.Reason.En);
        foreach (var module in modules.Modules)
            foreach (var need in module.Manifest.Needs.Where(n => modules.Modules.All(m => m.Manifest.Key != n)))
                LogMissing(logger, module.Manifest.Key, need);
        lifetime.ApplicationStarted.Register(() =>
        {
            foreach (var address in server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
            {
                database.Announce(address);
                Console.WriteLine($"\n  県民活動プラットフォーム / Kenmin Platform  →  {address}\n");
            }
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "Module {Key} {Version} runs (plug-in: {Plugin})")]
    private static partial void LogModule(ILogger logger, string key, Version version, bool plugin);

    [LoggerMessage(Level = LogLevel.Error, Message = "Module file {File} was refused: {Reason}")]
    private static partial void LogRefused(ILogger logger, string file, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Module {Key} needs {Missing}, which is not here")]
    private static partial void LogMissing(ILogger logger, string key, string missing);
}
