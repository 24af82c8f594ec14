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

    /// <summary>The conditions on a row of opportunities (<c>d</c>), with their parameters.</summary>
    public (List<string> Where, List<object> Parameters) Conditions(DateTimeOffset now)
    {
        List<string> where = [];
        List<object> parameters = [];
        // What is withdrawn ended in 1970.
        Add("d.ends > ?", Latest(now, From is { } from ? JapanTime.StartOf(from) : now));
        if (Until is { } until) Add("d.starts < ?", JapanTime.StartOf(until.AddDays(1)).ToUniversalTime());
        if (Municipality is not null) Add("d.municipality_code = ?", Municipality);
        if (Module is not null) Add("d.module = ?", Module);
        foreach (var word in FoldedText.Of(Words).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            // The index gives those with all pairs of characters; whether they stand together is then looked at.
            if (new StringInfo(word).LengthInTextElements > 1) Add("d.search_bigrams @> ?", (object)FoldedText.Bigrams(word));
            Add("position(? in d.data ->> 'searchKey') > 0", word);
        }

        if (Near is { } near)
        {
            // A box first, by plain comparison; then the circle in it.
            var (north, east) = (WithinKm / 111.0, WithinKm / (111.0 * Math.Max(0.1, Math.Cos(double.DegreesToRadians(near.Latitude)))));
            Add("d.latitude between ? and ? and d.longitude between ? and ?", near.Latitude - north, near.Latitude + north, near.Longitude - east, near.Longitude + east);
            Add("""
                6371.0088 * 2 * asin(least(1, sqrt(power(sin(radians(d.latitude - ?) / 2), 2)
                  + cos(radians(?)) * cos(radians(d.latitude)) * power(sin(radians(d.longitude - ?) / 2), 2)))) <= ?
                """, near.Latitude, near.Latitude, near.Longitude, (double)WithinKm);
        }

        if (Age is { } age) Add("coalesce((d.data -> 'suitability' ->> 'minimumAge')::int, 0) <= ?", age);
        if (Wheelchair) Add("d.wheelchair");
        if (Children) Add("d.children");
        if (Stage is { } stage) Add("d.life_stages @> ?", (object)new[] { SearchWords.KeyOf(stage) });
        return (where, parameters);

        void Add(string condition, params object[] values)
        {
            where.Add(condition);
            parameters.AddRange(values);
        }
    }

    private static DateTimeOffset Latest(DateTimeOffset a, DateTimeOffset b) => (a > b ? a : b).ToUniversalTime();
}

/// <summary>What was found.</summary>
/// <param name="Opportunity">The opportunity.</param>
/// <param name="Metres">How far it is from where somebody looks; null where nobody said, or where it is not known.</param>
internal sealed record Found(Opportunities.Opportunity Opportunity, double? Metres);
