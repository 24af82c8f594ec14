using Kenmin.CommunityBusiness.PersonalData;
using Kenmin.CommunityBusiness.Resources.Import;
using Kenmin.Persistence;
using Kenmin.Persistence.PersonalData;
using Marten;

namespace Kenmin.CommunityBusiness.Resources;

/// <summary>A person's resources, problems and interests, when accounts are merged or erased.</summary>
internal static class EntriesOfPerson
{
    private const string Named = "where d.data::text like '%' || ? || '%' order by d.id for update";

    public static IReadOnlyList<PersonalDataTable> Tables { get; } =
    [
        new("mt_doc_localentry", new("地域資源・困りごとのお申し出、職務で直したもの", "Local resources and problems that you proposed or kept in office"), BusinessTables.Anywhere,
            "case when (t.data ->> 'proposerAccountId')::uuid = any($1) then t.data - 'changedBy' - 'handOver' || jsonb_build_object('handOver', case when jsonb_typeof(t.data -> 'handOver') = 'object' then (t.data -> 'handOver') - 'by' end) else jsonb_build_object('id', t.id, 'changedAt', t.data -> 'changedAt') end"),
        new("mt_doc_localinterest", new("地域資源・困りごとへの申込み、職務での答え", "Your interest in local resources and problems, and answers you gave in office"), BusinessTables.Anywhere,
            "jsonb_build_object('id', t.id, 'state', t.data -> 'state') || case when (t.data -> 'by' ->> 'accountId')::uuid = any($1) then jsonb_build_object('message', t.data -> 'message', 'at', t.data -> 'at') else '{}'::jsonb end "
            + "|| case when (t.data -> 'answeredBy' ->> 'accountId')::uuid = any($1) then jsonb_build_object('answer', t.data -> 'answer', 'answeredAt', t.data -> 'answeredAt') else '{}'::jsonb end"),
        new("mt_doc_entryimport", new("職務で取り込んだ地域資源・困りごとのファイル", "Files of local resources and problems that you imported in office"), "(t.data -> 'by' ->> 'accountId')::uuid = any($1)", "jsonb_build_object('id', t.id, 'fileName', t.data -> 'fileName', 'at', t.data -> 'at')"),
    ];

    /// <summary>Takes a person out: what they proposed goes as a whole, with the interests in it; elsewhere their name does. Who has no account is known by the entry.</summary>
    /// <returns>Whether there was anything.</returns>
    public static async Task<bool> ForgetAsync(IDocumentSession session, IReadOnlyList<Guid> accounts, Guid? unknown, IReadOnlySet<Guid> gone, Doer nobody, CancellationToken cancellationToken)
    {
        var touched = false;
        if (unknown is { } id)
        {
            await session.TakeTurnsAsync(LocalEntry.TurnOf(id), cancellationToken);
            if (await session.LockAsync<LocalEntry>(id, cancellationToken) is { ProposerAccountId: null, Contact.Length: > 0 } named)
            {
                (named.Contact, named.HandOver) = ("", null);
                session.Store(named);
                touched = true;
            }
        }

        HashSet<Guid> dropped = [];
        foreach (var account in accounts)
        {
            foreach (var entry in await LockAllAsync(session, account, cancellationToken))
            {
                touched = true;
                if (entry.ProposerAccountId == account)
                {
                    var own = entry.Id;
                    dropped.Add(own);
                    session.Delete(entry);
                    session.DeleteWhere<LocalInterest>(i => i.EntryId == own);
                    continue;
                }

                if (entry.ChangedBy.AccountId == account) entry.ChangedBy = nobody;
                if (entry.HandOver is { } consent && consent.By.AccountId == account) entry.HandOver = consent with { By = nobody };
                session.Store(entry);
            }

            foreach (var interest in await session.QueryAsync<LocalInterest>(Named, cancellationToken, account.ToString()))
            {
                if (gone.Contains(interest.VentureId) || dropped.Contains(interest.EntryId)) continue;
                if (interest.By.AccountId == account) interest.By = nobody;
                if (interest.AnsweredBy?.AccountId == account) interest.AnsweredBy = nobody;
                session.Store(interest);
                touched = true;
            }

            foreach (var import in await session.QueryAsync<EntryImport>("where d.data -> 'by' ->> 'accountId' = ? order by d.id for update", cancellationToken, account.ToString())) session.Delete(import);
        }

        return touched;
    }

    /// <summary>What one account proposed becomes another's.</summary>
    /// <returns>Which entries.</returns>
    public static async Task<List<Guid>> MoveAsync(IDocumentSession session, Guid from, Guid to, IReadOnlyCollection<Guid>? only, CancellationToken cancellationToken)
    {
        List<Guid> moved = [];
        foreach (var entry in await LockAllAsync(session, from, cancellationToken))
        {
            if (entry.ProposerAccountId != from || (only is not null && !only.Contains(entry.Id))) continue;
            entry.ProposerAccountId = to;
            session.Store(entry);
            moved.Add(entry.Id);
        }

        return moved;
    }

    private static async Task<IReadOnlyList<LocalEntry>> LockAllAsync(IDocumentSession session, Guid account, CancellationToken cancellationToken)
    {
        var found = (await session.QueryAsync<LocalEntry>("where d.data::text like '%' || ? || '%'", cancellationToken, account.ToString())).Select(e => e.Id).ToList();
        await session.TakeTurnsAsync(found.Select(id => LocalEntry.TurnOf(id)), cancellationToken);
        return await session.LockBatchAsync<LocalEntry>(found, cancellationToken);
    }
}
