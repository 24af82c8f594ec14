using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.SeniorEngagement.Proxies;
using Kenmin.SeniorEngagement.Scope;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.SeniorEngagement.Cards;

/// <summary>A person with what belongs to the card.</summary>
/// <param name="Holder">The person.</param>
/// <param name="Proxies">Who may act or might, the latest first.</param>
/// <param name="Entries">Who entered what, the latest first.</param>
/// <param name="As">As what the reader looks.</param>
public sealed record HolderRecord(CardHolder Holder, IReadOnlyList<Proxy> Proxies, IReadOnlyList<CardEntry> Entries, ActingAs As);

/// <summary>Reads cards; each look at another's is in the audit log before anything is shown.</summary>
internal sealed class HolderReader(ISeniorEngagementStore store, IAuditTrail audit, TimeProvider clock)
{
    /// <summary>How many entries a page shows.</summary>
    private const int Latest = 50;

    /// <summary>The own card; null when there is none yet.</summary>
    public async Task<HolderRecord?> OwnAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return user.AccountId() is { } account && await session.OfAccountAsync(account, cancellationToken) is { } holder
            ? await RecordAsync(session, holder, ActingAs.Self, cancellationToken) : null;
    }

    /// <summary>The card of a person for whom the user may act; null when there is none.</summary>
    public async Task<HolderRecord?> ForAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var account = user.AccountId()!.Value;
        var proxies = await session.Query<Proxy>().Where(p => p.HolderId == id && p.ProxyAccountId == account).ToListAsync(cancellationToken);
        if (!proxies.Any(p => p.StateOn(JapanTime.Today(clock)) == ProxyState.Active) || await session.LoadAsync<CardHolder>(id, cancellationToken) is not { } holder) return null;
        await audit.RecordAsync(new(account, "senior-engagement.card.viewed", Subjects(holder), "proxy"), cancellationToken);
        return await RecordAsync(session, holder, ActingAs.Proxy, cancellationToken);
    }

    /// <summary>The people for whom the user may act, by name.</summary>
    public async Task<IReadOnlyList<(CardHolder Holder, Proxy Proxy)>> ActingForAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var (account, today) = (user.AccountId()!.Value, JapanTime.Today(clock));
        var proxies = (await session.Query<Proxy>().Where(p => p.ProxyAccountId == account && p.EndedAt == null).ToListAsync(cancellationToken)).Where(p => p.StateOn(today) == ProxyState.Active).ToList();
        var holders = (await session.LoadManyAsync<CardHolder>(cancellationToken, [.. proxies.Select(p => p.HolderId).Distinct()])).ToDictionary(h => h.Id);
        if (holders.Count > 0) await audit.RecordAsync(new(account, "senior-engagement.cards.listed", [.. holders.Values.SelectMany(Subjects)], "proxy"), cancellationToken);
        return [.. proxies.Where(p => holders.ContainsKey(p.HolderId)).Select(p => (holders[p.HolderId], p)).OrderBy(p => FoldedText.OfName(p.Item1.Name), StringComparer.Ordinal)];
    }

    /// <summary>Somebody's card for staff; null when there is none that the user may see.</summary>
    public async Task<HolderRecord?> LookAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<CardHolder>(id, cancellationToken) is not { } holder || !SeniorScope.Covers(user, holder.MunicipalityCode)) return null;
        await audit.RecordAsync(new(user.AccountId(), "senior-engagement.card.viewed", Subjects(holder)), cancellationToken);
        return await RecordAsync(session, holder, ActingAs.Staff, cancellationToken);
    }

    /// <summary>Cards of the municipalities that the user works with, by name; with <paramref name="words"/> those whose name, number or telephone has them.</summary>
    public async Task<IReadOnlyList<CardHolder>> ListAsync(string? words, bool onPaper, ClaimsPrincipal user, CancellationToken cancellationToken, string action = "senior-engagement.cards.listed")
    {
        await using var session = store.QuerySession();
        var key = FoldedText.OfName(words);
        var digits = string.Concat(key.Where(char.IsAsciiDigit));
        var all = await session.Query<CardHolder>().ToListAsync(cancellationToken);
        List<CardHolder> found =
        [
            .. all.Where(h => SeniorScope.Covers(user, h.MunicipalityCode) && (!onPaper || h.AccountId is null)
                && (key.Length == 0 || FoldedText.OfName(h.Name).Contains(key, StringComparison.Ordinal) || CardHolder.Numbers.Read(words) == h.Number
                    || (digits.Length >= 4 && digits.Length == key.Count(c => c != '-') && string.Concat(h.Phone.Where(char.IsAsciiDigit)).Contains(digits, StringComparison.Ordinal))))
                .OrderBy(h => h.MunicipalityCode, StringComparer.Ordinal).ThenBy(h => FoldedText.OfName(h.Name), StringComparer.Ordinal),
        ];
        if (found.Count > 0) await audit.RecordAsync(new(user.AccountId(), action, [.. found.SelectMany(Subjects)]), cancellationToken);
        return found;
    }

    /// <summary>Places near a person's home to choose from.</summary>
    public async Task<IReadOnlyList<BasePlace>> PlacesAsync(string municipality, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.PlacesNearAsync(municipality, cancellationToken);
    }

    // By both ids, so that a person finds the looks at them whichever of them is asked for.
    internal static Guid[] Subjects(CardHolder holder) => holder.AccountId is { } account ? [holder.Id, account] : [holder.Id];

    private static async Task<HolderRecord> RecordAsync(IQuerySession session, CardHolder holder, ActingAs @as, CancellationToken cancellationToken) => new(
        holder, await session.Query<Proxy>().Where(p => p.HolderId == holder.Id).OrderByDescending(p => p.AgreedAt).ToListAsync(cancellationToken),
        await session.Query<CardEntry>().Where(e => e.HolderId == holder.Id).OrderByDescending(e => e.At).Take(Latest).ToListAsync(cancellationToken), @as);
}
