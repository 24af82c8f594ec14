using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Persistence.PersonalData;
using Wolverine.Attributes;

namespace Kenmin.PlanProgress.PersonalData;

/// <summary>Tells a person what the module keeps of what they did in office.</summary>
[WolverineHandler]
[StickyHandler("plan-progress-personal-data-asked")]
[NoNewEntries("people rule over their data whatever is switched on")]
public static class OnPersonalDataAsked
{
    /// <summary>Reads it.</summary>
    public static async Task<PersonalDataAnswered> Handle(PersonalDataAsked message, PersonalDataReader reader, CancellationToken cancellationToken) => new(
        message.RequestId, PlanProgressModule.Key,
        await reader.ReadActsInOfficeAsync("plan_progress", new("職務で行った計画の数値の操作", "What you did in office with the figures of the plan"), message.AccountId, cancellationToken));
}

/// <summary>What was done in office stays.</summary>
[WolverineHandler]
[StickyHandler("plan-progress-erasure-asked")]
[NoNewEntries("people rule over their data whatever is switched on")]
public static class OnErasureAsked
{
    /// <summary>Nothing here is about a person: it is about what an office did.</summary>
    public static ErasureConfirmed Handle(ErasureAsked message, TimeProvider clock) => new(
        message.RequestId, PlanProgressModule.Key, [],
        [new("職務として行ったことの記録があれば、公文書として保存", "What was done in office, if anything: kept as official records")], clock.GetUtcNow());
}
