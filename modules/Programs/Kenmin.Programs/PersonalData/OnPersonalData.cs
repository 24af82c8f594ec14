using Kenmin.Accounts.Contracts;
using Kenmin.Persistence.PersonalData;
using Wolverine.Attributes;

namespace Kenmin.Programs.PersonalData;

/// <summary>Tells a person which decisions they made.</summary>
[WolverineHandler]
[StickyHandler("programs-personal-data-asked")]
public static class OnPersonalDataAsked
{
    internal static readonly PersonalDataTable[] Tables =
    [
        new("mt_doc_featuredecisionmade", new("機能の切り替えの決定", "Decisions about features"), "(t.data ->> 'decidedBy')::uuid = any($1)"),
    ];

    /// <summary>Reads them.</summary>
    public static async Task<PersonalDataAnswered> Handle(PersonalDataAsked message, PersonalDataReader reader, CancellationToken cancellationToken) =>
        new(message.RequestId, "programs", await reader.ReadAsync("programs", Tables, message.AccountId, [message.AccountId], cancellationToken));
}

/// <summary>Decisions that were made in office stay.</summary>
[WolverineHandler]
[StickyHandler("programs-erasure-asked")]
public static class OnErasureAsked
{
    /// <summary>Nothing here is about a person: it is about what an office decided.</summary>
    public static ErasureConfirmed Handle(ErasureAsked message, TimeProvider clock) => new(
        message.RequestId, "programs", [],
        [new("職務として行った決定の記録（公文書として保存）", "Decisions made in office, if any: kept as official records")], clock.GetUtcNow());
}
