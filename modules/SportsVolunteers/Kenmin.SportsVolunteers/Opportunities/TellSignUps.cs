using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Passport.Contracts;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SportsVolunteers.Opportunities;

/// <summary>Tells other modules what some volunteers have signed up for (申込を知らせる), as it stands when it is handled. Who has no account is passed over.</summary>
/// <param name="Volunteers">The volunteers.</param>
/// <param name="Again">Whether what was told is told once more, with the version that it has.</param>
[MessageIdentity("sports-volunteers.tell-sign-ups.v1")]
[NoNewEntries("tells of what there is")]
public sealed record TellSignUps(IReadOnlyList<Guid> Volunteers, bool Again = false);

/// <summary>Has everybody's told once more, a batch at a time.</summary>
/// <param name="After">Where the batch begins.</param>
[MessageIdentity("sports-volunteers.tell-all-sign-ups.v1")]
[NoNewEntries("tells of what there is")]
public sealed record TellAllSignUps(Guid? After = null);

/// <summary>Tells.</summary>
public static class TellSignUpsHandler
{
    /// <summary>In the order of their accounts.</summary>
    public static async Task<OutgoingMessages> Handle(
        TellSignUps message, IDocumentSession session, IParticipation<ISportsVolunteersStore> participation, TimeProvider clock, CancellationToken cancellationToken)
    {
        OutgoingMessages outgoing = [];
        var volunteers = await session.LoadManyAsync<Volunteer>(cancellationToken, [.. message.Volunteers.Distinct()]);
        foreach (var account in volunteers.Where(v => !v.Erased).Select(v => v.AccountId).OfType<Guid>().Distinct().Order())
            outgoing.AddRange(await session.TellSignUpsAsync(
                ShiftFacts.Module, account, message.Again, clock.GetUtcNow(), () => SignUpsAsync(account, session, participation, cancellationToken),
                open => new SignUpsChanged(ShiftFacts.Module, account, 0, [.. open.Select(FactOf)]), (told, version) => told with { Version = version }, cancellationToken));
        return outgoing;
    }

    private static async Task<IReadOnlyList<SignUpView>> SignUpsAsync(
        Guid account, IQuerySession session, IParticipation<ISportsVolunteersStore> participation, CancellationToken cancellationToken)
    {
        List<SignUpView> all = [];
        foreach (var volunteer in await session.Query<Volunteer>().Where(v => v.AccountId == account && !v.Erased).Select(v => v.Id).ToListAsync(cancellationToken))
            all.AddRange(await participation.SignUpsOfPersonAsync(volunteer, cancellationToken));
        return all;
    }

    private static SignUpFact FactOf(SignUpView s) => new(
        s.OpeningId, s.State switch { SignUpState.Confirmed => SignUpStanding.Confirmed, SignUpState.Offered => SignUpStanding.Offered, _ => SignUpStanding.Waiting },
        s.Opening.Label, s.Opening.Starts, s.Opening.Ends, $"/sports/shifts/{s.OpeningId}");
}

/// <summary>Has them told.</summary>
public static class TellAllSignUpsHandler
{
    private const int Batch = 100;

    /// <summary>The next batch follows.</summary>
    public static async Task<OutgoingMessages> Handle(
        TellAllSignUps message, IParticipation<ISportsVolunteersStore> participation, TimeProvider clock, CancellationToken cancellationToken)
    {
        var people = await participation.PeopleSignedUpAsync(clock.GetUtcNow(), message.After, Batch, cancellationToken);
        if (people.Count == 0) return [];
        OutgoingMessages outgoing = [new TellSignUps(people, Again: true)];
        if (people.Count == Batch) outgoing.Add(new TellAllSignUps(people[^1]));
        return outgoing;
    }
}
