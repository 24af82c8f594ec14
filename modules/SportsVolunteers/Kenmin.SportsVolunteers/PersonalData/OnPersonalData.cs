using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence.PersonalData;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.PersonalData.Consents;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Registrations.Retention;
using Kenmin.SportsVolunteers.Volunteers;
using Kenmin.SportsVolunteers.Volunteers.Guardians;
using Kenmin.SportsVolunteers.Volunteers.SamePerson;
using Marten;
using Wolverine.Attributes;
using Wolverine.Runtime.Handlers;

namespace Kenmin.SportsVolunteers.PersonalData;

/// <summary>Tells a person all that the module holds on them.</summary>
[WolverineHandler]
[StickyHandler("sports-volunteers-personal-data-asked")]
[NoNewEntries("people rule over their data whatever is switched on")]
public static class OnPersonalDataAsked
{
    /// <summary>Reads it, of the volunteer whose account asks.</summary>
    public static async Task<PersonalDataAnswered> Handle(
        PersonalDataAsked message, IQuerySession session, PersonalDataReader reader, CancellationToken cancellationToken)
    {
        var volunteers = (await session.Query<Volunteer>().Where(v => v.AccountId == message.AccountId).Select(v => v.Id).ToListAsync(cancellationToken))
            .Union(await session.RecordsOfMergedAsync(message.AccountId, cancellationToken));
        return new(message.RequestId, "sports-volunteers",
            await reader.ReadAsync("sports_volunteers", VolunteerTables.All, message.AccountId, [message.AccountId, .. volunteers], cancellationToken));
    }
}

/// <summary>Erases a volunteer on request: what is left is what the retention date leaves.</summary>
[WolverineHandler]
[StickyHandler("sports-volunteers-erasure-asked")]
[NoNewEntries("people rule over their data whatever is switched on")]
public static class OnErasureAsked
{
    private static readonly LocalizedText Counts = new(
        "個人がわからない集計のための記録（性別、市町、生まれた年、参加の有無）", "Records for counts in which nobody can be recognized: gender, municipality, year of birth, participation");

    /// <summary>A duty: who is busy now is asked again later, until it is done.</summary>
    public static void Configure(HandlerChain chain) => chain.RepeatWhileSignUpsAreBusy();

    /// <summary>
    /// The sign-ups have transactions of their own and are forgotten first: a repetition finds them forgotten and goes on. The
    /// confirmation is sent with the transaction that removes the rest.
    /// </summary>
    public static async Task<ErasureConfirmed> Handle(
        ErasureAsked message, IDocumentSession session, IParticipation<ISportsVolunteersStore> participation, TimeProvider clock, CancellationToken cancellationToken)
    {
        List<Volunteer> people = [];
        if (message.AccountId is { } account) people.AddRange(await session.Query<Volunteer>().Where(v => v.AccountId == account).ToListAsync(cancellationToken));
        if (message.AccountId is { } holder)
            people.AddRange((await session.LoadManyAsync<Volunteer>(cancellationToken, await session.RecordsOfMergedAsync(holder, cancellationToken))).Where(v => people.All(p => p.Id != v.Id)));
        if (message.PersonId is { } id && people.All(v => v.Id != id) && await session.LoadAsync<Volunteer>(id, cancellationToken) is { } known) people.Add(known);
        var now = clock.GetUtcNow();
        foreach (var volunteer in people)
        {
            await ForgetSignUpsHandler.Handle(new ForgetSignUps(volunteer.Id), participation, cancellationToken);
            if (volunteer.Erased) continue;
            await session.DecideAsync(volunteer.Id, r => r.EraseOnRequest(now), cancellationToken);
            volunteer.Erase();
            session.Store(volunteer);
            session.ForgetVolunteer(volunteer.Id);
            session.DeleteWhere<ConsentToTell>(c => c.VolunteerId == volunteer.Id);
        }

        if (message.AccountId is { } erased)
        {
            session.DeleteWhere<AccountMergeSeen>(m => m.KeptId == erased || m.GoneId == erased);
            session.Delete<GuardianStanding>(erased);
        }

        return people.Count == 0
            ? new(message.RequestId, "sports-volunteers", [], [], now)
            : new(message.RequestId, "sports-volunteers",
                [new("名簿の氏名、フリガナ、生年月日、住所、連絡先、希望、資格、備考、保護者の同意、リンク、申込の本人との結びつき",
                    "Roster: name and reading, birth date, address, contacts, wishes, qualifications, remarks, guardian's consent, links, and the tie between sign-ups and the person")],
                [Counts], now);
    }
}
