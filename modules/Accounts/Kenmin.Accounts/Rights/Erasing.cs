using Kenmin.Accounts.Consents;
using Kenmin.Accounts.Contracts;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Guardians;
using Kenmin.Accounts.Letters;
using Kenmin.Accounts.Mail;
using Kenmin.Accounts.Merging;
using Kenmin.Accounts.Notices;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Jobs;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Wolverine.Attributes;
using Ef2 = Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions;

namespace Kenmin.Accounts.Rights;

/// <summary>Keeps what modules confirmed.</summary>
[StickyHandler("accounts-erasure-confirmed")]
[NoNewEntries("people rule over their data whatever is switched on")]
public static class ErasureConfirmedHandler
{
    /// <summary>Repeating it writes the same again; the first time is what counts.</summary>
    public static async Task Handle(ErasureConfirmed message, IDocumentSession session, CancellationToken cancellationToken)
    {
        var id = $"{message.RequestId:N} {message.Module}";
        if (await session.LoadAsync<ErasureAnswer>(id, cancellationToken) is not null) return;
        session.Store(new ErasureAnswer
        {
            Id = id, RequestId = message.RequestId, Module = message.Module, Erased = [.. message.Erased], Kept = [.. message.Kept], At = message.At,
        });
    }
}

/// <summary>Erases the account itself once all modules have confirmed, and says so in the register. Every step can be repeated.</summary>
[NoNewEntries("people rule over their data whatever is switched on")]
internal sealed class ErasureFinisher(IServiceScopeFactory scopes, IAccountsStore store, TimeProvider clock, ILogger<ErasureFinisher> logger)
    : PeriodicService(TimeSpan.FromSeconds(5), clock, logger)
{
    private readonly TimeProvider _clock = clock;

    public const string Module = "accounts";

    /// <summary>Finishes the erasures that all other modules have confirmed.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        await using var session = store.LightweightSession();
        foreach (var request in await session.Query<RightsRequest>().Where(r => r.State == RightsState.Erasing).ToListAsync(cancellationToken))
        {
            var answers = await session.Query<ErasureAnswer>().Where(a => a.RequestId == request.Id).Select(a => a.Module).ToListAsync(cancellationToken);
            if (request.Modules.Except(answers).Any(m => m != Module)) continue;
            var guardian = request.AccountId is { } holder && await session.Query<Guardianship>().AnyAsync(g => g.GuardianAccountId == holder && g.AccountId != holder, cancellationToken);
            await EraseAccountAsync(session, request, cancellationToken);
            var now = _clock.GetUtcNow();
            session.Store(new ErasureAnswer
            {
                Id = $"{request.Id:N} {Module}", RequestId = request.Id, Module = Module, At = now,
                Erased = [new("アカウント、お知らせ、同意の記録、取り出した情報", "The account, notices, consents and collections of data")],
                Kept =
                [
                    new("この請求の記録（証明のため）と、氏名を含まない監査ログ", "This request, as proof, and the audit log, which holds no names"),
                    .. guardian ? [new("保護者として同意した記録（18 歳未満の方の参加の証明のため）", "Consents given as a guardian, as proof for the person under 18")] : Array.Empty<LocalizedText>(),
                ],
            });
            (request.State, request.ErasedAt) = (RightsState.Done, now);
            session.Store(request);
            await session.SaveChangesAsync(cancellationToken);
        }
    }

    protected override Task RoundAsync(CancellationToken cancellationToken) => FinishAsync(cancellationToken);

    private async Task EraseAccountAsync(IDocumentSession session, RightsRequest request, CancellationToken cancellationToken)
    {
        List<Guid> persons = request.PersonId is { } person ? [person] : [];
        if (request.AccountId is { } account)
        {
            persons.AddRange(await session.Query<PersonOfAccount>().Where(p => p.AccountId == account).Select(p => p.Id).ToListAsync(cancellationToken));
            await using var scope = scopes.CreateAsyncScope();
            var database = scope.ServiceProvider.GetRequiredService<AccountsDbContext>();
            var connection = (NpgsqlConnection)Ef2.GetDbConnection(database.Database);
            await Ef2.OpenConnectionAsync(database.Database, cancellationToken);
            // What was another account of the same person goes with it.
            Guid[] accounts = [account, .. await AccountsInSession.MergedIntoAsync(connection, account, cancellationToken)];
            // In the transaction of all the rest: whoever breaks off in between finds the accounts, and by them what goes with them.
            session.QueueSqlCommand("delete from accounts.account where id = any(?)", accounts);
            foreach (var merged in accounts.Skip(1))
            {
                session.DeleteWhere<OutgoingMail>(m => m.AccountId == merged);
                session.DeleteWhere<PersonalDataExport>(e => e.AccountId == merged);
            }

            session.DeleteWhere<AccountMerge>(m => m.KeptId.IsOneOf(accounts) || m.GoneId.IsOneOf(accounts));
            var exports = await session.Query<PersonalDataExport>().Where(e => e.AccountId == account).Select(e => e.Id).ToListAsync(cancellationToken);
            foreach (var export in exports) session.DeleteWhere<PersonalDataAnswer>(a => a.RequestId == export);
            session.DeleteWhere<PersonalDataExport>(e => e.AccountId == account);
            session.DeleteWhere<OutgoingMail>(m => m.AccountId == account);
            // A guardian who has everything erased is no longer known; their consent stands by the link that they have.
            foreach (var ward in await session.Query<Guardianship>().Where(g => g.GuardianAccountId == account && g.AccountId != account).ToListAsync(cancellationToken))
            {
                ward.GuardianAccountId = null;
                session.Store(ward);
            }

            session.DeleteWhere<QueuedLetter>(l => l.AccountId == account);
            session.DeleteWhere<Guardianship>(g => g.AccountId == account);
            session.DeleteWhere<AccountNotice>(n => n.AccountId == account);
            session.DeleteWhere<ConsentEntry>(c => c.AccountId == account);
            session.DeleteWhere<PersonOfAccount>(p => p.AccountId == account);
        }

        foreach (var id in persons)
        {
            session.DeleteWhere<ConsentEntry>(c => c.PersonId == id);
            session.DeleteWhere<ConsentEndSeen>(c => c.PersonId == id);
        }
    }
}
