using Wolverine.Attributes;

namespace Kenmin.Accounts.Contracts;

/// <summary>The way a consent or its withdrawal was said.</summary>
public enum ConsentChannel
{
    /// <summary>By the person, on a page of the site.</summary>
    Page,

    /// <summary>At a counter (窓口).</summary>
    Counter,

    /// <summary>On paper (書面).</summary>
    Paper,

    /// <summary>On the telephone.</summary>
    Phone,
}

/// <summary>A module took a person's consent (同意) to a purpose of its manifest. Accounts enters it in the ledger, once for each id.</summary>
/// <param name="ConsentId">The entry's id; the same consent always has the same id.</param>
/// <param name="Purpose">The purpose's key.</param>
/// <param name="TextVersion">The version of the text that was agreed to.</param>
/// <param name="PersonId">The person, by the module's id.</param>
/// <param name="AccountId">The person's account, where one is connected.</param>
/// <param name="Channel">How it was said.</param>
/// <param name="RecordedBy">The account of the member of staff who entered it; null when the person did.</param>
/// <param name="At">When.</param>
[MessageIdentity("accounts.consent-given.v1")]
public sealed record ConsentGiven(
    Guid ConsentId, string Purpose, string TextVersion, Guid PersonId, Guid? AccountId, ConsentChannel Channel, Guid? RecordedBy, DateTimeOffset At);

/// <summary>A module was told that a person no longer agrees to a purpose. The module has drawn the consequences already.</summary>
/// <param name="Purpose">The purpose's key.</param>
/// <param name="PersonId">The person, by the module's id.</param>
/// <param name="Channel">How it was said.</param>
/// <param name="RecordedBy">The account of the member of staff who entered it; null when the person did.</param>
/// <param name="At">When.</param>
[MessageIdentity("accounts.consent-ended.v1")]
public sealed record ConsentEnded(string Purpose, Guid PersonId, ConsentChannel Channel, Guid? RecordedBy, DateTimeOffset At);

/// <summary>A person of a module is the holder of an account: their entries in the ledger are the holder's.</summary>
/// <param name="PersonId">The person, by the module's id.</param>
/// <param name="AccountId">The account.</param>
[MessageIdentity("accounts.person-connected.v1")]
public sealed record PersonConnected(Guid PersonId, Guid AccountId);

/// <summary>A consent was given on the page of consents, or entered there by staff: the module that declares the purpose acts on it.</summary>
/// <param name="Purpose">The purpose's key.</param>
/// <param name="TextVersion">The version of the text.</param>
/// <param name="PersonId">The person, by the module's id.</param>
/// <param name="Channel">How it was said.</param>
/// <param name="RecordedBy">The account of the member of staff who entered it; null when the person did.</param>
/// <param name="At">When.</param>
[MessageIdentity("accounts.consent-recorded.v1")]
public sealed record ConsentRecorded(string Purpose, string TextVersion, Guid PersonId, ConsentChannel Channel, Guid? RecordedBy, DateTimeOffset At);

/// <summary>A consent was withdrawn on the page of consents, or has run out: the module that declares the purpose stops.</summary>
/// <param name="Purpose">The purpose's key.</param>
/// <param name="PersonId">The person, by the module's id.</param>
/// <param name="Channel">How it was said.</param>
/// <param name="RecordedBy">The account of the member of staff who entered it; null when the person did, or when it ran out.</param>
/// <param name="RanOut">Whether nobody withdrew it: it was not renewed in time.</param>
/// <param name="At">When.</param>
[MessageIdentity("accounts.consent-withdrawn.v1")]
public sealed record ConsentWithdrawn(string Purpose, Guid PersonId, ConsentChannel Channel, Guid? RecordedBy, bool RanOut, DateTimeOffset At);
