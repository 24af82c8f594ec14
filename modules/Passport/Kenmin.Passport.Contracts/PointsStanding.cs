using Kenmin.SharedKernel;
using Wolverine.Attributes;

namespace Kenmin.Passport.Contracts;

/// <summary>
/// How many points a person has collected in a fiscal year by a rule (ポイントの残高). Of several the one with the highest
/// <paramref name="Version"/> stands, however often and in whatever order they come.
/// </summary>
/// <param name="Module">The key of the module that keeps the points.</param>
/// <param name="FactId">The fact; the same person's points by the same rule always have the same id.</param>
/// <param name="Version">Counts up with each change.</param>
/// <param name="AccountId">The person's account; null when nobody collects them any more, and then nothing of it is kept.</param>
/// <param name="Name">What points they are.</param>
/// <param name="Year">The fiscal year (年度).</param>
/// <param name="Collected">All that was collected.</param>
/// <param name="Left">What of it was not exchanged and waits for no exchange.</param>
/// <param name="Href">The page about it, for the person: an address of this site, from the root; null when there is none.</param>
[MessageIdentity("passport.points-standing.v1")]
public sealed record PointsStanding(
    string Module, Guid FactId, long Version, Guid? AccountId, LocalizedText Name, FiscalYear Year, long Collected, long Left, string? Href);
