using JasperFx;
using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.SportsVolunteers.Shifts.Notices;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;
using Wolverine;
using Wolverine.Attributes;
using Wolverine.ErrorHandling;
using Wolverine.Runtime.Handlers;

namespace Kenmin.SportsVolunteers.Certificates.Thanks;

/// <summary>Words of thanks (お礼) to all who came to an event: sent once, and printed on their certificates. Its id is the event's.</summary>
public sealed class EventThanks
{
    /// <summary>The event.</summary>
    public Guid Id { get; set; }

    /// <summary>The words, as staff wrote them.</summary>
    public string Text { get; set; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>The account of the member of staff.</summary>
    public Guid By { get; set; }
}

/// <summary>Staff thank all who came to an event.</summary>
/// <param name="EventId">The event.</param>
/// <param name="Text">The words, 1 to 1000 characters.</param>
/// <param name="By">The account.</param>
[MessageIdentity("sports-volunteers.thank-volunteers.v1")]
[NoNewEntries("tells people about what they did")]
public sealed record ThankVolunteers(Guid EventId, string Text, Guid By);

/// <summary>Thanks the next of them.</summary>
/// <param name="EventId">The event.</param>
/// <param name="After">The last who was thanked, in the order of ids.</param>
[MessageIdentity("sports-volunteers.thank-next.v1")]
[NoNewEntries("tells people about what they did")]
public sealed record ThankNext(Guid EventId, Guid After);

/// <summary>Thanks.</summary>
public static class ThankVolunteersHandler
{
    private const int Batch = 200;

    /// <summary>Who comes second finds what the first sent.</summary>
    public static void Configure(HandlerChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        chain.OnException<DocumentAlreadyExistsException>().RetryTimes(3);
    }

    /// <summary>Keeps the words; a second time nothing happens.</summary>
    public static async Task<(Outcome, ThankNext?)> Handle(ThankVolunteers command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<EventThanks>(command.EventId, cancellationToken) is not null)
            return (new(new LocalizedText("この大会のお礼は、すでに送りました。", "Thanks were sent for this event already.")), null);
        session.Insert(new EventThanks { Id = command.EventId, Text = command.Text, At = clock.GetUtcNow(), By = command.By });
        return (Outcome.Done, new(command.EventId, Guid.Empty));
    }

    /// <summary>A batch at a time, each in one transaction; whoever was thanked has a notice by its id, which comes once.</summary>
    public static async Task<OutgoingMessages> Handle(
        ThankNext message, IDocumentSession session, IParticipation<ISportsVolunteersStore> participation, CancellationToken cancellationToken)
    {
        var outgoing = new OutgoingMessages();
        if (await session.LoadAsync<EventThanks>(message.EventId, cancellationToken) is not { } thanks || await session.LoadAsync<SportsEvent>(message.EventId, cancellationToken) is not { } sportsEvent) return outgoing;
        var shifts = await session.Query<Shift>().Where(s => s.EventId == message.EventId).Select(s => s.Id).ToListAsync(cancellationToken);
        Guid[] next = [.. (await participation.SignUpsOfOpeningsAsync([.. shifts], cancellationToken)).Where(s => s.Attendance is { Presence: Presence.Present })
            .Select(s => s.PersonId).Distinct().Order().Where(p => p.CompareTo(message.After) > 0).Take(Batch)];
        foreach (var volunteer in await session.LoadManyAsync<Volunteer>(cancellationToken, next))
            if (volunteer is { Erased: false, AccountId: { } account })
                outgoing.Add(new NoticeIssued(
                    FactId.Of($"sports-volunteers.thanks|{message.EventId:N}|{volunteer.Id:N}"), account, new($"ありがとうございました：{sportsEvent.Name}", $"Thank you: {sportsEvent.Name}"),
                    LocalizedText.Same(thanks.Text), "/sports/me/hours", thanks.At, MailKinds.Thanks));
        if (next.Length == Batch) outgoing.Add(new ThankNext(message.EventId, next[^1]));
        return outgoing;
    }
}
