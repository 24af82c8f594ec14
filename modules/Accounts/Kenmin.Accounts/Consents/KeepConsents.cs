using JasperFx;
using Kenmin.Accounts.Contracts;
using Kenmin.Accounts.Merging;
using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Marten;
using Wolverine.Attributes;
using Wolverine.ErrorHandling;
using Wolverine.Runtime.Handlers;

namespace Kenmin.Accounts.Consents;

/// <summary>Enters what modules took.</summary>
[StickyHandler("accounts-consents-given")]
[NoNewEntries("people rule over their data whatever is switched on")]
public static class ConsentGivenHandler
{
    /// <summary>Two deliveries at the same moment both find nothing: the second tries again and finds the first.</summary>
    public static void Configure(HandlerChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        chain.OnException<DocumentAlreadyExistsException>().RetryTimes(3);
    }

    /// <summary>Enters the consent, unless it is there already, or one that was given later.</summary>
    public static async Task Handle(ConsentGiven message, IDocumentSession session, ModuleCatalog modules, CancellationToken cancellationToken)
    {
        var inForce = await session.HoldConsentAsync(message.PersonId, message.Purpose, cancellationToken);
        if (await session.LoadAsync<ConsentEntry>(message.ConsentId, cancellationToken) is not null) return;
        // What staff or the person entered here first comes back from the module as its own.
        if (inForce is not null && (inForce.TextVersion == message.TextVersion || inForce.GivenAt >= message.At)) return;
        var end = await session.LoadAsync<ConsentEndSeen>(ConsentEndSeen.IdOf(message.PersonId, message.Purpose), cancellationToken);
        var account = message.AccountId is { } named ? await session.HolderOfAsync(named, cancellationToken) : await AccountOfAsync(session, message.PersonId, cancellationToken);
        ConsentEntry entry = new()
        {
            Id = message.ConsentId, PersonId = message.PersonId, AccountId = account, Purpose = message.Purpose, TextVersion = message.TextVersion,
            Channel = message.Channel, RecordedBy = message.RecordedBy, GivenAt = message.At,
        };
        // The end was told before the beginning.
        if (end?.At >= message.At) entry.Finish(ConsentEnd.Withdrawn, end.At, end.Channel, end.RecordedBy);
        session.Enter(entry.InForce ? inForce : null, entry, modules.Purposes.GetValueOrDefault(message.Purpose));
    }

    private static async Task<Guid?> AccountOfAsync(IQuerySession session, Guid person, CancellationToken cancellationToken) =>
        await session.LoadAsync<PersonOfAccount>(person, cancellationToken) is { } known ? known.AccountId : null;
}

/// <summary>Ends what modules were told of.</summary>
[StickyHandler("accounts-consents-ended")]
[NoNewEntries("people rule over their data whatever is switched on")]
public static class ConsentEndedHandler
{
    /// <summary>Ends the consent in force, if it was given before.</summary>
    public static async Task Handle(ConsentEnded message, IDocumentSession session, CancellationToken cancellationToken)
    {
        var inForce = await session.HoldConsentAsync(message.PersonId, message.Purpose, cancellationToken);
        var id = ConsentEndSeen.IdOf(message.PersonId, message.Purpose);
        if (await session.LoadAsync<ConsentEndSeen>(id, cancellationToken) is not { } seen || seen.At < message.At)
            session.Store(new ConsentEndSeen { Id = id, PersonId = message.PersonId, At = message.At, Channel = message.Channel, RecordedBy = message.RecordedBy });
        if (inForce is null || inForce.GivenAt > message.At) return;
        inForce.Finish(ConsentEnd.Withdrawn, message.At, message.Channel, message.RecordedBy);
        session.Store(inForce);
    }
}

/// <summary>The last end of a person's consent to a purpose: messages may overtake each other.</summary>
public sealed class ConsentEndSeen
{
    /// <summary>Person and purpose, see <see cref="IdOf"/>.</summary>
    public string Id { get; set; } = "";

    /// <summary>The person, by the module's id.</summary>
    public Guid PersonId { get; set; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>How it was said.</summary>
    public ConsentChannel Channel { get; set; }

    /// <summary>The account of the member of staff who entered it; null when the person did.</summary>
    public Guid? RecordedBy { get; set; }

    /// <summary>The key of a person and a purpose.</summary>
    public static string IdOf(Guid person, string purpose) => $"{person:N} {purpose}";
}

/// <summary>Which account a module's person holds.</summary>
public sealed class PersonOfAccount
{
    /// <summary>The person, by the module's id.</summary>
    public Guid Id { get; set; }

    /// <summary>The account.</summary>
    public Guid AccountId { get; set; }
}

/// <summary>Gives a person's entries to the holder of the account.</summary>
[StickyHandler("accounts-persons-connected")]
[NoNewEntries("people rule over their data whatever is switched on")]
public static class PersonConnectedHandler
{
    /// <summary>Keeps the connection for entries that are still on their way.</summary>
    public static async Task Handle(PersonConnected message, IDocumentSession session, CancellationToken cancellationToken)
    {
        var account = await session.HolderOfAsync(message.AccountId, cancellationToken);
        session.Store(new PersonOfAccount { Id = message.PersonId, AccountId = account });
        foreach (var entry in await session.ConsentsOfPersonAsync(message.PersonId, cancellationToken))
        {
            entry.AccountId = account;
            session.Store(entry);
        }
    }
}
