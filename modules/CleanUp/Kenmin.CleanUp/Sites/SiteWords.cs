using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Sites;

/// <summary>Sites in words and on maps.</summary>
internal static class SiteWords
{
    public static string Href(Site site) => $"/clean-up/sites/{site.Id}";

    public static LocalizedText Length(Site site) => site.LengthMetres is { } metres ? LocalizedText.Same($"{metres:#,0} m") : new("―", "–");

    public static LocalizedText ShapeOf(Site site) => site.Shape.Kind switch
    {
        ShapeKind.Point => new("点", "Point"), ShapeKind.Line => new("線", "Stretch"), _ => new("面", "Area"),
    };

    public static MapPoint Pin(Site site)
    {
        var pin = site.Shape.Pin;
        return new(pin.Latitude, pin.Longitude, LocalizedText.Same(site.Name), Href(site), SiteKinds.NameOf(site.Kind));
    }

    public static MapShape? Drawn(Site site) => site.Shape.Kind == ShapeKind.Point ? null : new(site.Shape.Positions, site.Shape.Kind == ShapeKind.Area);

    public static IReadOnlyList<FieldOption> KindOptions { get; } = [.. Enum.GetValues<SiteKind>().Select(k => new FieldOption(k.ToString(), SiteKinds.NameOf(k)))];

    public static IReadOnlyList<FieldOption> MunicipalityOptions(IEnumerable<Municipality> of) => [.. of.Select(m => new FieldOption(m.Code6, m.Names))];
}
