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

/// <summary>What other modules were told of a helper's sign-ups (知らせた内容).</summary>
public sealed class ToldSignUps
{
    /// <summary>Made from the account; it cannot be turned back.</summary>
    public Guid Id { get; set; }

    /// <summary>The one fact there is: all that the person signed up for.</summary>
    public Dictionary<Guid, ToldFact> Facts { get; set; } = [];

    internal static Guid IdOf(Guid account) => FactId.Of($"clean-up.told-sign-ups|{account:N}");
}

/// <summary>Tells.</summary>
public static class TellSignUpsHandler
{
    /// <summary>Those of one helper take turns, in one order for all: what is told last is what was changed last.</summary>
    public static async Task<OutgoingMessages> Handle(
        TellSignUps message, IDocumentSession session, IParticipation<ICleanUpStore> participation, TimeProvider clock, CancellationToken cancellationToken)
    {
        OutgoingMessages outgoing = [];
        foreach (var account in message.Accounts.Distinct().Order())
        {
            var id = ToldSignUps.IdOf(account);
            await session.TakeTurnsAsync($"tell-sign-ups|{id:N}", cancellationToken);
            var told = await session.LoadAsync<ToldSignUps>(id, cancellationToken) ?? new() { Id = id };
            var now = clock.GetUtcNow();
            List<SignUpFact> open = [.. (await participation.SignUpsOfPersonAsync(account, cancellationToken)).Where(s => s.State != SignUpState.Cancelled && s.Opening.Ends > now).Select(FactOf)];
            // Of who never signed up, and of the name that stands for somebody who was erased, there is nothing to tell.
            if (open.Count == 0 && told.Facts.Count == 0) continue;
            var next = Telling.Next(told.Facts, new Dictionary<Guid, object> { [id] = new SignUpsChanged(CleanUpModule.Key, account, 0, open) }, message.Again, now);
            if (next.Count == 0) continue;
            session.Store(told);
            outgoing.AddRange(next.Select(t => (SignUpsChanged)t.Fact! with { Version = t.Version }));
        }

        return outgoing;
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
