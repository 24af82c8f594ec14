using Kenmin.SharedKernel;
using Wolverine.Attributes;

namespace Kenmin.Passport.Contracts;

/// <summary>
/// A person was given a certificate or a licence, or what is known of it changed (修了証・資格). It is the whole of what is known: of several
/// the one with the highest <paramref name="Version"/> stands, however often and in whatever order they come.
/// </summary>
/// <param name="Module">The key of the module that gave it.</param>
/// <param name="FactId">The fact; the same certificate always has the same id, also after a renewal.</param>
/// <param name="Version">Counts up with each change, withdrawals among them.</param>
/// <param name="AccountId">The person's account.</param>
/// <param name="Kind">What kind it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="Number">Its number (登録番号); may be empty.</param>
/// <param name="Issuer">Who gave it.</param>
/// <param name="GivenOn">The day on which it was given first.</param>
/// <param name="ValidUntil">The last day on which it is valid; null where it does not end.</param>
/// <param name="Href">The page about it, for its holder: an address of this site, from the root; null when there is none.</param>
[MessageIdentity("passport.certificate-given.v1")]
public sealed record CertificateGiven(
    string Module, Guid FactId, long Version, Guid AccountId, CertificateKind Kind, LocalizedText Name, string Number, LocalizedText Issuer, DateOnly GivenOn, DateOnly? ValidUntil, string? Href);

/// <summary>What kind of certificate it is.</summary>
public enum CertificateKind
{
    /// <summary>Something was completed (修了証).</summary>
    Completion,

    /// <summary>The person may do or lead something (登録・資格).</summary>
    Licence,
}

/// <summary>A certificate is none any more, or is another person's (修了証・資格の取消し).</summary>
/// <param name="Module">The key of the module that had given it.</param>
/// <param name="FactId">The fact.</param>
/// <param name="Version">Higher than that of what it withdraws.</param>
[MessageIdentity("passport.certificate-withdrawn.v1")]
public sealed record CertificateWithdrawn(string Module, Guid FactId, long Version);
