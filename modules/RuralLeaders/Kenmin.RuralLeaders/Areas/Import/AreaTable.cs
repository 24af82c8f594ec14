using System.Globalization;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;

namespace Kenmin.RuralLeaders.Areas.Import;

/// <summary>What a file of areas holds.</summary>
/// <param name="Rows">The rows without errors.</param>
/// <param name="Errors">What is wrong; nothing is taken over while there is any.</param>
internal sealed record AreaFile(IReadOnlyList<AreaRow> Rows, RowErrors Errors);

/// <summary>Areas and their figures as a table (CSV or xlsx): what is written can be read back.</summary>
internal static class AreaTable
{
    /// <summary>The largest file, in bytes.</summary>
    public const long MaxBytes = 5 << 20;

    /// <summary>The most rows in one file.</summary>
    public const int MaxRows = 20_000;

    private const int MostPeople = 1_000_000;

    private static readonly ColumnDefinition[] Columns =
    [
        new("level", new("種類", "Kind"), ["区域の種類", "区分"], Required: true),
        new("municipality", new("市町", "Municipality"), ["市町名", "市区町村名", "市区町村コード", "団体コード"]),
        new("former", new("旧市町村", "Former municipality"), ["旧市町村名", "旧市区町村コード", "旧市町村コード"]),
        new("name", new("区域名", "Area"), ["名称", "集落名", "地区名"], Required: true),
        new("wider", new("上の区域", "Lies in"), ["上位区域", "上位の区域"]),
        new("latitude", new("緯度", "Latitude"), ["lat"]),
        new("longitude", new("経度", "Longitude"), ["lon", "lng"]),
        new("year", new("年度", "Fiscal year"), []),
        new("people", new("人口", "People"), ["人数"]),
        new("households", new("世帯数", "Households"), ["世帯"]),
        new("over65", new("65歳以上", "65 or over"), ["高齢者数", "65歳以上人口"]),
    ];

    /// <summary>The headings of a file.</summary>
    public static IReadOnlyList<string> Header { get; } = [.. Columns.Select(c => c.Name.Ja)];

    /// <summary>A row for each area and year; areas without figures have one row.</summary>
    public static IEnumerable<IReadOnlyList<string?>> Write(IReadOnlyCollection<Area> areas, ILookup<Guid, AreaFigures> figures, Func<Guid, Area?> find)
    {
        foreach (var area in areas)
        {
            var wider = area.ParentId is { } id && find(id) is { } w ? $"{AreaLevels.NameOf(w.Level).Ja}：{w.Name}" : "";
            string?[] place =
            [
                AreaLevels.NameOf(area.Level).Ja, area.Municipality?.Name, area.Former, area.Name, wider,
                area.Point is { } at ? Degrees(at.Latitude) : "", area.Point is { } on ? Degrees(on.Longitude) : "",
            ];
            var years = figures[area.Id].OrderBy(f => f.Year).ToList();
            if (years.Count == 0) yield return [.. place, "", "", "", ""];
            foreach (var f in years) yield return [.. place, new FiscalYear(f.Year).ToJapanese(), Number(f.People), Number(f.Households), Number(f.Over65)];
        }
    }

    /// <summary>Reads a file.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="fileName">Its name.</param>
    /// <param name="allowed">The municipalities that the person works with; null for all.</param>
    /// <param name="latest">The latest fiscal year that there can be figures of.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="SpreadsheetException">It is no table, or lacks a column; the reason is for the person who chose it.</exception>
    public static async Task<AreaFile> ReadAsync(Stream stream, string fileName, IReadOnlySet<string>? allowed, FiscalYear latest, CancellationToken cancellationToken)
    {
        using var sheet = await SpreadsheetReader.OpenAsync(stream, fileName, new() { Columns = Columns, MaxBytes = MaxBytes, MaxRows = MaxRows }, cancellationToken);
        var mapping = ColumnMapping.Guess(sheet.Header, Columns);
        if (mapping.Problems is [var problem, ..]) throw new SpreadsheetException(problem);
        var (reader, errors, rows) = (new RowReader(mapping, allowed, latest), new RowErrors(), new List<AreaRow>());
        foreach (var row in sheet.Rows())
        {
            List<RowError> wrong = [.. row.Errors];
            if (reader.Read(row, wrong) is { } read && wrong.Count == 0) rows.Add(read);
            errors.AddRange(wrong);
        }

        return new(rows, errors);
    }

    /// <summary>The error of a row that was read already.</summary>
    public static RowError Refuse(AreaRow row, string column, string value, LocalizedText reason) =>
        new(row.Line, column, Columns.First(c => c.Key == column).Name, value, reason);

    private static string Degrees(double degrees) => degrees.ToString("0.00000", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed class RowReader(ColumnMapping mapping, IReadOnlySet<string>? allowed, FiscalYear latest)
    {
        public AreaRow? Read(SheetRow row, List<RowError> wrong)
        {
            var level = AreaLevels.Parse(mapping.Value(row, "level"));
            if (!level.IsOk) Refuse("level", level.Error);
            var name = mapping.Value(row, "name").Trim();
            foreach (var flaw in Flaw.OfText(name, "", AreaRow.LongestName).Take(1)) Refuse("name", flaw.Problem);
            var municipality = MunicipalityOf(mapping.Value(row, "municipality"), level.IsOk && level.Value == AreaLevel.WideArea);
            if (!municipality.IsOk) Refuse("municipality", municipality.Error);
            var former = FormerOf(mapping.Value(row, "former").Trim(), mapping.Value(row, "municipality"), municipality.IsOk ? municipality.Value : null);
            if (!former.IsOk) Refuse("former", former.Error);
            var (wider, widerLevel) = WiderOf(mapping.Value(row, "wider").Trim());
            var point = PointOf(mapping.Value(row, "latitude"), mapping.Value(row, "longitude"), municipality.IsOk ? municipality.Value : null, Refuse);
            var (year, people, households, over65) = FiguresOf(row, Refuse);
            return wrong.Count > 0 ? null : new(
                row.Line, level.Value, municipality.Value?.Code6 ?? "", former.Value, name, wider, widerLevel, point, year, people, households, over65);

            void Refuse(string column, LocalizedText reason) => wrong.Add(mapping.Refuse(row, column, reason));
        }

        private Parsed<Municipality?> MunicipalityOf(string text, bool mayBeBlank)
        {
            if (text.Trim().Length == 0)
                return mayBeBlank && allowed is null ? Parsed<Municipality?>.Ok(null)
                    : mayBeBlank ? new LocalizedText("複数の市町にまたがる広域は、県の担当者が取り込みます。この行を除いてください。", "Wide areas over several municipalities are imported by the prefecture. Leave this row out.")
                    : new LocalizedText("市町名か市区町村コードを入力してください。例：萩市、352047", "Enter the municipality's name or code, such as 萩市 or 352047.");
            // Tables from before the mergers say the municipality of their time.
            if ((Municipality.ByCode(text) ?? Municipality.ByName(text) ?? Municipality.ByCode(FormerMunicipality.Gone(text)?.MunicipalityCode)) is not { } found)
                return new LocalizedText("県内の市町の名前かコードにしてください。例：萩市、352047", "Use the name or the code of a municipality of the prefecture, such as 萩市 or 352047.");
            return allowed is null || allowed.Contains(found.Code6) ? Parsed<Municipality?>.Ok(found) : new LocalizedText(
                $"{found.Name}の区域は、{found.Name}か県の担当者が取り込みます。この行を除いてください。", $"Areas of {found.English} are imported by its own staff or the prefecture. Leave this row out.");
        }

        private static Parsed<string> FormerOf(string text, string written, Municipality? municipality)
        {
            if (text.Length == 0 && municipality is not null && FormerMunicipality.Gone(written) is { } gone) return gone.Name;
            if (text.Length == 0 || municipality is null) return text.Length == 0 ? "" : new LocalizedText("旧市町村を書くときは、市町も書いてください。", "Where a former municipality is named, name the present one too.");
            if (FormerMunicipality.Find(municipality.Code6, text) is { } former) return former.Name;
            var names = FormerMunicipality.Of(municipality.Code6).Select(f => f.Name).ToList();
            return names.Count == 0
                ? new LocalizedText($"{municipality.Name}に、合併した旧市町村はありません。空欄にしてください。", $"{municipality.English} has no former municipalities. Leave it blank.")
                : new LocalizedText($"{municipality.Name}の旧市町村（{string.Join("、", names)}）のどれかにするか、空欄にしてください。", $"Use one of those that {municipality.English} was made of ({string.Join(", ", names)}), or leave it blank.");
        }

        // "地区：見本地区", or the name alone.
        private static (string Name, AreaLevel? Level) WiderOf(string text)
        {
            var at = text.IndexOfAny(['：', ':']);
            return at > 0 && AreaLevels.Parse(text[..at]).TryGet(out var level) ? (text[(at + 1)..].Trim(), level) : (text, null);
        }

        private static GeoPoint? PointOf(string latitude, string longitude, Municipality? municipality, Action<string, LocalizedText> refuse)
        {
            if (latitude.Trim().Length == 0 && longitude.Trim().Length == 0) return null;
            var parsed = GeoPoint.Parse(latitude, longitude);
            if (!parsed.IsOk)
            {
                // The reason is that of the latitude as long as it is wrong.
                if (GeoPoint.Parse(longitude, latitude).IsOk)
                    refuse("latitude", new("緯度と経度が入れ替わっています。緯度は 34 前後、経度は 131 前後です。", "Latitude and longitude are swapped. The latitude is about 34, the longitude about 131."));
                else refuse(GeoPoint.Parse(latitude, "131").IsOk ? "longitude" : "latitude", parsed.Error);
                return null;
            }

            if (AreaPlace.Stray(parsed.Value, municipality) is { } stray) refuse("latitude", stray);
            return parsed.Value;
        }

        private (int? Year, int People, int Households, int Over65) FiguresOf(SheetRow row, Action<string, LocalizedText> refuse)
        {
            var (people, households, over65) = (Count("people"), Count("households"), Count("over65"));
            var text = mapping.Value(row, "year").Trim();
            if (text.Length == 0)
            {
                if ((people ?? households ?? over65) is not null) refuse("year", new("人口などを書くときは、年度も書いてください。例：令和7年度", "Where there are figures, say the fiscal year, such as 令和7年度 or 2025."));
                return default;
            }

            var year = FiscalYear.Parse(text);
            if (!year.IsOk) refuse("year", year.Error);
            else if (year.Value > latest) refuse("year", new($"{latest.ToJapanese()}までの年度にしてください。", $"Use a fiscal year up to {latest}."));
            foreach (var (column, value) in new[] { ("people", people), ("households", households), ("over65", over65) })
                if (value is null && mapping.Value(row, column).Trim().Length == 0) refuse(column, new("数字を入力してください。いないときは 0 とします。", "Enter a number; 0 where there are none."));
            if (people is { } p && over65 is { } o && o > p) refuse("over65", new($"65 歳以上は、人口（{p:#,0} 人）より多くなりません。", $"There cannot be more people of 65 or over than people ({p:#,0})."));
            if (people is { } q && households is { } h && h > q) refuse("households", new($"世帯数は、人口（{q:#,0} 人）より多くなりません。", $"There cannot be more households than people ({q:#,0})."));
            return (year.IsOk ? year.Value.StartYear : null, people ?? 0, households ?? 0, over65 ?? 0);

            int? Count(string column)
            {
                var number = CommandDoors.Number(mapping.Value(row, column));
                if (number.TryGet(out var value) && value is null or (>= 0 and <= MostPeople)) return value;
                refuse(column, new($"0 から {MostPeople:#,0} までの数字にしてください。", $"Enter a number from 0 to {MostPeople:#,0}."));
                return null;
            }
        }
    }
}
