using System.Collections.Concurrent;
using System.Diagnostics;
using Marten;

namespace Kenmin.CleanUp.Outcomes;

/// <summary>What counts of a campaign at a moment.</summary>
/// <param name="Version">Another one whenever something has changed.</param>
/// <param name="Counted">One entry for each activity with a result.</param>
internal sealed record CampaignFigures(string Version, IReadOnlyList<Counted> Counted);

/// <summary>
/// What counts of a campaign, for the many who look at it on the day. Added up anew only when the database says that something has
/// changed, which it is asked at most once in <see cref="Spacing"/>, however many look.
/// </summary>
internal sealed class LiveResults(ResultReader results, ICleanUpStore store)
{
    private static readonly TimeSpan Oldest = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Guid, Board> _boards = new();
    private readonly string _schema = store.Options.DatabaseSchemaName;

    /// <summary>How far behind the figures may be at most, beside the time it takes to add them up.</summary>
    public TimeSpan Spacing { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The figures of a campaign.</summary>
    public async Task<CampaignFigures> OfAsync(Guid campaign, CancellationToken cancellationToken)
    {
        var board = _boards.GetOrAdd(campaign, _ => new());
        await board.Turn.WaitAsync(cancellationToken);
        try
        {
            if (board.Known is { } known && Stopwatch.GetElapsedTime(board.LookedAt) < Spacing) return known;
            // The version is read first: what is committed in between makes the next look add up again.
            var version = await VersionAsync(campaign, cancellationToken);
            if (board.Known is null || board.Known.Version != version || Stopwatch.GetElapsedTime(board.AddedUpAt) > Oldest)
                (board.Known, board.AddedUpAt) = (new(version, await results.OfCampaignAsync(campaign, cancellationToken)), Stopwatch.GetTimestamp());
            board.LookedAt = Stopwatch.GetTimestamp();
            return board.Known;
        }
        finally
        {
            board.Turn.Release();
        }
    }

    /// <summary>Every change of a row gives it another transaction's number; which rows there are and their numbers make the version.</summary>
    private async Task<string> VersionAsync(Guid campaign, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var tables = string.Join(" union all ", new[] { "result", "ownreport", "activity", "resultcorrection" }
            .Select(t => $"select id, xmin from {_schema}.mt_doc_{t} where cast(data ->> 'campaignId' as uuid) = ?"));
        return (await session.AdvancedSql.QueryAsync<string>(
            $"select count(*) || '-' || coalesce(bit_xor(hashtextextended(id || '|' || xmin, 0)), 0) from ({tables}) all_of_it", cancellationToken, campaign, campaign, campaign, campaign)).Single();
    }

    private sealed class Board
    {
        public SemaphoreSlim Turn { get; } = new(1);

        public CampaignFigures? Known { get; set; }

        public long LookedAt { get; set; }

        public long AddedUpAt { get; set; }
    }
}
