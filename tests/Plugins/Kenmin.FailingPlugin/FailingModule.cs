using Kenmin.Modularity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kenmin.FailingPlugin;

/// <summary>Fails in the middle of registering itself.</summary>
public sealed class FailingModule : IProgramModule
{
    public ModuleManifest Manifest { get; } = new()
    {
        Key = "failing", Name = new("失敗", "Failing"), Description = new("失敗", "Failing"), Version = new(1, 0), Owner = new("試験", "Tests"),
    };

    public void AddServices(ModuleBuilder builder)
    {
        builder.Services.AddHostedService<StopsTheHost>();
        throw new InvalidOperationException("the sample's setting is missing");
    }

    /// <summary>Would stop the host if it were left behind by the refused module.</summary>
    private sealed class StopsTheHost : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("left behind");

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
