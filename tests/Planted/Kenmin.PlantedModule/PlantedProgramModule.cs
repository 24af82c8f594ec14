using Kenmin.Modularity;
using Kenmin.PlantedNeighbour;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kenmin.PlantedModule;

/// <summary>A module whose store has a schema of its own choice and whose manifest names what nobody declares.</summary>
public sealed class PlantedProgramModule : IProgramModule
{
    public ModuleManifest Manifest { get; } = new()
    {
        Key = "planted",
        Name = new("植えた違反", "Planted"),
        Description = new("規則の試験です。", "For testing the rules."),
        Version = new(1, 0),
        Owner = new("試験", "Tests"),
        Navigation = [new(new("見本", "Sample"), "/planted", NavigationArea.Public, Permission: "planted.nowhere", Feature: "planted.never")],
    };

    public void AddServices(ModuleBuilder builder)
    {
        builder.Services.AddMartenStore<IPlantedStore>(options =>
        {
            options.Connection("Host=localhost");
            options.DatabaseSchemaName = "chosen_by_itself";
        });
        builder.Services.AddSingleton<ISpeaker>(new Speaker());
        builder.Services.Decorate<ISpeaker, LoudSpeaker>();
    }
}

/// <summary>The store.</summary>
public interface IPlantedStore : IDocumentStore;

/// <summary>A second store.</summary>
public interface ISecondStore : IDocumentStore;

internal interface ISpeaker;

internal sealed class Speaker : ISpeaker;

internal sealed class LoudSpeaker(ISpeaker inner) : ISpeaker
{
    public ISpeaker Inner => inner;
}

/// <summary>Uses another module's inside.</summary>
internal static class Trespasser
{
    public static string Look() => NeighbourSecret.Text;
}

/// <summary>Works while the host is still starting.</summary>
internal sealed class EarlyBird : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
}

/// <summary>Public without a need.</summary>
public static class PublicHelper
{
    public static DateTime Now() => DateTime.Now;

    public static ValueTask BeginAsync(IDocumentSession session, CancellationToken cancellationToken) => session.BeginTransactionAsync(cancellationToken);

    public static async Task<DateTimeOffset> UtcNowAsync()
    {
        await Task.Yield();
        return DateTimeOffset.UtcNow;
    }
}
