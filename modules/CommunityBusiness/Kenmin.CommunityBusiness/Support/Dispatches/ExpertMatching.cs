using Kenmin.CommunityBusiness.Support.Experts;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.CommunityBusiness.Support.Dispatches;

/// <summary>What a venture needs an expert for.</summary>
/// <param name="Fields">What the expert is to know.</param>
/// <param name="Municipality">Where.</param>
/// <param name="Minutes">For how long.</param>
/// <param name="Day">When.</param>
/// <param name="Team">The accounts of the venture.</param>
internal sealed record ExpertNeed(IReadOnlyCollection<ExpertField> Fields, string Municipality, int Minutes, DateOnly Day, IReadOnlyCollection<Guid> Team);

/// <summary>What an expert has to do already.</summary>
/// <param name="Taken">The minutes that are taken of the month.</param>
/// <param name="Lately">How often they were sent, or will be, counted from half a year before.</param>
internal sealed record ExpertLoad(int Taken, int Lately)
{
    public const int MonthsBack = 6;

    public static ExpertLoad Nothing { get; } = new(0, 0);

    /// <summary>That of each of some experts around a day.</summary>
    public static async Task<IReadOnlyDictionary<Guid, ExpertLoad>> OfAsync(IQuerySession session, IReadOnlyCollection<Guid> experts, DateOnly day, CancellationToken cancellationToken)
    {
        string[] ids = [.. experts.Select(e => e.ToString())];
        var visits = await session.QueryAsync<Dispatch>("where d.data ->> 'expertId' = any(?) and d.data ->> 'state' in ('Approved', 'Reported')", cancellationToken, (object)ids);
        return visits.GroupBy(d => d.ExpertId!.Value).ToDictionary(
            g => g.Key, g => new ExpertLoad(g.Where(d => (d.Day.Year, d.Day.Month) == (day.Year, day.Month)).Sum(d => d.MinutesTaken), g.Count(d => d.Day >= day.AddMonths(-MonthsBack))));
    }
}

/// <summary>An expert who can be sent, and why.</summary>
/// <param name="Expert">The expert.</param>
/// <param name="Points">By <see cref="ExpertMatching.Rule"/>.</param>
/// <param name="Reasons">Why, in plain words, without anybody's name.</param>
public sealed record ExpertMatch(Expert Expert, int Points, IReadOnlyList<LocalizedText> Reasons);

/// <summary>An expert who cannot be sent, and why not.</summary>
/// <param name="Expert">The expert.</param>
/// <param name="Limits">Each limit that stands against it.</param>
public sealed record ExpertMisfit(Expert Expert, IReadOnlyList<LocalizedText> Limits);

/// <summary>Brings a need and experts together (専門家の組み合わせ). The machine proposes and says why; staff decide. Limits are limits: nobody can go beyond them.</summary>
internal static class ExpertMatching
{
    private const int Known = 100, Sent = 20, MostSent = 5, Free = 2, MostFree = 20;

    /// <summary>The rule in words, as it stands on the page.</summary>
    public static LocalizedText Rule { get; } = new(
        $"載せる同意があり、窓口が確認し、その市町に行け、必要な分野を 1 つ以上もち、その月の空き時間が足りる人だけを出します。必要な分野 1 つにつき {Known} 点、その月に残る空き時間 1 時間につき {Free} 点（{MostFree} 時間まで）を足し、"
            + $"この {ExpertLoad.MonthsBack} か月に派遣した人は 1 回につき {Sent} 点（{MostSent} 回まで）を引きます。機械は順番を示すだけで、決めるのは職員です。",
        $"Only who agreed to be listed, was confirmed by the office, goes to the municipality, knows one field at least and has the time in that month. {Known} points for each field that is wanted, {Free} for each hour that is left in the month (up to {MostFree} hours); "
            + $"{Sent} points off for each time they were sent in {ExpertLoad.MonthsBack} months (up to {MostSent} times). The machine only puts them in order; staff decide.");

    /// <summary>What stands against sending an expert; nothing when they can be sent.</summary>
    public static IReadOnlyList<LocalizedText> Limits(Expert expert, ExpertNeed need, ExpertLoad load, DateOnly today)
    {
        List<LocalizedText> limits = [];
        if (expert.Consent is not { } consent) limits.Add(new("載せる同意がありません", "They did not agree to be listed"));
        else if (consent.From > today || consent.Until < today || consent.Until < need.Day) limits.Add(new("派遣の日までに、同意の期限が切れます", "Their consent ends before that day"));
        if (expert.ConfirmedBy is null) limits.Add(new("窓口がまだ確認していません", "The office has not confirmed them yet"));
        if (!expert.Municipalities.Contains(need.Municipality)) limits.Add(new("この市町には行きません", "They do not go to this municipality"));
        if (!expert.Fields.Any(need.Fields.Contains)) limits.Add(new("必要な分野が専門ではありません", "None of the fields is theirs"));
        if (expert.AccountId is { } account && need.Team.Contains(account)) limits.Add(new("この事業の仲間です", "They belong to this business"));
        var free = expert.MinutesAMonth - load.Taken;
        if (free < need.Minutes)
            limits.Add(new($"{need.Day.Month} 月の空き時間は {SupportHours.Text(Math.Max(free, 0)).Ja}で、足りません", $"They have {SupportHours.Text(Math.Max(free, 0)).En} left in that month, which is too little"));
        return limits;
    }

    /// <summary>Those who can be sent, the best first; of the same worth who was sent less, then by id, so that the order is always the same.</summary>
    public static IReadOnlyList<ExpertMatch> Rank(IEnumerable<Expert> experts, ExpertNeed need, IReadOnlyDictionary<Guid, ExpertLoad> loads, DateOnly today) =>
    [
        .. experts.Select(e => (Expert: e, Load: loads.GetValueOrDefault(e.Id, ExpertLoad.Nothing))).Where(e => Limits(e.Expert, need, e.Load, today).Count == 0)
            .Select(e => (Match: Match(e.Expert, need, e.Load), e.Load.Lately)).OrderByDescending(e => e.Match.Points).ThenBy(e => e.Lately).ThenBy(e => e.Match.Expert.Id).Select(e => e.Match),
    ];

    /// <summary>Those who cannot be sent, with what stands against it.</summary>
    public static IReadOnlyList<ExpertMisfit> Misfits(IEnumerable<Expert> experts, ExpertNeed need, IReadOnlyDictionary<Guid, ExpertLoad> loads, DateOnly today) =>
        [.. experts.Select(e => new ExpertMisfit(e, Limits(e, need, loads.GetValueOrDefault(e.Id, ExpertLoad.Nothing), today))).Where(m => m.Limits.Count > 0).OrderBy(m => m.Limits.Count).ThenBy(m => m.Expert.Id)];

    /// <summary>What an expert is worth for a need, and why.</summary>
    public static ExpertMatch Match(Expert expert, ExpertNeed need, ExpertLoad load)
    {
        List<ExpertField> known = [.. need.Fields.Where(expert.Fields.Contains).Order()], missing = [.. need.Fields.Except(known).Order()];
        var left = expert.MinutesAMonth - load.Taken - need.Minutes;
        var points = (Known * known.Count) + (Free * Math.Min(left / 60, MostFree)) - (Sent * Math.Min(load.Lately, MostSent));
        List<LocalizedText> reasons = [new($"専門：{ExpertWords.Join(known).Ja}", $"Knows: {ExpertWords.Join(known).En}")];
        if (missing.Count > 0) reasons.Add(new($"専門でない分野：{ExpertWords.Join(missing).Ja}", $"Not theirs: {ExpertWords.Join(missing).En}"));
        if (Municipality.ByCode(need.Municipality) is { } place) reasons.Add(new($"{place.Name}に行けます", $"Goes to {place.English}"));
        reasons.Add(new($"派遣のあと、{need.Day.Month} 月の空き時間が {SupportHours.Text(left).Ja}残ります", $"{SupportHours.Text(left).En} of that month are left after it"));
        reasons.Add(load.Lately == 0 ? new($"この {ExpertLoad.MonthsBack} か月は派遣していません", $"Was not sent in {ExpertLoad.MonthsBack} months") : new($"この {ExpertLoad.MonthsBack} か月に {load.Lately} 回派遣", $"Was sent {load.Lately} times in {ExpertLoad.MonthsBack} months"));
        return new(expert, points, reasons);
    }
}
