using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Persistence.Jobs;
using Kenmin.Persistence;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;
using Microsoft.Extensions.Logging;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SportsVolunteers.PersonalData.Consents;

/// <summary>Tells the consent ledger up to a batch of statements.</summary>
[MessageIdentity("sports-volunteers.tell-consents.v1")]
[NoNewEntries("tells what was said")]
public sealed record TellConsents;

/// <summary>Tells.</summary>
public static class TellConsentsHandler
{
    /// <summary>What was told is gone with the same transaction that sends it.</summary>
    public static async Task<(BatchDone, OutgoingMessages)> Handle(TellConsents command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var messages = new OutgoingMessages();
        await session.BeginAsync(cancellationToken);
        var waiting = await session.QueryAsync<ConsentToTell>(
            "order by d.mt_last_modified, (d.data ->> 'index')::int limit ? for update skip locked", cancellationToken, BatchService.BatchSize);
        var people = (await session.LoadManyAsync<Volunteer>(cancellationToken, [.. waiting.Select(w => w.VolunteerId).Distinct()])).ToDictionary(v => v.Id);
        foreach (var note in waiting)
        {
            session.Delete(note);
            if (people.GetValueOrDefault(note.VolunteerId) is not { Erased: false } person) continue;
            messages.AddRange(Messages(note, person, note.At ?? clock.GetUtcNow()));
        }

        return (new(waiting.Count), messages);
    }

    private static IEnumerable<object> Messages(ConsentToTell note, Volunteer person, DateTimeOffset at)
    {
        if (person.AccountId is { } account) yield return new PersonConnected(person.Id, account);
        switch (note.Statement)
        {
            case ConsentStatement.Agreed:
                yield return Given(note.Id, ConsentPurposes.StayingRegistered, note.TextVersion);
                // The text says both; they are withdrawn one by one.
                if (note.TextVersion != ConsentPurposes.FestivalForm && !person.NotForMunicipalities
                    && string.CompareOrdinal(note.TextVersion, ConsentPurposes.SaysProvision) >= 0)
                    yield return Given(ProvisionId(note.Id), ConsentPurposes.ProvisionToMunicipalities, ConsentPurposes.SaysProvision);
                break;
            case ConsentStatement.Ended:
                yield return new ConsentEnded(ConsentPurposes.StayingRegistered, person.Id, note.Channel, note.By, at);
                yield return new ConsentEnded(ConsentPurposes.ProvisionToMunicipalities, person.Id, note.Channel, note.By, at);
                break;
        }

        ConsentGiven Given(Guid id, string purpose, string version) => new(id, purpose, version, person.Id, person.AccountId, note.Channel, note.By, at);
    }

    // Another id, and always the same one.
    private static Guid ProvisionId(Guid id)
    {
        var bytes = id.ToByteArray();
        bytes[^1] ^= 0x01;
        return new(bytes);
    }
}

/// <summary>Tells every few seconds. Runs on every host, and whatever features are on: it is a duty.</summary>
[NoNewEntries("tells what was said")]
internal sealed class ConsentTelling(IServiceProvider services, TimeProvider clock, ILogger<ConsentTelling> logger) : BatchService(services, TimeSpan.FromSeconds(5), clock, logger)
{
    protected override object Command() => new TellConsents();
}
