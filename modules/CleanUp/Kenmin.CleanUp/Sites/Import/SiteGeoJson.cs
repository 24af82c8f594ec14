using System.Text.Json;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;

namespace Kenmin.CleanUp.Sites.Import;

/// <summary>Sites as GeoJSON (RFC 7946): a collection of points, stretches and areas.</summary>
internal static class SiteGeoJson
{
    public const string ContentType = "application/geo+json";

    private static readonly string[] CodeNames = ["市区町村コード", "municipalityCode", "code"];
    private static readonly string[] MunicipalityNames = ["市町名", "municipality"];
    private static readonly string[] Names = ["場所名", "name"];
    private static readonly string[] KindNames = ["種別", "kind"];
    private static readonly string[] LengthNames = ["延長m", "lengthMetres"];
    private static readonly string[] NoteNames = ["収集の決まり", "collectionNote"];

    /// <summary>Whether a file is GeoJSON by its name.</summary>
    public static bool IsNamedSo(string fileName) => fileName.EndsWith(".geojson", StringComparison.OrdinalIgnoreCase) || fileName.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a file.</summary>
    /// <exception cref="SpreadsheetException">It is no collection of features; the reason is for the person who chose it.</exception>
    public static async Task<SiteFile> ReadAsync(Stream stream, IReadOnlySet<string>? allowed, CancellationToken cancellationToken)
    {
        using var document = await OpenAsync(stream, cancellationToken);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || TextOf(root, "type") != "FeatureCollection" || !root.TryGetProperty("features", out var features) || features.ValueKind != JsonValueKind.Array)
            throw new SpreadsheetException(new("GeoJSON の FeatureCollection ではありません。地図ソフトから GeoJSON で書き出してください。", "This is no GeoJSON FeatureCollection. Export it from the map program as GeoJSON."));
        // RFC 7946 knows WGS 84 only; a file that says another system would be hundreds of metres off.
        if (root.TryGetProperty("crs", out var crs) && crs.ValueKind == JsonValueKind.Object && !crs.ToString().Contains("CRS84", StringComparison.Ordinal) && !crs.ToString().Contains("4326", StringComparison.Ordinal))
            throw new SpreadsheetException(new("測地系が世界測地系（WGS84）ではありません。WGS84 の緯度・経度で書き出してください。", "The coordinates are not in WGS 84. Export them in WGS 84."));
        if (features.GetArrayLength() > SiteTable.MaxRows)
            throw new SpreadsheetException(new($"場所は {SiteTable.MaxRows:#,0} 件までです。ファイルを分けてください。", $"A file has up to {SiteTable.MaxRows:#,0} sites. Split it."));

        var (checks, errors, rows, line) = (new SiteChecks(allowed), new RowErrors(), new List<SiteRow>(), 0);
        foreach (var feature in features.EnumerateArray())
        {
            List<RowError> wrong = [];
            if (Read(feature, ++line, checks, wrong) is { } row && wrong.Count == 0) rows.Add(row);
            errors.AddRange(wrong);
        }

        return new(rows, errors);
    }

    /// <summary>A collection of sites.</summary>
    public static object Write(IEnumerable<Site> sites) => new
    {
        type = "FeatureCollection",
        features = sites.Select(s => new
        {
            type = "Feature", id = s.Id, geometry = s.Shape.ToGeometry(),
            properties = new
            {
                municipalityCode = s.MunicipalityCode, municipality = s.Municipality.Name, name = s.Name, kind = SiteKinds.NameOf(s.Kind).Ja, lengthMetres = s.LengthMetres,
                collectionNote = s.CollectionNote,
            },
        }),
    };

    private static async Task<JsonDocument> OpenAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var memory = new MemoryStream();
        var buffer = new byte[81_920];
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            await memory.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            if (memory.Length > SiteTable.MaxBytes) throw new SpreadsheetException(new("ファイルは 5 MB までです。", "A file may have up to 5 MB."));
        }

        // Programs on Windows put a byte order mark there, which JSON does not know.
        var bytes = memory.ToArray().AsMemory();
        if (bytes.Span.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        try
        {
            return JsonDocument.Parse(bytes);
        }
        catch (JsonException)
        {
            throw new SpreadsheetException(new("JSON として読み取れません。ファイルが途中で切れていないか確かめてください。", "This cannot be read as JSON. See whether the file is complete."));
        }
    }

    private static SiteRow? Read(JsonElement feature, int line, SiteChecks checks, List<RowError> wrong)
    {
        var properties = feature.ValueKind == JsonValueKind.Object && feature.TryGetProperty("properties", out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
        var (code, municipalityName, name, note) = (Value(CodeNames), Value(MunicipalityNames), Value(Names), Value(NoteNames));
        var municipality = checks.MunicipalityOf(code, municipalityName);
        if (!municipality.IsOk) Refuse(code.Length > 0 ? CodeNames : MunicipalityNames, code + municipalityName, municipality.Error);
        if (SiteChecks.NameProblem(name) is { } nameProblem) Refuse(Names, name, nameProblem);
        var kind = SiteKinds.Parse(Value(KindNames));
        if (!kind.IsOk) Refuse(KindNames, Value(KindNames), kind.Error);
        var length = SiteChecks.Length(Value(LengthNames));
        if (!length.IsOk) Refuse(LengthNames, Value(LengthNames), length.Error);
        if (SiteChecks.NoteProblem(note) is { } noteProblem) Refuse(NoteNames, note, noteProblem);
        var shape = feature.ValueKind == JsonValueKind.Object && feature.TryGetProperty("geometry", out var geometry) ? GeoJsonShape.Read(geometry) : GeoJsonShape.Missing;
        if (!shape.IsOk) Refuse(["geometry"], "", shape.Error);
        if (wrong.Count > 0) return null;
        foreach (var position in shape.Value.Positions)
            if (SiteRow.Stray(position, municipality.Value) is { } stray)
            {
                Refuse(["geometry"], position.ToString(), stray);
                return null;
            }

        var row = new SiteRow(
            line, municipality.Value.Code6, name.Trim(), kind.Value, shape.Value, length.Value ?? (shape.Value.Length is { } metres ? Math.Max(1, (int)Math.Round(metres)) : null),
            Has(NoteNames) ? note.Trim() : null);
        if (checks.Repeated(row) is { } repeated) Refuse(Names, name, repeated);
        return row;

        bool Has(string[] keys) => properties.ValueKind == JsonValueKind.Object && keys.Any(k => properties.TryGetProperty(k, out _));

        string Value(string[] keys) =>
            properties.ValueKind == JsonValueKind.Object && keys.FirstOrDefault(k => properties.TryGetProperty(k, out _)) is { } key ? TextOf(properties, key) : "";

        void Refuse(string[] keys, string value, LocalizedText reason) =>
            wrong.Add(new(line, keys[0], LocalizedText.Same(keys[0]), value.Length > 40 ? value[..40] + "…" : value, reason));
    }

    private static string TextOf(JsonElement owner, string key) => owner.TryGetProperty(key, out var value) ? value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!, JsonValueKind.Number => value.GetRawText(), _ => "",
    } : "";
}
