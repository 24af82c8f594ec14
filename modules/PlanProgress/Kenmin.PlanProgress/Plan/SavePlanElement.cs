using Kenmin.Modularity.Features;
using Kenmin.PlanProgress.Figures;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.PlanProgress.Plan;

/// <summary>Adds or changes a goal, policy or measure.</summary>
/// <param name="Id">The element's id; a new one adds it.</param>
/// <param name="Level">Its level; stays as it is once added.</param>
/// <param name="ParentId">What it serves; null for a goal.</param>
/// <param name="Number">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it means; may be empty.</param>
[MessageIdentity("plan-progress.save-plan-element.v1")]
[NoNewEntries("the pages and endpoints that send it ask for the feature")]
public sealed record SavePlanElement(Guid Id, PlanLevel Level, Guid? ParentId, string Number, LocalizedText Name, LocalizedText Description)
{
    internal IEnumerable<Flaw> Flaws()
    {
        foreach (var flaw in PlanTexts.Number(Number, nameof(Number))) yield return flaw;
        foreach (var flaw in PlanTexts.Required(Name, nameof(Name), 120)) yield return flaw;
        foreach (var flaw in PlanTexts.Longest(Description, nameof(Description), 1000)) yield return flaw;
        if (Level != PlanLevel.Goal && ParentId is null) yield return new(nameof(ParentId), new("どの項目の下に置くかを選んでください。", "Choose what it belongs to."));
    }
}

/// <summary>Keeps the element.</summary>
public static class SavePlanElementHandler
{
    /// <summary>Keeps it under an element one level above.</summary>
    public static async Task<PlanAnswer> Handle(SavePlanElement command, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (command.Flaws().FirstOrDefault() is { Field: { } field } flaw) return new("invalid-input", flaw.Problem, field);
        var ledger = new Ledger(session);
        await ledger.LockPlanAsync(cancellationToken);
        var known = await session.LoadAsync<PlanElement>(command.Id, cancellationToken);
        var level = known?.Level ?? command.Level;
        if (level != PlanLevel.Goal)
        {
            var parent = await session.LoadAsync<PlanElement>(command.ParentId ?? Guid.Empty, cancellationToken);
            if (parent is null || parent.Level != level - 1)
                return PlanAnswer.Refused("invalid-input", "置く場所が正しくありません。", "It cannot belong there.", nameof(command.ParentId));
        }

        if (await session.Query<PlanElement>().AnyAsync(e => e.Number == command.Number.Trim() && e.Id != command.Id && e.Level == level, cancellationToken))
            return PlanAnswer.Refused("number-taken", "この番号は使われています。", "This number is taken.", nameof(command.Number));
        session.Store(new PlanElement
        {
            Id = command.Id, Level = level, ParentId = level == PlanLevel.Goal ? null : command.ParentId, Number = command.Number.Trim(),
            Name = PlanTexts.Trim(command.Name), Description = PlanTexts.Trim(command.Description),
        });
        return PlanAnswer.Done;
    }
}

/// <summary>Removes an element that nothing belongs to.</summary>
/// <param name="Id">The element's id.</param>
[MessageIdentity("plan-progress.remove-plan-element.v1")]
[NoNewEntries("the pages and endpoints that send it ask for the feature")]
public sealed record RemovePlanElement(Guid Id);

/// <summary>Removes the element.</summary>
public static class RemovePlanElementHandler
{
    /// <summary>Refuses while something belongs to it.</summary>
    public static async Task<PlanAnswer> Handle(RemovePlanElement command, IDocumentSession session, CancellationToken cancellationToken)
    {
        var ledger = new Ledger(session);
        await ledger.LockPlanAsync(cancellationToken);
        if (await session.LoadAsync<PlanElement>(command.Id, cancellationToken) is null) return PlanAnswer.Unknown;
        if (await session.Query<PlanElement>().AnyAsync(e => e.ParentId == command.Id, cancellationToken)
            || await session.Query<Indicator>().AnyAsync(i => i.MeasureId == command.Id, cancellationToken))
            return PlanAnswer.Refused("not-empty", "この下に項目や指標があります。先にそれらを移すか消してください。", "Something belongs to it. Move or remove that first.");
        session.Delete<PlanElement>(command.Id);
        return PlanAnswer.Done;
    }
}

/// <summary>What texts of the plan must be like.</summary>
internal static class PlanTexts
{
    public static IEnumerable<Flaw> Required(LocalizedText text, string field, int longest)
    {
        if (string.IsNullOrWhiteSpace(text.Ja)) yield return new(field, new("日本語を入力してください。", "Enter the Japanese text."));
        foreach (var flaw in Longest(text, field, longest)) yield return flaw;
    }

    public static IEnumerable<Flaw> Longest(LocalizedText text, string field, int longest)
    {
        if ((text.Ja?.Length ?? 0) > longest || (text.En?.Length ?? 0) > longest)
            yield return new(field, new($"{longest} 文字までで入力してください。", $"Enter at most {longest} characters."));
    }

    public static IEnumerable<Flaw> Number(string? number, string field)
    {
        var text = number?.Trim() ?? "";
        if (text.Length is 0 or > 20 || !text.All(c => char.IsAsciiDigit(c) || c is '-' or '.'))
            yield return new(field, new("番号は「1-2」のように、半角の数字とハイフンで入力してください。", "Enter a number like 1-2: digits and hyphens."));
    }

    /// <summary>Where there is no English yet, the Japanese stands in its place.</summary>
    public static LocalizedText Trim(LocalizedText text) => new(
        text.Ja?.Trim() ?? "", string.IsNullOrWhiteSpace(text.En) ? text.Ja?.Trim() ?? "" : text.En.Trim());
}
