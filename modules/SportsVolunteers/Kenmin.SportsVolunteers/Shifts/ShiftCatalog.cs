using System.Security.Claims;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Initiatives;
using Marten;
using Marten.Linq.MatchesSql;

namespace Kenmin.SportsVolunteers.Shifts;

/// <summary>A shift with what lists show of it.</summary>
/// <param name="Shift">The shift.</param>
/// <param name="Event">Its event.</param>
/// <param name="Venue">Its venue.</param>
/// <param name="Occupancy">How full it is; null while its opening is being made.</param>
internal sealed record ShiftRow(Shift Shift, SportsEvent Event, Venue Venue, Occupancy? Occupancy)
{
    public int Free => Occupancy is { Status: OpeningStatus.Open } open ? open.Free : 0;

    public bool Cancelled => Occupancy is { Status: OpeningStatus.Cancelled };
}

/// <summary>What a list of shifts is narrowed to; null means any.</summary>
/// <param name="Day">The day.</param>
/// <param name="Municipality">Municipal code of 6 digits.</param>
/// <param name="VenueId">The venue.</param>
/// <param name="Role">The role.</param>
/// <param name="OnlyFree">Only those with a free place.</param>
internal sealed record ShiftFilter(
    DateOnly? Day = null, string? Municipality = null, Guid? VenueId = null, string? Role = null, bool OnlyFree = false);

/// <summary>A page of shifts, and where the next begins.</summary>
internal sealed record ShiftRows(IReadOnlyList<ShiftRow> Rows, string? Next);

/// <summary>Reads events and shifts. Pages and endpoints read through it, so that both show the same.</summary>
internal sealed class ShiftCatalog(
    ISportsVolunteersStore store, IParticipation<ISportsVolunteersStore> participation, FeatureGates gates, EventInitiatives initiatives, TimeProvider clock)
{
    private const int Chunk = 200;

    /// <summary>Published events whose sign-up is switched on for their fiscal year: the coming ones first by day, then the past ones, newest first.</summary>
    public async Task<(IReadOnlyList<SportsEvent> Coming, IReadOnlyList<SportsEvent> Past)> PublishedAsync(CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var today = JapanTime.Today(clock);
        var events = new List<SportsEvent>();
        foreach (var candidate in await session.Query<SportsEvent>().Where(e => e.Published).OrderBy(e => e.FirstDay).ToListAsync(cancellationToken))
            if (await gates.IsOnAsync(Features.Shifts, candidate.FiscalYear)) events.Add(candidate);
        return ([.. events.Where(e => e.LastDay >= today)], [.. events.Where(e => e.LastDay < today).Reverse()]);
    }

    /// <summary>All events that this member of staff works with, newest first.</summary>
    public async Task<IReadOnlyList<SportsEvent>> AllAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var all = await session.Query<SportsEvent>().OrderByDescending(e => e.FirstDay).ToListAsync(cancellationToken);
        return [.. all.Where(e => initiatives.IsFor(user, e.InitiativeId))];
    }

    /// <summary>The event, if there is one that this member of staff works with.</summary>
    public async Task<SportsEvent?> StaffEventAsync(string idOrSlug, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        await EventAsync(idOrSlug, cancellationToken) is { } found && initiatives.IsFor(user, found.InitiativeId) ? found : null;

    /// <summary>The published events of an initiative by day, each with the places that are free in shifts to come.</summary>
    public async Task<IReadOnlyList<(SportsEvent Event, int Free)>> OfInitiativeAsync(Guid initiative, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var events = new List<(SportsEvent, int)>();
        foreach (var found in await session.Query<SportsEvent>().Where(e => e.InitiativeId == initiative && e.Published).OrderBy(e => e.FirstDay).ToListAsync(cancellationToken))
        {
            if (!await gates.IsOnAsync(Features.Shifts, found.FiscalYear)) continue;
            var now = clock.GetUtcNow();
            var shifts = await AllShiftsAsync(found.Id, new(), cancellationToken);
            events.Add((found, shifts.Where(s => s.Shift.Starts > now && initiatives.TakesEntries(initiative, s.Shift.FiscalYear)).Sum(s => s.Free)));
        }

        return events;
    }

    /// <summary>The event with this id or short id, published or not, whoever asks; null when there is none.</summary>
    public async Task<SportsEvent?> EventAsync(string idOrSlug, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return Guid.TryParse(idOrSlug, out var id)
            ? await session.LoadAsync<SportsEvent>(id, cancellationToken)
            : await session.Query<SportsEvent>().FirstOrDefaultAsync(e => e.Slug == idOrSlug, cancellationToken);
    }

    /// <summary>The event as everybody may see it: published, and switched on for its fiscal year.</summary>
    public async Task<SportsEvent?> PublicEventAsync(string idOrSlug, CancellationToken cancellationToken) =>
        await EventAsync(idOrSlug, cancellationToken) is { Published: true } found && await gates.IsOnAsync(Features.Shifts, found.FiscalYear)
            ? found : null;

    /// <summary>One shift; null when there is none.</summary>
    public async Task<ShiftRow?> ShiftAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<Shift>(id, cancellationToken) is not { } shift) return null;
        var sportsEvent = (await session.LoadAsync<SportsEvent>(shift.EventId, cancellationToken))!;
        var venue = (await session.LoadAsync<Venue>(shift.VenueId, cancellationToken))!;
        return new(shift, sportsEvent, venue, (await participation.OccupancyAsync([id], cancellationToken)).GetValueOrDefault(id));
    }

    /// <summary>Several shifts, by id, in no order.</summary>
    public async Task<IReadOnlyDictionary<Guid, ShiftRow>> ShiftsAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var shifts = await session.LoadManyAsync<Shift>(cancellationToken, [.. ids]);
        return (await RowsAsync(session, shifts, cancellationToken)).ToDictionary(r => r.Shift.Id);
    }

    /// <summary>A page of an event's shifts in the order of their start.</summary>
    /// <param name="sportsEvent">The event.</param>
    /// <param name="filter">What to narrow to.</param>
    /// <param name="after">The last key of the page before; null for the first page.</param>
    /// <param name="take">Rows on the page, 1 to 200.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<ShiftRows> PageAsync(SportsEvent sportsEvent, ShiftFilter filter, string? after, int take, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var rows = new List<ShiftRow>(take + 1);
        while (rows.Count <= take)
        {
            // Whether a place is free is not in the document: where it is asked for, read on until the page is full.
            var chunk = await Narrow(session, sportsEvent.Id, filter, after).Take(filter.OnlyFree ? Chunk : take + 1).ToListAsync(cancellationToken);
            rows.AddRange((await RowsAsync(session, chunk, cancellationToken)).Where(r => !filter.OnlyFree || (r.Free > 0 && r.Shift.Starts > clock.GetUtcNow())));
            if (!filter.OnlyFree || chunk.Count < Chunk) break;
            after = chunk[^1].SortKey;
        }

        return rows.Count > take ? new(rows.Take(take).ToList(), rows[take - 1].Shift.SortKey) : new(rows, null);
    }

    /// <summary>All shifts of an event that fit, in the order of their start: for the calendar, the map and staff.</summary>
    public async Task<IReadOnlyList<ShiftRow>> AllShiftsAsync(Guid eventId, ShiftFilter filter, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var rows = await RowsAsync(session, await Narrow(session, eventId, filter, null).ToListAsync(cancellationToken), cancellationToken);
        return filter.OnlyFree ? [.. rows.Where(r => r.Free > 0)] : rows;
    }

    private static IQueryable<Shift> Narrow(IQuerySession session, Guid eventId, ShiftFilter filter, string? after)
    {
        IQueryable<Shift> query = session.Query<Shift>().Where(s => s.EventId == eventId);
        if (filter.Day is { } day) query = query.Where(s => s.Day == day);
        if (filter.Municipality is { Length: > 0 } municipality) query = query.Where(s => s.MunicipalityCode == municipality);
        if (filter.VenueId is { } venue) query = query.Where(s => s.VenueId == venue);
        if (filter.Role is { Length: > 0 } role) query = query.Where(s => s.Role == role);
        if (after is { Length: > 0 }) query = query.Where(s => s.MatchesSql("d.data ->> 'sortKey' > ?", after));
        return query.OrderBy(s => s.SortKey);
    }

    private async Task<IReadOnlyList<ShiftRow>> RowsAsync(IQuerySession session, IReadOnlyList<Shift> shifts, CancellationToken cancellationToken)
    {
        if (shifts.Count == 0) return [];
        var events = (await session.LoadManyAsync<SportsEvent>(cancellationToken, [.. shifts.Select(s => s.EventId).Distinct()])).ToDictionary(e => e.Id);
        var venues = (await session.LoadManyAsync<Venue>(cancellationToken, [.. shifts.Select(s => s.VenueId).Distinct()])).ToDictionary(v => v.Id);
        var occupancies = await participation.OccupancyAsync([.. shifts.Select(s => s.Id)], cancellationToken);
        return [.. shifts.Select(s => new ShiftRow(s, events[s.EventId], venues[s.VenueId], occupancies.GetValueOrDefault(s.Id)))];
    }
}
