using Kenmin.SharedKernel;
using Wolverine.Attributes;

namespace Kenmin.Passport.Contracts;

/// <summary>
/// A person took part in something, and somebody says so (活動の記録). A correction is the same fact with a higher
/// <paramref name="Version"/>; the highest stands, however often and in whatever order they come. A sign-up is no participation.
/// </summary>
/// <param name="Module">The key of the module that recorded it.</param>
/// <param name="FactId">The fact; the same participation always has the same id.</param>
/// <param name="Version">Counts up with each correction, withdrawals among them.</param>
/// <param name="AccountId">The person's account.</param>
/// <param name="SubjectId">What the person took part in, by the module's own id: that of the opportunity where there was one.</param>
/// <param name="What">What it was.</param>
/// <param name="Role">What the person was there (役割).</param>
/// <param name="Day">The day.</param>
/// <param name="Minutes">How long; null when it is not known.</param>
/// <param name="MunicipalityCode">The municipality, by its code of 6 digits; null outside the prefecture.</param>
/// <param name="Place">Where; may be empty.</param>
/// <param name="Year">The fiscal year (年度) that it counts for.</param>
/// <param name="Proof">How well it is proved.</param>
/// <param name="Href">The page about it: an address of this site, from the root; null when there is none.</param>
[MessageIdentity("passport.participation-recorded.v1")]
public sealed record ParticipationRecorded(
    string Module, Guid FactId, long Version, Guid AccountId, Guid SubjectId, LocalizedText What, LocalizedText Role, DateOnly Day, int? Minutes,
    string? MunicipalityCode, string Place, FiscalYear Year, ProofLevel Proof, string? Href);

/// <summary>How well a participation is proved (証明の程度), the best first.</summary>
public enum ProofLevel
{
    /// <summary>Recorded on the spot by staff or by check-in (受付で記録).</summary>
    CheckedIn,

    /// <summary>Confirmed by who led the activity (代表者が確認).</summary>
    Confirmed,

    /// <summary>Entered by the person, who holds a paper about it (書類あり).</summary>
    DocumentHeld,

    /// <summary>Stated by the person (本人の申告).</summary>
    Stated,
}

/// <summary>A participation that was recorded is none any more (活動の記録の取消し).</summary>
/// <param name="Module">The key of the module that had recorded it.</param>
/// <param name="FactId">The fact.</param>
/// <param name="Version">Higher than that of what it withdraws.</param>
[MessageIdentity("passport.participation-withdrawn.v1")]
public sealed record ParticipationWithdrawn(string Module, Guid FactId, long Version);
