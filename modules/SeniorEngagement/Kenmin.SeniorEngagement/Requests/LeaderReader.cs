using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Participation;
using Kenmin.Persistence.Audit;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Circles;
using Kenmin.SeniorEngagement.Scope;
using Kenmin.SharedKernel;
using Marten;
using Npgsql;

namespace Kenmin.SeniorEngagement.Requests;

/// <summary>A request with a leader beside it.</summary>
/// <param name="Request">The request.</param>
/// <param name="Match">How it stands between the two.</param>
/// <param name="Leader">The leader; null when erased.</param>
/// <param name="Licences">Licences for what is wanted, by their names.</param>
/// <param name="Details">Whether names and telephones are shown: between the two, until the day after.</param>
/// <param name="Phone">The leader's telephone, where details are shown.</param>
public sealed record LeadLine(LeaderRequest Request, LeaderMatch Match, CardHolder? Leader, IReadOnlyList<LicenceToLead> Licences, bool Details, string Phone);

/// <summary>What a leader agreed to, and what they are asked.</summary>
/// <param name="Profile">What they agreed to; null when nothing.</param>
/// <param name="May">What licences in force are for.</param>
/// <param name="Places">Places from which distances can be measured.</param>
/// <param name="Leads">What they are asked, those to answer first.</param>
internal sealed record LeadingRecord(LeaderProfile? Profile, IReadOnlyList<string> May, IReadOnlyList<BasePlace> Places, IReadOnlyList<LeadLine> Leads);

/// <summary>A request for staff, with whom they could ask.</summary>
internal sealed record StaffRequest(LeaderRequest Request, IReadOnlyList<LeadLine> Asked, IReadOnlyList<LeaderFit> Fits, IReadOnlyList<NoLeaderFit> Others);

/// <summary>Reads requests and leaders; each look at others' names is in the audit log before anything is shown.</summary>
internal sealed class LeaderReader(ISeniorEngagementStore store, NpgsqlDataSource database, IParticipation<ISeniorEngagementStore> participation, IAuditTrail audit, TimeProvider clock)
{
    /// <summary>Of a person whom the caller was allowed to see.</summary>
    public async Task<LeadingRecord> OfAsync(CardHolder holder, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var today = JapanTime.Today(clock);
        await using var session = store.QuerySession();
        var profile = await session.LoadAsync<LeaderProfile>(holder.Id, cancellationToken);
        var licences = await session.LicencesToLeadAsync([holder.Id], cancellationToken);
        var matches = await session.Query<LeaderMatch>().Where(m => m.HolderId == holder.Id).ToListAsync(cancellationToken);
        var requests = (await session.LoadManyAsync<LeaderRequest>(cancellationToken, [.. matches.Select(m => m.RequestId).Distinct()])).ToDictionary(r => r.Id);
        List<LeadLine> lines = [.. matches.Where(m => requests.ContainsKey(m.RequestId)).Select(m => Line(requests[m.RequestId], m, holder, licences, profile))];
        Guid[] seen = [.. lines.Where(l => l.Details).Select(l => l.Request.AccountId).OfType<Guid>().Distinct()];
        if (seen.Length > 0) await audit.RecordAsync(new(user.AccountId(), "senior-engagement.leader-requests.viewed", seen, holder.Id.ToString()), cancellationToken);
        return new(
            profile, [.. CardQuestions.Interests.Select(i => i.Key).Where(i => licences.Any(l => l.RunsOn(today) && l.Interests.Contains(i)))], await session.PlacesNearAsync(holder.MunicipalityCode, cancellationToken),
            [.. lines.OrderBy(l => l.Match.State).ThenByDescending(l => l.Match.AskedAt).ThenBy(l => l.Match.Id)]);
    }

    /// <summary>A request for the side that asked; null when it is none of the caller's.</summary>
    public async Task<(LeaderRequest Request, IReadOnlyList<LeadLine> Offers)?> ForAskerAsync(Guid? id, RequestSide side, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var hash = RequestSide.HashOf(side.Secret);
        var request = id is { } known ? await session.LoadAsync<LeaderRequest>(known, cancellationToken) : hash is null ? null : await session.Query<LeaderRequest>().Where(r => r.SecretHash == hash).FirstOrDefaultAsync(cancellationToken);
        if (request is null || side.Staff || !side.Is(request)) return null;
        var lines = (await LinesAsync(session, request, cancellationToken)).Where(l => l.Match.State is LeaderMatchState.Offered or LeaderMatchState.Agreed).ToList();
        Guid[] seen = [.. lines.Where(l => l is { Details: true, Leader: not null }).SelectMany(l => HolderReader.Subjects(l.Leader!))];
        if (seen.Length > 0) await audit.RecordAsync(new(user.AccountId(), "senior-engagement.leader.viewed", seen, request.Id.ToString()), cancellationToken);
        return (request, lines);
    }

    /// <summary>The requests of an account, the latest first.</summary>
    public async Task<IReadOnlyList<LeaderRequest>> OwnAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var account = user.AccountId()!.Value;
        await using var session = store.QuerySession();
        return [.. (await session.Query<LeaderRequest>().Where(r => r.AccountId == account).ToListAsync(cancellationToken)).OrderByDescending(r => r.AskedAt).ThenBy(r => r.Id)];
    }

    /// <summary>Requests in the municipalities that the user works with, those with something to do first.</summary>
    public async Task<IReadOnlyList<LeaderRequest>> ListAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return [.. (await session.Query<LeaderRequest>().ToListAsync(cancellationToken)).Where(r => SeniorScope.Covers(user, r.MunicipalityCode)).OrderBy(r => r.State).ThenBy(r => r.Times[0].Starts).ThenBy(r => r.Id)];
    }

    /// <summary>A request for staff, with the leaders who suit; null when there is none that the user may see.</summary>
    public async Task<StaffRequest?> LookAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<LeaderRequest>(id, cancellationToken) is not { } request || !SeniorScope.Covers(user, request.MunicipalityCode)) return null;
        var asked = await LinesAsync(session, request, cancellationToken);
        var there = asked.Where(l => l.Match.State is not LeaderMatchState.CalledOff).Select(l => l.Match.HolderId).ToHashSet();
        var (fits, others) = request.State == LeaderRequestState.Open
            ? LeaderRanking.Rank(request, (await FactsAsync(session, request.Id, cancellationToken)).Where(f => !there.Contains(f.Holder.Id)), clock.GetUtcNow()) : ([], []);
        Guid[] seen = [.. asked.Where(l => l.Leader is not null).Select(l => l.Leader!).Concat(fits.Select(f => f.Leader.Holder)).Concat(others.Select(o => o.Leader.Holder)).SelectMany(HolderReader.Subjects), .. new[] { request.AccountId }.OfType<Guid>()];
        if (seen.Length > 0) await audit.RecordAsync(new(user.AccountId(), "senior-engagement.leader-request.viewed", [.. seen.Distinct()], request.Id.ToString()), cancellationToken);
        return new(request, asked, fits, others);
    }

    /// <summary>Leaders near a circle who may lead what it is about, for staff.</summary>
    public async Task<IReadOnlyList<LeaderFit>> ForCircleAsync(Circle circle, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var session = store.QuerySession();
        // As if the circle asked for today: licence, consent and distance count, and no time.
        LeaderRequest wish = new() { Id = circle.Id, Interests = circle.Interests, MunicipalityCode = circle.MunicipalityCode, Indoors = true, Wheelchair = true, Times = [new(now.AddMinutes(1), now.AddMinutes(2))] };
        var there = (await session.Query<CircleMember>().Where(m => m.CircleId == circle.Id).ToListAsync(cancellationToken)).Select(m => m.HolderId).ToHashSet();
        var (fits, _) = LeaderRanking.Rank(wish, (await FactsAsync(session, circle.Id, cancellationToken)).Where(f => !there.Contains(f.Holder.Id)).Select(f => f with { Busy = [], Profile = AnyTime(f.Profile) }), now);
        if (fits.Count > 0) await audit.RecordAsync(new(user.AccountId(), "senior-engagement.leaders.listed", [.. fits.SelectMany(f => HolderReader.Subjects(f.Leader.Holder))], circle.Id.ToString()), cancellationToken);
        return fits;

        static LeaderProfile AnyTime(LeaderProfile p) => new() { Id = p.Id, Interests = p.Interests, Kilometres = p.Kilometres, From = p.From, AgreedAt = p.AgreedAt, Until = p.Until };
    }

    /// <summary>Places of a municipality to choose from.</summary>
    public async Task<IReadOnlyList<BasePlace>> PlacesAsync(string? municipality, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return municipality is null ? [] : await session.PlacesNearAsync(municipality, cancellationToken);
    }

    private async Task<IReadOnlyList<LeaderFacts>> FactsAsync(IQuerySession session, Guid matter, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (today, since) = (JapanTime.DayOf(now), now.ToUniversalTime().AddDays(-LeaderRanking.LatelyDays));
        var profiles = await session.Query<LeaderProfile>().Where(p => p.EndedAt == null && p.Until >= today).ToListAsync(cancellationToken);
        Guid[] ids = [.. profiles.Select(p => p.Id)];
        var holders = (await session.LoadManyAsync<CardHolder>(cancellationToken, ids)).ToDictionary(h => h.Id);
        var licences = (await session.LicencesToLeadAsync(ids, cancellationToken)).ToLookup(l => l.Holder);
        var matches = await session.Query<LeaderMatch>().Where(m => m.HolderId.IsOneOf(ids) && m.AskedAt >= since).ToListAsync(cancellationToken);
        var promises = await database.PromisesAsync(now, cancellationToken);
        var own = matches.Where(m => m.RequestId == matter).Select(m => m.Id).ToHashSet();
        List<LeaderFacts> facts = [];
        foreach (var profile in profiles.Where(p => holders.ContainsKey(p.Id)))
        {
            var meetings = (await participation.SignUpsOfPersonAsync(profile.Id, cancellationToken)).Where(s => s.State is SignUpState.Confirmed or SignUpState.Offered && s.Opening.Ends > now).Select(s => (s.Opening.Starts, s.Opening.Ends));
            facts.Add(new(
                holders[profile.Id], profile, [.. licences[profile.Id]], [.. promises[profile.Id].Where(p => !own.Contains(p.Match)).Select(p => (p.Starts, p.Ends)), .. meetings],
                matches.Count(m => m.HolderId == profile.Id && m.RequestId != matter)));
        }

        return facts;
    }

    private async Task<IReadOnlyList<LeadLine>> LinesAsync(IQuerySession session, LeaderRequest request, CancellationToken cancellationToken)
    {
        var matches = await session.Query<LeaderMatch>().Where(m => m.RequestId == request.Id).ToListAsync(cancellationToken);
        Guid[] ids = [.. matches.Select(m => m.HolderId).Distinct()];
        var holders = (await session.LoadManyAsync<CardHolder>(cancellationToken, ids)).ToDictionary(h => h.Id);
        var profiles = (await session.LoadManyAsync<LeaderProfile>(cancellationToken, ids)).ToDictionary(p => p.Id);
        var licences = await session.LicencesToLeadAsync(ids, cancellationToken);
        return [.. matches.OrderBy(m => m.State).ThenBy(m => m.AskedAt).ThenBy(m => m.Id).Select(m => Line(request, m, holders.GetValueOrDefault(m.HolderId), licences, profiles.GetValueOrDefault(m.HolderId)))];
    }

    // Only the two between whom it is agreed see whom to call, and not for longer than it takes.
    private LeadLine Line(LeaderRequest request, LeaderMatch match, CardHolder? holder, IReadOnlyList<LicenceToLead> licences, LeaderProfile? profile)
    {
        var day = (match.Time ?? request.Agreed ?? request.Times[0]).Day;
        var details = match.State == LeaderMatchState.Agreed && JapanTime.Today(clock) <= request.ShownUntil;
        return new(
            request, match, holder, [.. licences.Where(l => l.Holder == match.HolderId && l.RunsOn(day) && l.Interests.Any(request.Interests.Contains))], details,
            details ? (profile?.Phone is { Length: > 0 } phone ? phone : holder?.Phone ?? "") : "");
    }
}
