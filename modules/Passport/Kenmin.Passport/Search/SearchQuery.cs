using System.Globalization;
using Kenmin.Passport.Contracts;
using Kenmin.SharedKernel;

namespace Kenmin.Passport.Search;

/// <summary>What somebody looks for; null and blank mean anything.</summary>
/// <param name="Words">Words, each of which must be found; also parts of words from two characters.</param>
/// <param name="From">The first day.</param>
/// <param name="Until">The last day.</param>
/// <param name="Municipality">The municipality, by its code of 6 digits.</param>
/// <param name="Module">The key of the module that offers it.</param>
/// <param name="Near">Only what is near this point.</param>
/// <param name="WithinKm">How near, in kilometres.</param>
/// <param name="Age">The age of who would take part.</param>
/// <param name="Wheelchair">Only where people in wheelchairs can take part.</param>
/// <param name="Children">Only where children can come along.</param>
/// <param name="Stage">Only what is for people of a stage of life.</param>
internal sealed record SearchQuery(
    string? Words = null, DateOnly? From = null, DateOnly? Until = null, string? Municipality = null, string? Module = null, GeoPoint? Near = null,
    int WithinKm = SearchQuery.UsualKm, int? Age = null, bool Wheelchair = false, bool Children = false, LifeStage? Stage = null)
{
    public const int UsualKm = 10, MostKm = 200, LongestWords = 200;

    /// <summary>
    /// The two parts of what is found, in the order of the start: what is under way at the first instant that is asked for, which an index of
    /// periods gives, and what starts after it, which an index of starts gives. Together they never look at what is past.
    /// </summary>
    /// <param name="now">What ended before is not found.</param>
    public (Conditions UnderWay, Conditions ToCome) Parts(DateTimeOffset now)
    {
        var at = Latest(now, From is { } from ? JapanTime.StartOf(from) : now);
        var rest = Rest();
        return (new Conditions().And("tstzrange(d.starts, d.ends) @> ?", at).And(rest), new Conditions().And("d.starts > ?", at).And(rest));
    }

    private Conditions Rest()
    {
        Conditions rest = new();
        if (Until is { } until) rest.And("d.starts < ?", JapanTime.StartOf(until.AddDays(1)).ToUniversalTime());
        if (Municipality is not null) rest.And("d.municipality_code = ?", Municipality);
        if (Module is not null) rest.And("d.module = ?", Module);
        var words = FoldedText.Of(Words).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // Whether the words are there is quickly looked at, row by row. How many rows that leaves cannot be estimated: as it is written, half is
        // expected, and not next to nothing. Where that is too many to look at, the index gives those with all pairs of characters.
        if (words.Length > 0) rest.And("coalesce(d.search_key like all (?), true)", (object)words.Select(Containing).ToArray());
        if (words.Where(w => new StringInfo(w).LengthInTextElements > 1).SelectMany(FoldedText.Bigrams).Distinct().ToArray() is { Length: > 0 } pairs) rest.And("d.search_bigrams @> ?", (object)pairs);

        if (Near is { } near)
        {
            // A box first, by plain comparison; then the circle in it.
            var (north, east) = (WithinKm / 111.0, WithinKm / (111.0 * Math.Max(0.1, Math.Cos(double.DegreesToRadians(near.Latitude)))));
            rest.And("d.latitude between ? and ? and d.longitude between ? and ?", near.Latitude - north, near.Latitude + north, near.Longitude - east, near.Longitude + east);
            rest.And("""
                6371.0088 * 2 * asin(least(1, sqrt(power(sin(radians(d.latitude - ?) / 2), 2)
                  + cos(radians(?)) * cos(radians(d.latitude)) * power(sin(radians(d.longitude - ?) / 2), 2)))) <= ?
                """, near.Latitude, near.Latitude, near.Longitude, (double)WithinKm);
        }

        if (Age is { } age) rest.And("coalesce((d.data -> 'suitability' ->> 'minimumAge')::int, 0) <= ?", age);
        if (Wheelchair) rest.And("d.wheelchair");
        if (Children) rest.And("d.children");
        if (Stage is { } stage) rest.And("d.life_stages @> ?", (object)new[] { SearchWords.KeyOf(stage) });
        return rest;
    }

    // What the characters of a pattern stand for otherwise.
    private static string Containing(string word) => $"%{word.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";

    private static DateTimeOffset Latest(DateTimeOffset a, DateTimeOffset b) => (a > b ? a : b).ToUniversalTime();
}

/// <summary>Conditions on a row of opportunities (<c>d</c>), all of which must hold, with their parameters.</summary>
internal sealed class Conditions
{
    private readonly List<string> _all = [];
    private readonly List<object> _parameters = [];

    /// <summary>The conditions, as they stand in SQL.</summary>
    public string Sql => string.Join(" and ", _all);

    /// <summary>Their parameters, in order.</summary>
    public IReadOnlyList<object> Parameters => _parameters;

    public Conditions And(string condition, params ReadOnlySpan<object> values)
    {
        _all.Add(condition);
        _parameters.AddRange(values);
        return this;
    }

    public Conditions And(Conditions others)
    {
        _all.AddRange(others._all);
        _parameters.AddRange(others._parameters);
        return this;
    }
}

/// <summary>What was found.</summary>
/// <param name="Opportunity">The opportunity.</param>
/// <param name="Metres">How far it is from where somebody looks; null where nobody said, or where it is not known.</param>
internal sealed record Found(Opportunities.Opportunity Opportunity, double? Metres);
