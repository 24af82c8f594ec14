using Kenmin.Modularity;
using Marten;

namespace Kenmin.Host.Startup;

/// <summary>
/// Loads the modules' fictional data on the first start in Development. Each module is remembered once it is done, so that a
/// start that was cut off goes on where it stopped.
/// </summary>
internal sealed partial class DemonstrationDataLoader(
    ModuleCatalog modules, IDocumentStore platform, IServiceProvider services, IHostEnvironment environment, IConfiguration configuration,
    ILogger<DemonstrationDataLoader> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!environment.IsDevelopment() || !configuration.GetValue("Demonstration:Load", true)) return;
        foreach (var module in modules.Modules)
        {
            if (module.Manifest.DemonstrationData is not { } type) continue;
            await using var session = platform.LightweightSession();
            if (await session.LoadAsync<DemonstrationDataLoaded>(module.Manifest.Key, cancellationToken) is not null) continue;
            LogLoading(logger, module.Manifest.Key);
            await using var scope = services.CreateAsyncScope();
            var data = (IDemonstrationData)ActivatorUtilities.CreateInstance(scope.ServiceProvider, type);
            await data.SeedAsync(scope.ServiceProvider, cancellationToken);
            session.Store(new DemonstrationDataLoaded { Id = module.Manifest.Key });
            await session.SaveChangesAsync(cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "Loading fictional demonstration data of {Module}")]
    private static partial void LogLoading(ILogger logger, string module);
}

/// <summary>Remembers that a module's demonstration data is there.</summary>
public sealed class DemonstrationDataLoaded
{
    /// <summary>The module's key.</summary>
    public string Id { get; set; } = "";
}
