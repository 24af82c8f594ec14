using System.Reflection;
using Kenmin.Modularity;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Wolverine.Marten;

namespace Kenmin.Persistence;

/// <summary>Gives each module its own Marten store in its own schema.</summary>
public static class ModuleStores
{
    /// <summary>
    /// Registers the module's store: schema by the manifest's key, tables made at start, one transaction with the outbox.
    /// All handlers in the module's assembly use it.
    /// </summary>
    /// <typeparam name="TStore">The module's own marker interface.</typeparam>
    /// <param name="module">The module that registers itself.</param>
    /// <param name="configure">Documents, events and projections of the module.</param>
    public static ModuleBuilder AddStore<TStore>(this ModuleBuilder module, Action<StoreOptions>? configure = null)
        where TStore : class, IDocumentStore
    {
        module.Services.AddMartenStore<TStore>(services =>
            {
                var options = new StoreOptions { DatabaseSchemaName = module.Manifest.Schema };
                options.Connection(services.GetRequiredService<NpgsqlDataSource>());
                StoreConventions.Apply(options);
                configure?.Invoke(options);
                return options;
            })
            .IntegrateWithWolverine();
        module.Services.AddSingleton(new ModuleStore(typeof(TStore), module.Assembly, module.Manifest.Schema));
        return module;
    }
}

/// <summary>A module's store as the house knows it.</summary>
/// <param name="StoreType">The marker interface.</param>
/// <param name="Assembly">The module's assembly.</param>
/// <param name="Schema">The schema in the database.</param>
public sealed record ModuleStore(Type StoreType, Assembly Assembly, string Schema);
