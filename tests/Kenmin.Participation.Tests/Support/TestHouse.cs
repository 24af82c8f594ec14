using System.Collections.Concurrent;
using Kenmin.Modularity;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;
using Wolverine;

namespace Kenmin.Participation.Tests.Support;

/// <summary>The store of the module that the tests play.</summary>
public interface ITestStore : IDocumentStore;

/// <summary>What the module tells others of a change.</summary>
public sealed record TransitionHappened(Guid OpeningId, Guid PersonId, string Kind, int FiscalYear, string Label);

/// <summary>The other module: writes down each message in the transaction that marks it as handled.</summary>
public static class TransitionHappenedHandler
{
    public static void Handle(TransitionHappened message, IDocumentSession session) => session.QueueSqlCommand(
        "insert into tested.handled (id, opening_id, person_id, kind) values (gen_random_uuid(), ?, ?, ?)", message.OpeningId, message.PersonId, message.Kind);
}

/// <summary>A host with one module that uses the sign-up engine, over the real persistence of the house.</summary>
public sealed class TestHouse : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestHouse(WebApplication app, string connectionString)
    {
        _app = app;
        ConnectionString = connectionString;
        Participation = app.Services.GetRequiredService<IParticipation<ITestStore>>();
    }

    public string ConnectionString { get; }

    public IParticipation<ITestStore> Participation { get; }

    public IServiceProvider Services => _app.Services;

    public NpgsqlDataSource DataSource => _app.Services.GetRequiredService<NpgsqlDataSource>();

    public static async Task<TestHouse> StartAsync(string connectionString, TimeProvider? clock = null, Action<ParticipationOptions>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = typeof(TestHouse).Assembly.GetName().Name, ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Error);
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        var assembly = typeof(TestHouse).Assembly;
        var manifest = new ModuleManifest
        {
            Key = "tested", Name = LocalizedText.Same("tested"), Description = LocalizedText.Same("tested"), Owner = LocalizedText.Same("tested"), Version = new(1, 0),
        };
        new ModuleBuilder(manifest, assembly, builder.Services, builder.Configuration, builder.Environment).AddStore<ITestStore>(store =>
        {
            var handled = new Table(new PostgresqlObjectName("tested", "handled", SchemaUtils.IdentifierUsage.General));
            handled.AddColumn("id", "uuid").AsPrimaryKey();
            handled.AddColumn("opening_id", "uuid");
            handled.AddColumn("person_id", "uuid");
            handled.AddColumn("kind", "text");
            store.Storage.ExtendedSchemaObjects.Add(handled);
        });
        builder.Services.AddParticipation<ITestStore>(o =>
        {
            o.Publish(change => new TransitionHappened(
                change.Event.OpeningId, change.Event.PersonId, change.Event.GetType().Name, change.Opening.FiscalYear.StartYear, change.Opening.Label.Ja));
            configure?.Invoke(o);
        });
        builder.Services.AddSingleton<ISignUpAdmission<ITestStore>, TestAdmission>();
        builder.AddKenminPersistence(connectionString, new ModuleCatalog([], []), assembly);
        builder.Services.ConfigureWolverine(o =>
        {
            o.Durability.StaleNodeTimeout = TimeSpan.FromSeconds(3);
            o.Durability.HealthCheckPollingTime = TimeSpan.FromSeconds(1);
            o.Durability.ScheduledJobPollingTime = TimeSpan.FromSeconds(1);
            o.LocalQueueFor<TransitionHappened>().MaximumParallelMessages(20);
        });
        var app = builder.Build();
        await app.StartAsync();
        return new TestHouse(app, connectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql, params object[] values)
    {
        await using var command = DataSource.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Counter = rows, never over capacity without a reason, and every event has become a message that was handled once.</summary>
    public async Task ShouldBeConsistentAsync()
    {
        (await ScalarAsync<long>(
            """
            select count(*) from tested.participation_openings o where
              (o.confirmed, o.offered, o.waiting) <> (
                select count(*) filter (where state = 3), count(*) filter (where state = 2), count(*) filter (where state = 1)
                from tested.participation_sign_ups s where s.opening_id = o.id)
              or (o.confirmed + o.offered > o.capacity and o.overfull_reason is null)
            """)).ShouldBe(0, "counters differ from rows, or an opening is over its capacity");
        (await ScalarAsync<long>(
            """
            select count(*) from tested.participation_sign_ups a join tested.participation_openings x on x.id = a.opening_id
            join tested.participation_sign_ups b on b.person_id = a.person_id and b.opening_id > a.opening_id join tested.participation_openings y on y.id = b.opening_id
            where a.state in (2, 3) and b.state in (2, 3) and x.starts < y.ends and x.ends > y.starts
            """)).ShouldBe(0, "somebody has two places at one time");
        await Eventually.IsSoAsync(
            async () => await ScalarAsync<bool>("select (select count(*) from tested.handled) >= (select count(*) from tested.mt_events)"), "all messages handled");
        (await ScalarAsync<long>(
            """
            select count(*) from (
              select data ->> 'openingId' as o, data ->> 'personId' as p, type as k from tested.mt_events
              except all
              select opening_id::text, person_id::text, 'participation_' || ltrim(lower(regexp_replace(kind, '([A-Z])', '_\1', 'g')), '_') from tested.handled) missing
            """)).ShouldBe(0, "an event has no handled message");
        (await ScalarAsync<long>("select count(*) from tested.handled")).ShouldBe(await ScalarAsync<long>("select count(*) from tested.mt_events"), "a message was handled twice");
    }
}
