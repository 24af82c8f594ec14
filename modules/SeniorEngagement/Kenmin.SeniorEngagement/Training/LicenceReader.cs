using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Scope;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.SeniorEngagement.Training;

/// <summary>How far a person is with a kind of licence.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Licence">The licence; null as long as there was none.</param>
/// <param name="Credits">Credits that count for what comes next.</param>
internal sealed record LicenceProgress(LicenceKind Kind, Licence? Licence, int Credits)
{
    /// <summary>Credits for what comes next.</summary>
    public int Needed(DateOnly today) => Licence?.StateOn(today) is { } state and not LicenceState.Over ? state == LicenceState.Valid ? 0 : Licence.CreditsToRenew : Kind.CreditsNeeded;

    /// <summary>Whether it can be given or renewed now.</summary>
    public bool Ready(DateOnly today) => Licence?.StateOn(today) != LicenceState.Valid && Credits >= Needed(today) && (Kind.Offered || Licence?.StateOn(today) is LicenceState.Renewable or LicenceState.Lapsed);
}

/// <summary>A person's courses and licences.</summary>
internal sealed record TrainingRecord(IReadOnlyList<TrainingCredit> Credits, IReadOnlyList<LicenceProgress> Kinds);

/// <summary>A licence on staff's list.</summary>
internal sealed record LicenceLine(Licence Licence, CardHolder Holder);

/// <summary>Reads courses and licences; each look of staff is in the audit log before anything is shown.</summary>
internal sealed class LicenceReader(ISeniorEngagementStore store, IAuditTrail audit, TimeProvider clock)
{
    /// <summary>Of a person whom the caller was allowed to see: only kinds with credits or a licence.</summary>
    public async Task<TrainingRecord> OfAsync(Guid holder, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var credits = (await session.Query<TrainingCredit>().Where(c => c.HolderId == holder).ToListAsync(cancellationToken)).OrderByDescending(c => c.Day).ThenBy(c => c.Id).ToList();
        var licences = await session.Query<Licence>().Where(l => l.HolderId == holder).ToListAsync(cancellationToken);
        return new(credits,
        [
            .. (await session.LicenceKindsAsync(cancellationToken)).Select(k => (Kind: k, Licence: licences.Where(l => l.Kind == k.Id).MaxBy(l => l.ValidUntil)))
                .Select(k => new LicenceProgress(k.Kind, k.Licence, credits.Where(c => c.Kind == k.Kind.Id && (k.Licence is null || c.Day >= k.Licence.CountsFrom)).Sum(c => c.Credits)))
                .Where(p => p.Licence is not null || p.Credits > 0),
        ]);
    }

    /// <summary>All kinds of licences.</summary>
    public async Task<IReadOnlyList<LicenceKind>> KindsAsync(CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LicenceKindsAsync(cancellationToken);
    }

    /// <summary>Licences in the municipalities that the user works with, those that end first at the top; with <paramref name="endingOnly"/> those that can be renewed or have lapsed.</summary>
    public async Task<IReadOnlyList<LicenceLine>> ListAsync(string? kind, bool endingOnly, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var today = JapanTime.Today(clock);
        await using var session = store.QuerySession();
        var licences = (await session.Query<Licence>().ToListAsync(cancellationToken)).Where(l => l.StateOn(today) is var state && state != LicenceState.Over && (!endingOnly || state != LicenceState.Valid) && (kind is null || l.Kind == kind)).ToList();
        var holders = (await session.LoadManyAsync<CardHolder>(cancellationToken, [.. licences.Select(l => l.HolderId).Distinct()])).Where(h => SeniorScope.Covers(user, h.MunicipalityCode)).ToDictionary(h => h.Id);
        if (holders.Count > 0) await audit.RecordAsync(new(user.AccountId(), "senior-engagement.licences.listed", [.. holders.Values.SelectMany(HolderReader.Subjects)]), cancellationToken);
        return [.. licences.Where(l => holders.ContainsKey(l.HolderId)).OrderBy(l => l.ValidUntil).ThenBy(l => l.Number, StringComparer.Ordinal).Select(l => new LicenceLine(l, holders[l.HolderId]))];
    }
}
