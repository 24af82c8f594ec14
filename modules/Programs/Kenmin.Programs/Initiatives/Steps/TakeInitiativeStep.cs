using Kenmin.Modularity.Features;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.Programs.Initiatives.Steps;

/// <summary>Takes an initiative a step on in its life.</summary>
/// <param name="Id">The initiative.</param>
/// <param name="Step">The step.</param>
/// <param name="Reason">Why; needed for steps that undo or end something.</param>
/// <param name="By">Who.</param>
[MessageIdentity("programs.take-initiative-step.v1")]
[NoNewEntries("an initiative is planned and closed whatever is switched on")]
public sealed record TakeInitiativeStep(Guid Id, InitiativeStep Step, string? Reason, InitiativeActor By);

/// <summary>Handles <see cref="TakeInitiativeStep"/>.</summary>
public static class TakeInitiativeStepHandler
{
    /// <summary>Records the step, and tells the owners who did not take it themselves.</summary>
    public static async Task<(InitiativeOutcome, OutgoingMessages)> Handle(
        TakeInitiativeStep command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        InitiativeDetails? details = null;
        var outcome = await session.DecideAsync(command.Id, i =>
        {
            details = i.Details;
            return i.Take(command.Step, command.Reason, command.By, now);
        }, cancellationToken);
        var messages = new OutgoingMessages();
        if (outcome.IsDone && details is not null) messages.AddRange(StepNotices.For(command, details, now));
        return (outcome, messages);
    }
}
