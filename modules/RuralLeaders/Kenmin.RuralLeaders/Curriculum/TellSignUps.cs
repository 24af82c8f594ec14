using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Passport.Contracts;
using Kenmin.RuralLeaders.Leaders;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.RuralLeaders.Curriculum;

/// <summary>Tells other modules what some people have signed up for (申込を知らせる), as it stands when it is handled. Who has no account is passed over.</summary>
/// <param name="People">The people.</param>
/// <param name="Again">Whether what was told is told once more, with the version that it has.</param>
[MessageIdentity("rural-leaders.tell-sign-ups.v1")]
[NoNewEntries("tells of what there is")]
public sealed record TellSignUps(IReadOnlyList<Guid> People, bool Again = false);

/// <summary>Has everybody's told once more, a batch at a time.</summary>
/// <param name="After">Where the batch begins.</param>
[MessageIdentity("rural-leaders.tell-all-sign-ups.v1")]
[NoNewEntries("tells of what there is")]
public sealed record TellAllSignUps(Guid? After = null);

/// <summary>Tells.</summary>
public static class TellSignUpsHandler
{
    /// <summary>Of all together. Who gave theirs to another record has none left: that is told too.</summary>
    public static async Task<SignUpsChanged?> Handle(
        TellSignUps message, IDocumentSession session, IParticipation<IRuralLeadersStore> participation, TimeProvider clock, CancellationToken cancellationToken)
    {
        // Holders of an account are known by it, people on paper by an id of their own.
        var onPaper = (await session.LoadManyAsync<Learner>(cancellationToken, [.. message.People.Distinct()])).Where(l => l.AccountId is null).Select(l => l.Id).ToHashSet();
        Guid[] accounts = [.. message.People.Where(p => !onPaper.Contains(p))];
        var people = await session.TellSignUpsAsync(
            RuralLeadersModule.Key, accounts, message.Again, clock.GetUtcNow(),
            async () => (await participation.SignUpsOfPersonsAsync(accounts, cancellationToken)).Select(s => (s.PersonId, s)),
            (account, open) => new PersonSignUps(account, 0, [.. open.Select(FactOf)]), (told, version) => told with { Version = version }, cancellationToken);
        return people.Count == 0 ? null : new(RuralLeadersModule.Key, people);
    }

    private static SignUpFact FactOf(SignUpView s) => new(
        s.OpeningId, s.State switch { SignUpState.Confirmed => SignUpStanding.Confirmed, SignUpState.Offered => SignUpStanding.Offered, _ => SignUpStanding.Waiting },
        s.Opening.Label, s.Opening.Starts, s.Opening.Ends, $"/rural-leaders/sessions/{s.OpeningId}/sign-up");
}

/// <summary>Has them told.</summary>
public static class TellAllSignUpsHandler
{
    private const int Batch = 100;

    /// <summary>The next batch follows.</summary>
    public static async Task<OutgoingMessages> Handle(TellAllSignUps message, IParticipation<IRuralLeadersStore> participation, TimeProvider clock, CancellationToken cancellationToken)
    {
        var people = await participation.PeopleSignedUpAsync(clock.GetUtcNow(), message.After, Batch, cancellationToken);
        if (people.Count == 0) return [];
        OutgoingMessages outgoing = [new TellSignUps(people, Again: true)];
        if (people.Count == Batch) outgoing.Add(new TellAllSignUps(people[^1]));
        return outgoing;
    }
}
