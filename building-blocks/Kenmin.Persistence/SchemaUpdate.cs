using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Kenmin.Persistence;

/// <summary>
/// Brings the tables of all stores to what the code needs, before anything else starts. Comparing hundreds of tables takes longer than all the
/// rest of a start, so it is left out where the same code did it last: the database keeps that code's mark.
/// </summary>
internal sealed class SchemaUpdate(NpgsqlDataSource source, IServiceProvider services, IEnumerable<ModuleStore> modules) : IHostedLifecycleService
{
    private const string Mark = $"{PersistenceExtensions.PlatformSchema}.{SchemaMarkTable.Name}";

    // Hosts that start at the same time take turns.
    private const long Turn = 7_216_203_114;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var code = CodeOf(modules.Select(m => m.Assembly).Append(typeof(SchemaUpdate).Assembly));
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await ExecuteAsync(connection, "select pg_advisory_lock($1)", [Turn], cancellationToken);
        try
        {
            IDocumentStore[] stores = [services.GetRequiredService<IDocumentStore>(), .. modules.Select(m => (IDocumentStore)services.GetRequiredService(m.StoreType))];
            if (await LastAsync(connection, cancellationToken) == code)
            {
                // Else Marten compares each document's table at its first use, where all who come meanwhile wait for each other, and after
                // five seconds give up what they were about to do.
                foreach (var store in stores) ((PostgresqlDatabase)store.Storage.Database).MarkAllFeaturesAsChecked();
                return;
            }

            foreach (var store in stores)
            {
                await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
                // A function that changed was dropped, with the triggers that call it: they are missing only now.
                await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
            }

            await ExecuteAsync(connection, $"insert into {Mark} (id, code, at) values (1, $1, now()) on conflict (id) do update set code = excluded.code, at = excluded.at", [code], cancellationToken);
        }
        finally
        {
            // Not stopped half-way: the lock belongs to the connection, which goes back to the pool.
            await ExecuteAsync(connection, "select pg_advisory_unlock($1)", [Turn], CancellationToken.None);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>One value for all the code that says what tables there are: each assembly has an id of its own for each build that differs.</summary>
    internal static Guid CodeOf(IEnumerable<Assembly> roots)
    {
        Dictionary<string, Guid> found = [];
        Stack<Assembly> left = new(roots);
        while (left.TryPop(out var assembly))
        {
            if (!found.TryAdd(assembly.FullName!, assembly.ManifestModule.ModuleVersionId)) continue;
            foreach (var referred in assembly.References(SaysWhatTablesThereAre)) left.Push(referred);
        }

        var all = string.Join('\n', found.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key} {f.Value:N}"));
        return new(SHA256.HashData(Encoding.UTF8.GetBytes(all)).AsSpan(0, 16));
    }

    private static bool SaysWhatTablesThereAre(AssemblyName name) =>
        name.Name is { } n && (n.StartsWith("Kenmin.", StringComparison.Ordinal) || n.StartsWith("Marten", StringComparison.Ordinal)
            || n.StartsWith("Weasel", StringComparison.Ordinal) || n.StartsWith("JasperFx", StringComparison.Ordinal) || n.StartsWith("Wolverine", StringComparison.Ordinal));

    private static async Task<Guid?> LastAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var there = new NpgsqlCommand($"select to_regclass('{Mark}') is not null", connection);
        if (await there.ExecuteScalarAsync(cancellationToken) is not true) return null;
        await using var last = new NpgsqlCommand($"select code from {Mark} where id = 1", connection);
        return (Guid?)await last.ExecuteScalarAsync(cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, object[] values, CancellationToken cancellationToken)
    {
        // Another host may take minutes for its update.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>Which code brought the tables to where they are; one row.</summary>
internal static class SchemaMarkTable
{
    public const string Name = "schema_mark";

    public static Table Create(string schema)
    {
        var table = new Table(new PostgresqlObjectName(schema, Name, SchemaUtils.IdentifierUsage.General));
        table.AddColumn("id", "integer").AsPrimaryKey().NotNull();
        table.AddColumn("code", "uuid").NotNull();
        table.AddColumn("at", "timestamptz").NotNull();
        return table;
    }
}
