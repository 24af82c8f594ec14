using Kenmin.Persistence;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Wolverine.Marten.Publishing;
using Wolverine.Runtime;

namespace Kenmin.Participation.Engine;

/// <summary>Runs work in one transaction of the module's store: rows, events and messages are committed together or not at all.</summary>
internal sealed class Transactions<TStore>(
    IServiceProvider services, TStore store, TimeProvider clock, ParticipationOptions options, ILogger<Transactions<TStore>> log)
    where TStore : class, IDocumentStore
{
    public const int Attempts = 4;

    public string Schema { get; } = store.Options.DatabaseSchemaName;

    public string EventSchema { get; } = store.Options.Events.DatabaseSchemaName ?? store.Options.DatabaseSchemaName;

    /// <summary>One attempt. A new message context each time: messages of an attempt that failed must not be sent by the next.</summary>
    public async Task<T> OnceAsync<T>(Func<Work, Task<T>> body, CancellationToken ct)
    {
        // Resolved late: Wolverine knows its stores only after it was built.
        var sessions = services.GetRequiredService<OutboxedSessionFactory<TStore>>();
        var context = new MessageContext(services.GetRequiredService<IWolverineRuntime>());
        await using var session = sessions.OpenSession(context);
        await session.BeginAsync(ct);
        var work = new Work(session, context, Schema, EventSchema, clock.GetUtcNow(), options);
        var result = await body(work);
        // Without an event Marten sees no work and would not commit the rows.
        if (work.Changes.Count == 0) session.QueueSqlCommand("SELECT 1");
        await session.SaveChangesAsync(ct);
        return result;
    }

    /// <summary>Tries again, a few times, when the database could not or would not.</summary>
    public async Task<T> RunAsync<T>(Func<Work, Task<T>> body, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await OnceAsync(body, ct);
            }
            catch (Exception e) when (attempt < Attempts && DatabaseBusy.IsIn(e))
            {
                log.LogInformation("The database could not complete a transaction ({Reason}); attempt {Attempt}", DatabaseBusy.ReasonOf(e), attempt);
                await Task.Delay(20 * attempt * attempt, ct);
            }
        }
    }

    /// <summary>The same, with the answer "busy" when the database stays out of reach.</summary>
    public async Task<Result<T>> AnswerAsync<T>(Func<Work, Task<Result<T>>> body, CancellationToken ct)
    {
        try
        {
            return await RunAsync(body, ct);
        }
        catch (Exception e) when (DatabaseBusy.IsIn(e))
        {
            log.LogWarning(e, "The database did not answer");
            return new Result<T>.Busy(TimeSpan.FromSeconds(5));
        }
    }

    public async Task<NpgsqlConnection> ConnectAsync(CancellationToken ct)
    {
        var connection = store.Storage.Database.CreateConnection();
        await connection.OpenAsync(ct);
        return connection;
    }
}
