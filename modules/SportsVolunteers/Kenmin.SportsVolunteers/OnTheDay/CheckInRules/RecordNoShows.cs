using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence.Jobs;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Shifts;
using Marten;
using Microsoft.Extensions.Logging;
using Wolverine.Attributes;

namespace Kenmin.SportsVolunteers.OnTheDay.CheckInRules;

/// <summary>Records as absent who did not come to shifts whose time for recording is over, a batch of shifts at a time.</summary>
[MessageIdentity("sports-volunteers.record-no-shows.v1")]
[NoNewEntries("records about places that were given")]
public sealed record RecordNoShows;

/// <summary>Notes that a shift was looked through: what staff take back afterwards stays taken back. Its id is the shift's.</summary>
public sealed class NoShowsRecorded
{
    /// <summary>The shift.</summary>
    public Guid Id { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>How many were recorded as absent.</summary>
    public int Count { get; set; }
}

/// <summary>Records.</summary>
public static class RecordNoShowsHandler
{
    // Longer than the longest rule; what is older was before there was one.
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(30);

    /// <summary>
    /// Only where somebody was checked in: a shift at which nothing was recorded was not looked after, and says nothing about who came.
    /// A device that sends a check-in later has the last word.
    /// </summary>
    public static async Task<BatchDone> Handle(
        RecordNoShows message, IDocumentSession session, IParticipation<ISportsVolunteersStore> participation, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await session.BeginAsync(cancellationToken);
        var shifts = await session.QueryAsync<Shift>(
            """
            where (d.data ->> 'ends')::timestamptz > ?
              and (d.data ->> 'ends')::timestamptz + make_interval(hours => (select (e.data -> 'checkIn' ->> 'noShowHours')::int from sports_volunteers.mt_doc_sportsevent e where e.id = (d.data ->> 'eventId')::uuid)) <= ?
              and not exists (select 1 from sports_volunteers.mt_doc_noshowsrecorded n where n.id = d.id)
            order by d.id limit ? for update of d skip locked
            """, cancellationToken, (now - LookBack).ToUniversalTime(), now.ToUniversalTime(), BatchService.BatchSize);
        if (shifts.Count == 0) return new(0);
        var places = (await participation.SignUpsOfOpeningsAsync([.. shifts.Select(s => s.Id)], cancellationToken)).Where(s => s.State == SignUpState.Confirmed).ToLookup(s => s.OpeningId);
        foreach (var shift in shifts)
        {
            var missing = places[shift.Id].Any(s => s.Attendance is { Presence: Presence.Present }) ? places[shift.Id].Where(s => s.Attendance is null).ToList() : [];
            foreach (var place in missing)
            {
                var id = FactId.Of($"sports-volunteers.no-show|{shift.Id:N}|{place.PersonId:N}");
                if (await participation.RecordAttendanceAsync(new(id, shift.Id, place.PersonId, new AttendanceEntry.NoShow(), Actor.Platform), cancellationToken) is Result<AttendanceAnswer>.Busy)
                    throw new TimeoutException("The sign-up engine did not answer; the next round goes on.");
            }

            session.Store(new NoShowsRecorded { Id = shift.Id, At = now, Count = missing.Count });
        }

        return new(shifts.Count);
    }
}

/// <summary>Looks every ten minutes for shifts to record. Runs on every host.</summary>
[NoNewEntries("records about places that were given")]
internal sealed class NoShows(IServiceProvider services, TimeProvider clock, ILogger<NoShows> logger) : BatchService(services, TimeSpan.FromMinutes(10), clock, logger)
{
    protected override object Command() => new RecordNoShows();
}
