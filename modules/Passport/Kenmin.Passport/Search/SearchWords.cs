using System.Globalization;
using Kenmin.Modularity;
using Kenmin.Pages;
using Kenmin.Passport.Opportunities;
using Kenmin.SharedKernel;

namespace Kenmin.Passport.Search;

/// <summary>What was found, in words and on maps.</summary>
internal static class SearchWords
{
    /// <summary>When it is: the day with its times, or from one day to another.</summary>
    public static string When(Opportunity o) => When(o.Starts, o.Ends);

    /// <summary>The day with its times, or from one day to another.</summary>
    public static string When(DateTimeOffset starts, DateTimeOffset ends)
    {
        var (first, last) = (JapanTime.DayOf(starts), JapanTime.DayOf(ends.AddTicks(-1) < starts ? starts : ends.AddTicks(-1)));
        return first == last ? $"{Dates.Long(first)} {Times.Range(starts, ends)}" : new LocalizedText($"{Dates.LongText(first).Ja}～{Dates.LongText(last).Ja}", $"{Dates.LongText(first).En} – {Dates.LongText(last).En}").ToString();
    }

    /// <summary>Where it is.</summary>
    public static string Where(Opportunity o) => string.Join(new LocalizedText("　", ", ").ToString(), new[] { o.Municipality?.Names.ToString(), o.Place }.Where(p => !string.IsNullOrWhiteSpace(p)));

    /// <summary>How far it is.</summary>
    public static LocalizedText Distance(double metres)
    {
        var km = (metres / 1000).ToString(metres < 10_000 ? "0.0" : "0", CultureInfo.InvariantCulture);
        return new($"約 {km} km", $"about {km} km");
    }

    public static MapPoint Pin(Found found) => new(
        found.Opportunity.Latitude!.Value, found.Opportunity.Longitude!.Value, found.Opportunity.Title, found.Opportunity.Href, LocalizedText.Same(When(found.Opportunity)));

    /// <summary>The name of a module; its key where it is not here any more.</summary>
    public static LocalizedText NameOf(this ModuleCatalog modules, string key) =>
        modules.Modules.FirstOrDefault(m => m.Manifest.Key == key)?.Manifest.Name ?? LocalizedText.Same(key);

    public static IReadOnlyList<FieldOption> Municipalities { get; } = [.. Municipality.All.Select(m => new FieldOption(m.Code6, m.Names))];

    public static IReadOnlyList<FieldOption> Distances { get; } = [.. new[] { 3, 5, 10, 20, 40 }.Select(km => new FieldOption(km.ToString(CultureInfo.InvariantCulture), new LocalizedText($"{km} km 以内", $"within {km} km")))];
}
