using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Steps;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.SeniorEngagement.Circles;

/// <summary>Somebody who might be a companion, as far as one may know before both agree.</summary>
/// <param name="HolderId">The person.</param>
/// <param name="Called">How the person is called.</param>
/// <param name="Common">What both have in common.</param>
internal sealed record CompanionLine(Guid HolderId, string Called, InCommon Common);

/// <summary>An introduction for one of the two.</summary>
/// <param name="Introduction">The introduction.</param>
/// <param name="State">How it stands.</param>
/// <param name="Called">How the other is called.</param>
/// <param name="Name">The other's name, once both agreed; null before.</param>
/// <param name="Common">What both have in common; null when it is nothing any more.</param>
/// <param name="Together">What suits both, the earliest first, once both agreed.</param>
internal sealed record IntroductionLine(Introduction Introduction, IntroductionState State, string Called, string? Name, InCommon? Common, IReadOnlyList<StepOpportunity> Together);

/// <summary>What a person finds on the page of companions.</summary>
/// <param name="Own">What the person wishes; null when nothing was said yet.</param>
/// <param name="Introductions">Introductions, those that wait for the person first.</param>
/// <param name="Others">Who might be a companion.</param>
internal sealed record CompanionPageData(Companion? Own, IReadOnlyList<IntroductionLine> Introductions, IReadOnlyList<CompanionLine> Others);

/// <summary>Reads who might be companions; who is shown another leaves a trace before anything is shown.</summary>
internal sealed class CompanionReader(ISeniorEngagementStore store, StepReader steps, IAuditTrail audit, TimeProvider clock)
{
    private const int Most = 20, MostTogether = 3;

    /// <summary>For a person. Names only where both agreed; telephones and addresses never.</summary>
    public async Task<CompanionPageData> ForAsync(HolderRecord person, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var (me, today) = (person.Holder, JapanTime.Today(clock));
        var own = await session.LoadAsync<Companion>(me.Id, cancellationToken);
        var all = await session.Query<Introduction>().Where(i => i.FirstId == me.Id || i.SecondId == me.Id).ToListAsync(cancellationToken);
        var open = all.Where(i => i.StateFor(me.Id, today) != IntroductionState.Gone).ToList();
        var known = await KnownAsync(session, [.. open.Select(i => i.OtherOf(me.Id))], cancellationToken);
        List<IntroductionLine> lines = [];
        foreach (var introduction in open)
        {
            if (!known.TryGetValue(introduction.OtherOf(me.Id), out var other)) continue;
            var state = introduction.StateFor(me.Id, today);
            lines.Add(new(introduction, state, CalledBefore(other.Companion), state == IntroductionState.Agreed ? other.Holder.Name : null, InCommon.Of(me, other.Holder),
                state == IntroductionState.Agreed ? await TogetherAsync(me, other.Holder, cancellationToken) : []));
        }

        List<CompanionLine> others = own is { Introduce: true } ? await OthersAsync(session, me, [.. all.Select(i => i.OtherOf(me.Id))], cancellationToken) : [];
        Guid[] shown = [.. lines.Select(l => l.Introduction.OtherOf(me.Id)), .. others.Select(o => o.HolderId)];
        if (shown.Length > 0) await audit.RecordAsync(new(user.AccountId(), "senior-engagement.companions.listed", shown, me.Id.ToString()), cancellationToken);
        return new(own, [.. lines.OrderBy(l => l.State).ThenBy(l => l.Introduction.AnswerBy)], others);
    }

    /// <summary>For staff: introductions of a person as they stand, without what somebody declined; and whom staff may propose, by the cards.</summary>
    public async Task<CompanionPageData> LookAsync(HolderRecord person, Func<CardHolder, bool> covers, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var (me, today, code) = (person.Holder, JapanTime.Today(clock), person.Holder.MunicipalityCode);
        var all = await session.Query<Introduction>().Where(i => i.FirstId == me.Id || i.SecondId == me.Id).ToListAsync(cancellationToken);
        var met = all.Select(i => i.OtherOf(me.Id)).ToHashSet();
        var known = await KnownAsync(session, [.. met], cancellationToken);
        List<IntroductionLine> lines = [.. all.Where(i => known.ContainsKey(i.OtherOf(me.Id)) && i.StateFor(me.Id, today) != IntroductionState.Gone)
            .Select(i => new IntroductionLine(i, i.StateFor(me.Id, today), CalledBefore(known[i.OtherOf(me.Id)].Companion), known[i.OtherOf(me.Id)].Holder.Name, InCommon.Of(me, known[i.OtherOf(me.Id)].Holder), []))];
        var people = await session.Query<CardHolder>().Where(h => h.MunicipalityCode == code).ToListAsync(cancellationToken);
        List<CompanionLine> others =
        [
            .. people.Where(h => !met.Contains(h.Id) && covers(h)).Select(h => (Holder: h, Common: InCommon.Of(me, h))).Where(h => h.Common is not null)
                .OrderByDescending(h => h.Common!.Interests.Count).ThenByDescending(h => h.Common!.Slots.Count).ThenBy(h => h.Holder.Id).Take(Most).Select(h => new CompanionLine(h.Holder.Id, h.Holder.Name, h.Common!)),
        ];
        Guid[] shown = [.. lines.Select(l => l.Introduction.OtherOf(me.Id)), .. others.Select(o => o.HolderId)];
        if (shown.Length > 0) await audit.RecordAsync(new(user.AccountId(), "senior-engagement.companions.listed", [.. shown, .. people.Where(p => shown.Contains(p.Id)).Select(p => p.AccountId).OfType<Guid>()], me.Id.ToString()), cancellationToken);
        return new(await session.LoadAsync<Companion>(me.Id, cancellationToken), lines, others);
    }

    // Before both agree only what the person chose to be called is shown, never a name from the card.
    private static string CalledBefore(Companion? companion) => companion is { Nickname.Length: > 0 } ? companion.Nickname : "";

    private static async Task<List<CompanionLine>> OthersAsync(IQuerySession session, CardHolder me, HashSet<Guid> met, CancellationToken cancellationToken)
    {
        var wishing = (await session.Query<Companion>().Where(c => c.Introduce && c.Id != me.Id).ToListAsync(cancellationToken)).Where(c => !met.Contains(c.Id)).ToDictionary(c => c.Id);
        var holders = await session.LoadManyAsync<CardHolder>(cancellationToken, [.. wishing.Keys]);
        return
        [
            .. holders.Select(h => (Holder: h, Common: InCommon.Of(me, h))).Where(h => h.Common is not null)
                .OrderByDescending(h => h.Common!.Interests.Count).ThenByDescending(h => h.Common!.Slots.Count).ThenBy(h => h.Holder.Id).Take(Most)
                .Select(h => new CompanionLine(h.Holder.Id, CalledBefore(wishing[h.Holder.Id]), h.Common!)),
        ];
    }

    private static async Task<Dictionary<Guid, (CardHolder Holder, Companion? Companion)>> KnownAsync(IQuerySession session, Guid[] ids, CancellationToken cancellationToken)
    {
        var companions = (await session.LoadManyAsync<Companion>(cancellationToken, ids)).ToDictionary(c => c.Id);
        return (await session.LoadManyAsync<CardHolder>(cancellationToken, ids)).ToDictionary(h => h.Id, h => (h, companions.GetValueOrDefault(h.Id)));
    }

    private async Task<IReadOnlyList<StepOpportunity>> TogetherAsync(CardHolder me, CardHolder other, CancellationToken cancellationToken)
    {
        if (!me.Card.IsAnswered || !other.Card.IsAnswered) return [];
        var theirs = (await steps.FindAsync(other, cancellationToken)).Steps.Select(s => s.Opportunity.Id).ToHashSet();
        return [.. (await steps.FindAsync(me, cancellationToken)).Steps.Where(s => theirs.Contains(s.Opportunity.Id)).Select(s => s.Opportunity).OrderBy(o => o.Starts).Take(MostTogether)];
    }
}
