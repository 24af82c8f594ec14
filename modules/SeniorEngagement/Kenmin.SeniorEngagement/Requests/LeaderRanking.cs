using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Steps;
using Kenmin.SharedKernel;

namespace Kenmin.SeniorEngagement.Requests;

/// <summary>What is known of a leader when one is looked for.</summary>
/// <param name="Holder">The person.</param>
/// <param name="Profile">What they agreed to.</param>
/// <param name="Licences">Their licences.</param>
/// <param name="Busy">Times at which they promised something else, or go to a meeting or course.</param>
/// <param name="AskedLately">How often they were asked in the last 90 days, for other requests.</param>
internal sealed record LeaderFacts(CardHolder Holder, LeaderProfile Profile, IReadOnlyList<LicenceToLead> Licences, IReadOnlyList<(DateTimeOffset Starts, DateTimeOffset Ends)> Busy, int AskedLately);

/// <summary>A leader who suits, and why in plain words.</summary>
/// <param name="Leader">The leader.</param>
/// <param name="Interests">What of the request they may lead.</param>
/// <param name="Metres">How far it is in a straight line.</param>
/// <param name="Times">The wished times at which they can, by their place in the list.</param>
/// <param name="Reasons">Why, the most telling first.</param>
internal sealed record LeaderFit(LeaderFacts Leader, IReadOnlyList<string> Interests, double Metres, IReadOnlyList<int> Times, IReadOnlyList<LocalizedText> Reasons);

/// <summary>A leader who does not suit, and what stands against it.</summary>
internal sealed record NoLeaderFit(LeaderFacts Leader, IReadOnlyList<LocalizedText> Limits);

/// <summary>
/// Ranks leaders for a request (候補の順). Licence, consent, time, distance and needs are limits: who is outside one is not proposed, whatever
/// else speaks for it. The rest is an order that is said in words; nothing is weighed.
/// </summary>
internal static class LeaderRanking
{
    public const int LatelyDays = 90;

    /// <summary>The order, as people read it.</summary>
    public static LocalizedText Order { get; } = new(
        $"教えられることが多く合う順、この {LatelyDays} 日に頼んだ回数の少ない順、近い順に並べています。", $"Those who may lead more of what is wanted come first, then those asked less often in the last {LatelyDays} days, then the nearer.");

    public static (IReadOnlyList<LeaderFit> Fits, IReadOnlyList<NoLeaderFit> Others) Rank(LeaderRequest request, IEnumerable<LeaderFacts> leaders, DateTimeOffset now)
    {
        List<LeaderFit> fits = [];
        List<NoLeaderFit> others = [];
        foreach (var leader in leaders)
        {
            var metres = Metres(request, leader);
            List<int> times = [.. Enumerable.Range(0, request.Times.Count).Where(i => !AgainstTime(request, leader, request.Times[i], now).Any())];
            List<LocalizedText> against = [.. Against(request, leader, metres)];
            if (times.Count == 0) against.AddRange(request.Times.SelectMany(t => AgainstTime(request, leader, t, now)).Distinct());
            if (against.Count > 0) others.Add(new(leader, against));
            else fits.Add(Fit(request, leader, metres, times));
        }

        return (
            [.. fits.OrderByDescending(f => f.Interests.Count).ThenBy(f => f.Leader.AskedLately).ThenBy(f => f.Metres).ThenBy(f => f.Leader.Holder.Id)],
            [.. others.OrderBy(o => o.Limits.Count).ThenBy(o => o.Leader.Holder.Id)]);
    }

    /// <summary>What of a request a leader may lead on a day.</summary>
    public static IReadOnlyList<string> InterestsOn(LeaderRequest request, LeaderFacts leader, DateOnly day) =>
        [.. request.Interests.Where(i => leader.Profile.Interests.Contains(i) && leader.Licences.Any(l => l.RunsOn(day) && l.Interests.Contains(i)))];

    private static LeaderFit Fit(LeaderRequest request, LeaderFacts leader, double metres, List<int> times)
    {
        IReadOnlyList<string> interests = [.. request.Interests.Where(i => times.Any(t => InterestsOn(request, leader, request.Times[t].Day).Contains(i)))];
        List<LocalizedText> reasons = [.. interests.Select(i => CardQuestions.TextOf(CardQuestions.Interests, i)).Select(t => new LocalizedText($"「{t.Ja}」の資格があります", $"Has a licence for: {t.En}"))];
        reasons.Add(times.Count == request.Times.Count ? new("希望の日時はどれも空いています", "Is free at every wished time") : new($"希望の日時のうち {times.Count} つが空いています", $"Is free at {times.Count} of the wished times"));
        reasons.Add(new($"およそ {metres / 1000:0.0} km", $"About {metres / 1000:0.0} km away"));
        reasons.Add(leader.AskedLately == 0 ? new($"この {LatelyDays} 日は頼んでいません", $"Was not asked in the last {LatelyDays} days") : new($"この {LatelyDays} 日に {leader.AskedLately} 回頼みました", $"Was asked {leader.AskedLately} times in the last {LatelyDays} days"));
        return new(leader, interests, metres, times, reasons);
    }

    private static IEnumerable<LocalizedText> AgainstTime(LeaderRequest request, LeaderFacts leader, WishedTime time, DateTimeOffset now)
    {
        if (time.Starts <= now) yield return new("希望の日時が過ぎています", "The wished time is over");
        if (!leader.Profile.RunsOn(time.Day)) yield return new("その日まで同意していません", "Did not agree for so long");
        if (InterestsOn(request, leader, time.Day).Count == 0) yield return new("その日に有効な、この内容の資格がありません", "Has no licence for it that is in force on the day");
        if (leader.Profile.Slots.Count > 0 && StepFinder.SlotsOf(time.Starts, time.Ends).Any(s => !leader.Profile.Slots.Contains(s))) yield return new("都合のよい時間の外です", "Outside the times that suit");
        if (leader.Busy.Any(b => b.Starts < time.Ends && time.Starts < b.Ends)) yield return new("ほかの約束や集まりがあります", "Has promised something else, or goes to a meeting");
    }

    private static IEnumerable<LocalizedText> Against(LeaderRequest request, LeaderFacts leader, double metres)
    {
        if (leader.Profile.Kilometres is { } most && metres > most * 1000d) yield return new("遠すぎます", "Too far");
        if (leader.Holder.Card.Limits.Contains("indoors") && !request.Indoors) yield return new("屋内を希望しています", "Wants to be indoors");
        if (leader.Holder.Card.Limits.Contains("wheelchair") && !request.Wheelchair) yield return new("車いすで行けるところを希望しています", "Needs somewhere for a wheelchair");
    }

    // Where no place was chosen, the town hall stands for it.
    private static double Metres(LeaderRequest request, LeaderFacts leader)
    {
        GeoPoint? from = leader.Profile.From?.Position ?? leader.Holder.Municipality?.Office, to = request.At?.Position ?? request.Municipality?.Office;
        return from is { } a && to is { } b ? a.DistanceTo(b) : 0;
    }
}
