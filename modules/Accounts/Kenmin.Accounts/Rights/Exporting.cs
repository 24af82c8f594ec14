using Kenmin.Accounts.Consents;
using Kenmin.Accounts.Contracts;
using Kenmin.Accounts.Merging;
using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Kenmin.Persistence.PersonalData;
using Marten;
using Npgsql;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.Accounts.Rights;

/// <summary>Collects all that is held on the holder of an account.</summary>
/// <param name="AccountId">Whose.</param>
[MessageIdentity("accounts.collect-personal-data.v1")]
[NoNewEntries("people rule over their data whatever is switched on")]
public sealed record CollectPersonalData(Guid AccountId);

/// <summary>The collection that is being made.</summary>
/// <param name="Id">Its id.</param>
public sealed record CollectionBegun(Guid Id);

/// <summary>Begins.</summary>
public static class CollectPersonalDataHandler
{
    /// <summary>Asked again within the hour, the same collection goes on.</summary>
    public static async Task<(CollectionBegun, OutgoingMessages)> Handle(
        CollectPersonalData command, IDocumentSession session, ModuleCatalog modules, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var recent = now.AddHours(-1);
        if (await session.Query<PersonalDataExport>().Where(e => e.AccountId == command.AccountId && e.RequestedAt > recent)
                .OrderByDescending(e => e.RequestedAt).FirstOrDefaultAsync(cancellationToken) is { } going)
            return (new(going.Id), []);
        var export = new PersonalDataExport
        {
            Id = Guid.CreateVersion7(now), AccountId = command.AccountId, RequestedAt = now,
            Modules = [.. modules.Modules.Where(m => m.Manifest.HoldsPersonalData).Select(m => m.Manifest.Key)],
        };
        session.Insert(export);
        return (new(export.Id), [new PersonalDataAsked(export.Id, command.AccountId)]);
    }
}

/// <summary>Answers for the accounts themselves.</summary>
[WolverineHandler]
[StickyHandler("accounts-personal-data-asked")]
[NoNewEntries("people rule over their data whatever is switched on")]
public static class OnPersonalDataAsked
{
    /// <summary>Reads the account, its notices, consents and requests, and who looked at the person's data.</summary>
    public static async Task<PersonalDataAnswered> Handle(
        PersonalDataAsked message, IQuerySession session, PersonalDataReader reader, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        // What was another account of the same person is theirs as well.
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var merged = await AccountsInSession.MergedIntoAsync(connection, message.AccountId, cancellationToken);
        var persons = await session.Query<PersonOfAccount>().Where(p => p.AccountId == message.AccountId).Select(p => p.Id).ToListAsync(cancellationToken);
        return new(message.RequestId, "accounts",
            await reader.ReadAsync("accounts", AccountTables.All, message.AccountId, [message.AccountId, .. merged, .. persons], cancellationToken));
    }
}

/// <summary>Keeps what modules answer.</summary>
[StickyHandler("accounts-personal-data-answered")]
[NoNewEntries("people rule over their data whatever is switched on")]
public static class PersonalDataAnsweredHandler
{
    /// <summary>Repeating it writes the same again.</summary>
    public static void Handle(PersonalDataAnswered message, IDocumentSession session) => session.Store(new PersonalDataAnswer
    {
        Id = $"{message.RequestId:N} {message.Module}", RequestId = message.RequestId, Module = message.Module, Sections = [.. message.Sections],
    });
}
