using Wolverine.Attributes;

namespace Kenmin.Accounts.Contracts;

/// <summary>
/// Two accounts were found to be of one person, and one went into the other (アカウントの統合): what a module keeps by
/// <paramref name="GoneId"/> is <paramref name="KeptId"/>'s from here on. Each module remembers what it moved, so that
/// <see cref="AccountsUnmerged"/> puts it back. Deliveries may repeat, and the undoing may overtake the merging.
/// </summary>
/// <param name="MergeId">The merging.</param>
/// <param name="KeptId">The account that stays.</param>
/// <param name="GoneId">The account that nobody signs in with any more. Never one of staff.</param>
/// <param name="At">When.</param>
[MessageIdentity("accounts.accounts-merged.v1")]
public sealed record AccountsMerged(Guid MergeId, Guid KeptId, Guid GoneId, DateTimeOffset At);

/// <summary>A merging was undone (統合の取消し): what had moved goes back.</summary>
/// <param name="MergeId">The merging.</param>
/// <param name="KeptId">The account that stayed.</param>
/// <param name="GoneId">The account that is its own again.</param>
/// <param name="At">When.</param>
[MessageIdentity("accounts.accounts-unmerged.v1")]
public sealed record AccountsUnmerged(Guid MergeId, Guid KeptId, Guid GoneId, DateTimeOffset At);
