using Kenmin.Modularity.Features;
using Kenmin.Modularity.Jobs;
using Kenmin.Participation;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Imports;
using Kenmin.SportsVolunteers.Registrations;
using Marten.Services;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using System.Threading.Channels;
using Wolverine;

namespace Kenmin.SportsVolunteers.Progress;

/// <summary>Rings when this host has committed something that is counted for the plan.</summary>
internal sealed class CountBell : DocumentSessionListenerBase
{
    private readonly Channel<bool> _rings = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public ChannelReader<bool> Rings => _rings.Reader;

    public override Task AfterCommitAsync(IDocumentSession session, IChangeSet commit, CancellationToken token)
    {
        // Imports write the events of new people past the session.
        if (commit.Updated.OfType<Import>().Any() || commit.GetEvents().Any(e => e.Data is ISignUpEvent || RegistrationProjection.StoredEvents.Any(s => s.Type == e.Data.GetType())))
            _rings.Writer.TryWrite(true);
        return Task.CompletedTask;
    }
}

/// <summary>
/// Counts the present and the last year anew after changes, at most twice a minute: a wave of sign-ups is counted once. What a host
/// that died would have counted, the plan's own periodic request brings.
/// </summary>
[NoNewEntries("counts, reminds of or removes what exists")]
internal sealed partial class CountAfterChanges(CountBell bell, IServiceProvider services, TimeProvider clock, ILogger<CountAfterChanges> logger) : BackgroundJob
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var _ in bell.Rings.ReadAllAsync(stoppingToken))
            {
                try
                {
                    await Task.Delay(TimeSpan.FromSeconds(2), clock, stoppingToken);
                    var present = FiscalYear.Current(clock);
                    foreach (var year in new[] { present, present.Previous })
                    {
                        await using var scope = services.CreateAsyncScope();
                        await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync(new CountForPlan(year), stoppingToken);
                    }
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    LogFailed(logger, e);
                }

                await Task.Delay(Pause, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The plan's figures could not be counted; the next change or request counts them")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
