using Kenmin.Persistence.Jobs;
using System.Globalization;
using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;
using Microsoft.Extensions.Logging;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SportsVolunteers.Shifts.Notices;

/// <summary>Reminds those who have a place of the shifts of tomorrow (前日のお知らせ), a batch of shifts at a time.</summary>
[MessageIdentity("sports-volunteers.remind-of-shifts.v1")]
[NoNewEntries("reminds of what people signed up for")]
public sealed record RemindOfShifts;

/// <summary>Notes that those of a shift were reminded; whoever signs up afterwards has just done so.</summary>
public sealed class ShiftReminder
{
    /// <summary>The shift.</summary>
    public Guid Id { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; set; }
}

/// <summary>Reminds.</summary>
public static class RemindOfShiftsHandler
{
    /// <summary>From when on the day before people are reminded.</summary>
    internal static readonly TimeOnly From = new(17, 0);

    /// <summary>
    /// Shifts that another host has in hand are skipped. Reminders are notices on the site and mails that can be stopped; who has no
    /// account has the sheet of their shifts.
    /// </summary>
    public static async Task<(BatchDone, OutgoingMessages)> Handle(
        RemindOfShifts message, IDocumentSession session, IParticipation<ISportsVolunteersStore> participation, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var last = TimeOnly.FromDateTime(JapanTime.Local(now).DateTime) >= From ? JapanTime.DayOf(now).AddDays(1) : JapanTime.DayOf(now);
        await session.BeginAsync(cancellationToken);
        var shifts = await session.QueryAsync<Shift>(
            """
            where d.data ->> 'day' >= ? and d.data ->> 'day' <= ? and (d.data ->> 'starts')::timestamptz > ?
              and not exists (select 1 from sports_volunteers.mt_doc_shiftreminder r where r.id = d.id)
            order by d.id limit ? for update skip locked
            """, cancellationToken, Dates.Iso(JapanTime.DayOf(now)), Dates.Iso(last), now.ToUniversalTime(), BatchService.BatchSize);
        var reminders = new OutgoingMessages();
        if (shifts.Count == 0) return (new(0), reminders);
        var places = (await participation.SignUpsOfOpeningsAsync([.. shifts.Select(s => s.Id)], cancellationToken)).Where(s => s.State == SignUpState.Confirmed).ToList();
        var people = (await session.LoadManyAsync<Volunteer>(cancellationToken, [.. places.Select(s => s.PersonId).Distinct()])).ToDictionary(v => v.Id);
        var venues = (await session.LoadManyAsync<Venue>(cancellationToken, [.. shifts.Select(s => s.VenueId).Distinct()])).ToDictionary(v => v.Id);
        var events = (await session.LoadManyAsync<SportsEvent>(cancellationToken, [.. shifts.Select(s => s.EventId).Distinct()])).ToDictionary(e => e.Id);
        foreach (var shift in shifts)
        {
            session.Store(new ShiftReminder { Id = shift.Id, At = now });
            foreach (var place in places.Where(p => p.OpeningId == shift.Id))
                if (people.GetValueOrDefault(place.PersonId) is { AccountId: { } account, Erased: false })
                    reminders.Add(Reminder(shift, events[shift.EventId], venues[shift.VenueId], place.PersonId, account, now));
        }

        return (new(shifts.Count), reminders);
    }

    private static NoticeIssued Reminder(Shift shift, SportsEvent sportsEvent, Venue venue, Guid volunteer, Guid account, DateTimeOffset at)
    {
        var when = ShiftWords.When(shift);
        return new(
            FactId.Of(string.Create(CultureInfo.InvariantCulture, $"sports-volunteers.shift-reminder|{shift.Id:N}|{volunteer:N}|{shift.Starts.UtcTicks}")),
            account,
            new($"まもなく活動です：{sportsEvent.Name}", $"Coming soon: {sportsEvent.Name}"),
            new($"{when}　{shift.Role}　{venue.Name}。都合が悪くなったときは、すぐに取り消すか、担当までご連絡ください。",
                $"{when}, {shift.Role}, {venue.Name}. If you cannot come, please cancel or tell us at once."),
            "/sports/me", at, MailKinds.Reminder);
    }
}

/// <summary>Looks every ten minutes whom to remind. Runs on every host.</summary>
[NoNewEntries("reminds of what people signed up for")]
internal sealed class ShiftReminders(IServiceProvider services, TimeProvider clock, ILogger<ShiftReminders> logger) : BatchService(services, TimeSpan.FromMinutes(10), clock, logger)
{
    protected override object Command() => new RemindOfShifts();
}
