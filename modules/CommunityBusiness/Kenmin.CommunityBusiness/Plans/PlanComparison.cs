using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Plans;

/// <summary>What changed between two versions.</summary>
/// <param name="Title">Of what.</param>
/// <param name="Before">What stood there; empty for nothing.</param>
/// <param name="After">What stands there; empty for nothing.</param>
internal sealed record PlanChange(LocalizedText Title, string Before, string After);

/// <summary>Compares two versions of a plan: field by field, and line by line of each scenario.</summary>
internal static class PlanComparison
{
    public static IReadOnlyList<PlanChange> Of(PlanVersion former, PlanVersion later)
    {
        List<PlanChange> changes = [];
        var (before, after) = (former.Canvas.Fields.ToDictionary(f => f.Field, f => f.Text), later.Canvas.Fields.ToDictionary(f => f.Field, f => f.Text));
        changes.AddRange(PlanWords.CanvasFields.Where(f => before[f.Field] != after[f.Field]).Select(f => new PlanChange(f.Label, before[f.Field], after[f.Field])));
        if (former.Cash?.FirstMonth != later.Cash?.FirstMonth) changes.Add(new(new("資金繰りの始まり", "Begin of the cash flow"), Month(former.Cash), Month(later.Cash)));
        foreach (var scenario in Enum.GetValues<Scenario>())
        {
            var (a, b) = (former.Cash?.Of(scenario) ?? CashScenario.Empty, later.Cash?.Of(scenario) ?? CashScenario.Empty);
            LocalizedText Title(LocalizedText of) => new($"{PlanWords.NameOf(scenario).Ja}：{of.Ja}", $"{PlanWords.NameOf(scenario).En}: {of.En}");
            if (a.MoneyAtStart != b.MoneyAtStart) changes.Add(new(Title(new("はじめの手元資金", "Money at start")), Numbers.Yen(a.MoneyAtStart), Numbers.Yen(b.MoneyAtStart)));
            foreach (var (id, was, now) in a.Lines.Select(l => l.Id).Union(b.Lines.Select(l => l.Id)).Select(id => (id, a.Lines.FirstOrDefault(l => l.Id == id), b.Lines.FirstOrDefault(l => l.Id == id))))
                if (was is null || now is null || !was.SameAs(now)) changes.Add(new(Title(LocalizedText.Same((now ?? was)!.Name)), Words(was), Words(now)));
            var (ra, rb) = (CashReckoning.Of(a), CashReckoning.Of(b));
            if (former.Cash is { HasLines: true } ca && later.Cash is { HasLines: true } cb && (ra.BreakEven is { } x ? ca.Month(x) : (DateOnly?)null) != (rb.BreakEven is { } y ? cb.Month(y) : (DateOnly?)null))
                changes.Add(new(Title(new("損益分岐", "Break-even")), PlanWords.BreakEven(ca, ra.BreakEven).ToString(), PlanWords.BreakEven(cb, rb.BreakEven).ToString()));
        }

        return changes;
    }

    private static string Month(CashPlan? plan) => plan is null ? "" : PlanWords.MonthText(plan.FirstMonth).ToString();

    private static string Words(CashLine? line)
    {
        if (line is null) return "";
        if (line.Kind == CashKind.VariableCost) return $"{PlanWords.NameOf(line.Kind)} {line.Name} {PlanWords.Percent(line.BasisPoints)}";
        var sums = Enumerable.Range(0, 3).Select(y => Enumerable.Range(y * 12, 12).Sum(line.YenOf)).ToList();
        return new LocalizedText(
            $"{PlanWords.NameOf(line.Kind).Ja} {line.Name}{(line.Kind == CashKind.Income ? $" 単価 {Numbers.Whole(line.UnitPrice)} 円" : "")}　1 年目 {Numbers.Whole(sums[0])} 円、2 年目 {Numbers.Whole(sums[1])} 円、3 年目 {Numbers.Whole(sums[2])} 円",
            $"{PlanWords.NameOf(line.Kind).En} {line.Name}{(line.Kind == CashKind.Income ? $", {Numbers.Whole(line.UnitPrice)} yen each" : "")}: {Numbers.Whole(sums[0])} yen in year 1, {Numbers.Whole(sums[1])} in year 2, {Numbers.Whole(sums[2])} in year 3").ToString();
    }
}
