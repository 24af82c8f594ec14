using System.Globalization;
using Kenmin.Modularity;
using Kenmin.Pages;
using Kenmin.Passport.Contracts;
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

    /// <summary>Stages of life as they stand in addresses and in the database.</summary>
    public static string KeyOf(LifeStage stage) => stage switch
    {
        LifeStage.Children => "children", LifeStage.Students => "students", LifeStage.Working => "working", LifeStage.RaisingChildren => "raising-children", _ => "seniors",
    };

    public static LocalizedText NameOf(LifeStage stage) => stage switch
    {
        LifeStage.Children => new("子ども（小学生まで）", "Children"), LifeStage.Students => new("中学生・高校生・学生", "Pupils and students"), LifeStage.Working => new("働いている人", "People who work"),
        LifeStage.RaisingChildren => new("子育て中の人", "People who raise children"), _ => new("退職後の人・シニア", "Retired and older people"),
    };

    public static IReadOnlyList<FieldOption> LifeStages { get; } = [.. Enum.GetValues<LifeStage>().Select(s => new FieldOption(KeyOf(s), NameOf(s)))];

    /// <summary>For people of which stages of life something is; empty where that is not known.</summary>
    public static string StagesOf(Opportunity o) => string.Join(
        new LocalizedText("、", ", ").ToString(), Enum.GetValues<LifeStage>().Where(s => o.LifeStages.Contains(KeyOf(s))).Select(s => NameOf(s).ToString()));

    public static IReadOnlyList<FieldOption> Municipalities { get; } = [.. Municipality.All.Select(m => new FieldOption(m.Code6, m.Names))];

    public static IReadOnlyList<FieldOption> Distances { get; } = [.. new[] { 3, 5, 10, 20, 40 }.Select(km => new FieldOption(km.ToString(CultureInfo.InvariantCulture), new LocalizedText($"{km} km 以内", $"within {km} km")))];
}
