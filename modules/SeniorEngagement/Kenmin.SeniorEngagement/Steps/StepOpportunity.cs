using Kenmin.Modularity.Features;
using Kenmin.Passport.Contracts;
using Kenmin.Persistence;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Transport;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.Steps;

/// <summary>Something that a person can take part in, as a module told of it last: the module's own copy, with what staff know of it.</summary>
public sealed class StepOpportunity : IToldVersion
{
    /// <summary>Derived from the module and its own id.</summary>
    public Guid Id { get; set; }

    /// <summary>The version that stands.</summary>
    public long Version { get; set; }

    /// <summary>Whether it is off.</summary>
    public bool Withdrawn { get; set; }

    /// <summary>Its name.</summary>
    public LocalizedText Title { get; set; }

    /// <summary>What kind of thing it is.</summary>
    public LocalizedText Kind { get; set; }

    /// <summary>When it starts.</summary>
    public DateTimeOffset Starts { get; set; }

    /// <summary>The first instant that no longer belongs to it.</summary>
    public DateTimeOffset Ends { get; set; }

    /// <summary>The municipality, by its code of 6 digits.</summary>
    public string? MunicipalityCode { get; set; }

    /// <summary>Where people meet.</summary>
    public string Place { get; set; } = "";

    /// <summary>Where that is, in degrees north; null when it is not known.</summary>
    public double? Latitude { get; set; }

    /// <summary>Where that is, in degrees east; null when it is not known.</summary>
    public double? Longitude { get; set; }

    /// <summary>Where to read on and sign up.</summary>
    public string Href { get; set; } = "";

    /// <summary>The age that a person must have reached on the day; null when any, or not known.</summary>
    public int? MinimumAge { get; set; }

    /// <summary>Whether people in wheelchairs can take part, as the module says.</summary>
    public bool? Wheelchair { get; set; }

    /// <summary>Interests that its own words speak of.</summary>
    public IReadOnlyList<string> WordInterests { get; set; } = [];

    internal GeoPoint? Position => Latitude is { } latitude && Longitude is { } longitude ? new(latitude, longitude) : null;

    internal static Guid IdOf(string module, Guid subject) => FactId.Of($"{module}|{subject:N}");

    internal static StepOpportunity Of(OpportunityPublished m)
    {
        var words = FoldedText.Of($"{m.Kind.Ja} {m.Kind.En} {m.Title.Ja} {m.Title.En} {m.Description.Ja} {m.Description.En}");
        return new()
        {
            Id = IdOf(m.Module, m.Id), Version = m.Version, Title = m.Title, Kind = m.Kind, Starts = m.Starts.ToUniversalTime(), Ends = m.Ends.ToUniversalTime(),
            MunicipalityCode = Municipality.ByCode(m.MunicipalityCode)?.Code6, Place = m.Place, Latitude = m.Position?.Latitude, Longitude = m.Position?.Longitude, Href = m.Href,
            MinimumAge = m.Suitability.MinimumAge, Wheelchair = m.Suitability.Wheelchair,
            WordInterests = [.. CardQuestions.Interests.Where(i => i.Words.Any(w => words.Contains(FoldedText.Of(w), StringComparison.Ordinal))).Select(i => i.Key)],
        };
    }
}

/// <summary>What staff know of an opportunity and its module does not say (職員の補足). What is null is not known.</summary>
public sealed class StepLabel
{
    /// <summary>The opportunity.</summary>
    public Guid Id { get; set; }

    /// <summary>Whether it can be done sitting.</summary>
    public bool? Sitting { get; set; }

    /// <summary>Whether it is indoors.</summary>
    public bool? Indoors { get; set; }

    /// <summary>Whether people in wheelchairs can take part; stands above what the module says.</summary>
    public bool? Wheelchair { get; set; }

    /// <summary>What it is about, in the place of what its words say; null leaves those.</summary>
    public IReadOnlyList<string>? Interests { get; set; }

    /// <summary>The district (地区) in which it is; empty when nobody said.</summary>
    public string District { get; set; } = "";

    /// <summary>Whether it is suggested to nobody.</summary>
    public bool Hidden { get; set; }

    /// <summary>Who said so last.</summary>
    public Doer By { get; set; } = new(Guid.Empty, "");

    /// <summary>When.</summary>
    public DateTimeOffset At { get; set; }
}

/// <summary>Keeps what can be taken part in. The highest version stands, however often and in whatever order they come.</summary>
[WolverineHandler]
[StickyHandler("senior-engagement-opportunity-published")]
[NoNewEntries("keeps what other modules show to everybody")]
public static class OnOpportunityPublished
{
    /// <summary>What leads away from this site, or ends before it starts, is not suggested.</summary>
    public static async Task<OutgoingMessages> Handle(OpportunityPublished message, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (!(message.Href is ['/', ..] and not ['/', '/' or '\\', ..]) || message.Ends < message.Starts) return [];
        if (!await session.IsNewsAsync<StepOpportunity>("opportunity", StepOpportunity.IdOf(message.Module, message.Id), message.Version, cancellationToken)) return [];
        session.Store(StepOpportunity.Of(message));
        return await FollowActivityHandler.OfAsync(session, StepOpportunity.IdOf(message.Module, message.Id), cancellationToken);
    }
}

/// <summary>Takes out what is off.</summary>
[WolverineHandler]
[StickyHandler("senior-engagement-opportunity-withdrawn")]
[NoNewEntries("takes out what is off")]
public static class OnOpportunityWithdrawn
{
    /// <summary>Its version stays, so that what was sent before and comes late does not bring it back.</summary>
    public static async Task<OutgoingMessages> Handle(OpportunityWithdrawn message, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (!await session.IsNewsAsync<StepOpportunity>("opportunity", StepOpportunity.IdOf(message.Module, message.Id), message.Version, cancellationToken)) return [];
        session.Store(new StepOpportunity { Id = StepOpportunity.IdOf(message.Module, message.Id), Version = message.Version, Withdrawn = true, Starts = DateTimeOffset.UnixEpoch, Ends = DateTimeOffset.UnixEpoch });
        return await FollowActivityHandler.OfAsync(session, StepOpportunity.IdOf(message.Module, message.Id), cancellationToken);
    }
}
