using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.RuralLeaders.Areas;

/// <summary>Areas in words, in lists to choose from and on maps.</summary>
internal static class AreaWords
{
    public const string HiddenMark = "X";

    public static string Href(Area area) => $"/rural-leaders/areas/{area.Id}";

    public static LocalizedText MunicipalityOf(Area area) => area.Municipality is not { } municipality ? new("複数の市町", "Several municipalities")
        : area.Former.Length == 0 ? municipality.Names : new($"{municipality.Name}（旧{area.Former}）", $"{municipality.English} (former {area.Former})");

    public static string Cell(PublicCell? cell) => cell switch
    {
        { Hidden: true } => HiddenMark, { Value: { } value } => Numbers.Whole(value), _ => new LocalizedText("―", "–").ToString(),
    };

    public static string Share(PublicFigures? figures) => figures switch
    {
        null => new LocalizedText("―", "–").ToString(),
        { People.Hidden: true } or { Over65.Hidden: true } => HiddenMark,
        { People.Value: > 0 and var people, Over65.Value: { } old } => Numbers.Share(old, people),
        _ => new LocalizedText("―", "–").ToString(),
    };

    /// <summary>The figures as staff see them: nothing is hidden.</summary>
    public static PublicFigures? Open(AreaLine line) => line.Figures is not { } f ? null : new(new(f.People, false), new(f.Households, false), new(f.Over65, false));

    public static MapPoint? Pin(AreaLine line, bool open, string href) => line.Area.Point is not { } at ? null : new(
        at.Latitude, at.Longitude, LocalizedText.Same(line.Area.Name), href, Note(line, open));

    public static IReadOnlyList<FieldOption> LevelOptions { get; } = [.. Enum.GetValues<AreaLevel>().Select(l => new FieldOption(l.ToString(), AreaLevels.NameOf(l)))];

    public static IReadOnlyList<FieldOption> MunicipalityOptions(IEnumerable<Municipality> of) => [.. of.Select(m => new FieldOption(m.Code6, m.Names))];

    public static IReadOnlyList<FieldOption> YearOptions(IEnumerable<int> years) =>
        [.. years.Select(y => new FieldOption(y.ToString(System.Globalization.CultureInfo.InvariantCulture), new FiscalYear(y).Name))];

    private static LocalizedText Note(AreaLine line, bool open)
    {
        var figures = open ? Open(line) : line.Shown;
        var (level, people, share) = (AreaLevels.NameOf(line.Area.Level), Cell(figures?.People), Share(figures));
        return new($"{level.Ja}　人口 {people}　高齢化率 {share}", $"{level.En}, people {people}, 65 or over {share}");
    }
}
