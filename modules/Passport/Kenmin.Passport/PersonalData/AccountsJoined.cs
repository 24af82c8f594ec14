using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.Passport.PersonalData;

/// <summary>
/// Two accounts are one person's (アカウントの統合). Nothing is moved: what was told of an account stays told of it, and a record is
/// read over all accounts of the person. So an undoing has nothing to put back.
/// </summary>
public sealed class AccountsJoined
{
    /// <summary>The merging.</summary>
    public Guid Id { get; set; }

    /// <summary>The account that stays.</summary>
    public Guid KeptId { get; set; }

    /// <summary>The account that went.</summary>
    public Guid GoneId { get; set; }

    /// <summary>Whether it was undone, also before it came.</summary>
    public bool Undone { get; set; }
}

/// <summary>A person who was erased (消去済み): under a made-up id, so that nothing comes back and nobody is named.</summary>
public sealed class Forgotten
{
    /// <summary>Derived from the account; it cannot be turned back.</summary>
    public Guid Id { get; set; }

    internal static Guid IdOf(Guid account) => FactId.Of($"passport.forgotten|{account:N}");
}

/// <summary>Notes that two accounts are one person's.</summary>
[WolverineHandler]
[StickyHandler("passport-accounts-merged")]
[NoNewEntries("joins what exists")]
public static class OnAccountsMerged
{
    /// <summary>Once; not where it was undone before it came.</summary>
    public static async Task Handle(AccountsMerged message, IDocumentSession session, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync($"merge|{message.MergeId:N}", cancellationToken);
        if (await session.LoadAsync<AccountsJoined>(message.MergeId, cancellationToken) is not null || await session.IsForgottenAsync(message.KeptId, cancellationToken)) return;
        session.Store(new AccountsJoined { Id = message.MergeId, KeptId = message.KeptId, GoneId = message.GoneId });
    }
}

/// <summary>Notes that two accounts are two persons' after all.</summary>
[WolverineHandler]
[StickyHandler("passport-accounts-unmerged")]
[NoNewEntries("takes apart what was joined by mistake")]
public static class OnAccountsUnmerged
{
    /// <summary>Also where the merging has not come yet.</summary>
    public static async Task Handle(AccountsUnmerged message, IDocumentSession session, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync($"merge|{message.MergeId:N}", cancellationToken);
        if (await session.IsForgottenAsync(message.KeptId, cancellationToken)) return;
        session.Store(new AccountsJoined { Id = message.MergeId, KeptId = message.KeptId, GoneId = message.GoneId, Undone = true });
    }
}

/// <summary>Whose account is whose.</summary>
internal static class PeopleOfAccounts
{
    /// <summary>An account and all that went into it, also by way of others.</summary>
    public static async Task<IReadOnlyCollection<Guid>> AccountsOfAsync(this IQuerySession session, Guid account, CancellationToken cancellationToken)
    {
        HashSet<Guid> all = [account];
        for (var before = 0; before < all.Count;)
        {
            before = all.Count;
            Guid[] kept = [.. all];
            all.UnionWith(await session.Query<AccountsJoined>().Where(j => !j.Undone && j.KeptId.IsOneOf(kept)).Select(j => j.GoneId).ToListAsync(cancellationToken));
        }

        return all;
    }

    /// <summary>Whether a person was erased; who asks keeps the person from being erased until the transaction ends.</summary>
    public static async Task<bool> IsForgottenAsync(this IDocumentSession session, Guid account, CancellationToken cancellationToken) =>
        (await session.ForgottenOfAsync([account], cancellationToken)).Count > 0;

    /// <summary>Those of some people who were erased; who asks keeps all of them from being erased until the transaction ends.</summary>
    public static async Task<IReadOnlySet<Guid>> ForgottenOfAsync(this IDocumentSession session, IReadOnlyCollection<Guid> accounts, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync(accounts.Select(TurnOf), cancellationToken);
        var erased = (await session.LoadManyAsync<Forgotten>(cancellationToken, [.. accounts.Select(Forgotten.IdOf)])).Select(f => f.Id).ToHashSet();
        return accounts.Where(a => erased.Contains(Forgotten.IdOf(a))).ToHashSet();
    }

    internal static string TurnOf(Guid account) => $"account|{account:N}";
}
