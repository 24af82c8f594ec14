using System.Text.Json.Serialization;
using Kenmin.Passport.Contracts;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten.Schema;
using NpgsqlTypes;
using Weasel.Postgresql.Tables;

namespace Kenmin.Passport.Opportunities;

/// <summary>Something that a person can take part in (募集), as a module told of it last.</summary>
public sealed class Opportunity : IToldVersion
{
    /// <summary>Derived from the module and its own id.</summary>
    public Guid Id { get; set; }

    /// <summary>The module that told of it.</summary>
    public string Module { get; set; } = "";

    /// <summary>The module's own id.</summary>
    public Guid SubjectId { get; set; }

    /// <summary>The version that stands.</summary>
    public long Version { get; set; }

    /// <summary>When that version became so.</summary>
    public DateTimeOffset ToldAt { get; set; }

    /// <summary>Whether it is off. Nothing of it is kept then.</summary>
    public bool Withdrawn { get; set; }

    /// <summary>What kind of thing it is.</summary>
    public LocalizedText Kind { get; set; }

    /// <summary>Its name.</summary>
    public LocalizedText Title { get; set; }

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

    /// <summary>How many people are sought; null where there is no limit.</summary>
    public int? Capacity { get; set; }

    /// <summary>Where to read on and sign up.</summary>
    public string Href { get; set; } = "";

    /// <summary>The initiative (事業).</summary>
    public Guid? InitiativeId { get; set; }

    /// <summary>The year in which its fiscal year (年度) starts.</summary>
    public int Year { get; set; }

    /// <summary>For whom it is suited.</summary>
    public Suitability Suitability { get; set; } = Suitability.NotKnown;

    /// <summary>Whether people in wheelchairs are known to be able to take part.</summary>
    public bool Wheelchair { get; set; }

    /// <summary>Whether children are known to be able to come along.</summary>
    public bool Children { get; set; }

    /// <summary>The stages of life for whose people it is known to be.</summary>
    public string[] LifeStages { get; set; } = [];

    /// <summary>All its words, folded.</summary>
    public string SearchKey { get; set; } = "";

    /// <summary>Pairs of characters of <see cref="SearchKey"/>, by which the index finds it; in their column alone.</summary>
    [JsonIgnore]
    public string[] SearchBigrams => [.. FoldedText.Bigrams(SearchKey).Order(StringComparer.Ordinal)];

    /// <summary>How it is stored. What the search asks for stands in columns, with an index for each way in: by the start, in a municipality by the start, what is under way, and by words.</summary>
    /// <param name="mapping">Where that is said.</param>
    public static void ConfigureMarten(DocumentMapping<Opportunity> mapping)
    {
        mapping.Duplicate(o => o.Module, notNull: true);
        mapping.Duplicate(o => o.Starts, notNull: true);
        mapping.Duplicate(o => o.Ends, notNull: true);
        mapping.Duplicate(o => o.MunicipalityCode);
        mapping.Duplicate(o => o.Latitude);
        mapping.Duplicate(o => o.Longitude);
        mapping.Duplicate(o => o.Wheelchair);
        mapping.Duplicate(o => o.Children);
        mapping.Duplicate(o => o.LifeStages, "text[]", NpgsqlDbType.Array | NpgsqlDbType.Text, index => index.Method = IndexMethod.gin);
        mapping.DuplicateField(nameof(SearchKey));
        mapping.Duplicate(o => o.SearchBigrams, "text[]", NpgsqlDbType.Array | NpgsqlDbType.Text, index => index.Method = IndexMethod.gin);
        // Of several columns: an index of a duplicated one keeps to that column, whatever it is told.
        mapping.AddIndex("starts", "id");
        mapping.AddIndex("municipality_code", "starts");
        mapping.Indexes.Add(new IndexDefinition("mt_doc_opportunity_idx_under_way") { Columns = ["tstzrange(starts, ends)"], Method = IndexMethod.gist });
    }

    internal GeoPoint? Position => Latitude is { } latitude && Longitude is { } longitude ? new(latitude, longitude) : null;

    internal Municipality? Municipality => Municipality.ByCode(MunicipalityCode);

    internal static Guid IdOf(string module, Guid subject) => FactId.Of($"{module}|{subject:N}");

    internal static Opportunity Of(OpportunityPublished m)
    {
        var municipality = Municipality.ByCode(m.MunicipalityCode);
        var words = FoldedText.Of(string.Join(' ',
            m.Kind.Ja, m.Kind.En, m.Title.Ja, m.Title.En, m.Description.Ja, m.Description.En, m.Place, municipality?.Name, municipality?.Kana, municipality?.English));
        return new()
        {
            Id = IdOf(m.Module, m.Id), Module = m.Module, SubjectId = m.Id, Version = m.Version, ToldAt = m.At, Kind = m.Kind, Title = m.Title, Starts = m.Starts.ToUniversalTime(),
            Ends = m.Ends.ToUniversalTime(), MunicipalityCode = municipality?.Code6, Place = m.Place, Latitude = m.Position?.Latitude, Longitude = m.Position?.Longitude,
            Capacity = m.Capacity, Href = m.Href, InitiativeId = m.Initiative, Year = m.Year.StartYear, Suitability = m.Suitability, Wheelchair = m.Suitability.Wheelchair == true,
            Children = m.Suitability.Children == true, SearchKey = words,
            LifeStages = [.. (m.Suitability.LifeStages ?? []).Where(Enum.IsDefined).Distinct().Order().Select(Search.SearchWords.KeyOf)],
        };
    }
}
