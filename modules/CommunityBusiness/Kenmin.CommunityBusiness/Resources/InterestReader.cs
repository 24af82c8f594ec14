using System.Security.Claims;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.CommunityBusiness.Resources;

/// <summary>An interest with both sides.</summary>
/// <param name="Interest">The interest.</param>
/// <param name="Venture">The venture.</param>
/// <param name="Entry">The resource or problem.</param>
internal sealed record InterestLook(LocalInterest Interest, Venture Venture, LocalEntry Entry);

/// <summary>An entry as a team of a venture sees it.</summary>
/// <param name="Venture">The venture.</param>
/// <param name="Entry">The entry.</param>
/// <param name="Interest">The team's latest interest in it; null when there is none.</param>
/// <param name="Contact">The private contact; null before the introduction, without consent, and once it is over.</param>
internal sealed record TeamLook(Venture Venture, LocalEntry Entry, LocalInterest? Interest, string? Contact);

/// <summary>Reads interests: the team its own, who proposed the entry those in it, staff of the place all.</summary>
internal sealed class InterestReader(ICommunityBusinessStore store, IAuditTrail audit, VentureReader ventures, TimeProvider clock)
{
    /// <summary>Those of a venture, the latest first, for who may see it.</summary>
    public async Task<IReadOnlyList<InterestLook>> OfVentureAsync(Venture venture, CancellationToken cancellationToken)
    {
        var id = venture.Id;
        await using var session = store.QuerySession();
        var interests = await session.Query<LocalInterest>().Where(i => i.VentureId == id).OrderByDescending(i => i.Id).ToListAsync(cancellationToken);
        var entries = (await session.LoadManyAsync<LocalEntry>(cancellationToken, [.. interests.Select(i => i.EntryId).Distinct()])).ToDictionary(e => e.Id);
        return [.. interests.Where(i => entries.ContainsKey(i.EntryId)).Select(i => new InterestLook(i, venture, entries[i.EntryId]))];
    }

    /// <summary>
    /// An entry for the team of a venture: what everybody sees, and what the team has to do with. Null when it is none of theirs. Every look at a
    /// contact is recorded.
    /// </summary>
    public async Task<TeamLook?> ForTeamAsync(Guid venture, Guid entry, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (await ventures.OwnAsync(venture, user, cancellationToken) is not { } own) return null;
        await using var session = store.QuerySession();
        if (await session.LoadAsync<LocalEntry>(entry, cancellationToken) is not { } found) return null;
        var interest = await session.Query<LocalInterest>().Where(i => i.VentureId == venture && i.EntryId == entry).OrderByDescending(i => i.Id).FirstOrDefaultAsync(cancellationToken);
        if (interest is null && !found.IsOpen(JapanTime.Today(clock))) return null;
        var contact = interest is { State: InterestState.Introduced } && found is { HandOver: not null, Contact.Length: > 0 } ? found.Contact : null;
        if (contact is not null && user.AccountId() is { } me && found.Subject is { } subject && subject != me) await audit.RecordAsync(new(me, "community-business.local-contact.viewed", [subject], entry.ToString()), cancellationToken);
        return new(own, found, interest, contact);
    }

    /// <summary>Those in an entry, the latest first, for who proposed it or answers for it. The look at the teams is recorded.</summary>
    public async Task<IReadOnlyList<InterestLook>> OfEntryAsync(LocalEntry entry, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var id = entry.Id;
        await using var session = store.QuerySession();
        return await WithVenturesAsync(session, await session.Query<LocalInterest>().Where(i => i.EntryId == id).OrderByDescending(i => i.Id).ToListAsync(cancellationToken), user, cancellationToken);
    }

    /// <summary>Those that wait for staff's answer, the oldest first. The look at the teams is recorded.</summary>
    public async Task<IReadOnlyList<InterestLook>> WaitingAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        IQueryable<LocalInterest> query = session.Query<LocalInterest>().Where(i => i.State == InterestState.Asked);
        if (user.ConfinedToMunicipalities() is { } confined)
        {
            string[] codes = [.. confined];
            query = query.Where(i => i.MunicipalityCode.IsOneOf(codes));
        }

        return await WithVenturesAsync(session, await query.OrderBy(i => i.Id).ToListAsync(cancellationToken), user, cancellationToken);
    }

    /// <summary>An interest that staff answer; null when it is not theirs.</summary>
    public async Task<LocalInterest?> ForStaffAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<LocalInterest>(id, cancellationToken) is { } interest && BusinessScope.Covers(user, interest.MunicipalityCode) ? interest : null;
    }

    private async Task<IReadOnlyList<InterestLook>> WithVenturesAsync(IQuerySession session, IReadOnlyList<LocalInterest> interests, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var found = (await session.LoadManyAsync<Venture>(cancellationToken, [.. interests.Select(i => i.VentureId).Distinct()])).ToDictionary(v => v.Id);
        var entries = (await session.LoadManyAsync<LocalEntry>(cancellationToken, [.. interests.Select(i => i.EntryId).Distinct()])).ToDictionary(e => e.Id);
        List<InterestLook> looks = [.. interests.Where(i => found.ContainsKey(i.VentureId) && entries.ContainsKey(i.EntryId)).Select(i => new InterestLook(i, found[i.VentureId], entries[i.EntryId]))];
        if (user.AccountId() is { } me && looks.SelectMany(l => VentureReader.Subjects(l.Venture)).Where(s => s != me).Distinct().ToList() is { Count: > 0 } people)
            await audit.RecordAsync(new(me, "community-business.interests.listed", people, looks.Count == 1 ? looks[0].Interest.Id.ToString() : ""), cancellationToken);
        return looks;
    }
}
