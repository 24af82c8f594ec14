using Kenmin.RuralLeaders.Outlook;
using Kenmin.SharedKernel;

namespace Kenmin.RuralLeaders.Help.Matching;

/// <summary>A place: whether it is known, or stands for the municipality's office.</summary>
internal readonly record struct HelpPlace(GeoPoint Point, bool Rough);

/// <summary>A request with what it still lacks.</summary>
/// <param name="Request">The request.</param>
/// <param name="At">Where it is.</param>
/// <param name="People">How many people it lacks, those with skills among them.</param>
/// <param name="Skills">The skills that it lacks.</param>
/// <param name="Tools">The things that it lacks.</param>
/// <param name="Got">How often its network or person got help this fiscal year.</param>
internal sealed record Need(HelpRequest Request, HelpPlace At, int People, IReadOnlyList<HelpSkill> Skills, IReadOnlyList<HelpTool> Tools, int Got);

/// <summary>An offer with what it still has to give.</summary>
/// <param name="Offer">The offer.</param>
/// <param name="At">From where.</param>
/// <param name="Free">How many people are not asked for anything yet.</param>
/// <param name="Helped">How often the person helped this fiscal year.</param>
/// <param name="Busy">When how many are promised or asked for.</param>
internal sealed record Hand(HelpOffer Offer, HelpPlace At, int Free, int Helped, IReadOnlyList<(DateTimeOffset Starts, DateTimeOffset Ends, int People)> Busy);

/// <summary>A request and an offer that fit.</summary>
/// <param name="Need">The request's number.</param>
/// <param name="Hand">The offer's number.</param>
/// <param name="Day">The first day that suits both.</param>
/// <param name="Minutes">How far, by car.</param>
/// <param name="Free">How many people are free on that day.</param>
/// <param name="Worth">What it is worth.</param>
internal readonly record struct HelpPair(int Need, int Hand, DateOnly Day, double Minutes, int Free, int Worth);

/// <summary>A proposal.</summary>
/// <param name="Pair">The pair.</param>
/// <param name="People">How many people come.</param>
/// <param name="Skills">The skills that are wanted of them.</param>
internal sealed record HelpProposal(HelpPair Pair, int People, IReadOnlyList<HelpSkill> Skills);

/// <summary>Finds who could help where, and the best of it all at once.</summary>
internal static class HelpPairing
{
    /// <summary>All requests and offers that fit by job, skills, thing, day and travel time, and were never brought together before.</summary>
    public static List<HelpPair> Pairs(IReadOnlyList<Need> needs, IReadOnlyList<Hand> hands, IReadOnlySet<string> tried, DateOnly today, TravelTimes travel)
    {
        List<HelpPair> pairs = [];
        var byJob = needs.Select((n, i) => (n, i)).Where(x => x.n.People > 0).ToLookup(x => x.n.Request.Kind, x => x.i);
        var byTool = needs.SelectMany((n, i) => n.Tools.Select(t => (t, i))).ToLookup(x => x.t, x => x.i);
        for (var h = 0; h < hands.Count; h++)
        {
            var (hand, offer) = (hands[h], hands[h].Offer);
            if (hand.Free <= 0) continue;
            foreach (var n in offer.Tool is { } tool ? byTool[tool] : offer.Jobs.SelectMany(j => byJob[j]))
            {
                var (need, request) = (needs[n], needs[n].Request);
                if (request.PersonId == offer.PersonId || (offer.OnlyFor is { } only && only != request.Id)) continue;
                var minutes = travel.Minutes(hand.At.Point, need.At.Point);
                if (minutes > offer.Minutes || FirstDay(request, hand, today) is not var (day, free) || tried.Contains(HelpMatch.PairOf(request.Id, offer.Id))) continue;
                pairs.Add(new(n, h, day, minutes, free, HelpWorth.Of(minutes, hand.Helped, need.Got, request.Until.DayNumber - today.DayNumber)));
            }
        }

        return pairs;
    }

    /// <summary>The places and who could have them: one place for each skill and thing, and the rest for anybody.</summary>
    public static (List<int> Hands, List<int> Slots, List<Arc> Arcs, List<(int Pair, HelpSkill? Skill)> Of) Problem(
        IReadOnlyList<Need> needs, IReadOnlyList<Hand> hands, IReadOnlyList<HelpPair> pairs)
    {
        List<int> slots = [];
        var first = new int[needs.Count];
        for (var n = 0; n < needs.Count; n++)
        {
            first[n] = slots.Count;
            slots.AddRange(Enumerable.Repeat(1, needs[n].Skills.Count));
            slots.Add(Math.Max(0, needs[n].People - needs[n].Skills.Count));
            slots.AddRange(Enumerable.Repeat(1, needs[n].Tools.Count));
        }

        // A group is asked for no more people than are free on each of the days.
        List<int> gives = [.. hands.Select(h => h.Free)];
        List<Arc> arcs = [];
        List<(int Pair, HelpSkill? Skill)> of = [];
        for (var p = 0; p < pairs.Count; p++)
        {
            var (pair, need, offer) = (pairs[p], needs[pairs[p].Need], hands[pairs[p].Hand].Offer);
            gives[pair.Hand] = Math.Min(gives[pair.Hand], pair.Free);
            if (offer.Tool is { } tool)
            {
                for (var t = 0; t < need.Tools.Count; t++)
                    if (need.Tools[t] == tool) Add(first[pair.Need] + need.Skills.Count + 1 + t, 1, null);
                continue;
            }

            for (var s = 0; s < need.Skills.Count; s++)
                if (offer.Skills.Contains(need.Skills[s])) Add(first[pair.Need] + s, 1, need.Skills[s]);
            if (need.People > need.Skills.Count) Add(first[pair.Need] + need.Skills.Count, pair.Free, null);

            void Add(int slot, int most, HelpSkill? skill)
            {
                arcs.Add(new(pair.Hand, slot, most, pair.Worth));
                of.Add((p, skill));
            }
        }

        return (gives, slots, arcs, of);
    }

    /// <summary>The best proposals over all requests and offers at once.</summary>
    public static List<HelpProposal> Best(IReadOnlyList<Need> needs, IReadOnlyList<Hand> hands, IReadOnlyList<HelpPair> pairs)
    {
        var (gives, slots, arcs, of) = Problem(needs, hands, pairs);
        var flows = BestFlow.Solve(gives, slots, arcs);
        return [.. Enumerable.Range(0, arcs.Count).Where(a => flows[a] > 0).GroupBy(a => of[a].Pair)
            .Select(g => new HelpProposal(pairs[g.Key], g.Sum(a => flows[a]), [.. g.Select(a => of[a].Skill).OfType<HelpSkill>().Order()]))];
    }

    // Not today: people need time to answer.
    private static (DateOnly Day, int Free)? FirstDay(HelpRequest request, Hand hand, DateOnly today)
    {
        var last = request.Until < hand.Offer.Until ? request.Until : hand.Offer.Until;
        for (var day = request.From > today ? request.From : today.AddDays(1); day <= last; day = day.AddDays(1))
        {
            if (!hand.Offer.Days.Contains(day.DayOfWeek)) continue;
            var (starts, ends) = (JapanTime.At(day, request.Start), JapanTime.At(day, request.End));
            var free = hand.Offer.People - hand.Busy.Where(b => b.Starts < ends && starts < b.Ends).Sum(b => b.People);
            if (free > 0) return (day, Math.Min(free, hand.Free));
        }

        return null;
    }
}
