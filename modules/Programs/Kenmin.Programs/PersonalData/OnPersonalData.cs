using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Persistence.PersonalData;
using Wolverine.Attributes;

namespace Kenmin.Programs.PersonalData;

/// <summary>Tells a person what the module keeps of what they did in office.</summary>
[WolverineHandler]
[StickyHandler("programs-personal-data-asked")]
[NoNewEntries("people rule over their data whatever is switched on")]
public static class OnPersonalDataAsked
{
    /// <summary>Reads it.</summary>
    public static async Task<PersonalDataAnswered> Handle(PersonalDataAsked message, PersonalDataReader reader, CancellationToken cancellationToken) => new(
        message.RequestId, "programs",
        await reader.ReadActsInOfficeAsync("programs", new("職務で行った事業と機能の操作", "What you did in office with initiatives and features"), message.AccountId, cancellationToken));
}

/// <summary>What was done in office stays.</summary>
[WolverineHandler]
[StickyHandler("programs-erasure-asked")]
[NoNewEntries("people rule over their data whatever is switched on")]
public static class OnErasureAsked
{
    /// <summary>Nothing here is about a person: it is about what an office did.</summary>
    public static ErasureConfirmed Handle(ErasureAsked message, TimeProvider clock) => new(
        message.RequestId, "programs", [],
        [new("職務として行ったことの記録があれば、公文書として保存", "What was done in office, if anything: kept as official records")], clock.GetUtcNow());
}
