using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;

namespace Kenmin.CommunityBusiness.Resources.Import;

/// <summary>What a file holds.</summary>
/// <param name="Rows">The rows without errors.</param>
/// <param name="Errors">What is wrong; nothing is taken over while there is any.</param>
internal sealed record EntryFile(IReadOnlyList<EntryRow> Rows, RowErrors Errors);

/// <summary>Resources and problems as a table (CSV or xlsx): what staff take out can be read back.</summary>
internal static class EntryTable
{
    /// <summary>The largest file, in bytes.</summary>
    public const long MaxBytes = 5 << 20;

    /// <summary>The most rows in one file.</summary>
    public const int MaxRows = 5_000;

    private static readonly ColumnDefinition[] Columns =
    [
        new("number", new("番号", "Number"), ["管理番号", "整理番号", "物件番号", "No"], Required: true),
        new("kind", new("種類", "Kind"), ["区分", "分類"], Required: true),
        new("title", new("題名", "Title"), ["名称", "物件名", "件名"], Required: true),
        new("text", new("説明", "Text"), ["内容", "概要", "詳細"], Required: true),
        new("municipality", new("市町", "Municipality"), ["市町名", "市区町村名", "市区町村コード", "団体コード"], Required: true),
        new("place", new("場所", "Place"), ["地区", "所在地区", "所在地"], Required: true),
        new("condition", new("状態・広さ", "Condition or size"), ["状態", "広さ", "面積", "規模"]),
        new("latitude", new("緯度", "Latitude"), ["lat"]),
        new("longitude", new("経度", "Longitude"), ["lon", "lng"]),
        new("from", new("使える日（はじめ）", "Available from"), ["開始日", "利用開始日"]),
        new("until", new("使える日（終わり）", "Available until"), ["終了日", "利用終了日"]),
        new("office", new("窓口", "Office"), ["担当課", "担当窓口", "問い合わせ先", "問合せ先"]),
        new("contact", new("持ち主などの連絡先（非公開）", "Private contact (not published)"), ["連絡先", "所有者連絡先", "持ち主"]),
        new("handover", new("連絡先を伝える同意", "Consent to hand the contact over"), ["同意"]),
        new("source", new("出典", "Source"), ["情報源", "情報元"]),
        new("publish", new("公開", "Published"), ["公開する"]),
    ];

    /// <summary>The headings of a file.</summary>
    public static IReadOnlyList<string> Header { get; } = [.. Columns.Select(c => c.Name.Ja)];

    /// <summary>Entries as staff take them out.</summary>
    public static IEnumerable<IReadOnlyList<string?>> Write(IEnumerable<LocalEntry> entries) => entries.Select(e => (IReadOnlyList<string?>)
    [
        e.Number, EntryWords.NameOf(e.Kind).Ja, e.Title, e.Text, e.Municipality?.Name, e.Place, e.Condition, e.Facts.Latitude, e.Facts.Longitude, Day(e.From), Day(e.Until), e.Office, e.Contact,
        e.HandOver is { } consent ? consent.How.Length > 0 ? consent.How : "本人のページで同意" : "", e.Source, e.State == EntryState.Published ? "はい" : "いいえ",
    ]);

    /// <summary>Reads a file.</summary>
    /// <exception cref="SpreadsheetException">It is no table, or lacks a column; the reason is for the person who chose it.</exception>
    public static async Task<EntryFile> ReadAsync(Stream stream, string fileName, OfficePowers office, CancellationToken cancellationToken)
    {
        using var sheet = await SpreadsheetReader.OpenAsync(stream, fileName, new() { Columns = Columns, MaxBytes = MaxBytes, MaxRows = MaxRows }, cancellationToken);
        var mapping = ColumnMapping.Guess(sheet.Header, Columns);
        if (mapping.Problems is [var problem, ..]) throw new SpreadsheetException(problem);
        var (errors, rows, lines) = (new RowErrors(), new List<EntryRow>(), new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var row in sheet.Rows())
        {
            List<RowError> wrong = [.. row.Errors];
            var read = Read(row, mapping, office, wrong);
            if (read is not null && !lines.TryAdd(read.Key, row.Line))
                wrong.Add(mapping.Refuse(row, "number", new($"同じ市町の同じ番号が {lines[read.Key]} 行目にもあります。どちらか 1 行にしてください。", $"The same number of the municipality stands in row {lines[read.Key]}. Keep one of them.")));
            if (read is not null && wrong.Count == 0) rows.Add(read);
            errors.AddRange(wrong);
        }

        return new(rows, errors);
    }

    /// <summary>The error of a row that was read already.</summary>
    public static RowError Refuse(EntryRow row, string column, string value, LocalizedText reason) => new(row.Line, column, Columns.First(c => c.Key == column).Name, value, reason);

    private static EntryRow? Read(SheetRow row, ColumnMapping mapping, OfficePowers office, List<RowError> wrong)
    {
        string Value(string column) => mapping.Value(row, column).Trim();
        void Refuse(string column, LocalizedText reason) => wrong.Add(mapping.Refuse(row, column, reason));
        DateOnly? DayOf(string column)
        {
            if (Value(column).Length == 0) return null;
            var parsed = LenientDate.Parse(Value(column));
            if (parsed.TryGet(out var day)) return day;
            Refuse(column, parsed.Error);
            return null;
        }

        foreach (var flaw in Flaw.OfText(Value("number"), "", SaveEntry.LongestNumber).Take(1)) Refuse("number", flaw.Problem);
        var kind = EntryWords.ParseKind(Value("kind"));
        if (!kind.IsOk) Refuse("kind", kind.Error);
        var municipality = Municipality.ByCode(Value("municipality")) ?? Municipality.ByName(Value("municipality"));
        if (municipality is null) Refuse("municipality", new("県内の市町の名前かコードにしてください。例：萩市、352047", "Use the name or the code of a municipality of the prefecture, such as 萩市 or 352047."));
        var publish = YesOf(Value("publish"));
        if (publish is null) Refuse("publish", new("「はい」か「いいえ」にしてください。", "Use はい (yes) or いいえ (no)."));
        EntryFacts facts = new(
            kind.IsOk ? kind.Value : LocalKind.OtherResource, Value("title"), Value("text"), municipality?.Code6 ?? "", Value("place"), Value("condition"), Value("latitude"), Value("longitude"), DayOf("from"), DayOf("until"), Value("office"), Value("contact"), Value("source"));
        foreach (var flaw in SaveEntry.FlawsOf(facts, office))
            if (flaw.Field != nameof(EntryFacts.MunicipalityCode) || municipality is not null) Refuse(ColumnOf(flaw.Field), flaw.Problem);
        foreach (var flaw in Flaw.OfText(Value("handover"), "", 200, required: false)) Refuse("handover", flaw.Problem);
        if (publish == true && facts.Office.Length == 0) Refuse("office", new("公開するものには、答える窓口を書いてください。例：定住促進課", "What is published needs the office that answers for it."));
        return wrong.Count > 0 ? null : new(row.Line, VentureWork.Tidy(Value("number")), SaveEntry.TidyOf(facts), VentureWork.Tidy(Value("handover")), publish == true);
    }

    // Null where it is neither yes nor no.
    private static bool? YesOf(string text)
    {
        var word = FoldedText.OfName(text);
        if (Yes.Contains(word)) return true;
        return word.Length == 0 || No.Contains(word) ? false : (bool?)null;
    }

    private static readonly HashSet<string> Yes = [.. new[] { "はい", "公開", "公開中", "yes", "y", "1", "true", "○", "〇" }.Select(w => FoldedText.OfName(w))], No = [.. new[] { "いいえ", "非公開", "no", "n", "0", "false", "×" }.Select(w => FoldedText.OfName(w))];

    private static string ColumnOf(string field) => field switch
    {
        nameof(EntryFacts.MunicipalityCode) => "municipality", _ => char.ToLowerInvariant(field[0]) + field[1..],
    };

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? "";
}
