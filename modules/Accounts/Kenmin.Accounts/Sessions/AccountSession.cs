namespace Kenmin.Accounts.Sessions;

/// <summary>A sign-in (サインイン中の端末). A cookie is good for as long as its session is here.</summary>
internal sealed class AccountSession
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset LastSeenAt { get; set; }

    /// <summary>The device by <see cref="DeviceWords"/>, such as <c>chrome/android</c>; where it is, is not guessed.</summary>
    public required string Device { get; init; }

    /// <summary>Whether a second factor was used.</summary>
    public required bool SecondFactor { get; set; }
}
