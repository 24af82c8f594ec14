using Kenmin.Accounts.Contracts;
using Kenmin.Modularity;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.Accounts.Consents;

/// <summary>Reads the ledger, and makes and ends entries in a session.</summary>
internal static class ConsentLedger
{
    /// <summary>The entries of an account's holder, the newest first.</summary>
    public static Task<IReadOnlyList<ConsentEntry>> ConsentsOfAccountAsync(this IQuerySession session, Guid account, CancellationToken cancellationToken) =>
        session.Query<ConsentEntry>().Where(c => c.AccountId == account).OrderByDescending(c => c.GivenAt).ToListAsync(cancellationToken);

    /// <summary>The entries of a module's person, the newest first.</summary>
    public static Task<IReadOnlyList<ConsentEntry>> ConsentsOfPersonAsync(this IQuerySession session, Guid person, CancellationToken cancellationToken) =>
        session.Query<ConsentEntry>().Where(c => c.PersonId == person).OrderByDescending(c => c.GivenAt).ToListAsync(cancellationToken);

    /// <summary>
    /// The entry in force of a person for a purpose, held until the end of the transaction: of two who change it at once, one waits
    /// and sees what the other did.
    /// </summary>
    public static async Task<ConsentEntry?> HoldConsentAsync(this IDocumentSession session, Guid person, string purpose, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync($"consent|{person:N}|{purpose}", cancellationToken);
        return await session.Query<ConsentEntry>().Where(c => c.PersonId == person && c.Purpose == purpose && c.EndedAt == null)
            .OrderByDescending(c => c.GivenAt).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Enters a consent in the place of the one in force. A consent to the same text while one is in force renews its time.</summary>
    public static void Enter(this IDocumentSession session, ConsentEntry? inForce, ConsentEntry entry, PurposeDeclaration? purpose)
    {
        entry.AccountId ??= inForce?.AccountId;
        entry.Until = purpose?.ValidMonths is { } months ? JapanTime.Local(entry.GivenAt).AddMonths(months) : null;
        if (inForce is not null)
        {
            inForce.Finish(ConsentEnd.Renewed, entry.GivenAt);
            session.Store(inForce);
        }

        session.Insert(entry);
    }
}
