namespace Kenmin.Accounts.SignIn;

/// <summary>Failed attempts of one kind of visitor on one address.</summary>
internal sealed class AttemptCounter
{
    /// <summary>A hash of who tries what; neither addresses nor networks can be read from it.</summary>
    public required byte[] Key { get; init; }

    /// <summary>Failures in a row.</summary>
    public required int Failures { get; set; }

    public required DateTimeOffset LastAt { get; set; }

    /// <summary>Until when further attempts are refused unseen.</summary>
    public DateTimeOffset? BlockedUntil { get; set; }
}
