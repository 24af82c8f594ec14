using System.Reflection;
using JasperFx;
using JasperFx.CodeGeneration;
using Kenmin.Modularity;
using Kenmin.Persistence.Audit;
using Kenmin.Persistence.PersonalData;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Wolverine;
using Wolverine.ErrorHandling;
using Wolverine.Marten;

namespace Kenmin.Persistence;

/// <summary>Adds the database and the messages of the whole house to a host.</summary>
public static class PersistenceExtensions
{
    /// <summary>The schema of the house's own small store.</summary>
    public const string PlatformSchema = "platform";

    /// <summary>The schema of the inbox and outbox that all stores share.</summary>
    public const string EnvelopeSchema = "wolverine";

    /// <summary>
    /// Adds the shared data source, the platform's store and the messages between modules. Call it after the modules have
    /// registered themselves.
    /// </summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="connectionString">The database.</param>
    /// <param name="modules">The modules that run.</param>
    /// <param name="host">The host's assembly, which carries code generated ahead.</param>
    public static void AddKenminPersistence(
        this WebApplicationBuilder builder, string connectionString, ModuleCatalog modules, Assembly host)
    {
        var services = builder.Services;
        services.AddDiscreetLogging();
        services.AddSingleton(_ => KenminDataSource.Create(connectionString));
        services.AddMarten(provider =>
            {
                var options = new StoreOptions { DatabaseSchemaName = PlatformSchema };
                options.Connection(provider.GetRequiredService<NpgsqlDataSource>());
                StoreConventions.Apply(options);
                foreach (var table in AuditTable.Create(PlatformSchema)) options.Storage.ExtendedSchemaObjects.Add(table);
                options.Storage.ExtendedSchemaObjects.Add(IdempotencyTable.Create(PlatformSchema));
                options.Storage.ExtendedSchemaObjects.Add(SchemaMarkTable.Create(PlatformSchema));
                return options;
            })
            .UseLightweightSessions()
            .IntegrateWithWolverine(x => x.UseWolverineManagedEventSubscriptionDistribution = true);
        services.AddHostedService<SchemaUpdate>();
        services.AddSingleton<IAuditTrail, AuditTrail>();
        services.AddSingleton<PersonalDataReader>();
        services.AddSingleton<AuditVerifier>();
        services.AddHostedService<AuditProtection>();
        services.AddSingleton<AuditSealer>().AddHostedService(p => p.GetRequiredService<AuditSealer>());

        var stores = services.Where(s => s.ServiceType == typeof(ModuleStore))
            .Select(s => (ModuleStore)s.ImplementationInstance!).ToList();
        builder.Host.UseWolverine(options =>
        {
            options.ApplicationAssembly = host;
            foreach (var module in modules.Modules) options.Discovery.IncludeAssembly(module.Assembly);

            options.Durability.MessageStorageSchemaName = EnvelopeSchema;
            // A host that was killed is missed after this long; what it had begun then goes to the others, within ten seconds in all.
            options.Durability.StaleNodeTimeout = TimeSpan.FromSeconds(6);
            options.Durability.HealthCheckPollingTime = TimeSpan.FromSeconds(1);
            options.Durability.OrphanedMessageSweepPollingTime = TimeSpan.FromSeconds(1);
            options.MultipleHandlerBehavior = MultipleHandlerBehavior.Separated;
            options.Policies.AutoApplyTransactions();
            options.Policies.UseDurableLocalQueues();
            foreach (var store in stores) options.Policies.UseAncillaryStorageFromAssembly(store.StoreType, store.Assembly);
            options.UseBroker(builder.Configuration, modules, host);

            // A conflict or a broken connection passes; anything else goes to the dead letters at once. A database may be away for longer
            // than anybody waits for an answer: messages that are only delayed by it are tried again until it is back.
            options.OnException<JasperFx.ConcurrencyException>().RetryWithCooldown(TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1));
            options.OnException<Exception>(DatabaseBusy.IsIn).RetryWithCooldown(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5))
                .Then.ScheduleRetryIndefinitely(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5));

            // Handlers' plumbing is generated in memory at start; running the host leaves no files in the source tree.
            options.CodeGeneration.TypeLoadMode = TypeLoadMode.Auto;
            options.CodeGeneration.SourceCodeWritingEnabled = false;
            options.Services.CritterStackDefaults(x =>
            {
                x.Development.ResourceAutoCreate = AutoCreate.CreateOrUpdate;
                x.Production.ResourceAutoCreate = AutoCreate.CreateOrUpdate;
            });
        });
    }
}
