using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Opportunities;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;
using Wolverine;
using Wolverine.Attributes;
using Wolverine.ErrorHandling;
using Wolverine.Runtime.Handlers;

namespace Kenmin.SportsVolunteers.Registrations.Links;

/// <summary>
/// Connects the signed-in person's account to the record that a link belongs to. Holding the link is what shows whose record
/// it is: a matching name never does, for anybody can know a name.
/// </summary>
/// <param name="Token">The token of a link of either kind.</param>
/// <param name="AccountId">The account.</param>
[MessageIdentity("sports-volunteers.connect-account.v1")]
[NoNewEntries("connects what exists")]
public sealed record ConnectAccount(string Token, Guid AccountId)
{
    /// <summary>Without the token, for logs.</summary>
    public override string ToString() => nameof(ConnectAccount);
}

/// <summary>Connects.</summary>
public static class ConnectAccountHandler
{
    internal static LocalizedText OtherRegistration { get; } = new(
        "このアカウントは、すでに別の登録とつながっています。二重に登録されているときは、担当までご連絡ください。",
        "Your account is connected to another registration already. If you are registered twice, please tell us.");

    /// <summary>One account with two links at once: the database lets an account have one record, and the second try finds it.</summary>
    public static void Configure(HandlerChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        chain.OnException<JasperFx.DocumentAlreadyExistsException>().RetryTimes(2);
    }

    /// <summary>One account for a record and one record for an account; the database holds to the second.</summary>
    public static async Task<Outcome> Handle(ConnectAccount command, IDocumentSession session, IMessageContext messages, TimeProvider clock, CancellationToken cancellationToken)
    {
        var link = await session.LoadAsync<PersonalLink>(LinkTokens.HashOf(command.Token), cancellationToken);
        if (link is null || await session.LoadAsync<Volunteer>(link.VolunteerId, cancellationToken) is not { Erased: false } person)
            return Refused("このリンクは使えません。", "This link cannot be used.");
        if (person.AccountId == command.AccountId) return Outcome.Done;
        if (person.AccountId is not null)
            return Refused("この登録は、すでに別のアカウントとつながっています。", "This registration is connected to another account already.");
        if (!link.IsOpenOn(JapanTime.Today(clock)))
            return Refused("このリンクは、もう使えません。", "This link can no longer be used.");
        if (await session.Query<Volunteer>().AnyAsync(v => v.AccountId == command.AccountId, cancellationToken))
            return new(OtherRegistration);
        person.AccountId = command.AccountId;
        session.Store(person);
        await messages.PublishAsync(new TellShifts(VolunteerId: person.Id));
        // An answer can still be changed by its link; links to connect have served their purpose, whichever was used.
        foreach (var served in await session.OpenAccountLinksAsync([person.Id], clock, cancellationToken))
        {
            served.End(LinkEnd.Used);
            session.Store(served);
        }

        return await session.DecideAsync(person.Id, _ => Decision.Of(new AccountLinked(AnswerChannel.Link, clock.GetUtcNow())), cancellationToken);
    }

    private static Outcome Refused(string ja, string en) => new(new LocalizedText(ja, en));
}
