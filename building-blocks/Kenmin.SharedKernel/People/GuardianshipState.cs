namespace Kenmin.SharedKernel;

/// <summary>Where the consent of a minor's guardian (保護者の同意) stands.</summary>
public enum GuardianshipState
{
    /// <summary>Nobody has been asked.</summary>
    None,

    /// <summary>The guardian was asked and has not answered.</summary>
    Asked,

    /// <summary>The guardian agrees.</summary>
    Agreed,

    /// <summary>The guardian does not agree.</summary>
    Refused,

    /// <summary>The guardian no longer agrees (撤回).</summary>
    Revoked,

    /// <summary>The person has come of age (18 歳); no guardian is asked any more.</summary>
    CameOfAge,
}
