namespace Kenmin.Accounts.Addresses;

/// <summary>A link in a mail that can be used once, until it expires. Only the hash of its secret is kept.</summary>
internal sealed class OneTimeLink
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public required LinkPurpose Purpose { get; init; }

    public required byte[] TokenHash { get; init; }

    /// <summary>The address that the link was sent to: a link for an address that is no longer the matter is of no use.</summary>
    public required string Email { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>What a link is good for.</summary>
internal enum LinkPurpose
{
    /// <summary>Says that whoever registered reads the address.</summary>
    Verify = 1,

    /// <summary>Sets a new password.</summary>
    ResetPassword = 2,

    /// <summary>Makes a new address the account's.</summary>
    ChangeAddress = 3,

    /// <summary>Takes over an account that staff entered, with the address that was chosen for it.</summary>
    Claim = 4,
}
