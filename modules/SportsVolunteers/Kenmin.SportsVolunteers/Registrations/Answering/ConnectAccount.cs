using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations.Asking;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;

namespace Kenmin.SportsVolunteers.Registrations.Answering;

/// <summary>
/// Connects the signed-in person's account to the record that an answer link belongs to. Holding the link is what shows whose
/// record it is: a matching name never does, for anybody can know a name.
/// </summary>
/// <param name="Token">The link's token.</param>
/// <param name="AccountId">The account.</param>
public sealed record ConnectAccount(string Token, Guid AccountId)
{
    /// <summary>Without the token, for logs.</summary>
    public override string ToString() => nameof(ConnectAccount);
}

/// <summary>Connects.</summary>
public static class ConnectAccountHandler
{
    /// <summary>One account for a record and one record for an account; the database holds to the second.</summary>
    public static async Task<Outcome> Handle(ConnectAccount command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var link = await session.LoadAsync<AnswerLink>(AnswerTokens.HashOf(command.Token), cancellationToken);
        if (link is null || link.AnswerBy < JapanTime.Today(clock)
            || await session.LoadAsync<Volunteer>(link.VolunteerId, cancellationToken) is not { Erased: false } person)
            return Refused("このリンクは使えません。", "This link cannot be used.");
        if (person.AccountId == command.AccountId) return Outcome.Done;
        if (person.AccountId is not null)
            return Refused("この登録は、すでに別のアカウントとつながっています。", "This registration is connected to another account already.");
        if (await session.Query<Volunteer>().AnyAsync(v => v.AccountId == command.AccountId, cancellationToken))
            return Refused(
                "このアカウントは、すでに別の登録とつながっています。二重に登録されているときは、担当までご連絡ください。",
                "Your account is connected to another registration already. If you are registered twice, please tell us.");
        person.AccountId = command.AccountId;
        session.Store(person);
        return await session.DecideAsync(person.Id, _ => Decision.Of(new AccountLinked(AnswerChannel.Link, clock.GetUtcNow())), cancellationToken);
    }

    private static Outcome Refused(string ja, string en) => new(new LocalizedText(ja, en));
}
