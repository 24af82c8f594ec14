using Kenmin.Persistence;
using Marten;
using Npgsql;

namespace Kenmin.RuralLeaders.Help;

/// <summary>Time that somebody has promised.</summary>
/// <param name="MatchId">To what.</param>
/// <param name="Holder">The person, group or thing.</param>
/// <param name="Number">Which of the people.</param>
/// <param name="Starts">From when.</param>
/// <param name="Ends">Until when.</param>
internal sealed record Seat(Guid MatchId, Guid Holder, int Number, DateTimeOffset Starts, DateTimeOffset Ends);

/// <summary>Promised time within the transaction of a session.</summary>
internal static class SeatBook
{
    /// <summary>Promises seats of a holder, the lowest that are free. Who promises for a group holds its offer's row.</summary>
    /// <returns>Whether enough were free; when not, nothing is promised.</returns>
    public static async Task<bool> TryPromiseAsync(this IDocumentSession session, HelpMatch match, HelpOffer offer, CancellationToken cancellationToken)
    {
        var (starts, ends) = (match.Starts.ToUniversalTime(), match.Ends.ToUniversalTime());
        HashSet<int> taken = [];
        await using (var overlapping = await session.SqlAsync($"select seat from {{s}}.{SeatTable.Name} where holder = $1 and starts < $3 and $2 < ends", cancellationToken, offer.Holder, starts, ends))
        await using (var reader = await overlapping.ExecuteReaderAsync(cancellationToken))
            while (await reader.ReadAsync(cancellationToken)) taken.Add(reader.GetInt32(0));
        int[] free = [.. Enumerable.Range(1, offer.People).Where(s => !taken.Contains(s)).Take(match.People)];
        if (free.Length < match.People) return false;
        var promised = await session.WriteSqlAsync(
            $"insert into {{s}}.{SeatTable.Name} (match_id, seat, holder, starts, ends) select $1, s, $2, $3, $4 from unnest($5) s on conflict do nothing", cancellationToken,
            match.Id, offer.Holder, starts, ends, free);
        if (promised == free.Length) return true;
        await session.ReleaseAsync([match.Id], cancellationToken);
        return false;
    }

    /// <summary>Gives back what was promised.</summary>
    public static async Task ReleaseAsync(this IDocumentSession session, IReadOnlyCollection<Guid> matches, CancellationToken cancellationToken)
    {
        if (matches.Count == 0) return;
        await session.WriteSqlAsync(
            $"delete from {{s}}.{SeatTable.Name} where match_id = any($1)", cancellationToken, matches.ToArray());
    }

    /// <summary>All that is promised from an instant on.</summary>
    public static async Task<IReadOnlyList<Seat>> SeatsFromAsync(this IDocumentSession session, DateTimeOffset from, CancellationToken cancellationToken)
    {
        await using var command = await session.SqlAsync($"select match_id, holder, seat, starts, ends from {{s}}.{SeatTable.Name} where ends > $1", cancellationToken, from.ToUniversalTime());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<Seat> seats = [];
        while (await reader.ReadAsync(cancellationToken))
            seats.Add(new(reader.GetGuid(0), reader.GetGuid(1), reader.GetInt32(2), reader.GetFieldValue<DateTimeOffset>(3), reader.GetFieldValue<DateTimeOffset>(4)));
        return seats;
    }

    /// <summary>Another id stands for a person from now on; where both promised the same time, the promise stays under the id it was given by.</summary>
    public static async Task MoveSeatsAsync(this IDocumentSession session, Guid from, Guid to, IReadOnlyCollection<Guid> matches, CancellationToken cancellationToken)
    {
        if (matches.Count == 0) return;
        await session.WriteSqlAsync(
            $$"""
            update {s}.{{SeatTable.Name}} t set holder = $2 where holder = $1 and match_id = any($3)
              and not exists (select 1 from {s}.{{SeatTable.Name}} o where o.holder = $2 and o.seat = t.seat and o.starts < t.ends and t.starts < o.ends)
            """, cancellationToken, from, to, matches.ToArray());
    }
}
