using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Plans;

/// <summary>The team writes the canvas of its plan (キャンバスを書く).</summary>
/// <param name="VentureId">The venture.</param>
/// <param name="Canvas">What it says.</param>
/// <param name="Revision">The revision of the plan that the writer read; 0 when there was none.</param>
/// <param name="By">Who writes.</param>
[MessageIdentity("community-business.save-canvas.v1")]
[NewEntries(Features.Plans)]
public sealed record SaveCanvas(Guid VentureId, Canvas Canvas, int Revision, Doer By)
{
    internal const int Longest = 1000;

    internal IEnumerable<Flaw> Flaws() => Canvas.Fields.SelectMany(f => Flaw.OfText(f.Text, f.Field, Longest, required: false, lines: true));
}

/// <summary>Keeps it.</summary>
public static class SaveCanvasHandler
{
    /// <summary>Fields may stay empty while it is worked on.</summary>
    public static Task<CommandAnswer> Handle(SaveCanvas command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken) =>
        PlanWork.ChangeAsync(session, gates, clock, command.VentureId, command.Revision, command.By, plan =>
        {
            foreach (var flaw in command.Flaws()) return CommandAnswer.Invalid(flaw);
            var c = command.Canvas;
            plan.Canvas = new(
                VentureWork.Tidy(c.Problem), VentureWork.Tidy(c.Offer), VentureWork.Tidy(c.Users), VentureWork.Tidy(c.Resources), VentureWork.Tidy(c.People), VentureWork.Tidy(c.Reach),
                VentureWork.Tidy(c.Earnings), VentureWork.Tidy(c.Costs), VentureWork.Tidy(c.Change));
            return CommandAnswer.Done;
        }, cancellationToken);
}

/// <summary>The team says when the cash flow begins and what is at hand (資金繰りの始まり).</summary>
/// <param name="VentureId">The venture.</param>
/// <param name="FirstMonth">The first month.</param>
/// <param name="Starts">Yen at hand before it: cautious, expected, good.</param>
/// <param name="Revision">The revision of the plan that the writer read; 0 when there was none.</param>
/// <param name="By">Who writes.</param>
[MessageIdentity("community-business.save-cash-start.v1")]
[NewEntries(Features.Plans)]
public sealed record SaveCashStart(Guid VentureId, DateOnly? FirstMonth, IReadOnlyList<long> Starts, int Revision, Doer By);

/// <summary>Keeps it.</summary>
public static class SaveCashStartHandler
{
    /// <summary>The lines stay.</summary>
    public static Task<CommandAnswer> Handle(SaveCashStart command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken) =>
        PlanWork.ChangeAsync(session, gates, clock, command.VentureId, command.Revision, command.By, plan =>
        {
            var today = JapanTime.Today(clock);
            if (command.FirstMonth is not { } first || first < today.AddYears(-5) || first > today.AddYears(5))
                return CommandAnswer.Invalid(new(nameof(command.FirstMonth), new("前後 5 年のうちの月にしてください。例：2027年4月", "Choose a month within five years, such as 2027-04.")));
            if (command.Starts.Count != 3) return CommandAnswer.Unknown;
            for (var i = 0; i < 3; i++)
                if (command.Starts[i] is < 0 or > CashPlan.MostYen) return CommandAnswer.Invalid(new($"Start{i}", new($"0 から {CashPlan.MostYen:#,0} 円までにしてください。", $"From 0 to {CashPlan.MostYen:#,0} yen.")));
            var cash = plan.Cash ?? CashPlan.From(first);
            plan.Cash = new(new(first.Year, first.Month, 1), cash.Cautious with { MoneyAtStart = command.Starts[0] }, cash.Expected with { MoneyAtStart = command.Starts[1] }, cash.Good with { MoneyAtStart = command.Starts[2] });
            return CommandAnswer.Done;
        }, cancellationToken);
}

/// <summary>The team writes lines of a scenario; those with a known id take the place of the former ones (資金繰りの行).</summary>
/// <param name="VentureId">The venture.</param>
/// <param name="Scenario">The scenario.</param>
/// <param name="Lines">The lines.</param>
/// <param name="InPlaceOfAll">Whether all other lines of the scenario go, as when a whole file comes in.</param>
/// <param name="Revision">The revision of the plan that the writer read.</param>
/// <param name="By">Who writes.</param>
[MessageIdentity("community-business.save-cash-lines.v1")]
[NoNewEntries("goes on with a cash flow that was begun")]
public sealed record SaveCashLines(Guid VentureId, Scenario Scenario, IReadOnlyList<CashLine> Lines, bool InPlaceOfAll, int Revision, Doer By);

/// <summary>Keeps them.</summary>
public static class SaveCashLinesHandler
{
    /// <summary>All or none.</summary>
    public static Task<CommandAnswer> Handle(SaveCashLines command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken) =>
        PlanWork.ChangeAsync(session, gates, clock, command.VentureId, command.Revision, command.By, plan =>
        {
            if (plan.Cash is not { } cash || !Enum.IsDefined(command.Scenario) || command.Lines.Any(l => !Enum.IsDefined(l.Kind) || l.Months.Count != CashPlan.Length)) return CommandAnswer.Unknown;
            foreach (var line in command.Lines)
                foreach (var flaw in CashPlan.FlawsOf(line)) return CommandAnswer.Invalid(flaw);
            var tidy = command.Lines.Select(l => l with
            {
                Name = l.Name.Trim(), UnitPrice = l.Kind == CashKind.Income ? l.UnitPrice : 0, BasisPoints = l.Kind == CashKind.VariableCost ? l.BasisPoints : 0,
                Months = l.Kind == CashKind.VariableCost ? new long[CashPlan.Length] : l.Months,
            }).ToList();
            var former = cash.Of(command.Scenario);
            List<CashLine> lines = command.InPlaceOfAll ? tidy : [.. former.Lines.Select(l => tidy.FirstOrDefault(t => t.Id == l.Id) ?? l), .. tidy.Where(t => former.Lines.All(l => l.Id != t.Id))];
            if (lines.Count > CashPlan.MostLines) return CommandAnswer.Refused("too-many", $"行は {CashPlan.MostLines} までです。", $"Up to {CashPlan.MostLines} lines.");
            if (lines.Where(l => l.Kind == CashKind.VariableCost).Sum(l => l.BasisPoints) > 10_000)
                return CommandAnswer.Refused("over-whole", "変動費の割合を合わせると 100 ％を超えます。", "The variable costs together are more than 100 per cent.", nameof(CashLine.BasisPoints));
            plan.Cash = cash.With(command.Scenario, former with { Lines = lines });
            return CommandAnswer.Done;
        }, cancellationToken);
}

/// <summary>The team takes a line out of a scenario.</summary>
/// <param name="VentureId">The venture.</param>
/// <param name="Scenario">The scenario.</param>
/// <param name="LineId">The line.</param>
/// <param name="Revision">The revision of the plan that was read.</param>
/// <param name="By">Who does it.</param>
[MessageIdentity("community-business.drop-cash-line.v1")]
[NoNewEntries("takes out of what exists")]
public sealed record DropCashLine(Guid VentureId, Scenario Scenario, Guid LineId, int Revision, Doer By);

/// <summary>Takes it out.</summary>
public static class DropCashLineHandler
{
    /// <summary>Versions that were saved keep it.</summary>
    public static Task<CommandAnswer> Handle(DropCashLine command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken) =>
        PlanWork.ChangeAsync(session, gates, clock, command.VentureId, command.Revision, command.By, plan =>
        {
            if (plan.Cash is not { } cash || !Enum.IsDefined(command.Scenario) || cash.Of(command.Scenario).Lines.All(l => l.Id != command.LineId)) return CommandAnswer.Unknown;
            var former = cash.Of(command.Scenario);
            plan.Cash = cash.With(command.Scenario, former with { Lines = [.. former.Lines.Where(l => l.Id != command.LineId)] });
            return CommandAnswer.Done;
        }, cancellationToken);
}

/// <summary>The team takes over the lines of one scenario into another, with other quantities (シナリオの写し).</summary>
/// <param name="VentureId">The venture.</param>
/// <param name="From">From which.</param>
/// <param name="To">To which; its lines go.</param>
/// <param name="Percent">The quantities sold, in per cent of the other's.</param>
/// <param name="Revision">The revision of the plan that was read.</param>
/// <param name="By">Who does it.</param>
[MessageIdentity("community-business.copy-scenario.v1")]
[NoNewEntries("goes on with a cash flow that was begun")]
public sealed record CopyScenario(Guid VentureId, Scenario From, Scenario To, int? Percent, int Revision, Doer By);

/// <summary>Copies it.</summary>
public static class CopyScenarioHandler
{
    /// <summary>Quantities are whole: their running total is rounded, as amounts are.</summary>
    public static Task<CommandAnswer> Handle(CopyScenario command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken) =>
        PlanWork.ChangeAsync(session, gates, clock, command.VentureId, command.Revision, command.By, plan =>
        {
            if (plan.Cash is not { } cash || !Enum.IsDefined(command.From) || !Enum.IsDefined(command.To)) return CommandAnswer.Unknown;
            if (command.From == command.To) return CommandAnswer.Invalid(new(nameof(command.To), new("ちがうシナリオを選んでください。", "Choose another scenario.")));
            if (command.Percent is not (>= 1 and <= 300)) return CommandAnswer.Invalid(new(nameof(command.Percent), new("1 から 300 までの数で入力してください。", "Enter a number from 1 to 300.")));
            plan.Cash = cash.With(command.To, cash.Of(command.To) with
            {
                Lines = [.. cash.Of(command.From).Lines.Select(l => l with
                {
                    Id = FactId.Of($"{l.Id:N}|{command.To}"), Months = l.Kind == CashKind.Income ? [.. CashReckoning.Share(l.Months, command.Percent.Value, 100).Select(q => Math.Min(q, CashPlan.MostQuantity))] : l.Months,
                })],
            });
            return CommandAnswer.Done;
        }, cancellationToken);
}

/// <summary>The team saves the plan as it stands as a version (版として保存).</summary>
/// <param name="VentureId">The venture.</param>
/// <param name="Revision">The revision that is saved.</param>
/// <param name="Note">What changed.</param>
/// <param name="By">Who saves it.</param>
[MessageIdentity("community-business.save-plan-version.v1")]
[NoNewEntries("keeps what was written")]
public sealed record SavePlanVersion(Guid VentureId, int Revision, string? Note, Doer By);

/// <summary>Saves it.</summary>
public static class SavePlanVersionHandler
{
    /// <summary>Former versions stay as they are; sent twice, there is one.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(SavePlanVersion command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync(VentureWork.TurnOf(command.VentureId), cancellationToken);
        if (await PlanWork.MayAsync(session, command.VentureId, command.By, cancellationToken) is not { } venture || await session.LockAsync<BusinessPlan>(venture.Id, cancellationToken) is not { } plan) return (CommandAnswer.Unknown, []);
        if (venture.State == VentureState.Stopped) return (VentureWork.IsStopped, []);
        if (plan.Versions > 0 && plan.VersionOf == command.Revision) return (CommandAnswer.Done, []);
        if (plan.Revision != command.Revision) return (VentureWork.Changed, []);
        if (!plan.HasAnything) return (CommandAnswer.Refused("empty", "まだ何も書いていません。", "Nothing is written yet."), []);
        foreach (var flaw in Flaw.OfText(command.Note, nameof(command.Note), 200, required: false)) return (CommandAnswer.Invalid(flaw), []);
        var now = clock.GetUtcNow();
        (plan.Versions, plan.VersionOf) = (plan.Versions + 1, plan.Revision);
        session.Insert(new PlanVersion
        {
            Id = PlanVersion.IdOf(plan.Id, plan.Versions), VentureId = plan.Id, Number = plan.Versions, Note = VentureWork.Tidy(command.Note), Canvas = plan.Canvas, Cash = plan.Cash, At = now, By = command.By,
        });
        var told = await CashWatch.LookAsync(session, venture, plan, plan.Cash, [], now, cancellationToken);
        session.Store(plan);
        return (CommandAnswer.Done, told);
    }
}

/// <summary>What all changes of a plan have in common.</summary>
internal static class PlanWork
{
    public static async Task<Venture?> MayAsync(IDocumentSession session, Guid venture, Doer by, CancellationToken cancellationToken) =>
        await session.LockAsync<Venture>(venture, cancellationToken) is { State: not VentureState.Draft } found && found.IsOf(by.AccountId) ? found : null;

    /// <summary>Changes the plan for who belongs to the venture. What somebody else wrote meanwhile is not overwritten; a new one needs the feature to be on.</summary>
    public static async Task<CommandAnswer> ChangeAsync(
        IDocumentSession session, FeatureGates gates, TimeProvider clock, Guid ventureId, int revision, Doer by, Func<BusinessPlan, CommandAnswer> change, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync(VentureWork.TurnOf(ventureId), cancellationToken);
        if (await MayAsync(session, ventureId, by, cancellationToken) is not { } venture) return CommandAnswer.Unknown;
        if (venture.State == VentureState.Stopped) return VentureWork.IsStopped;
        var known = await session.LockAsync<BusinessPlan>(ventureId, cancellationToken);
        if (known is null && !await gates.TakesAsync(Features.Plans, venture)) return CommandAnswer.Off;
        var plan = known ?? new() { Id = ventureId };
        if (plan.Revision != revision) return VentureWork.Changed;
        var answer = change(plan);
        if (!answer.IsDone) return answer;
        (plan.Revision, plan.ChangedAt, plan.ChangedBy) = (plan.Revision + 1, clock.GetUtcNow(), by);
        session.Store(plan);
        return CommandAnswer.Done;
    }
}
