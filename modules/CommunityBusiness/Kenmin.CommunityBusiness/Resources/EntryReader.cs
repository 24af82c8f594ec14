using System.Security.Claims;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Initiatives;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.CommunityBusiness.Resources;

/// <summary>What is looked for; null is anything.</summary>
/// <param name="Problems">Problems only, or resources only.</param>
/// <param name="Kind">Of this kind.</param>
/// <param name="Municipality">In this municipality.</param>
/// <param name="Words">Whose words hold this text.</param>
/// <param name="State">Standing so: for staff.</param>
internal sealed record EntryFilter(bool? Problems = null, LocalKind? Kind = null, string? Municipality = null, string? Words = null, EntryState? State = null)
{
    /// <summary>From what stands in an address; what cannot be read asks for nothing.</summary>
    public static EntryFilter Of(string? layer, string? kind, string? municipality, string? words, string? state = null) => new(
        layer switch { "problems" => true, "resources" => false, _ => null }, Enum.TryParse<LocalKind>(kind, ignoreCase: true, out var found) && Enum.IsDefined(found) ? found : null,
        Kenmin.SharedKernel.Municipality.ByCode(municipality)?.Code6, string.IsNullOrWhiteSpace(words) ? null : words, Enum.TryParse<EntryState>(state, out var standing) && Enum.IsDefined(standing) ? standing : null);
}

/// <summary>An entry as everybody sees it.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Talks">Whether a team waits for an introduction or was introduced.</param>
internal sealed record EntryLine(LocalEntry Entry, bool Talks);

/// <summary>Reads entries: everybody what is published, residents what they proposed, staff those of their municipalities.</summary>
internal sealed class EntryReader(ICommunityBusinessStore store, IAuditTrail audit, InitiativeDirectory initiatives, TimeProvider clock)
{
    internal const int MostListed = 1_000;

    /// <summary>What is published, the latest first.</summary>
    public async Task<IReadOnlyList<EntryLine>> PublicAsync(EntryFilter filter, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var today = JapanTime.Today(clock);
        var found = (await Narrowed(session, filter with { State = EntryState.Published }).OrderByDescending(e => e.Id).ToListAsync(cancellationToken)).Where(e => e.IsOpen(today) && Holds(e, filter.Words)).Take(MostListed).ToList();
        return await WithTalksAsync(session, found, cancellationToken);
    }

    /// <summary>A page of what is published, by key, in the order of the ids.</summary>
    public async Task<IReadOnlyList<EntryLine>> PageAsync(EntryFilter filter, Guid? after, int take, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var today = JapanTime.Today(clock);
        var query = Narrowed(session, filter with { State = EntryState.Published }).Where(e => e.Until == null || e.Until >= today);
        if (after is { } last) query = query.Where(e => e.Id > last);
        return await WithTalksAsync(session, await query.OrderBy(e => e.Id).Take(take + 1).ToListAsync(cancellationToken), cancellationToken);
    }

    /// <summary>One that everybody may see; null when it is not published, or not any more.</summary>
    public async Task<EntryLine?> FindPublicAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<LocalEntry>(id, cancellationToken) is { } entry && entry.IsOpen(JapanTime.Today(clock)) ? (await WithTalksAsync(session, [entry], cancellationToken))[0] : null;
    }

    /// <summary>What the user proposed, the latest first.</summary>
    public async Task<IReadOnlyList<LocalEntry>> MineAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (user.AccountId() is not { } me) return [];
        await using var session = store.QuerySession();
        return await session.Query<LocalEntry>().Where(e => e.ProposerAccountId == me).OrderByDescending(e => e.Id).ToListAsync(cancellationToken);
    }

    /// <summary>One that the user proposed; null when they did not.</summary>
    public async Task<LocalEntry?> OwnAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<LocalEntry>(id, cancellationToken) is { ProposerAccountId: { } proposer } entry && proposer == user.AccountId() ? entry : null;
    }

    /// <summary>Those that staff work with, what waits first. The look at those who proposed them is recorded.</summary>
    public async Task<IReadOnlyList<LocalEntry>> ListAsync(EntryFilter filter, ClaimsPrincipal user, CancellationToken cancellationToken, AuditKind kind = AuditKind.View)
    {
        await using var session = store.QuerySession();
        var query = Narrowed(session, filter);
        if (user.ConfinedToMunicipalities() is { } confined)
        {
            string[] codes = [.. confined];
            query = query.Where(e => e.MunicipalityCode.IsOneOf(codes));
        }

        List<LocalEntry> found = [.. (await query.ToListAsync(cancellationToken)).Where(e => Holds(e, filter.Words)).OrderBy(e => e.State != EntryState.Waiting).ThenByDescending(e => e.Id).Take(MostListed)];
        await RecordAsync(user, "community-business.local-entries.listed", found, kind, cancellationToken);
        return found;
    }

    /// <summary>One that staff work with; null when it is not theirs. The look at who proposed it and at the contact is recorded.</summary>
    public async Task<LocalEntry?> ForStaffAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<LocalEntry>(id, cancellationToken) is not { } entry || !BusinessScope.Covers(user, entry.MunicipalityCode)) return null;
        await RecordAsync(user, "community-business.local-entry.viewed", [entry], AuditKind.View, cancellationToken);
        return entry;
    }

    /// <summary>The entries that may suit a venture. Only what everybody may see is compared, without what its own team proposed.</summary>
    public async Task<IReadOnlyList<EntryMatch>> MatchesAsync(Venture venture, CancellationToken cancellationToken) =>
        IdeaMatching.For(venture, (await PublicAsync(new(), cancellationToken)).Select(l => l.Entry).Where(e => e.ProposerAccountId is not { } proposer || !venture.IsOf(proposer)));

    /// <summary>
    /// The ventures of staff's municipalities that an entry may suit, for staff who answer for the entry: without their own, and without those
    /// of who proposed it. The look at the owners is recorded.
    /// </summary>
    public async Task<IReadOnlyList<VentureMatch>> MatchesAsync(LocalEntry entry, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (user.AccountId() is not { } me || entry.ProposerAccountId == me) return [];
        await using var session = store.QuerySession();
        IQueryable<Venture> query = session.Query<Venture>().Where(v => v.State == VentureState.Active);
        if (user.ConfinedToMunicipalities() is { } confined)
        {
            string[] codes = [.. confined];
            query = query.Where(v => v.MunicipalityCode.IsOneOf(codes));
        }

        var ventures = (await query.ToListAsync(cancellationToken)).Where(v => initiatives.MaySee(user, v) && !v.IsOf(me) && (entry.ProposerAccountId is not { } proposer || !v.IsOf(proposer)));
        var matches = IdeaMatching.For(entry, ventures);
        if (matches.Count > 0) await audit.RecordAsync(new(me, "community-business.ventures.listed", [.. matches.SelectMany(m => VentureReader.Subjects(m.Venture)).Distinct()], entry.Id.ToString()), cancellationToken);
        return matches;
    }

    private static IQueryable<LocalEntry> Narrowed(IQuerySession session, EntryFilter filter)
    {
        IQueryable<LocalEntry> query = session.Query<LocalEntry>();
        if (filter.State is { } state) query = query.Where(e => e.State == state);
        if (filter.Problems is { } problems) query = query.Where(e => e.IsProblem == problems);
        if (filter.Kind is { } kind) query = query.Where(e => e.Kind == kind);
        if (filter.Municipality is { } municipality) query = query.Where(e => e.MunicipalityCode == municipality);
        return query;
    }

    // What is not published is not searched.
    private static bool Holds(LocalEntry entry, string? words) =>
        FoldedText.OfName(words) is not { Length: > 0 } key || new[] { entry.Title, entry.Text, entry.Place, entry.Condition, entry.Number }.Any(t => FoldedText.OfName(t).Contains(key, StringComparison.Ordinal));

    private static async Task<IReadOnlyList<EntryLine>> WithTalksAsync(IQuerySession session, IReadOnlyList<LocalEntry> entries, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. entries.Select(e => e.Id)];
        var talking = ids.Length == 0 ? [] : (await session.Query<LocalInterest>().Where(i => i.EntryId.IsOneOf(ids) && (i.State == InterestState.Asked || i.State == InterestState.Introduced)).ToListAsync(cancellationToken)).Select(i => i.EntryId).ToHashSet();
        return [.. entries.Select(e => new EntryLine(e, talking.Contains(e.Id)))];
    }

    private async Task RecordAsync(ClaimsPrincipal user, string action, IReadOnlyList<LocalEntry> seen, AuditKind kind, CancellationToken cancellationToken)
    {
        var me = user.AccountId();
        Guid[] people = [.. seen.Select(e => e.Subject).OfType<Guid>().Where(p => p != me).Distinct()];
        if (people.Length > 0) await audit.RecordAsync(new(me, action, people, seen is [var one] ? one.Id.ToString() : "") { Kind = kind }, cancellationToken);
    }
}
