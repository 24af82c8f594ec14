using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kenmin.Programs.Initiatives.Directory;

/// <summary>
/// Brings the initiatives of all hosts into this host's memory, every second. While the database does not answer, what was
/// known last goes on to apply.
/// </summary>
[NoNewEntries("counts, reminds of or removes what exists")]
internal sealed partial class DirectorySync(
    IProgramsStore store, InitiativeDirectory directory, TimeProvider clock, ILogger<DirectorySync> logger) : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // No request is served before the initiatives are known.
        await ReadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        directory.Replace((await session.Query<Initiative>().ToListAsync(cancellationToken)).Select(FactsOf));
    }

    internal static InitiativeFacts FactsOf(Initiative i) => new()
    {
        Id = i.Id,
        Slug = i.Details.Slug,
        Name = i.Details.Name,
        State = i.State,
        Years = i.Details.Years.ToHashSet(),
        Owners = i.Details.Owners.Select(o => o.Account).ToHashSet(),
        Municipalities = i.Details.Municipalities.ToHashSet(StringComparer.Ordinal),
        Modules = i.Modules.ToDictionary(m => m.Key, m => (IReadOnlySet<string>)m.Value.ToHashSet(StringComparer.Ordinal)),
        Settings = i.Settings.ToDictionary(s => (s.Module, s.Year), s => (IReadOnlyDictionary<string, string>)s.Values),
    };

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        EverySecond.ReadAsync(clock, ReadAsync, e => LogFailing(logger, e), stoppingToken);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Initiatives cannot be read; the last known ones apply")]
    private static partial void LogFailing(ILogger logger, Exception exception);
}
