using Kenmin.SharedKernel;

namespace Kenmin.RuralLeaders.Help.Matching;

/// <summary>
/// What it is worth to bring a request and an offer together. That a place is filled counts most; then that it is near and soon, and that
/// those come first who helped, or got help, less often in the fiscal year. <see cref="Rule"/> says it to everybody.
/// </summary>
internal static class HelpWorth
{
    /// <summary>The farthest that anybody can offer to drive, in minutes.</summary>
    public const int FarthestMinutes = 90;

    private const int Filled = 1000, Minute = 4, Helped = 60, MostHelped = 5, Got = 30, MostGot = 5, Soon = 60, SoonDays = 3, InAWeek = 30;

    /// <summary>The rule in words, as it stands on the pages.</summary>
    public static LocalizedText Rule { get; } = new(
        $"組み合わせは、受付中のすべての依頼と申し出をまとめて見て、全体でいちばん良くなるように決めます。まず、できるだけ多くの人手が埋まること。次に、近いこと（車の 1 分につき {Minute} 点を引きます）。"
            + $"今年度に多く手伝った人は後になり（1 回につき {Helped} 点、{MostHelped} 回分まで引きます）、今年度に多く応援を受けた所も後になります（1 回につき {Got} 点、{MostGot} 回分まで引きます）。"
            + $"期限まで {SoonDays} 日以内の依頼には {Soon} 点、7 日以内には {InAWeek} 点を足します。1 人分が埋まると {Filled:#,0} 点です。機械は提案するだけで、決めるのは両方の人です。",
        "Proposals are made by looking at all open requests and offers together, for the best on the whole. First, that as many hands as possible are found. Then, that they are near "
            + $"({Minute} points off for each minute by car). Who helped often this fiscal year comes later ({Helped} points off each time, up to {MostHelped} times), and so does who got help often ({Got} points off each time, up to {MostGot} times). "
            + $"A request that ends within {SoonDays} days gets {Soon} points more, within 7 days {InAWeek}. A pair of hands that is found counts {Filled:#,0} points. The machine proposes; the people on both sides decide.");

    /// <summary>The points; always more than nought.</summary>
    /// <param name="minutes">By car.</param>
    /// <param name="helped">How often the one helped this fiscal year.</param>
    /// <param name="got">How often the other got help.</param>
    /// <param name="daysLeft">How many days are left to the request's last day.</param>
    public static int Of(double minutes, int helped, int got, int daysLeft) =>
        Filled - (Minute * (int)Math.Round(Math.Min(minutes, FarthestMinutes))) - (Helped * Math.Min(helped, MostHelped)) - (Got * Math.Min(got, MostGot))
        + (daysLeft <= SoonDays ? Soon : daysLeft <= 7 ? InAWeek : 0);
}
