using Kenmin.Modularity.Features;
using Kenmin.Passport.Contracts;
using Kenmin.Persistence;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.PersonalData;
using Kenmin.SeniorEngagement.Points;
using Kenmin.SeniorEngagement.Steps;
using Kenmin.SharedKernel;
using Marten;
using Marten.Linq.MatchesSql;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.Circles;

/// <summary>Where somebody goes who lets the own circles know it: what a module told last of the person's sign-ups.</summary>
public sealed class CompanionSignUps
{
    /// <summary>Made from the module and the account.</summary>
    public Guid Id { get; set; }

    /// <summary>The person's account.</summary>
    public Guid AccountId { get; set; }

    /// <summary>The version that stands.</summary>
    public long Version { get; set; }

    /// <summary>What the person has a place at.</summary>
    public IReadOnlyList<Guid> Steps { get; set; } = [];
}

/// <summary>Keeps where those go who let their circles know it, and nothing of anybody else. The highest version stands.</summary>
[WolverineHandler]
[StickyHandler("senior-engagement-sign-ups-changed")]
[NoNewEntries("keeps what other modules tell, of those who agreed")]
public static class OnSignUpsChanged
{
    /// <summary>Most who are told of are nobody here: they are passed over together.</summary>
    public static async Task Handle(SignUpsChanged message, IDocumentSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        var accounts = message.People.Select(p => p.AccountId).ToArray();
        var here = (await session.Query<CardHolder>().Where(h => h.MatchesSql("CAST(d.data ->> 'accountId' as uuid) = any(?)", (object)accounts)).Select(h => h.AccountId!.Value).ToListAsync(cancellationToken)).ToHashSet();
        Guid[] others = [.. message.People.Select(p => p.AccountId).Where(a => !here.Contains(a))];
        here.UnionWith(await session.Query<AccountMergeSeen>().Where(m => m.GoneId.IsOneOf(others) && !m.Undone).Select(m => m.GoneId).ToListAsync(cancellationToken));
        foreach (var person in message.People.Where(p => here.Contains(p.AccountId)).OrderBy(p => p.AccountId)) await KeepAsync(message.Module, person, session, cancellationToken);
    }

    /// <summary>Who waits for a place does not go yet.</summary>
    private static async Task KeepAsync(string module, PersonSignUps person, IDocumentSession session, CancellationToken cancellationToken)
    {
        var account = await session.StayingAccountAsync(person.AccountId, cancellationToken);
        if (await session.OfAccountAsync(account, cancellationToken) is not { } holder) return;
        // With those who change their mind: what comes after the no is not kept.
        await session.TakeTurnsAsync(Proxies.ProxyRules.TurnOf(holder.Id), cancellationToken);
        if (await session.LoadAsync<Companion>(holder.Id, cancellationToken) is not { ShowsSignUps: true }) return;
        var id = FactId.Of($"senior-engagement.companion-sign-ups|{module}|{person.AccountId:N}");
        if (await session.LoadAsync<CompanionSignUps>(id, cancellationToken) is { } known && known.Version >= person.Version) return;
        session.Store(new CompanionSignUps
        {
            Id = id, AccountId = account, Version = person.Version,
            Steps = [.. person.SignUps.Where(s => s.Standing == SignUpStanding.Confirmed).Select(s => StepOpportunity.IdOf(module, s.SubjectId))],
        });
    }
}

/// <summary>How many of a person's circles go where.</summary>
internal static class CompanionsGoing
{
    /// <summary>By opportunity; each companion counts once, and only those who let their circles know it.</summary>
    public static async Task<IReadOnlyDictionary<Guid, int>> CompanionsGoingAsync(this IQuerySession session, CardHolder person, CancellationToken cancellationToken)
    {
        Guid[] circles = [.. await session.Query<CircleMember>().Where(m => m.HolderId == person.Id && m.State == MemberState.Member).Select(m => m.CircleId).ToListAsync(cancellationToken)];
        if (circles.Length == 0) return new Dictionary<Guid, int>();
        Guid[] others = [.. (await session.Query<CircleMember>().Where(m => m.CircleId.IsOneOf(circles) && m.State == MemberState.Member).Select(m => m.HolderId).ToListAsync(cancellationToken)).Where(h => h != person.Id).Distinct()];
        Guid[] agreed = [.. (await session.LoadManyAsync<Companion>(cancellationToken, others)).Where(c => c.ShowsSignUps).Select(c => c.Id)];
        Guid[] accounts = [.. (await session.LoadManyAsync<CardHolder>(cancellationToken, agreed)).Select(h => h.AccountId).OfType<Guid>()];
        var going = await session.Query<CompanionSignUps>().Where(s => s.AccountId.IsOneOf(accounts)).ToListAsync(cancellationToken);
        return going.SelectMany(g => g.Steps.Select(s => (s, g.AccountId))).Distinct().GroupBy(g => g.s).ToDictionary(g => g.Key, g => g.Count());
    }
}
