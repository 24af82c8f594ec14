using JasperFx;
using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;
using Wolverine.ErrorHandling;
using Wolverine.Runtime.Handlers;

namespace Kenmin.SportsVolunteers.Volunteers.SamePerson;

/// <summary>
/// The record of an account that went into another becomes the other's. Where both have one, staff are asked, as with any two records
/// of one person: the record that went waits without an account, so that they can be joined.
/// </summary>
[WolverineHandler]
[StickyHandler("sports-volunteers-accounts-merged")]
[NoNewEntries("joins what exists")]
public static class OnAccountsMerged
{
    /// <summary>Points of a pair that is known to be one person.</summary>
    internal const int Certain = 100;

    /// <summary>Two deliveries at once, or somebody who changes the record meanwhile: the next attempt sees it.</summary>
    public static void Configure(HandlerChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        chain.OnException<DocumentAlreadyExistsException>().RetryTimes(3);
        chain.OnException<ConcurrencyException>().RetryTimes(5);
    }

    /// <summary>A repetition, and a merging whose undoing came first, change nothing.</summary>
    public static async Task<OutgoingMessages> Handle(AccountsMerged message, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<AccountMergeSeen>(message.MergeId, cancellationToken) is not null) return [];
        AccountMergeSeen seen = new() { Id = message.MergeId, KeptId = message.KeptId, GoneId = message.GoneId };
        session.Insert(seen);
        if (await RecordOfAsync(session, message.GoneId, cancellationToken) is not { } gone) return [];
        seen.VolunteerId = gone.Id;
        if (await RecordOfAsync(session, message.KeptId, cancellationToken) is { } kept)
        {
            gone.AccountId = null;
            session.Store(gone);
            seen.Asked = true;
            var pair = await session.LoadAsync<DuplicatePair>(DuplicatePair.IdOf(kept.Id, gone.Id), cancellationToken)
                ?? DuplicatePair.Of(kept, gone, WhoIsWho.Compare(kept, gone), message.At);
            if (pair.State == PairState.Joined) return [];
            (pair.Points, pair.State, pair.DecidedAt, pair.DecidedBy) = (Certain, PairState.Open, null, null);
            pair.Reasons = [new("アカウントが同じ人のものとしてまとめられた", "their accounts were merged as one person's"), .. pair.Reasons];
            session.Store(pair);
            return [];
        }

        gone.AccountId = message.KeptId;
        session.Store(gone);
        return [new PersonConnected(gone.Id, message.KeptId)];
    }

    internal static Task<Volunteer?> RecordOfAsync(IDocumentSession session, Guid account, CancellationToken cancellationToken) =>
        session.Query<Volunteer>().FirstOrDefaultAsync(v => v.AccountId == account && !v.Erased, cancellationToken);
}

/// <summary>Puts back what <see cref="OnAccountsMerged"/> moved.</summary>
[WolverineHandler]
[StickyHandler("sports-volunteers-accounts-unmerged")]
[NoNewEntries("takes apart what was joined by mistake")]
public static class OnAccountsUnmerged
{
    /// <inheritdoc cref="OnAccountsMerged.Configure"/>
    public static void Configure(HandlerChain chain) => OnAccountsMerged.Configure(chain);

    /// <summary>Where the merging has not come yet, it is noted that it need not be done any more.</summary>
    public static async Task<OutgoingMessages> Handle(AccountsUnmerged message, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<AccountMergeSeen>(message.MergeId, cancellationToken) is not { } seen)
        {
            session.Insert(new AccountMergeSeen { Id = message.MergeId, KeptId = message.KeptId, GoneId = message.GoneId, Undone = true });
            return [];
        }

        if (seen.Undone) return [];
        seen.Undone = true;
        session.Store(seen);
        if (seen.VolunteerId is not { } id) return [];
        if (await session.LoadAsync<Volunteer>(id, cancellationToken) is not { } record)
        {
            // Staff have joined the records meanwhile: when they take them apart, the record comes back with its account.
            foreach (var joined in await session.Query<PersonMerge>().Where(m => m.Gone.Id == id && m.UndoneAt == null).ToListAsync(cancellationToken))
            {
                joined.Gone.AccountId = message.GoneId;
                session.Store(joined);
            }

            return [];
        }

        // Somebody may have connected the record, or registered with the account, since.
        if (record.Erased || record.AccountId is { } account && account != message.KeptId
            || await OnAccountsMerged.RecordOfAsync(session, message.GoneId, cancellationToken) is not null) return [];
        record.AccountId = message.GoneId;
        session.Store(record);
        if (seen.Asked && await session.LoadAsync<DuplicatePair>(DuplicatePair.IdOf(id, (await OnAccountsMerged.RecordOfAsync(session, message.KeptId, cancellationToken))?.Id ?? id), cancellationToken)
            is { State: PairState.Open } pair) session.Delete(pair);
        return [new PersonConnected(record.Id, message.GoneId)];
    }
}
