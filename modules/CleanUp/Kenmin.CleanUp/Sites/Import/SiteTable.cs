using System.Globalization;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;

namespace Kenmin.CleanUp.Sites.Import;

/// <summary>Sites as a table (CSV or xlsx): what is written can be read back.</summary>
internal static class SiteTable
{
    /// <summary>The largest file, in bytes.</summary>
    public const long MaxBytes = 5 << 20;

    /// <summary>The most sites in one file.</summary>
    public const int MaxRows = 5_000;

    private static readonly ColumnDefinition[] Columns =
    [
        new("code", new("市区町村コード", "Municipality code"), ["団体コード", "自治体コード"]),
        new("municipality", new("市町名", "Municipality"), ["市区町村名", "市町"]),
        new("name", new("場所名", "Site"), ["名称", "清掃場所", "name"], Required: true),
        new("kind", new("種別", "Kind"), ["種類", "kind"], Required: true),
        new("latitude", new("緯度", "Latitude"), ["lat"], Required: true),
        new("longitude", new("経度", "Longitude"), ["lon", "lng"], Required: true),
        new("length", new("延長m", "Length in metres"), ["延長", "延長（m）"]),
        new("note", new("収集の決まり", "Collection"), ["収集", "備考"]),
    ];

    /// <summary>The headings of a file.</summary>
    public static IReadOnlyList<string> Header { get; } = [.. Columns.Select(c => c.Name.Ja)];

    /// <summary>A row for each site; of a stretch or an area the place of its pin.</summary>
    public static IEnumerable<IReadOnlyList<string?>> Write(IEnumerable<Site> sites) => sites.Select(s => (IReadOnlyList<string?>)
    [
        s.MunicipalityCode, s.Municipality.Name, s.Name, SiteKinds.NameOf(s.Kind).Ja, Degrees(s.Shape.Pin.Latitude), Degrees(s.Shape.Pin.Longitude),
        s.LengthMetres?.ToString(CultureInfo.InvariantCulture), s.CollectionNote,
    ]);

    /// <summary>Reads a file.</summary>
    /// <exception cref="SpreadsheetException">It is no table, or lacks a column; the reason is for the person who chose it.</exception>
    public static async Task<SiteFile> ReadAsync(Stream stream, string fileName, IReadOnlySet<string>? allowed, CancellationToken cancellationToken)
    {
        using var sheet = await SpreadsheetReader.OpenAsync(stream, fileName, new() { Columns = Columns, MaxBytes = MaxBytes, MaxRows = MaxRows }, cancellationToken);
        var mapping = ColumnMapping.Guess(sheet.Header, Columns);
        if (mapping.Problems is [var problem, ..]) throw new SpreadsheetException(problem);
        var (checks, errors, rows) = (new SiteChecks(allowed), new RowErrors(), new List<SiteRow>());
        foreach (var row in sheet.Rows())
        {
            List<RowError> wrong = [.. row.Errors];
            if (Read(row, mapping, checks, wrong) is { } read && wrong.Count == 0) rows.Add(read);
            errors.AddRange(wrong);
        }

        return new(rows, errors);
    }

    private static SiteRow? Read(SheetRow row, ColumnMapping mapping, SiteChecks checks, List<RowError> wrong)
    {
        var municipality = checks.MunicipalityOf(mapping.Value(row, "code"), mapping.Value(row, "municipality"));
        if (!municipality.IsOk) Refuse(mapping.Found.ContainsKey("code") ? "code" : "municipality", municipality.Error);
        var name = mapping.Value(row, "name");
        if (SiteChecks.NameProblem(name) is { } nameProblem) Refuse("name", nameProblem);
        var kind = SiteKinds.Parse(mapping.Value(row, "kind"));
        if (!kind.IsOk) Refuse("kind", kind.Error);
        var length = SiteChecks.Length(mapping.Value(row, "length"));
        if (!length.IsOk) Refuse("length", length.Error);
        var note = mapping.Value(row, "note");
        if (SiteChecks.NoteProblem(note) is { } noteProblem) Refuse("note", noteProblem);
        var point = Position();
        if (wrong.Count > 0 || point is not { } at) return null;
        if (SiteRow.Stray(at, municipality.Value) is { } stray) Refuse("latitude", stray);
        var read = new SiteRow(
            row.Line, municipality.Value.Code6, name.Trim(), kind.Value, SiteShape.At(at), mapping.Found.ContainsKey("length") ? length.Value : null,
            mapping.Found.ContainsKey("note") ? note.Trim() : null);
        if (checks.Repeated(read) is { } repeated) Refuse("name", repeated);
        return read;

        GeoPoint? Position()
        {
            var (latitude, longitude) = (mapping.Value(row, "latitude"), mapping.Value(row, "longitude"));
            var parsed = GeoPoint.Parse(latitude, longitude);
            if (parsed.IsOk) return parsed.Value;
            // The reason is that of the latitude as long as it is wrong.
            if (GeoPoint.Parse(longitude, latitude).IsOk)
                Refuse("latitude", new("緯度と経度が入れ替わっています。緯度は 34 前後、経度は 131 前後です。", "Latitude and longitude are swapped. The latitude is about 34, the longitude about 131."));
            else Refuse(GeoPoint.Parse(latitude, "131").IsOk ? "longitude" : "latitude", parsed.Error);
            return null;
        }

        void Refuse(string column, LocalizedText reason) => wrong.Add(mapping.Refuse(row, column, reason));
    }

    private static string Degrees(double degrees) => degrees.ToString("0.00000", CultureInfo.InvariantCulture);
}
