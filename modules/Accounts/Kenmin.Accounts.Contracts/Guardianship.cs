using Kenmin.SharedKernel;
using Wolverine.Attributes;

namespace Kenmin.Accounts.Contracts;

/// <summary>The consent of a minor's guardian changed. Messages may overtake each other: the one with the latest time counts.</summary>
/// <param name="AccountId">The minor's account.</param>
/// <param name="State">Where it stands.</param>
/// <param name="At">When.</param>
[MessageIdentity("accounts.guardianship-changed.v1")]
public sealed record GuardianshipChanged(Guid AccountId, GuardianshipState State, DateTimeOffset At);
