using Kenmin.CommunityBusiness.FollowUps;
using Kenmin.CommunityBusiness.Library;
using Kenmin.CommunityBusiness.PersonalData;
using Kenmin.CommunityBusiness.Plans;
using Kenmin.CommunityBusiness.Resources;
using Kenmin.CommunityBusiness.Showcase;
using Kenmin.CommunityBusiness.Support.Dispatches;
using Kenmin.CommunityBusiness.Support.Mentors;
using Kenmin.Persistence;
using Kenmin.Persistence.PersonalData;
using Marten;

namespace Kenmin.CommunityBusiness.Ventures;

/// <summary>A person's ventures, when accounts are merged or erased.</summary>
internal static class VenturesOfPerson
{
    private const string Mine = "((t.data ->> 'ownerAccountId')::uuid = any($1) or exists (select from jsonb_array_elements(t.data -> 'team') m where (m ->> 'accountId')::uuid = any($1)))";

    public static IReadOnlyList<PersonalDataTable> Tables { get; } =
    [
        new("mt_doc_venture", new("アイデアと事業", "Your ideas and businesses, and steps you set in office"), BusinessTables.Anywhere,
            $"case when {Mine} then (case when (t.data ->> 'ownerAccountId')::uuid = any($1) then t.data else t.data - 'ownerName' - 'ownerAccountId' end) - 'codeHash' - 'inviteHash' "
            + "|| jsonb_build_object('team', (select jsonb_agg(m) from jsonb_array_elements(t.data -> 'team') m where (m ->> 'accountId')::uuid = any($1))) else jsonb_build_object('id', t.id, 'next', t.data -> 'next') end"),
        new("mt_doc_venturestep", new("事業の経過のうち、あなたがしたこと", "What you did in the history of businesses"), "(t.data -> 'by' ->> 'accountId')::uuid = any($1) or (t.data -> 'next' ->> 'setBy')::uuid = any($1)",
            "jsonb_build_object('id', t.id, 'kind', t.data -> 'kind', 'reason', t.data -> 'reason', 'at', t.data -> 'at')"),
        new("mt_doc_gaterules", new("職務で決めた審査基準", "Criteria that you set in office"), "(t.data -> 'by' ->> 'accountId')::uuid = any($1)", "jsonb_build_object('to', t.data -> 'to', 'version', t.data -> 'version', 'at', t.data -> 'at')"),
    ];

    /// <summary>The ventures to which an account belongs, locked, in one order for all.</summary>
    public static async Task<IReadOnlyList<Venture>> LockAllAsync(IDocumentSession session, Guid account, CancellationToken cancellationToken)
    {
        var found = await session.QueryAsync<Venture>("where d.data::text like '%' || ? || '%'", cancellationToken, account.ToString());
        return await LockAllAsync(session, [.. found.Select(v => v.Id)], cancellationToken);
    }

    /// <summary>Those of some ventures that there are, locked, in one order for all.</summary>
    public static async Task<IReadOnlyList<Venture>> LockAllAsync(IDocumentSession session, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync(ids.Select(id => VentureWork.TurnOf(id)), cancellationToken);
        return await session.LockBatchAsync<Venture>(ids, cancellationToken);
    }

    /// <summary>Takes a person out: by accounts, or who has none by the venture.</summary>
    /// <returns>Whether there was anything, which ventures went as a whole, and which are another's now.</returns>
    public static async Task<(bool Touched, IReadOnlySet<Guid> Gone, IReadOnlySet<Guid> HandedOver)> ForgetAsync(IDocumentSession session, IReadOnlyList<Guid> accounts, Guid? unknown, Doer nobody, CancellationToken cancellationToken)
    {
        var touched = false;
        HashSet<Guid> gone = [], handedOver = [];
        if (unknown is { } id)
        {
            await session.TakeTurnsAsync(VentureWork.TurnOf(id), cancellationToken);
            if (await session.LockAsync<Venture>(id, cancellationToken) is { OwnerAccountId: null } brought)
            {
                (brought.Contact, brought.CodeHash) = (null, null);
                HandOver(session, brought, gone, handedOver);
                touched = true;
            }
        }

        foreach (var account in accounts)
        {
            foreach (var venture in await LockAllAsync(session, account, cancellationToken))
            {
                touched |= venture.IsOf(account);
                if (venture.Next?.SetBy == account) venture.Next = venture.Next with { SetBy = null };
                venture.Team.RemoveAll(t => t.AccountId == account);
                if (venture.OwnerAccountId == account) HandOver(session, venture, gone, handedOver);
                else session.Store(venture);
            }

            foreach (var step in await session.QueryAsync<VentureStep>("where d.data::text like '%' || ? || '%' order by d.id for update", cancellationToken, account.ToString()))
            {
                if (gone.Contains(step.VentureId)) continue;
                if (step.By.AccountId == account) step.By = nobody;
                if (step.Next?.SetBy == account) step.Next = step.Next with { SetBy = null };
                session.Store(step);
            }

            foreach (var rules in await session.QueryAsync<GateRules>("where d.data -> 'by' ->> 'accountId' = ? order by d.id for update", cancellationToken, account.ToString()))
            {
                rules.By = nobody;
                session.Store(rules);
            }
        }

        return (touched, gone, handedOver);
    }

    /// <summary>Throws away a venture with all that belongs to it.</summary>
    public static void Drop(IDocumentSession session, Venture venture)
    {
        var id = venture.Id;
        session.Delete(venture);
        session.DeleteWhere<VentureStep>(s => s.VentureId == id);
        session.Delete<BusinessPlan>(id);
        session.DeleteWhere<PlanVersion>(v => v.VentureId == id);
        session.DeleteWhere<ActualMonth>(a => a.VentureId == id);
        session.DeleteWhere<FollowUp>(f => f.VentureId == id);
        HoursBook.DropDispatches(session, id);
        session.DeleteWhere<Mentorship>(m => m.VentureId == id);
        StoryWork.Drop(session, id);
        ShowingWork.Drop(session, id);
        session.DeleteWhere<LocalInterest>(i => i.VentureId == id);
    }

    private static void HandOver(IDocumentSession session, Venture venture, HashSet<Guid> gone, HashSet<Guid> handedOver)
    {
        if (venture.Team.OrderBy(t => t.Since).FirstOrDefault() is not { } next)
        {
            gone.Add(venture.Id);
            Drop(session, venture);
            return;
        }

        handedOver.Add(venture.Id);
        venture.Team.Remove(next);
        (venture.OwnerAccountId, venture.OwnerName) = (next.AccountId, next.Name);
        session.Store(venture);
    }
}
