using Kenmin.SharedKernel;
using Wolverine.Attributes;

namespace Kenmin.Accounts.Contracts;

/// <summary>
/// A person wants to know what is held about them (開示請求). Every module whose manifest says that it holds personal data
/// answers with <see cref="PersonalDataAnswered"/>, also when it holds nothing.
/// </summary>
/// <param name="RequestId">The request.</param>
/// <param name="AccountId">The person's account.</param>
[MessageIdentity("accounts.personal-data-asked.v1")]
public sealed record PersonalDataAsked(Guid RequestId, Guid AccountId);

/// <summary>All that a module holds on a person.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="Module">The module's key.</param>
/// <param name="Sections">What it holds; empty for nothing.</param>
[MessageIdentity("accounts.personal-data-answered.v1")]
public sealed record PersonalDataAnswered(Guid RequestId, string Module, IReadOnlyList<PersonalDataSection> Sections);

/// <summary>
/// A person's data are to be erased (消去). Every module whose manifest says that it holds personal data erases and confirms with
/// <see cref="ErasureConfirmed"/>, also when it holds nothing. Deliveries may repeat.
/// </summary>
/// <param name="RequestId">The request.</param>
/// <param name="AccountId">The person's account; null when there is none.</param>
/// <param name="PersonId">The person by a module's id; null when only the account is known.</param>
[MessageIdentity("accounts.erasure-asked.v1")]
public sealed record ErasureAsked(Guid RequestId, Guid? AccountId, Guid? PersonId);

/// <summary>A module has erased a person's data.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="Module">The module's key.</param>
/// <param name="Erased">What was erased; empty when it held nothing.</param>
/// <param name="Kept">What stays, and why.</param>
/// <param name="At">When.</param>
[MessageIdentity("accounts.erasure-confirmed.v1")]
public sealed record ErasureConfirmed(
    Guid RequestId, string Module, IReadOnlyList<LocalizedText> Erased, IReadOnlyList<LocalizedText> Kept, DateTimeOffset At);
