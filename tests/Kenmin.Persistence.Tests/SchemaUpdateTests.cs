using Kenmin.Modularity;
using Kenmin.Testing;
using Marten;
using Marten.Exceptions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kenmin.Persistence.Tests;

/// <summary>A start looks at the tables once for each code.</summary>
public sealed class SchemaUpdateTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_code_looks_at_the_tables_once_and_again_when_its_mark_is_gone()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(database);
        await StartAndStopAsync(database);
        (await ThereAsync(source)).ShouldBeTrue();

        await ExecuteAsync(source, "drop table platform.idempotency");
        await StartAndStopAsync(database);
        (await ThereAsync(source)).ShouldBeFalse("it was not looked at");

        await ExecuteAsync(source, "update platform.schema_mark set code = gen_random_uuid()");
        await StartAndStopAsync(database);
        (await ThereAsync(source)).ShouldBeTrue("other code was there meanwhile");
    }

    [Fact]
    public async Task What_a_start_leaves_out_is_not_made_up_for_at_the_first_use()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(database);
        await StartAndStopAsync(database, KeepAsync);
        await ExecuteAsync(source, "drop table platform.mt_doc_kept");

        var failure = await Should.ThrowAsync<MartenCommandException>(() => StartAndStopAsync(database, KeepAsync));

        failure.InnerException.ShouldBeOfType<PostgresException>().SqlState.ShouldBe(PostgresErrorCodes.UndefinedTable);

        static async Task KeepAsync(IServiceProvider services)
        {
            await using var session = services.GetRequiredService<IDocumentStore>().LightweightSession();
            session.Store(new Kept { Id = Guid.NewGuid() });
            await session.SaveChangesAsync(Cancellation);
        }
    }

    [Fact]
    public async Task Hosts_that_start_at_the_same_time_on_an_empty_database_all_start()
    {
        var database = await postgres.CreateDatabaseAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => StartAndStopAsync(database)));
        await using var source = NpgsqlDataSource.Create(database);
        (await ThereAsync(source)).ShouldBeTrue();
    }

    [Fact]
    public void Code_that_differs_in_one_assembly_has_another_mark()
    {
        var one = SchemaUpdate.CodeOf([typeof(SchemaUpdate).Assembly]);
        SchemaUpdate.CodeOf([typeof(SchemaUpdate).Assembly]).ShouldBe(one);
        SchemaUpdate.CodeOf([typeof(SchemaUpdate).Assembly, typeof(SchemaUpdateTests).Assembly]).ShouldNotBe(one);
    }

    private static async Task StartAndStopAsync(string database, Func<IServiceProvider, Task>? between = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = typeof(SchemaUpdateTests).Assembly.GetName().Name, ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddKenminPersistence(database, new ModuleCatalog([], []), typeof(SchemaUpdateTests).Assembly);
        builder.Services.ConfigureMarten(options => options.Schema.For<Kept>());
        await using var app = builder.Build();
        await app.StartAsync(Cancellation);
        if (between is not null) await between(app.Services);
        await app.StopAsync(Cancellation);
    }

    private static async Task<bool> ThereAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("select to_regclass('platform.idempotency') is not null");
        return (bool)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}

/// <summary>A document of the platform's store.</summary>
public sealed class Kept
{
    public Guid Id { get; set; }
}
