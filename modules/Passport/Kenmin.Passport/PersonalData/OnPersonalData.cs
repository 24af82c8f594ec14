using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Passport.PaperRecords;
using Kenmin.Passport.Records;
using Kenmin.Passport.SavedSearches;
using Kenmin.Passport.Sharing;
using Kenmin.Passport.Upcoming;
using Kenmin.Persistence;
using Kenmin.Persistence.PersonalData;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.Passport.PersonalData;

/// <summary>Where the module holds data of persons.</summary>
internal static class PassportTables
{
    public static IReadOnlyList<PersonalDataTable> All { get; } =
    [
        new("mt_doc_participation", new("活動の記録", "What you took part in"), "(t.data ->> 'accountId')::uuid = any($1)"),
        new("mt_doc_certificate", new("修了証・資格", "Certificates and licences"), "(t.data ->> 'accountId')::uuid = any($1)"),
        new("mt_doc_pointbalance", new("ポイント", "Points"), "(t.data ->> 'accountId')::uuid = any($1)"),
        new("mt_doc_signedup", new("申し込んだ活動", "What you signed up for"), "(t.data ->> 'accountId')::uuid = any($1)"),
        new("mt_doc_paperrecord", new("紙の記録から入力した活動", "What you entered from paper"), "(t.data ->> 'accountId')::uuid = any($1)"),
        new("mt_doc_savedsearch", new("保存した検索の条件", "Searches you saved"), "(t.data ->> 'accountId')::uuid = any($1)"),
        new("mt_doc_share", new("活動手帳を見せる相手", "Whom you show your record"), "(t.data ->> 'accountId')::uuid = any($1)"),
        new("mt_doc_accountsjoined", new("アカウントの統合", "Merged accounts"), "(t.data ->> 'keptId')::uuid = any($1) or (t.data ->> 'goneId')::uuid = any($1)"),
    ];
}

/// <summary>Tells a person all that the module holds on them.</summary>
[WolverineHandler]
[StickyHandler("passport-personal-data-asked")]
[NoNewEntries("people rule over their data whatever is switched on")]
public static class OnPersonalDataAsked
{
    /// <summary>Reads it, over all accounts of the person.</summary>
    public static async Task<PersonalDataAnswered> Handle(PersonalDataAsked message, IQuerySession session, PersonalDataReader reader, CancellationToken cancellationToken) => new(
        message.RequestId, PassportModule.Key,
        await reader.ReadAsync("passport", PassportTables.All, message.AccountId, await session.AccountsOfAsync(message.AccountId, cancellationToken), cancellationToken));
}

/// <summary>Erases a person on request: nothing stays, and nothing that is told later comes back.</summary>
[WolverineHandler]
[StickyHandler("passport-erasure-asked")]
[NoNewEntries("people rule over their data whatever is switched on")]
public static class OnErasureAsked
{
    /// <summary>All accounts of the person at once, in one order for all.</summary>
    public static async Task<ErasureConfirmed> Handle(ErasureAsked message, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (message.AccountId is not { } account) return new(message.RequestId, PassportModule.Key, [], [], now);
        Guid[] accounts = [.. await session.AccountsOfAsync(account, cancellationToken)];
        await session.TakeTurnsAsync(accounts.Select(one => PeopleOfAccounts.TurnOf(one)), cancellationToken);
        var held = await session.QueryAsync<Participation>("where d.account_id = any(?)", cancellationToken, (object)accounts);
        foreach (var participation in held) session.Delete(participation);
        foreach (var certificate in await session.QueryAsync<Certificate>("where d.account_id = any(?)", cancellationToken, (object)accounts)) session.Delete(certificate);
        foreach (var points in await session.QueryAsync<PointBalance>("where d.account_id = any(?)", cancellationToken, (object)accounts)) session.Delete(points);
        session.DeleteWhere<SignedUp>(s => s.AccountId.IsOneOf(accounts));
        session.DeleteWhere<PaperRecord>(p => p.AccountId.IsOneOf(accounts));
        session.DeleteWhere<SavedSearch>(s => s.AccountId.IsOneOf(accounts));
        session.DeleteWhere<Share>(s => s.AccountId.IsOneOf(accounts));
        session.DeleteWhere<AccountsJoined>(j => j.KeptId.IsOneOf(accounts) || j.GoneId.IsOneOf(accounts));
        foreach (var one in accounts) session.Store(new Forgotten { Id = Forgotten.IdOf(one) });
        return new(message.RequestId, PassportModule.Key, [new("活動手帳：申込、活動の記録、修了証・資格、ポイント、紙から入力した記録、保存した条件、見せる相手", "Passport: what was signed up for and taken part in, certificates and points, what was entered from paper, saved searches, whom it was shown")], [], now);
    }
}
