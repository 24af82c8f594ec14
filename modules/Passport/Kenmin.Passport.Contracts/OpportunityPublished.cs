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
/// <param name="LifeStages">The stages of life for whose people it is (ライフステージ); modules that were built before it was asked say nothing.</param>
public sealed record Suitability(int? MinimumAge = null, bool? Wheelchair = null, bool? Children = null, IReadOnlyList<LifeStage>? LifeStages = null)
{
    /// <summary>Nothing is known.</summary>
    public static Suitability NotKnown { get; } = new();

    /// <summary>The stages whose people can be of an age or over: what an age limit says of them, and no more.</summary>
    public static IReadOnlyList<LifeStage> OldEnough(int minimumAge) =>
    [
        .. minimumAge <= 12 ? [LifeStage.Children] : Array.Empty<LifeStage>(), .. minimumAge <= 22 ? [LifeStage.Students] : Array.Empty<LifeStage>(),
        .. minimumAge <= 64 ? [LifeStage.Working] : Array.Empty<LifeStage>(), LifeStage.Seniors,
    ];
}

/// <summary>A stage of life (ライフステージ).</summary>
public enum LifeStage
{
    /// <summary>Children up to the end of primary school (小学生まで).</summary>
    Children,

    /// <summary>Pupils and students (中学生・高校生・学生).</summary>
    Students,

    /// <summary>People who work (働く世代).</summary>
    Working,

    /// <summary>People who raise children (子育て中).</summary>
    RaisingChildren,

    /// <summary>People who have retired, and older people (退職後・シニア).</summary>
    Seniors,
}

/// <summary>Something that one could take part in is off: called off, hidden, or full for good (募集の取りやめ).</summary>
/// <param name="Module">The key of the module that offered it.</param>
/// <param name="Id">The module's own id of it.</param>
/// <param name="Version">Higher than that of what it withdraws.</param>
[MessageIdentity("passport.opportunity-withdrawn.v1")]
public sealed record OpportunityWithdrawn(string Module, Guid Id, long Version);
