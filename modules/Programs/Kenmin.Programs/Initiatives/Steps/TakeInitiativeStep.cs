using Kenmin.Modularity.Features;
using Marten;
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
    /// <summary>Records the step.</summary>
    public static Task<InitiativeOutcome> Handle(
        TakeInitiativeStep command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken) =>
        session.DecideAsync(command.Id, i => i.Take(command.Step, command.Reason, command.By, clock.GetUtcNow()), cancellationToken);
}
