using System.Globalization;
using Kenmin.Modularity;
using Kenmin.Outside;
using Kenmin.SharedKernel;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Refit;

namespace Kenmin.CleanUp.Sites.Addresses;

/// <summary>The address search of the Geospatial Information Authority (国土地理院).</summary>
internal interface IAddressFeed
{
    /// <summary>Places of a name or an address.</summary>
    [Get("/address-search/AddressSearch")]
    Task<List<AddressFeature>> FindAsync([AliasAs("q")] string text, CancellationToken cancellationToken);
}

/// <summary>The Authority's search for the address of a position.</summary>
internal interface IPositionFeed
{
    /// <summary>The municipality and part of town of a position; nothing over the sea.</summary>
    [Get("/reverse-geocoder/LonLatToAddress")]
    Task<PositionAnswer> AtAsync([AliasAs("lat")] string latitude, [AliasAs("lon")] string longitude, CancellationToken cancellationToken);
}

/// <summary>A place as the search gives it: GeoJSON, the longitude first.</summary>
internal sealed record AddressFeature(AddressGeometry? Geometry, AddressProperties? Properties);

/// <summary>Its position.</summary>
internal sealed record AddressGeometry(double[]? Coordinates);

/// <summary>Its name.</summary>
internal sealed record AddressProperties(string? Title);

/// <summary>The address of a position.</summary>
internal sealed record PositionAnswer(PositionResults? Results);

/// <summary>The municipality's code of 5 digits and the part of town.</summary>
internal sealed record PositionResults(string? MuniCd, string? Lv01Nm);

/// <summary>Where addresses are searched: section <c>Modules:clean-up:Addresses</c>.</summary>
internal sealed class AddressSettings : OutsideSettings
{
    public AddressSettings()
    {
        Address = "https://msearch.gsi.go.jp";
        // Somebody waits for it.
        (AttemptTimeout, TotalTimeout, Retries) = (TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(6), 1);
    }

    /// <summary>Where the address of a position is searched; empty: nowhere.</summary>
    public string PositionAddress { get; set; } = "https://mreversegeocoder.gsi.go.jp";

    /// <summary>The same limits for the other address.</summary>
    internal OutsideSettings ForPositions => new()
    {
        Address = PositionAddress, AttemptTimeout = AttemptTimeout, TotalTimeout = TotalTimeout, Retries = Retries, FirstWait = FirstWait, Rest = Rest, LongestAnswer = LongestAnswer,
    };
}

/// <summary>A place that was found.</summary>
/// <param name="Title">Its name.</param>
/// <param name="Point">Where it is.</param>
internal sealed record FoundPlace(string Title, GeoPoint Point);

/// <summary>Searches addresses. When the service does not answer, that is said and everything else goes on.</summary>
internal sealed class AddressSearch(OutsideService<IAddressFeed> addresses, OutsideService<IPositionFeed> positions) : IDisposable
{
    internal const int Longest = 100, MostShown = 20;

    // Places do not move, and an office types the same names again and again.
    private static readonly TimeSpan Kept = TimeSpan.FromHours(12);
    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = 500 });

    /// <summary>Whether addresses can be searched at all.</summary>
    public bool IsUsed => addresses.IsUsed;

    /// <summary>Whether the address of a position can be searched.</summary>
    public bool FindsPositions => positions.IsUsed;

    /// <summary>Places in and around the prefecture of a name or an address; null when there was no answer.</summary>
    public async Task<IReadOnlyList<FoundPlace>?> FindAsync(string text, CancellationToken cancellationToken)
    {
        var asked = text.Trim();
        var key = $"a|{FoldedText.Of(asked)}";
        if (_cache.TryGetValue(key, out IReadOnlyList<FoundPlace>? known)) return known;
        var answer = await addresses.AskAsync((api, stop) => api.FindAsync(asked, stop), cancellationToken);
        if (answer.Value is not { } found) return null;
        IReadOnlyList<FoundPlace> places =
        [
            .. found.Where(f => f is { Geometry.Coordinates: [var longitude, var latitude, ..], Properties.Title.Length: > 0 } && IsNear(latitude, longitude))
                .Select(f => new FoundPlace(f.Properties!.Title!, new(f.Geometry!.Coordinates![1], f.Geometry.Coordinates[0]))).DistinctBy(p => p.Title).Take(MostShown),
        ];
        _cache.Set(key, places, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Kept });
        return places;
    }

    /// <summary>The address of a position in words; empty where there is none, as on the sea; null when there was no answer.</summary>
    public async Task<string?> AtAsync(GeoPoint point, CancellationToken cancellationToken)
    {
        // To some ten metres: whoever looks again at the same place gets the same.
        var (latitude, longitude) = (point.Latitude.ToString("0.0000", CultureInfo.InvariantCulture), point.Longitude.ToString("0.0000", CultureInfo.InvariantCulture));
        var key = $"p|{latitude}|{longitude}";
        if (_cache.TryGetValue(key, out string? known)) return known;
        var answer = await positions.AskAsync((api, stop) => api.AtAsync(latitude, longitude, stop), cancellationToken);
        if (answer.Value is not { } found) return null;
        var words = found.Results is { } results
            ? $"{Municipality.ByCode(results.MuniCd)?.Name ?? new LocalizedText("県外", "outside the prefecture").ToString()}{(results.Lv01Nm is { Length: > 0 } and not "－" ? results.Lv01Nm : "")}" : "";
        _cache.Set(key, words, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Kept });
        return words;
    }

    /// <inheritdoc/>
    public void Dispose() => _cache.Dispose();

    // The prefecture with some sea around it; the search covers all of Japan.
    private static bool IsNear(double latitude, double longitude) => latitude is > 33.4 and < 35.1 && longitude is > 130.5 and < 132.8;
}

/// <summary>Registers the search.</summary>
internal static class AddressSetup
{
    public static void AddAddressSearch(this ModuleBuilder module)
    {
        var settings = module.Configuration.GetSection("Addresses").Get<AddressSettings>() ?? new();
        module.Services.AddOutsideService<IAddressFeed>("Modules:clean-up:Addresses:Address", settings)
            .AddOutsideService<IPositionFeed>("Modules:clean-up:Addresses:PositionAddress", settings.ForPositions).AddSingleton<AddressSearch>();
    }
}
