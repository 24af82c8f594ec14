using Kenmin.Persistence;
using Kenmin.SportsVolunteers.PersonalData.Consents;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;
using Npgsql;

namespace Kenmin.SportsVolunteers.Imports.Roster;

/// <summary>
/// The people whom a batch of rows brings for the first time, and what is recorded of them. Written all at once when the session is
/// saved, in its transaction; where it is not saved, as for a preview, nothing is.
/// </summary>
internal sealed class NewPeople : ITransactionParticipant
{
    private readonly Dictionary<Guid, (Volunteer Person, List<object> Events)> _people = [];
    private readonly IDocumentSession _session;
    private readonly TimeProvider _clock;

    private NewPeople(IDocumentSession session, TimeProvider clock) => (_session, _clock) = (session, clock);

    /// <summary>Begins the session's transaction where it has not begun, so that all is written in that one.</summary>
    public static async Task<NewPeople> InAsync(IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        await session.BeginAsync(cancellationToken);
        var people = new NewPeople(session, clock);
        ((ITransactionParticipantRegistrar)session).AddTransactionParticipant(people);
        return people;
    }

    /// <summary>Takes a person in; who is changed further before the session is saved is written as they are then.</summary>
    public void Add(Volunteer person) => _people.Add(person.Id, (person, []));

    /// <summary>Whether a person is one of these.</summary>
    public bool Has(Guid id) => _people.ContainsKey(id);

    /// <summary>Records what happened: of these people with them, of others in their stream.</summary>
    public void Record(Guid id, object happened)
    {
        if (_people.TryGetValue(id, out var found)) found.Events.Add(happened);
        else _session.Events.Append(id, happened);
    }

    /// <inheritdoc/>
    public async Task BeforeCommitAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken token)
    {
        var now = _clock.GetUtcNow();
        await _session.CopyAsync([.. _people.Values.Select(p => p.Person)], token);
        await _session.StartStreamsAsync([.. _people.Values.Select(p => new NewStream(p.Person.Id, p.Events))], now, token);
        List<Registration> registrations = [];
        List<ConsentToTell> notes = [];
        foreach (var (person, events) in _people.Values)
        {
            Registration? registration = null;
            foreach (var happened in events)
            {
                registration = RegistrationTable.After(registration, person.Id, happened, now);
                if (ConsentNotes.Of(happened, person.Id) is not { } note) continue;
                note.Index = notes.Count;
                notes.Add(note);
            }

            if (registration is not null) registrations.Add(registration);
        }

        await _session.CopyAsync(registrations, token);
        await _session.CopyAsync(notes, token);
        _people.Clear();
    }
}
