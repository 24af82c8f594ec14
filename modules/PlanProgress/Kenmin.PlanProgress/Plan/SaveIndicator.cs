using Kenmin.Modularity.Features;
using Kenmin.PlanProgress.Departments;
using Kenmin.PlanProgress.Figures;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.PlanProgress.Plan;

/// <summary>Adds or changes an indicator. What gives frozen figures their meaning stays as it is.</summary>
/// <param name="Definition">The indicator as it is to be; its breaks are left alone.</param>
[MessageIdentity("plan-progress.save-indicator.v1")]
[NoNewEntries("the pages and endpoints that send it ask for the feature")]
public sealed record SaveIndicator(Indicator Definition)
{
    internal IEnumerable<Flaw> Flaws()
    {
        var i = Definition;
        foreach (var flaw in PlanTexts.Number(i.Number, nameof(i.Number))) yield return flaw;
        foreach (var flaw in PlanTexts.Required(i.Name, nameof(i.Name), 120)) yield return flaw;
        foreach (var flaw in PlanTexts.Required(i.Definition, nameof(i.Definition), 1000)) yield return flaw;
        foreach (var flaw in PlanTexts.Required(i.Unit, nameof(i.Unit), 20)) yield return flaw;
        foreach (var flaw in PlanTexts.Required(i.Source, nameof(i.Source), 300)) yield return flaw;
        if (i.Decimals is < 0 or > 3) yield return new(nameof(i.Decimals), new("小数の桁数は 0～3 です。", "Decimal places are 0 to 3."));
        if (i.FromYear is < FiscalYear.EarliestYear or > FiscalYear.LatestYear) yield return new(nameof(i.FromYear), new("年度を入力してください。", "Enter a fiscal year."));
        if (i.ToYear < i.FromYear) yield return new(nameof(i.ToYear), new("終わりの年度は、始まりの年度より後にしてください。", "The last year is before the first."));
        if (i.DeadlineMonth is < 1 or > 12 || i.DeadlineDay is < 1 or > 31) yield return new(nameof(i.DeadlineMonth), new("報告期限は月と日で入力してください。例：5月31日", "Enter the deadline as month and day, such as 5/31."));
        if (i.Baseline is null != i.BaselineYear is null) yield return new(nameof(i.Baseline), new("基準値と基準年度は、両方とも入力するか、両方とも空にしてください。", "Enter both the baseline and its year, or neither."));
        if (i.CountedBy is { } key && (key.Length > 100 || !key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.')))
            yield return new(nameof(i.CountedBy), new("自動集計の記号は、半角の小文字・数字・ハイフン・ピリオドで入力してください。", "The key of a count has lower-case letters, digits, hyphens and full stops."));
    }
}

/// <summary>Keeps the indicator.</summary>
public static class SaveIndicatorHandler
{
    /// <summary>Refuses to change the meaning of frozen figures.</summary>
    public static async Task<PlanAnswer> Handle(SaveIndicator command, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (command.Flaws().FirstOrDefault() is { Field: { } field } flaw) return new("invalid-input", flaw.Problem, field);
        var wanted = command.Definition;
        wanted.Number = wanted.Number.Trim();
        (wanted.Name, wanted.Definition, wanted.Unit, wanted.Source) =
            (PlanTexts.Trim(wanted.Name), PlanTexts.Trim(wanted.Definition), PlanTexts.Trim(wanted.Unit), PlanTexts.Trim(wanted.Source));
        var ledger = new Ledger(session);
        await ledger.LockPlanAsync(cancellationToken);
        if (await session.LoadAsync<PlanElement>(wanted.MeasureId, cancellationToken) is not { Level: PlanLevel.Measure })
            return PlanAnswer.Refused("invalid-input", "施策を選んでください。", "Choose a measure.", nameof(Indicator.MeasureId));
        if (await session.LoadAsync<Department>(wanted.DepartmentId, cancellationToken) is null)
            return PlanAnswer.Refused("invalid-input", "担当課を選んでください。", "Choose a department.", nameof(Indicator.DepartmentId));
        if (await session.Query<Indicator>().AnyAsync(i => i.Number == wanted.Number && i.Id != wanted.Id, cancellationToken))
            return PlanAnswer.Refused("number-taken", "この番号は使われています。", "This number is taken.", nameof(Indicator.Number));
        if (wanted.CountedBy is { } source && await session.Query<Indicator>().AnyAsync(i => i.CountedBy == source && i.Id != wanted.Id, cancellationToken))
            return PlanAnswer.Refused("source-taken", "この集計は別の指標で使っています。", "Another indicator uses this count.", nameof(Indicator.CountedBy));

        var known = await session.LoadAsync<Indicator>(wanted.Id, cancellationToken);
        if (known is not null && await ledger.LastFrozenYearAsync(wanted.Id, cancellationToken) is { } frozen)
        {
            if (ChangesMeaning(known, wanted) is { } changed)
                return PlanAnswer.Refused("meaning-frozen",
                    $"{new FiscalYear(frozen).ToJapanese()}まで確定済みのため、この項目は変えられません。数え方が変わるときは「系列の断絶」を記録するか、新しい指標を作ってください。",
                    $"Figures up to {new FiscalYear(frozen)} are frozen, so this cannot be changed. Record a break in the series, or make a new indicator.", changed);
            if (wanted.FromYear > known.FromYear || wanted.ToYear < frozen)
                return PlanAnswer.Refused("meaning-frozen", "確定済みの年度を対象から外すことはできません。", "A frozen year cannot be left out.", nameof(Indicator.FromYear));
        }

        wanted.Breaks = known?.Breaks ?? [];
        session.Store(wanted);
        return PlanAnswer.Done;
    }

    internal static string? ChangesMeaning(Indicator known, Indicator wanted) =>
        known.Unit != wanted.Unit ? nameof(Indicator.Unit)
        : known.Measured != wanted.Measured ? nameof(Indicator.Measured)
        : known.Direction != wanted.Direction ? nameof(Indicator.Direction)
        : known.Baseline != wanted.Baseline || known.BaselineYear != wanted.BaselineYear ? nameof(Indicator.Baseline)
        : null;
}

/// <summary>Removes an indicator that has no figures yet.</summary>
/// <param name="Id">The indicator's id.</param>
[MessageIdentity("plan-progress.remove-indicator.v1")]
[NoNewEntries("the pages and endpoints that send it ask for the feature")]
public sealed record RemoveIndicator(Guid Id);

/// <summary>Removes the indicator.</summary>
public static class RemoveIndicatorHandler
{
    /// <summary>Refuses once there are figures: then its last year is set instead.</summary>
    public static async Task<PlanAnswer> Handle(RemoveIndicator command, IDocumentSession session, CancellationToken cancellationToken)
    {
        var ledger = new Ledger(session);
        await ledger.LockPlanAsync(cancellationToken);
        if (await session.LoadAsync<Indicator>(command.Id, cancellationToken) is null) return PlanAnswer.Unknown;
        if (await ledger.HasFiguresAsync(command.Id, cancellationToken))
            return PlanAnswer.Refused("has-figures", "数値が入っているため消せません。やめるときは「終わりの年度」を入力してください。", "It has figures. To end it, enter its last year.");
        session.Delete<Indicator>(command.Id);
        return PlanAnswer.Done;
    }
}

/// <summary>Records that figures are made in another way from a fiscal year on (系列の断絶).</summary>
/// <param name="IndicatorId">The indicator.</param>
/// <param name="Year">The first year of the new way.</param>
/// <param name="Reason">What changed; null takes the record back.</param>
/// <param name="By">Who records it.</param>
[MessageIdentity("plan-progress.mark-break.v1")]
[NoNewEntries("the pages and endpoints that send it ask for the feature")]
public sealed record MarkBreak(Guid IndicatorId, FiscalYear Year, LocalizedText? Reason, Doer By);

/// <summary>Records the break.</summary>
public static class MarkBreakHandler
{
    /// <summary>A break that begins with a frozen year is itself frozen.</summary>
    public static async Task<PlanAnswer> Handle(MarkBreak command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var ledger = new Ledger(session);
        await ledger.LockPlanAsync(cancellationToken);
        if (await session.LoadAsync<Indicator>(command.IndicatorId, cancellationToken) is not { } indicator) return PlanAnswer.Unknown;
        if (command.Reason is { } reason && PlanTexts.Required(reason, nameof(command.Reason), 500).FirstOrDefault() is { Field: { } field } flaw)
            return new("invalid-input", flaw.Problem, field);
        if (command.Year.StartYear <= indicator.FromYear || !indicator.Covers(command.Year.StartYear))
            return PlanAnswer.Refused("invalid-input", "この指標の 2 年目から後の年度を入力してください。", "Enter a year after the indicator's first one.", nameof(command.Year));
        if (await ledger.IsFrozenAsync(command.Year, cancellationToken)) return PlanAnswer.Frozen(command.Year);
        indicator.Breaks = [.. indicator.Breaks.Where(b => b.Year != command.Year.StartYear)];
        if (command.Reason is { } why) indicator.Breaks.Add(new(command.Year.StartYear, PlanTexts.Trim(why), command.By.Name, clock.GetUtcNow()));
        indicator.Breaks = [.. indicator.Breaks.OrderBy(b => b.Year)];
        session.Store(indicator);
        return PlanAnswer.Done;
    }
}

/// <summary>Sets the target of an indicator for a fiscal year.</summary>
/// <param name="IndicatorId">The indicator.</param>
/// <param name="Year">The fiscal year.</param>
/// <param name="Target">The target; null removes it.</param>
/// <param name="By">Who sets it.</param>
[MessageIdentity("plan-progress.set-target.v1")]
[NoNewEntries("the pages and endpoints that send it ask for the feature")]
public sealed record SetTarget(Guid IndicatorId, FiscalYear Year, decimal? Target, Doer By);

/// <summary>Sets the target.</summary>
public static class SetTargetHandler
{
    /// <summary>Refused in a frozen year.</summary>
    public static async Task<PlanAnswer> Handle(SetTarget command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<Indicator>(command.IndicatorId, cancellationToken) is not { } indicator) return PlanAnswer.Unknown;
        if (!indicator.Covers(command.Year.StartYear)) return PlanAnswer.Refused("invalid-input", "この指標の対象でない年度です。", "The indicator does not cover this year.", nameof(command.Year));
        if (command.Target is { } target && Measures.Misfit(indicator, target) is { } misfit) return new("invalid-input", misfit, nameof(command.Target));
        var ledger = new Ledger(session);
        if (await ledger.IsFrozenAsync(command.Year, cancellationToken)) return PlanAnswer.Frozen(command.Year);
        if (await ledger.TargetAsync(command.IndicatorId, command.Year, cancellationToken) != command.Target)
            await ledger.SetTargetAsync(command.IndicatorId, command.Year, command.Target, clock.GetUtcNow(), command.By, cancellationToken);
        return PlanAnswer.Done;
    }
}
