using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Persons;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.Persistence.PersonalData;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.CheckIns;
using Kenmin.SeniorEngagement.Circles;
using Kenmin.SeniorEngagement.Points;
using Kenmin.SeniorEngagement.Proxies;
using Kenmin.SeniorEngagement.Requests;
using Kenmin.SeniorEngagement.Steps;
using Kenmin.SeniorEngagement.Training;
using Kenmin.SeniorEngagement.Transport;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;
using Wolverine.Runtime.Handlers;

namespace Kenmin.SeniorEngagement.PersonalData;

/// <summary>Where the module holds data of persons: by the person's own id, by the account, and by the account of who entered something.</summary>
internal static class SeniorTables
{
    // Ids in the text of a document: the same for every place where an id may stand.
    private const string Anywhere = "exists (select from unnest($1) x where t.data::text like '%' || x::text || '%')";

    public static IReadOnlyList<PersonalDataTable> All { get; } =
    [
        new("mt_doc_cardholder", new("興味・活動カードと、代わりに入力したカード", "Your interest card, and cards you entered for others"), $"t.id = any($1) or {Anywhere}",
            "case when t.id = any($1) or (t.data ->> 'accountId')::uuid = any($1) then t.data - 'enteredBy' - 'changedBy' else jsonb_build_object('id', t.id) end"),
        new("mt_doc_cardentry", new("入力の記録", "Who entered what"), $"(t.data ->> 'holderId')::uuid = any($1) or {Anywhere}",
            "case when (t.data ->> 'holderId')::uuid = any($1) then t.data else jsonb_build_object('kind', t.data -> 'kind', 'at', t.data -> 'at') end"),
        new("mt_doc_proxy", new("代理の人、あなたが代理になっている人", "Who may act for you, and for whom you may act"), $"(t.data ->> 'holderId')::uuid = any($1) or {Anywhere}", "t.data - 'codeHash'"),
        new("mt_doc_steplabel", new("職務で入力した募集の補足", "What you said of opportunities, in office"), Anywhere, "jsonb_build_object('id', t.id, 'at', t.data -> 'at')"),
        new("mt_doc_pointmember", new("活動ポイントへの参加", "That you collect activity points"), "(t.data ->> 'accountId')::uuid = any($1)"),
        new("mt_doc_pointactivity", new("活動ポイントのもとになる活動", "Activities that make points"), "(t.data ->> 'accountId')::uuid = any($1)"),
        new("mt_doc_toldpoints", new("ポイントについて活動手帳に知らせた内容", "What the record of activities was told of your points"), "t.id in (select m.id from senior_engagement.mt_doc_pointmember m where (m.data ->> 'accountId')::uuid = any($1))"),
        new("mt_doc_pointexchange", new("活動ポイントの交換", "Exchanges of points, and those you decided in office"), Anywhere,
            "case when (t.data ->> 'accountId')::uuid = any($1) then t.data - 'decidedBy' - 'enteredBy' else jsonb_build_object('id', t.id) end"),
        new("point_accounts", new("活動ポイントの残高", "Your points"), "t.member_id in (select m.id from senior_engagement.mt_doc_pointmember m where (m.data ->> 'accountId')::uuid = any($1))", "to_jsonb(t)"),
        .. CirclesOfPerson.Tables,
        .. CheckInsOfPerson.Tables,
        new("mt_doc_guardianstanding", new("保護者の同意の確認", "Whether a guardian confirmed"), "t.id = any($1)"),
        new("mt_doc_accountmergeseen", new("アカウントの統合", "Merged accounts"), Anywhere, "jsonb_build_object('id', t.id, 'keptId', t.data -> 'keptId', 'goneId', t.data -> 'goneId')"),
        .. RidesOfPerson.Tables,
        .. LicencesOfPerson.Tables,
        .. LeadersOfPerson.Tables,
    ];

    /// <summary>An account and those that went into it.</summary>
    public static async Task<IReadOnlyList<Guid>> AccountsOfAsync(this IQuerySession session, Guid account, CancellationToken cancellationToken) =>
        [account, .. (await session.Query<AccountMergeSeen>().Where(m => m.KeptId == account && !m.Undone).ToListAsync(cancellationToken)).Select(m => m.GoneId)];
}

/// <summary>Tells a person all that the module holds on them.</summary>
[WolverineHandler]
[StickyHandler("senior-engagement-personal-data-asked")]
[NoNewEntries("people rule over their data whatever is switched on")]
public static class OnPersonalDataAsked
{
    /// <summary>Reads it.</summary>
    public static async Task<PersonalDataAnswered> Handle(PersonalDataAsked message, IQuerySession session, PersonalDataReader reader, CancellationToken cancellationToken)
    {
        var accounts = await session.AccountsOfAsync(message.AccountId, cancellationToken);
        Guid[] ids = [.. accounts, .. await session.OfAccountAsync(message.AccountId, cancellationToken) is { } holder ? [holder.Id] : Array.Empty<Guid>()];
        return new(message.RequestId, SeniorEngagementModule.Key, await reader.ReadAsync("senior_engagement", SeniorTables.All, message.AccountId, ids, cancellationToken));
    }
}

/// <summary>Erases a person on request, by the account or, for who has none, by the card.</summary>
[WolverineHandler]
[StickyHandler("senior-engagement-erasure-asked")]
[NoNewEntries("people rule over their data whatever is switched on")]
public static class OnErasureAsked
{
    private static readonly Doer Nobody = new(Guid.Empty, "（削除済み）");

    /// <inheritdoc cref="MoveSignUpsHandler.Configure"/>
    public static void Configure(HandlerChain chain) => MoveSignUpsHandler.Configure(chain);

    /// <summary>
    /// The card goes with all that belongs to it. What the person entered for others stays, without saying who. Sign-ups have a transaction
    /// of their own and are forgotten first: a repetition finds them forgotten and goes on.
    /// </summary>
    public static async Task<(ErasureConfirmed, OutgoingMessages)> Handle(
        ErasureAsked message, IDocumentSession session, IParticipation<ISeniorEngagementStore> participation, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var holder = message.AccountId is { } account ? await session.OfAccountAsync(account, cancellationToken)
            : message.PersonId is { } person ? await session.LoadAsync<CardHolder>(person, cancellationToken) : null;
        OutgoingMessages outgoing = [];
        if (holder is not null)
        {
            outgoing.AddRange((await participation.SignUpsOfPersonAsync(holder.Id, cancellationToken)).Select(s => new TellMeeting(s.OpeningId)));
            await participation.EraseSignUpsAsync(holder.Id, cancellationToken);

            await session.TakeTurnsAsync(ProxyRules.TurnOf(holder.Id), cancellationToken);
            session.Delete<CardHolder>(holder.Id);
            session.DeleteWhere<Proxy>(p => p.HolderId == holder.Id);
            session.DeleteWhere<CardEntry>(e => e.HolderId == holder.Id);
        }

        var accounts = message.AccountId is { } known ? await session.AccountsOfAsync(known, cancellationToken) : [];
        await CheckInsOfPerson.ForgetAsync(session, holder?.Id, accounts, Nobody, cancellationToken);
        await CirclesOfPerson.ForgetAsync(session, holder?.Id, accounts, Nobody, JapanTime.DayOf(now), cancellationToken);
        // Who has no account collects by the person's own id.
        IReadOnlyList<Guid> collectors = [.. accounts, .. holder is null ? Array.Empty<Guid>() : [holder.Id]];
        if (collectors.Count > 0) await PointsOfPerson.ForgetAsync(session, collectors, now, cancellationToken);
        await LicencesOfPerson.ForgetAsync(session, holder?.Id, accounts, Nobody, cancellationToken);
        outgoing.AddRange(await LeadersOfPerson.ForgetAsync(session, holder?.Id, accounts, Nobody, now, cancellationToken));
        foreach (var one in accounts) await ForgetDoerAsync(session, one, holder, now, cancellationToken);
        outgoing.AddRange(await RidesOfPerson.ForgetAsync(session, holder, accounts, Nobody, now, cancellationToken));
        return (holder is null
            ? new(message.RequestId, SeniorEngagementModule.Key, [], [], now)
            : new(message.RequestId, SeniorEngagementModule.Key,
                [new("高齢者の活動参加：興味・活動カード、代理の人、入力の記録、活動ポイント、仲間の輪と紹介、見守りの電話、送迎、講座と資格、活動リーダーの依頼", "Senior engagement: the interest card, who may act for you, who entered what, activity points, circles, introductions, check-in calls, rides, courses and licences, requests for leaders")],
                [new("支払の済んだ活動ポイントの金額、集まりの人数（だれのものかはわかりません）", "Amounts of points that were paid and numbers of people at meetings, which name nobody")], now), outgoing);
    }

    private static async Task ForgetDoerAsync(IDocumentSession session, Guid account, CardHolder? erased, DateTimeOffset now, CancellationToken cancellationToken)
    {
        const string anywhere = "where d.data::text like '%' || ? || '%' order by d.id for update";
        await session.BeginAsync(cancellationToken);
        foreach (var proxy in (await session.QueryAsync<Proxy>(anywhere, cancellationToken, account.ToString())).Where(p => p.HolderId != erased?.Id))
        {
            if (proxy.ProxyAccountId == account) (proxy.ProxyAccountId, proxy.ProxyName, proxy.EndedAt) = (null, Nobody.Name, proxy.EndedAt ?? now);
            if (proxy.EnteredBy.AccountId == account) proxy.EnteredBy = Nobody;
            if (proxy.EndedBy?.AccountId == account) proxy.EndedBy = Nobody;
            session.Store(proxy);
        }

        foreach (var entry in (await session.QueryAsync<CardEntry>(anywhere, cancellationToken, account.ToString())).Where(e => e.HolderId != erased?.Id))
        {
            entry.By = Nobody;
            session.Store(entry);
        }

        foreach (var holder in (await session.QueryAsync<CardHolder>(anywhere, cancellationToken, account.ToString())).Where(h => h.Id != erased?.Id))
        {
            if (holder.EnteredBy.AccountId == account) holder.EnteredBy = Nobody;
            if (holder.ChangedBy.AccountId == account) holder.ChangedBy = Nobody;
            session.Store(holder);
        }

        foreach (var label in await session.QueryAsync<StepLabel>(anywhere, cancellationToken, account.ToString()))
        {
            label.By = Nobody;
            session.Store(label);
        }

        session.Delete<GuardianStanding>(account);
        session.DeleteWhere<AccountMergeSeen>(m => m.KeptId == account || m.GoneId == account);
    }
}

/// <summary>Names people with a card for those who must tell them something.</summary>
internal sealed class KnownHolders(ISeniorEngagementStore store) : IPersonDirectory
{
    public async Task<IReadOnlyList<KnownPerson>> FindAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var found = await session.LoadManyAsync<CardHolder>(cancellationToken, [.. ids]);
        return [.. found.Select(h => new KnownPerson(h.Id, SeniorEngagementModule.Key, h.Name, null, null, h.Phone.Length > 0 ? h.Phone : null, null, h.AccountId))];
    }
}
