using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Passport.Contracts;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.Opportunities;

/// <summary>Tells other modules what some helpers have signed up for (申込を知らせる), as it stands when it is handled.</summary>
/// <param name="Accounts">The helpers.</param>
/// <param name="Again">Whether what was told is told once more, with the version that it has.</param>
[MessageIdentity("clean-up.tell-sign-ups.v1")]
[NoNewEntries("tells of what there is")]
public sealed record TellSignUps(IReadOnlyList<Guid> Accounts, bool Again = false);

/// <summary>Has everybody's told once more, a batch at a time.</summary>
/// <param name="After">Where the batch begins.</param>
[MessageIdentity("clean-up.tell-all-sign-ups.v1")]
[NoNewEntries("tells of what there is")]
public sealed record TellAllSignUps(Guid? After = null);

/// <summary>Tells.</summary>
public static class TellSignUpsHandler
{
    /// <summary>Of all together.</summary>
    public static async Task<SignUpsChanged?> Handle(
        TellSignUps message, IDocumentSession session, IParticipation<ICleanUpStore> participation, TimeProvider clock, CancellationToken cancellationToken)
    {
        var people = await session.TellSignUpsAsync(
            CleanUpModule.Key, message.Accounts, message.Again, clock.GetUtcNow(),
            async () => (await participation.SignUpsOfPersonsAsync(message.Accounts, cancellationToken)).Select(s => (s.PersonId, s)),
            (account, open) => new PersonSignUps(account, 0, [.. open.Select(FactOf)]), (told, version) => told with { Version = version }, cancellationToken);
        return people.Count == 0 ? null : new(CleanUpModule.Key, people);
    }

    private static SignUpFact FactOf(SignUpView s) => new(
        s.OpeningId, s.State switch { SignUpState.Confirmed => SignUpStanding.Confirmed, SignUpState.Offered => SignUpStanding.Offered, _ => SignUpStanding.Waiting },
        s.Opening.Label, s.Opening.Starts, s.Opening.Ends, $"/clean-up/activities/{s.OpeningId}");
}

/// <summary>Has them told.</summary>
public static class TellAllSignUpsHandler
{
    private const int Batch = 100;

    /// <summary>The next batch follows.</summary>
    public static async Task<OutgoingMessages> Handle(TellAllSignUps message, IParticipation<ICleanUpStore> participation, TimeProvider clock, CancellationToken cancellationToken)
    {
        var people = await participation.PeopleSignedUpAsync(clock.GetUtcNow(), message.After, Batch, cancellationToken);
        if (people.Count == 0) return [];
        OutgoingMessages outgoing = [new TellSignUps(people, Again: true)];
        if (people.Count == Batch) outgoing.Add(new TellAllSignUps(people[^1]));
        return outgoing;
    }
}
