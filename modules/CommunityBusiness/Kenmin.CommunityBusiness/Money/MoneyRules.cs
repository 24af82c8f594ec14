using Kenmin.CommunityBusiness.Money.Offers;
using Kenmin.CommunityBusiness.Money.Tables;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Money;

/// <summary>The rules of amounts and dates, in whole yen and without a database.</summary>
internal static class MoneyRules
{
    public const int DaysOfOffice = 14, DaysOfGiver = 60, DaysToPay = 30, MostInstalments = 240;

    /// <summary>A share of an amount, rounded down to the yen (円未満切捨て).</summary>
    public static long Share(long yen, int perMille) => (long)((Int128)yen * perMille / 1000);

    /// <summary>The most that can be asked for, of what it costs in all.</summary>
    public static long MostFor(MoneyTerms terms, long total) => Math.Min(terms.MostYen, terms.Kind == MoneyKind.Grant ? Share(total, terms.PerMille) : total);

    /// <summary>The final amount of a grant: its share of what is recognised, and no more than was granted (確定額).</summary>
    public static long Final(long granted, long recognised, int perMille) => Math.Min(granted, Share(recognised, perMille));

    /// <summary>Equal amounts in whole yen, month by month; what is left over comes with the last (元金均等).</summary>
    public static IReadOnlyList<Instalment> Schedule(long yen, int count, DateOnly first)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(yen, count);
        var each = yen / count;
        return [.. Enumerable.Range(0, count).Select(i => new Instalment(i + 1, first.AddMonths(i), i < count - 1 ? each : yen - (each * (count - 1))))];
    }

    /// <summary>What is paid of each instalment: what comes back pays the first ones first.</summary>
    public static IReadOnlyList<(Instalment Of, long Paid)> PaidOf(RepaymentPlan plan, long returned)
    {
        var left = Math.Max(returned - plan.Before, 0);
        List<(Instalment, long)> found = [];
        foreach (var instalment in plan.Instalments)
        {
            var paid = Math.Min(left, instalment.Yen);
            left -= paid;
            found.Add((instalment, paid));
        }

        return found;
    }

    /// <summary>What is overdue by a day.</summary>
    public static long Overdue(RepaymentPlan? plan, long returned, DateOnly today) => plan is null ? 0 : PaidOf(plan, returned).Where(i => i.Of.DueOn < today).Sum(i => i.Of.Yen - i.Paid);

    /// <summary>Whether all was paid and all conditions were looked at.</summary>
    public static bool IsDone(MoneyApplication application, MoneyAccount? account) =>
        application.State is ApplicationState.Settled or ApplicationState.Repaying && account is { Kept: { } kept } && account.PaidOut - account.Returned == kept && application.Conditions.All(c => !c.IsOpen);

    /// <summary>What comes next and by when: of several things the one that is due first; null where nothing does.</summary>
    /// <param name="application">The application as it stands.</param>
    /// <param name="account">Its account; null before something was granted.</param>
    /// <param name="handInBy">Until when a draft can be handed in.</param>
    /// <param name="today">The day on which it changed.</param>
    public static MoneyNext? NextOf(MoneyApplication application, MoneyAccount? account, DateOnly handInBy, DateOnly today)
    {
        var office = today.AddDays(DaysOfOffice);
        List<MoneyNext> coming = [];
        switch (application.State)
        {
            case ApplicationState.Draft: return new(NextMoneyStep.HandIn, handInBy, NextSide.Team);
            case ApplicationState.Requested: return new(application.Terms.RecommendedFirst ? NextMoneyStep.Recommend : NextMoneyStep.Refer, office, NextSide.Office);
            case ApplicationState.Recommended: return new(NextMoneyStep.Refer, office, NextSide.Office);
            case ApplicationState.Referred: return new(NextMoneyStep.Decide, today.AddDays(DaysOfGiver), NextSide.Office);
            case ApplicationState.Granted when application.Terms.Kind == MoneyKind.Loan: coming.Add(new(NextMoneyStep.PayOut, today.AddDays(DaysToPay), NextSide.Office)); break;
            case ApplicationState.Granted: coming.Add(new(NextMoneyStep.Report, application.Decision!.ReportBy!.Value, NextSide.Team)); break;
            case ApplicationState.Reported: coming.Add(new(NextMoneyStep.Judge, office, NextSide.Office)); break;
            case ApplicationState.Settled or ApplicationState.Repaying when account is { Due: > 0 }:
                if (application.Plan is { } plan && PaidOf(plan, account.Returned).FirstOrDefault(i => i.Paid < i.Of.Yen).Of is { } open) coming.Add(new(NextMoneyStep.Repay, open.DueOn, NextSide.Team));
                else coming.Add(new(NextMoneyStep.Plan, office, NextSide.Office));
                break;
            case ApplicationState.Settled when account is { Unpaid: > 0 }: coming.Add(new(NextMoneyStep.PayOut, today.AddDays(DaysToPay), NextSide.Office)); break;
            case ApplicationState.Settled or ApplicationState.Repaying: break;
            default: return null;
        }

        coming.AddRange(application.Conditions.Where(c => c.IsOpen).Select(c => c.SaidAt is { } said
            ? new MoneyNext(NextMoneyStep.Check, JapanTime.DayOf(said).AddDays(DaysOfOffice), NextSide.Office) : new(NextMoneyStep.Meet, c.DueOn, NextSide.Team)));
        return coming.MinBy(n => n.DueOn);
    }
}
