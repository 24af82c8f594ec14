using Kenmin.Accounts.Contracts;
using Kenmin.CommunityBusiness.Consents;
using Kenmin.CommunityBusiness.Contests;
using Kenmin.CommunityBusiness.FollowUps;
using Kenmin.CommunityBusiness.Money;
using Kenmin.CommunityBusiness.Organisations;
using Kenmin.CommunityBusiness.Plans;
using Kenmin.CommunityBusiness.Resources;
using Kenmin.CommunityBusiness.Support;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.Persistence.PersonalData;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.PersonalData;

/// <summary>Where the module holds data of persons; each folder names its own tables.</summary>
internal static class BusinessTables
{
    // An id in the text of a document: the same for every place where one may stand.
    internal const string Anywhere = "exists (select from unnest($1) x where t.data::text like '%' || x::text || '%')";

    public static IReadOnlyList<PersonalDataTable> All { get; } =
    [
        .. VenturesOfPerson.Tables,
        .. PlansOfPerson.Tables,
        .. FollowUpSetup.Tables,
        .. OrganisationsOfPerson.Tables,
        .. ContestsOfPerson.Tables,
        .. SupportOfPerson.Tables,
        .. PublicityOfPerson.Tables,
        .. EntriesOfPerson.Tables,
        .. MoneyOfPerson.Tables,
        new("mt_doc_accountmergeseen", new("アカウントの統合", "Merged accounts"), Anywhere, "jsonb_build_object('id', t.id, 'keptId', t.data -> 'keptId', 'goneId', t.data -> 'goneId', 'expert', case when (t.data -> 'support' -> 'gone' ->> 'accountId')::uuid = any($1) then (t.data -> 'support' -> 'gone') - 'consent' - 'confirmedBy' - 'changedBy' - 'codeHash' end)"),
    ];

    /// <summary>An account and those that went into it.</summary>
    public static async Task<IReadOnlyList<Guid>> AccountsOfAsync(this IQuerySession session, Guid account, CancellationToken cancellationToken) =>
        [account, .. (await session.Query<AccountMergeSeen>().Where(m => m.KeptId == account && !m.Undone).ToListAsync(cancellationToken)).Select(m => m.GoneId)];
}

/// <summary>Tells a person all that the module holds on them.</summary>
[WolverineHandler]
[StickyHandler("community-business-personal-data-asked")]
[NoNewEntries("people rule over their data whatever is switched on")]
public static class OnPersonalDataAsked
{
    /// <summary>Reads it.</summary>
    public static async Task<PersonalDataAnswered> Handle(PersonalDataAsked message, IQuerySession session, PersonalDataReader reader, CancellationToken cancellationToken) => new(
        message.RequestId, CommunityBusinessModule.Key,
        await reader.ReadAsync("community_business", BusinessTables.All, message.AccountId, [.. await session.AccountsOfAsync(message.AccountId, cancellationToken)], cancellationToken));
}

/// <summary>Erases a person on request: by the account, or who has none by the venture that was brought, the own organisation or the expert's entry.</summary>
[WolverineHandler]
[StickyHandler("community-business-erasure-asked")]
[NoNewEntries("people rule over their data whatever is switched on")]
public static class OnErasureAsked
{
    private static readonly Doer Nobody = new(Guid.Empty, "（削除済み）");

    /// <summary>A venture that others carry on goes to whoever has been in the team longest; one without anybody goes with all that was written.</summary>
    public static async Task<ErasureConfirmed> Handle(ErasureAsked message, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await session.BeginAsync(cancellationToken);
        var accounts = message.AccountId is { } account ? await session.AccountsOfAsync(account, cancellationToken) : [];
        var (touched, gone, handedOver) = await VenturesOfPerson.ForgetAsync(session, accounts, message.AccountId is null ? message.PersonId : null, Nobody, cancellationToken);
        touched |= await OrganisationsOfPerson.ForgetAsync(session, accounts, message.AccountId is null ? message.PersonId : null, gone, Nobody, cancellationToken);
        touched |= await ContestsOfPerson.ForgetAsync(session, accounts, gone, Nobody, cancellationToken);
        touched |= await EntriesOfPerson.ForgetAsync(session, accounts, message.AccountId is null ? message.PersonId : null, gone, Nobody, cancellationToken);
        touched |= await MoneyOfPerson.ForgetAsync(session, accounts, gone, Nobody, cancellationToken);
        if (message is { AccountId: null, PersonId: { } known })
        {
            touched |= await SupportOfPerson.ForgetExpertAsync(session, known, gone, Nobody, now, cancellationToken);
            touched |= await SupportOfPerson.ForgetCaseAsync(session, known, now, cancellationToken);
        }

        touched |= await PublicityOfPerson.ForgetAsync(session, accounts, gone, handedOver, Nobody, cancellationToken);
        foreach (var one in accounts)
        {
            touched |= await SupportOfPerson.ForgetAsync(session, one, gone, Nobody, now, cancellationToken);
            touched |= await PlansOfPerson.ForgetAsync(session, one, gone, Nobody, cancellationToken);
            await FollowUpSetup.ForgetAsync(session, one, gone, Nobody, cancellationToken);
            session.DeleteWhere<AccountMergeSeen>(m => m.KeptId == one || m.GoneId == one);
        }

        return touched
            ? new(message.RequestId, CommunityBusinessModule.Key,
                [new("コミュニティ・ビジネス：アイデア、計画、実績、団体、公募への応募、体験談、紹介、審査員としてのお名前、専門家としての登録、地域資源・困りごとのお申し出、仲間としてのお名前と連絡先", "Community business: ideas, plans, actuals, organisations, submissions to calls, stories and what was shown, your name as a judge, your entry as an expert, resources and problems that you proposed, your name in teams and your contact")],
                [new("ほかの人が続けている事業とその団体と応募（お名前はありません）、どの段階を通過したかの番号、決定された応募の題名と採否、審査員としてつけた点（お名前とコメントはありません）、派遣の時間数、決定された補助金・融資の額と支払い（お名前とファイルはありません）", "Businesses that others carry on, their organisations and submissions, without your name, numbers of the gates that were passed, titles and decisions of what was decided, points that you gave as a judge, without your name and comments, hours of visits, and amounts and payments of grants and loans, without your name and files")], now)
            : new(message.RequestId, CommunityBusinessModule.Key, [], [], now);
    }
}
