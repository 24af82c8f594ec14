namespace Kenmin.Accounts.Tokens;

/// <summary>A personal access token (アクセストークン) by which a program acts for its holder, within scopes. Only its hash is kept.</summary>
internal sealed class AccessToken
{
    public const int LongestName = 60;

    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>What its holder calls it.</summary>
    public required string Name { get; init; }

    public required byte[] TokenHash { get; init; }

    /// <summary>Permissions of manifests, and the scopes of one's own things.</summary>
    public required List<string> Scopes { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }
}
