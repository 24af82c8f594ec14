namespace Kenmin.Commands;

/// <summary>Who did something.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Name">The name at that time.</param>
public sealed record Doer(Guid AccountId, string Name);
