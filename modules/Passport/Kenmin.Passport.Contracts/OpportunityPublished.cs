using Kenmin.SharedKernel;
using Wolverine.Attributes;

namespace Kenmin.Passport.Contracts;

/// <summary>
/// There is something that a person can take part in (募集), or what is known of it changed. It is the whole of what is known and no
/// difference: of several the one with the highest <paramref name="Version"/> stands, however often and in whatever order they come.
/// Send it for what everybody may see, and nothing else.
/// </summary>
/// <param name="Module">The key of the module that offers it.</param>
/// <param name="Id">The module's own id of it. Participations and results of the same matter carry it as their subject.</param>
/// <param name="Version">Counts up with each change of it, its withdrawals among them.</param>
/// <param name="At">When it became so.</param>
/// <param name="Kind">What kind of thing it is, in a word or two, such as "shift" or "clean-up".</param>
/// <param name="Title">Its name as people see it.</param>
/// <param name="Description">What else is found by words: what is done, what to bring; may be empty.</param>
/// <param name="Starts">When it starts.</param>
/// <param name="Ends">The first instant that no longer belongs to it.</param>
/// <param name="MunicipalityCode">The municipality, by its code of 6 digits; null outside the prefecture or where it is everywhere.</param>
/// <param name="Place">Where people meet, as it is written for everybody; may be empty.</param>
/// <param name="Position">Where that is; null when it is not known.</param>
/// <param name="Capacity">How many people are sought; null where there is no limit.</param>
/// <param name="Href">Where to read on and sign up: an address of this site, from the root.</param>
/// <param name="Initiative">The initiative (事業); null when it belongs to none.</param>
/// <param name="Year">The fiscal year (年度) that it counts for.</param>
/// <param name="Suitability">For whom it is suited, as far as the module knows.</param>
[MessageIdentity("passport.opportunity-published.v1")]
public sealed record OpportunityPublished(
    string Module, Guid Id, long Version, DateTimeOffset At, LocalizedText Kind, LocalizedText Title, LocalizedText Description, DateTimeOffset Starts, DateTimeOffset Ends,
    string? MunicipalityCode, string Place, GeoPoint? Position, int? Capacity, string Href, Guid? Initiative, FiscalYear Year, Suitability Suitability);

/// <summary>For whom something is suited. What is not known is null and never taken for a yes or a no.</summary>
/// <param name="MinimumAge">The age in full years that a person must have reached on the day; null: any, or not known.</param>
/// <param name="Wheelchair">Whether people in wheelchairs can take part (車いす).</param>
/// <param name="Children">Whether children can come along (子ども連れ).</param>
public sealed record Suitability(int? MinimumAge = null, bool? Wheelchair = null, bool? Children = null)
{
    /// <summary>Nothing is known.</summary>
    public static Suitability NotKnown { get; } = new();
}

/// <summary>Something that one could take part in is off: called off, hidden, or full for good (募集の取りやめ).</summary>
/// <param name="Module">The key of the module that offered it.</param>
/// <param name="Id">The module's own id of it.</param>
/// <param name="Version">Higher than that of what it withdraws.</param>
[MessageIdentity("passport.opportunity-withdrawn.v1")]
public sealed record OpportunityWithdrawn(string Module, Guid Id, long Version);
