using Kenmin.CleanUp.Opportunities;
using Kenmin.CleanUp.Scope;
using Kenmin.CleanUp.Sites.Import;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.Sites;

/// <summary>Adds a single site, or changes what is said of it (清掃場所を登録する).</summary>
/// <param name="Id">The site's id; a new one adds it.</param>
/// <param name="Municipality">The municipality; stays as it is once added.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Point">Where it is; a drawn stretch or area stays as it is. Null where <paramref name="Shape"/> says it.</param>
/// <param name="LengthMetres">Its length; null when it is not known.</param>
/// <param name="CollectionNote">What to know about the collection; may be empty.</param>
/// <param name="Closed">Whether it is no longer offered.</param>
/// <param name="Shape">A point, a stretch or an area that takes the place of what was there; null: as <paramref name="Point"/> says.</param>
[MessageIdentity("clean-up.save-site.v1")]
[NoNewEntries("the pages and endpoints that send it ask for the feature")]
public sealed record SaveSite(
    Guid Id, string Municipality, string Name, SiteKind Kind, GeoPoint? Point, int? LengthMetres, string CollectionNote, bool Closed, SiteShape? Shape = null)
{
    internal IEnumerable<Flaw> Flaws()
    {
        foreach (var flaw in Flaw.OfText(Name, nameof(Name), SiteRow.LongestName)) yield return flaw;
        foreach (var flaw in Flaw.OfText(CollectionNote, nameof(CollectionNote), SiteRow.LongestNote, required: false)) yield return flaw;
        foreach (var flaw in Flaw.OfNumber(LengthMetres, nameof(LengthMetres), 1, SiteRow.LongestStretch)) yield return flaw;
        if (SharedKernel.Municipality.ByCode(Municipality) is not { } municipality)
            yield return new(nameof(Municipality), new("市町を選んでください。", "Choose the municipality."));
        else if (Shape?.Positions.Select(p => SiteRow.Stray(p, municipality)).FirstOrDefault(p => p is not null) is { } far) yield return new(nameof(Shape), far);
        else if (Point is { } point && SiteRow.Stray(point, municipality) is { } stray) yield return new(nameof(Point), stray);
    }
}

/// <summary>Keeps the site.</summary>
public static class SaveSiteHandler
{
    /// <summary>Keeps it, unless the municipality has another of this name.</summary>
    public static async Task<CommandAnswer> Handle(SaveSite command, IDocumentSession session, IMessageContext messages, CancellationToken cancellationToken)
    {
        foreach (var flaw in command.Flaws()) return CommandAnswer.Invalid(flaw);
        await session.TakeTurnsAsync(ApplySiteImportHandler.Turn, cancellationToken);
        var known = await session.LoadAsync<Site>(command.Id, cancellationToken);
        var municipality = known?.MunicipalityCode ?? Municipality.ByCode(command.Municipality)!.Code6;
        var shape = command.Shape ?? (known is not null && known.Shape.Kind != ShapeKind.Point ? known.Shape : command.Point is { } point ? SiteShape.At(point) : known?.Shape);
        if (shape is null) return CommandAnswer.Invalid(new(nameof(command.Point), new("緯度と経度を入力してください。", "Enter latitude and longitude.")));
        var key = Site.KeyOf(municipality, command.Name);
        if (await session.Query<Site>().AnyAsync(s => s.Key == key && s.Id != command.Id, cancellationToken))
            return CommandAnswer.Refused("name-taken", "同じ市町に、同じ名前の場所があります。", "The municipality has a site of this name already.", nameof(command.Name));
        session.Store(new Site
        {
            Id = command.Id, MunicipalityCode = municipality, Name = command.Name.Trim(), Key = key, Kind = command.Kind, Shape = shape,
            LengthMetres = command.LengthMetres ?? LengthOf(command.Shape), CollectionNote = command.CollectionNote?.Trim() ?? "", Closed = command.Closed,
        });
        if (known is not null) await messages.PublishAsync(new TellActivities(SiteId: known.Id));
        return CommandAnswer.Done;
    }

    // Who draws a stretch need not measure it.
    private static int? LengthOf(SiteShape? drawn) => drawn?.Length is { } metres ? Math.Clamp((int)Math.Round(metres), 1, SiteRow.LongestStretch) : null;
}
