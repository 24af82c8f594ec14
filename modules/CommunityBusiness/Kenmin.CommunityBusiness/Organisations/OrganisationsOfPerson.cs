using Kenmin.CommunityBusiness.PersonalData;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Persistence;
using Kenmin.Persistence.PersonalData;
using Marten;

namespace Kenmin.CommunityBusiness.Organisations;

/// <summary>A person's organisations, when accounts are merged or erased.</summary>
internal static class OrganisationsOfPerson
{
    public static IReadOnlyList<PersonalDataTable> Tables { get; } =
    [
        new("mt_doc_organisation", new("団体の情報", "Organisations"), BusinessTables.Anywhere,
            "case when (t.data ->> 'ownerAccountId')::uuid = any($1) then t.data - 'enteredBy' - 'changedBy' else jsonb_build_object('id', t.id, 'changedAt', t.data -> 'changedAt') end"),
    ];

    /// <summary>The organisations in which an account stands, locked, in one order for all.</summary>
    public static async Task<IReadOnlyList<Organisation>> LockAllAsync(IDocumentSession session, Guid account, CancellationToken cancellationToken)
    {
        var found = await session.QueryAsync<Organisation>("where d.data::text like '%' || ? || '%'", cancellationToken, account.ToString());
        return await LockAllAsync(session, [.. found.Select(o => o.Id)], cancellationToken);
    }

    /// <summary>Those of some organisations that there are, locked, in one order for all.</summary>
    public static async Task<IReadOnlyList<Organisation>> LockAllAsync(IDocumentSession session, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync(ids.Select(id => Organisation.TurnOf(id)), cancellationToken);
        return await session.LockBatchAsync<Organisation>(ids, cancellationToken);
    }

    /// <summary>
    /// Takes a person out: an organisation that runs a business which others carry on goes to them, every other one goes, and so does a sole
    /// proprietor. Who has no account is known by the organisation. Comes after the ventures, whose locks are held then.
    /// </summary>
    /// <returns>Whether there was anything.</returns>
    public static async Task<bool> ForgetAsync(IDocumentSession session, IReadOnlyList<Guid> accounts, Guid? unknown, IReadOnlySet<Guid> gone, Doer nobody, CancellationToken cancellationToken)
    {
        var touched = false;
        if (unknown is { } id)
        {
            await session.TakeTurnsAsync(Organisation.TurnOf(id), cancellationToken);
            if (await session.LockAsync<Organisation>(id, cancellationToken) is { OwnerAccountId: null, IsPerson: true } person)
            {
                session.Delete(person);
                touched = true;
            }
        }

        foreach (var account in accounts)
        {
            foreach (var organisation in await LockAllAsync(session, account, cancellationToken))
            {
                if (organisation.OwnerAccountId == account)
                {
                    touched = true;
                    organisation.OwnerAccountId = organisation.IsPerson ? null : await NextOwnerAsync(session, organisation.Id, accounts, gone, cancellationToken);
                    if (organisation.OwnerAccountId is null)
                    {
                        session.Delete(organisation);
                        continue;
                    }
                }

                if (organisation.EnteredBy.AccountId == account) organisation.EnteredBy = nobody;
                if (organisation.ChangedBy.AccountId == account) organisation.ChangedBy = nobody;
                session.Store(organisation);
            }
        }

        return touched;
    }

    // Who owns a venture of it, or will once the person is out of it.
    private static async Task<Guid?> NextOwnerAsync(IDocumentSession session, Guid organisation, IReadOnlyList<Guid> accounts, IReadOnlySet<Guid> gone, CancellationToken cancellationToken) =>
        (await session.Query<Venture>().Where(v => v.OrganisationId == organisation).OrderBy(v => v.Id).ToListAsync(cancellationToken)).Where(v => !gone.Contains(v.Id))
            .Select(v => v.OwnerAccountId is { } owner && !accounts.Contains(owner) ? owner : v.Team.OrderBy(t => t.Since).FirstOrDefault(t => !accounts.Contains(t.AccountId))?.AccountId)
            .FirstOrDefault(next => next is not null);
}
