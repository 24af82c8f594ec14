using Kenmin.Modularity;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;
using Wolverine;

namespace Kenmin.Benchmarks.SignUps;

/// <summary>The store of the module that is measured.</summary>
public interface IBenchmarkStore : IDocumentStore;

/// <summary>What the module tells others.</summary>
public sealed record PlaceTaken(Guid OpeningId, Guid PersonId);

/// <summary>The other module: keeps one row for each message.</summary>
public static class PlaceTakenHandler
{
    /// <summary>Writes the message down in the transaction that marks it as handled.</summary>
    public static void Handle(PlaceTaken message, IDocumentSession session) => session.QueueSqlCommand(
        "insert into measured.handled (id, opening_id, person_id) values (gen_random_uuid(), ?, ?)", message.OpeningId, message.PersonId);
}

/// <summary>The persistence of the house with one module that uses the sign-up engine.</summary>
internal sealed class BenchmarkHouse(WebApplication app) : IAsyncDisposable
{
    public const string Schema = "measured";

    public IParticipation<IBenchmarkStore> Participation { get; } = app.Services.GetRequiredService<IParticipation<IBenchmarkStore>>();

    public NpgsqlDataSource DataSource { get; } = app.Services.GetRequiredService<NpgsqlDataSource>();

    public static async Task<BenchmarkHouse> StartAsync(string connectionString)
    {
        var assembly = typeof(BenchmarkHouse).Assembly;
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = assembly.GetName().Name, ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Error);
        var name = LocalizedText.Same(Schema);
        var manifest = new ModuleManifest { Key = Schema, Name = name, Description = name, Owner = name, Version = new(1, 0) };
        new ModuleBuilder(manifest, assembly, builder.Services, builder.Configuration, builder.Environment).AddStore<IBenchmarkStore>(store =>
        {
            var handled = new Table(new PostgresqlObjectName(Schema, "handled", SchemaUtils.IdentifierUsage.General));
            handled.AddColumn("id", "uuid").AsPrimaryKey();
            handled.AddColumn("opening_id", "uuid");
            handled.AddColumn("person_id", "uuid");
            store.Storage.ExtendedSchemaObjects.Add(handled);
        });
        builder.Services.AddParticipation<IBenchmarkStore>(o => o.Publish(change => new PlaceTaken(change.Event.OpeningId, change.Event.PersonId)));
        builder.AddKenminPersistence(connectionString, new ModuleCatalog([], []), assembly);
        builder.Services.ConfigureWolverine(o => o.LocalQueueFor<PlaceTaken>().MaximumParallelMessages(20));
        var app = builder.Build();
        await app.StartAsync();
        return new BenchmarkHouse(app);
    }

    public async Task<long> CountAsync(string sql, Guid[] openings)
    {
        await using var command = DataSource.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter { Value = openings });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
