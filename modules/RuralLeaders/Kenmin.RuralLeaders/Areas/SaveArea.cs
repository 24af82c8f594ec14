using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.RuralLeaders.Areas.Import;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.RuralLeaders.Areas;

/// <summary>Adds a single area, or changes what is said of it (区域を登録する). Its kind and municipality stay once it is added.</summary>
/// <param name="Id">The area's id; a new one adds it.</param>
/// <param name="Level">How wide it is.</param>
/// <param name="Municipality">The municipality; empty for a wide area over several.</param>
/// <param name="Former">The former municipality; may be empty.</param>
/// <param name="Name">Its name.</param>
/// <param name="ParentId">The wider area that it lies in.</param>
/// <param name="Point">Where it is.</param>
/// <param name="Closed">Whether it is no longer used.</param>
[MessageIdentity("rural-leaders.save-area.v1")]
[NoNewEntries("the pages that send it ask for the feature")]
public sealed record SaveArea(Guid Id, AreaLevel Level, string Municipality, string Former, string Name, Guid? ParentId, GeoPoint? Point, bool Closed)
{
    internal IEnumerable<Flaw> Flaws()
    {
        foreach (var flaw in Flaw.OfText(Name, nameof(Name), AreaRow.LongestName)) yield return flaw;
        var municipality = SharedKernel.Municipality.ByCode(Municipality);
        if (municipality is null && (Level != AreaLevel.WideArea || !string.IsNullOrEmpty(Municipality)))
            yield return new(nameof(Municipality), new("市町を選んでください。", "Choose the municipality."));
        if (!string.IsNullOrWhiteSpace(Former) && (municipality is null || FormerMunicipality.Find(municipality.Code6, Former) is null))
            yield return new(nameof(Former), new("この市町の旧市町村を選ぶか、空欄にしてください。", "Choose one that the municipality was made of, or leave it blank."));
        if (Point is { } point && AreaPlace.Stray(point, municipality) is { } stray) yield return new(nameof(Point), stray);
    }
}

/// <summary>Keeps the area.</summary>
public static class SaveAreaHandler
{
    /// <summary>Those who change areas take turns, so that nobody makes the same one twice.</summary>
    public static async Task<CommandAnswer> Handle(SaveArea command, IDocumentSession session, CancellationToken cancellationToken)
    {
        foreach (var flaw in command.Flaws()) return CommandAnswer.Invalid(flaw);
        await session.TakeTurnsAsync(ApplyAreaImportHandler.Turn, cancellationToken);
        var known = await session.LoadAsync<Area>(command.Id, cancellationToken);
        var level = known?.Level ?? command.Level;
        var municipality = known?.MunicipalityCode ?? Municipality.ByCode(command.Municipality)?.Code6 ?? "";
        var former = known?.Former ?? FormerMunicipality.Find(municipality, command.Former)?.Name ?? "";
        if (command.ParentId is { } parent && (await session.LoadAsync<Area>(parent, cancellationToken) is not { } wider || !Area.LiesIn(level, municipality, wider)))
            return CommandAnswer.Invalid(new(nameof(command.ParentId), new("同じ市町の、より広い区域を選んでください。", "Choose a wider area of the same municipality.")));
        var key = Area.KeyOf(level, municipality, former, command.Name);
        if (await session.Query<Area>().AnyAsync(a => a.Key == key && a.Id != command.Id, cancellationToken))
            return CommandAnswer.Refused("name-taken", "同じ市町に、同じ種類で同じ名前の区域があります。", "The municipality has an area of this kind and name already.", nameof(command.Name));
        session.Store(new Area
        {
            Id = command.Id, Level = level, MunicipalityCode = municipality, Former = former, Name = command.Name.Trim(), ParentId = command.ParentId, Point = command.Point,
            Closed = command.Closed, Key = key,
        });
        return CommandAnswer.Done;
    }
}
