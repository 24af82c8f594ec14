using Kenmin.Modularity.Features;
using Kenmin.Modularity.Jobs;
using Marten.Services;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using System.Threading.Channels;
using Wolverine;

namespace Kenmin.SportsVolunteers.Shifts.Terms;

/// <summary>Rings when this host has committed a shift with pending terms.</summary>
internal sealed class TermsBell : DocumentSessionListenerBase
{
    private readonly Channel<bool> _rings = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public ChannelReader<bool> Rings => _rings.Reader;

    public void Ring() => _rings.Writer.TryWrite(true);

    public override Task AfterCommitAsync(IDocumentSession session, IChangeSet commit, CancellationToken token)
    {
        if (commit.Inserted.Concat(commit.Updated).OfType<Shift>().Any(s => s.TermsPending)) Ring();
        return Task.CompletedTask;
    }
}

/// <summary>
/// Tells the sign-up engine of shifts that were stored: at once for what this host committed, and every half minute for what a
/// host that died left behind. Several hosts doing so at once do no harm.
/// </summary>
[NoNewEntries("brings terms to the engine; sign-up is decided for the shift")]
internal sealed partial class TermsCatchUp(
    ISportsVolunteersStore store, TermsBell bell, IServiceProvider services, TimeProvider clock, ILogger<TermsCatchUp> logger) : BackgroundJob
{
    private const int Batch = 500;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);

    /// <summary>Tells everything that is pending now.</summary>
    /// <returns>How many shifts were told.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            IReadOnlyList<Guid> pending;
            await using (var session = store.QuerySession())
                pending = await session.Query<Shift>().Where(s => s.TermsPending).OrderBy(s => s.Id).Select(s => s.Id).Take(Batch).ToListAsync(cancellationToken);
            await Parallel.ForEachAsync(pending, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellationToken }, TellAsync);
            return pending.Count;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public override void Dispose()
    {
        _oneAtATime.Dispose();
        base.Dispose();
    }

    private async ValueTask TellAsync(Guid shift, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync(new ApplyShiftTerms(shift), cancellationToken);
        }
        catch (JasperFx.ConcurrencyException)
        {
            // Another host told it, or somebody changed the shift meanwhile: then it is pending again, and its turn comes again.
            bell.Ring();
        }
    }

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        // What a host that died left behind is looked for at the start, too.
        bell.Ring();
        await using var rounds = clock.CreateTimer(_ => bell.Ring(), null, Round, Round);
        await foreach (var _ in bell.Rings.ReadAllAsync(stoppingToken))
        {
            try
            {
                while (await RunAsync(stoppingToken) == Batch)
                {
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // Still pending; the next round takes it up.
                LogFailed(logger, exception);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shifts could not be opened for sign-up; trying again in half a minute")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
