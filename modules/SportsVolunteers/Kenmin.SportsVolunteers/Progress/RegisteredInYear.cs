using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations;
using Marten;

namespace Kenmin.SportsVolunteers.Progress;

/// <summary>
/// Who was registered for a fiscal year and stayed: now, or at the end of a year that is over. Past years are looked up in the events,
/// so that what people say later does not change them.
/// </summary>
internal static class RegisteredInYear
{
    private const int Batch = 500;

    /// <summary>The volunteers, in the order of their ids.</summary>
    public static async Task<IReadOnlyList<Guid>> FindAsync(IQuerySession session, FiscalYear year, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var start = year.StartYear;
        if (now < year.End)
            return await session.Query<Registration>().Where(r => r.State == RegistrationState.Continuing && r.RegisteredYear >= start)
                .OrderBy(r => r.Id).Select(r => r.Id).ToListAsync(cancellationToken);

        var end = year.End.ToUniversalTime();
        var found = (await session.Query<Registration>()
            .Where(r => r.State == RegistrationState.Continuing && r.RegisteredYear == start && r.StateSince < end).Select(r => r.Id).ToListAsync(cancellationToken)).ToList();
        // Whoever said something since is looked at as they stood at the end.
        var changed = await session.Query<Registration>()
            .Where(r => r.StateSince >= end || (r.State == RegistrationState.Continuing && r.RegisteredYear > start)).Select(r => r.Id).ToListAsync(cancellationToken);
        foreach (var ids in changed.Chunk(Batch))
        {
            var events = await session.Events.QueryAllRawEvents().Where(e => e.StreamId.IsOneOf(ids) && e.Timestamp < end).OrderBy(e => e.Version).ToListAsync(cancellationToken);
            foreach (var stream in events.GroupBy(e => e.StreamId))
            {
                var then = stream.Aggregate((Registration?)null, (r, e) => RegistrationTable.After(r, stream.Key, e.Data, e.Timestamp));
                if (then?.IsRegisteredFor(year) == true) found.Add(stream.Key);
            }
        }

        return [.. found.Distinct().Order()];
    }
}
