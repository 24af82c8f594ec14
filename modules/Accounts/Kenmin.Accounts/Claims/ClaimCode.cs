namespace Kenmin.Accounts.Claims;

/// <summary>The code in a letter by which somebody takes over what staff entered for them. Only its hash is kept; a newer one takes its place.</summary>
internal sealed class ClaimCode
{
    /// <summary>Wrong birth dates after which a code is of no use any more.</summary>
    public const int MostFailures = 10;

    /// <summary>The person.</summary>
    public required Guid AccountId { get; init; }

    public required byte[] CodeHash { get; set; }

    /// <summary>The last day, in Japan, on which it works.</summary>
    public required DateOnly LastDay { get; set; }

    /// <summary>How often a wrong birth date was entered with it.</summary>
    public int Failures { get; set; }

    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>The account of the member of staff who printed the letter.</summary>
    public required Guid CreatedBy { get; set; }
}

/// <summary>Mail address and password that somebody chose by a code, until the address is verified. They become the account's then, not before.</summary>
internal sealed class PendingClaim
{
    /// <summary>The person.</summary>
    public required Guid AccountId { get; init; }

    public required string Email { get; set; }

    public required string PasswordHash { get; set; }

    public required DateTimeOffset CreatedAt { get; set; }
}
