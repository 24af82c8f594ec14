using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;

namespace Kenmin.RuralLeaders.Areas.Import;

/// <summary>What taking rows over would do to the areas and figures that are there: decided without touching any of them.</summary>
/// <param name="Areas">Areas to store.</param>
/// <param name="Figures">Figures to store.</param>
/// <param name="Effect">How many of each.</param>
/// <param name="Errors">What stands against it.</param>
internal sealed record AreaPlan(IReadOnlyList<Area> Areas, IReadOnlyList<AreaFigures> Figures, AreaImportEffect Effect, IReadOnlyList<RowError> Errors)
{
    /// <summary>Decides it.</summary>
    /// <param name="rows">The rows of a file.</param>
    /// <param name="known">All areas that there are.</param>
    /// <param name="counted">Figures by their id.</param>
    /// <param name="newId">Makes ids.</param>
    public static AreaPlan Make(IReadOnlyList<AreaRow> rows, IEnumerable<Area> known, IReadOnlyDictionary<Guid, AreaFigures> counted, Func<Guid> newId)
    {
        // Copies: nothing of what is there changes while it is decided.
        var areas = known.Select(Copy).ToDictionary(a => a.Key, StringComparer.Ordinal);
        var before = areas.Values.ToDictionary(a => a.Id, a => (a.ParentId, a.Point, a.Closed));
        var touched = new HashSet<string>(StringComparer.Ordinal);
        var (errors, added) = (new List<RowError>(), 0);
        foreach (var row in rows)
        {
            if (!areas.TryGetValue(row.Key, out var area))
            {
                area = new()
                {
                    Id = newId(), Level = row.Level, MunicipalityCode = row.MunicipalityCode, Former = row.Former, Name = row.Name, Key = row.Key,
                };
                areas.Add(row.Key, area);
                added++;
            }

            touched.Add(row.Key);
            area.Closed = false;
        }

        var said = new Dictionary<string, AreaRow>(StringComparer.Ordinal);
        var byName = areas.Values.ToLookup(a => FoldedText.Of(a.Name), StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var area = areas[row.Key];
            if (said.TryGetValue(row.Key, out var other) && other.Wider.Length > 0 && row.Wider.Length > 0 && !FoldedText.Same(other.Wider, row.Wider))
                errors.Add(AreaTable.Refuse(row, "wider", row.Wider, new($"{other.Line} 行目では「{other.Wider}」です。同じ区域では同じにしてください。", $"Row {other.Line} says “{other.Wider}”. Say the same for the same area.")));
            else if (row.Wider.Length > 0) area.ParentId = Wider(row, byName, errors) ?? area.ParentId;
            if (row.Point is { } point) area.Point = point;
            if (other is null || row.Wider.Length > 0) said[row.Key] = row;
        }

        var (figures, figuresAdded, figuresChanged, same) = (new Dictionary<Guid, AreaFigures>(), 0, 0, 0);
        var lines = new Dictionary<(string Key, int? Year), int>();
        foreach (var row in rows)
        {
            if (!lines.TryAdd((row.Key, row.Year), row.Line))
            {
                errors.Add(AreaTable.Refuse(row, "name", row.Name, new($"同じ区域の同じ年度が {lines[(row.Key, row.Year)]} 行目にもあります。どちらか 1 行にしてください。", $"The same area and year stands in row {lines[(row.Key, row.Year)]}. Keep one of them.")));
                continue;
            }

            var area = areas[row.Key];
            var areaStays = before.TryGetValue(area.Id, out var was) && was == (area.ParentId, area.Point, area.Closed);
            if (row.Year is not { } year)
            {
                if (areaStays) same++;
                continue;
            }

            var id = AreaFigures.IdOf(area.Id, year);
            var there = counted.GetValueOrDefault(id);
            if (there is not null && (there.People, there.Households, there.Over65) == (row.People, row.Households, row.Over65))
            {
                if (areaStays) same++;
                continue;
            }

            figures[id] = new() { Id = id, AreaId = area.Id, Year = year, People = row.People, Households = row.Households, Over65 = row.Over65 };
            if (there is null) figuresAdded++;
            else figuresChanged++;
        }

        List<Area> toStore = [.. touched.Select(k => areas[k]).Where(a => !before.TryGetValue(a.Id, out var was) || was != (a.ParentId, a.Point, a.Closed))];
        return new(toStore, [.. figures.Values], new(added, toStore.Count - added, figuresAdded, figuresChanged, same), errors);
    }

    // Of several with this name, those of the same former municipality come first.
    private static Guid? Wider(AreaRow row, ILookup<string, Area> byName, List<RowError> errors)
    {
        var found = byName[FoldedText.Of(row.Wider)].Where(a => Area.LiesIn(row.Level, row.MunicipalityCode, a) && (row.WiderLevel is null || a.Level == row.WiderLevel)).ToList();
        if (found.Count > 1 && found.Where(a => a.Former == row.Former).ToList() is { Count: > 0 } near) found = near;
        if (found.Count == 1) return found[0].Id;
        errors.Add(AreaTable.Refuse(row, "wider", row.Wider, found.Count == 0
            ? new("この名前の、より広い区域が同じ市町にありません。先に登録するか、同じファイルに入れてください。", "There is no wider area of this name in the municipality. Add it first, or put it into the same file.")
            : new("この名前の区域がいくつもあります。「地区：名前」のように種類を付けてください。", "There are several areas of this name. Say the kind too, like 地区：name.")));
        return null;
    }

    private static Area Copy(Area a) => new()
    {
        Id = a.Id, Level = a.Level, Name = a.Name, MunicipalityCode = a.MunicipalityCode, Former = a.Former, ParentId = a.ParentId, Point = a.Point, Closed = a.Closed, Key = a.Key,
    };
}
