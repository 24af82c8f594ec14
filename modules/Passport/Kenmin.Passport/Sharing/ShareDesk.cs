using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Passport.PersonalData;
using Kenmin.Passport.Records;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.Passport.Sharing;

/// <summary>A share as its maker sees it.</summary>
/// <param name="Share">The share.</param>
/// <param name="Path">Its address on this site; null when it is over.</param>
/// <param name="Looks">How often it was looked at lately.</param>
/// <param name="LastLook">When it was looked at the last time.</param>
internal sealed record OwnShare(Share Share, string? Path, int Looks, DateTimeOffset? LastLook);

/// <summary>What somebody is shown.</summary>
/// <param name="Share">The share.</param>
/// <param name="Record">What of the record is shown.</param>
/// <param name="Milestones">Milestones, where they are shown.</param>
internal sealed record SharedRecord(Share Share, OwnRecord Record, IReadOnlyList<Milestone> Milestones);

/// <summary>Lists one's own shares, and shows a record to who holds an address.</summary>
internal sealed class ShareDesk(IPassportStore store, RecordReader records, ShareTokens tokens, IAuditTrail audit, TimeProvider clock)
{
    internal const string Looked = "passport.share.viewed";

    /// <summary>One's own, the latest first.</summary>
    public async Task<IReadOnlyList<OwnShare>> MineAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var account = user.AccountId()!.Value;
        await using var session = store.QuerySession();
        Guid[] accounts = [.. await session.AccountsOfAsync(account, cancellationToken)];
        var shares = await session.Query<Share>().Where(s => s.AccountId.IsOneOf(accounts)).OrderByDescending(s => s.MadeAt).Take(100).ToListAsync(cancellationToken);
        List<RecordedAuditEntry> looks = [];
        foreach (var one in accounts) looks.AddRange(await audit.FindAsync(new(SubjectId: one, Take: 200) { Action = Looked }, cancellationToken));
        var byShare = looks.ToLookup(l => l.Entry.Matter);
        return [.. shares.Select(s => new OwnShare(s, s.IsOpenOn(JapanTime.Today(clock)) ? tokens.PathOf(s) : null, byShare[s.Id.ToString()].Count(), byShare[s.Id.ToString()].Max(l => (DateTimeOffset?)l.At)))];
    }

    /// <summary>
    /// What the holder of an address is shown, written to the audit log before; null when there is nothing behind it or it is over: then
    /// nobody learns whose it was.
    /// </summary>
    public async Task<SharedRecord?> LookAsync(string token, ClaimsPrincipal viewer, CancellationToken cancellationToken)
    {
        var hash = ShareTokens.HashOf(token);
        await using var session = store.QuerySession();
        if (await session.Query<Share>().FirstOrDefaultAsync(s => s.TokenHash == hash, cancellationToken) is not { } share || !share.IsOpenOn(JapanTime.Today(clock))) return null;
        await audit.RecordAsync(new(viewer.AccountId(), Looked, [share.AccountId], share.Id.ToString()), cancellationToken);
        var record = await records.OfAsync(share.AccountId, cancellationToken);
        return new(
            share, record.Narrowed(share.FirstDay, share.LastDay, share.WithPapers, share.WithCertificates, share.WithPoints),
            share.WithMilestones ? record.Narrowed(null, null, share.WithPapers).Milestones() : []);
    }
}
