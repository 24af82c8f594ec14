using Kenmin.Passport.PaperRecords;
using Kenmin.Passport.PersonalData;
using Marten;

namespace Kenmin.Passport.Records;

/// <summary>Reads a person's record. Who reads another's has written it to the audit log before.</summary>
internal sealed class RecordReader(IPassportStore store)
{
    /// <summary>The record of an account, with what was told of accounts that went into it.</summary>
    public async Task<OwnRecord> OfAsync(Guid account, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        Guid[] accounts = [.. await session.AccountsOfAsync(account, cancellationToken)];
        var participations = await session.QueryAsync<Participation>("where d.account_id = any(?)", cancellationToken, (object)accounts);
        var papers = await session.Query<PaperRecord>().Where(p => p.AccountId.IsOneOf(accounts)).ToListAsync(cancellationToken);
        var certificates = await session.QueryAsync<Certificate>("where d.account_id = any(?)", cancellationToken, (object)accounts);
        var points = await session.QueryAsync<PointBalance>("where d.account_id = any(?)", cancellationToken, (object)accounts);
        Guid[] results = [.. participations.Select(p => SharedResult.IdOf(p.Module, p.SubjectId)).Distinct()];
        return OwnRecord.Of(account, participations, papers, (await session.LoadManyAsync<SharedResult>(cancellationToken, results)).ToDictionary(r => r.Id), certificates, points);
    }
}
