using Kenmin.CommunityBusiness.Scope;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Ventures;

/// <summary>The team says what it did, and hands over to the office (報告).</summary>
/// <param name="VentureId">The venture.</param>
/// <param name="Words">What was done.</param>
/// <param name="By">Somebody of the team.</param>
[MessageIdentity("community-business.report-step.v1")]
[NoNewEntries("goes on with what is under way")]
public sealed record ReportStep(Guid VentureId, string? Words, Doer By);

/// <summary>Hands over.</summary>
public static class ReportStepHandler
{
    /// <summary>The next step is the office's then.</summary>
    public static async Task<CommandAnswer> Handle(ReportStep command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync(VentureWork.TurnOf(command.VentureId), cancellationToken);
        if (await session.LockAsync<Venture>(command.VentureId, cancellationToken) is not { State: not VentureState.Draft } venture || !venture.IsOf(command.By.AccountId)) return CommandAnswer.Unknown;
        if (venture.State == VentureState.Stopped) return VentureWork.IsStopped;
        foreach (var flaw in Flaw.OfText(command.Words, nameof(command.Words), VentureWork.LongestReason, lines: true)) return CommandAnswer.Invalid(flaw);
        var now = clock.GetUtcNow();
        venture.SetNext(VentureWork.OfficeReads(JapanTime.DayOf(now)));
        session.Record(venture, StepKind.Reported, venture.Stage, VentureWork.Tidy(command.Words), command.By, now);
        return CommandAnswer.Done;
    }
}

/// <summary>The office says what comes next (次の予定).</summary>
/// <param name="VentureId">The venture.</param>
/// <param name="NextText">What is to be done.</param>
/// <param name="NextDueOn">By when.</param>
/// <param name="NextSide">Who has to do it.</param>
/// <param name="Words">What was done or agreed; may be empty.</param>
/// <param name="Office">Who says so.</param>
[MessageIdentity("community-business.set-next-step.v1")]
[NoNewEntries("goes on with what is under way")]
public sealed record SetNextStep(Guid VentureId, string? NextText, DateOnly? NextDueOn, NextSide NextSide, string? Words, OfficePowers Office);

/// <summary>Sets it.</summary>
public static class SetNextStepHandler
{
    /// <summary>The former one stays in the history.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(SetNextStep command, IDocumentSession session, InitiativeDirectory initiatives, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await session.TakeTurnsAsync(VentureWork.TurnOf(command.VentureId), cancellationToken);
        if (await session.LockAsync<Venture>(command.VentureId, cancellationToken) is not { State: not VentureState.Draft } venture || !command.Office.Covers(venture, initiatives)) return (CommandAnswer.Unknown, []);
        foreach (var flaw in VentureWork.FlawsOfNext(command.NextText, command.NextDueOn, JapanTime.DayOf(now))) return (CommandAnswer.Invalid(flaw), []);
        foreach (var flaw in Flaw.OfText(command.Words, nameof(command.Words), VentureWork.LongestReason, required: false, lines: true)) return (CommandAnswer.Invalid(flaw), []);
        venture.SetNext(new(LocalizedText.Same(VentureWork.Tidy(command.NextText)), command.NextDueOn!.Value, command.NextSide, command.Office.By.AccountId));
        var step = session.Record(venture, StepKind.NextSet, venture.Stage, VentureWork.Tidy(command.Words), command.Office.By, now);
        return (CommandAnswer.Done, [.. VentureWork.Tell(venture, step, VentureWords.Subject(step), VentureWords.Told(venture, step))]);
    }
}

/// <summary>A venture is stopped by those whose it is, or by the office (中止).</summary>
/// <param name="VentureId">The venture.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Somebody of the team; null for the office.</param>
/// <param name="Office">The office; else null.</param>
[MessageIdentity("community-business.stop-venture.v1")]
[NoNewEntries("ends what is under way")]
public sealed record StopVenture(Guid VentureId, string? Reason, Doer? By, OfficePowers? Office);

/// <summary>Stops it.</summary>
public static class StopVentureHandler
{
    /// <summary>Its stage stays, so that it goes on from there when it is taken up again.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(StopVenture command, IDocumentSession session, InitiativeDirectory initiatives, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await session.TakeTurnsAsync(VentureWork.TurnOf(command.VentureId), cancellationToken);
        if (await session.LockAsync<Venture>(command.VentureId, cancellationToken) is not { State: not VentureState.Draft } venture || !GoOn.May(venture, command.By, command.Office, initiatives)) return (CommandAnswer.Unknown, []);
        if (venture.State == VentureState.Stopped) return (VentureWork.IsStopped, []);
        foreach (var flaw in Flaw.OfText(command.Reason, nameof(command.Reason), VentureWork.LongestReason, lines: true)) return (CommandAnswer.Invalid(flaw), []);
        venture.State = VentureState.Stopped;
        venture.SetNext(VentureWork.AskAgain(JapanTime.DayOf(now)));
        var step = session.Record(venture, StepKind.Stopped, venture.Stage, VentureWork.Tidy(command.Reason), command.By ?? command.Office!.By, now);
        return (CommandAnswer.Done, [.. VentureWork.Tell(venture, step, VentureWords.Subject(step), VentureWords.Told(venture, step))]);
    }
}

/// <summary>A venture that was stopped is taken up again (再開).</summary>
/// <param name="VentureId">The venture.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Somebody of the team; null for the office.</param>
/// <param name="Office">The office; else null.</param>
[MessageIdentity("community-business.resume-venture.v1")]
[NewEntries(Features.Ideas)]
public sealed record ResumeVenture(Guid VentureId, string? Reason, Doer? By, OfficePowers? Office);

/// <summary>Takes it up.</summary>
public static class ResumeVentureHandler
{
    /// <summary>At the stage at which it was stopped; the office says then what comes next.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(ResumeVenture command, IDocumentSession session, FeatureGates gates, InitiativeDirectory initiatives, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await session.TakeTurnsAsync(VentureWork.TurnOf(command.VentureId), cancellationToken);
        if (await session.LockAsync<Venture>(command.VentureId, cancellationToken) is not { State: not VentureState.Draft } venture || !GoOn.May(venture, command.By, command.Office, initiatives)) return (CommandAnswer.Unknown, []);
        if (!await gates.TakesAsync(Features.Ideas, venture)) return (CommandAnswer.Off, []);
        if (venture.State != VentureState.Stopped) return (CommandAnswer.Refused("not-stopped", "中止していません。", "It is not stopped."), []);
        foreach (var flaw in Flaw.OfText(command.Reason, nameof(command.Reason), VentureWork.LongestReason, lines: true)) return (CommandAnswer.Invalid(flaw), []);
        venture.State = VentureState.Active;
        venture.SetNext(VentureWork.OfficeReads(JapanTime.DayOf(now)));
        var step = session.Record(venture, StepKind.Resumed, venture.Stage, VentureWork.Tidy(command.Reason), command.By ?? command.Office!.By, now);
        return (CommandAnswer.Done, [.. VentureWork.Tell(venture, step, VentureWords.Subject(step), VentureWords.Told(venture, step))]);
    }
}

/// <summary>Who may stop a venture and take it up again.</summary>
internal static class GoOn
{
    public static bool May(Venture venture, Doer? by, OfficePowers? office, InitiativeDirectory initiatives) => office is not null ? office.Covers(venture, initiatives) : by is not null && venture.IsOf(by.AccountId);
}
