using Kenmin.CommunityBusiness.Ventures;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;

namespace Kenmin.CommunityBusiness.Plans;

/// <summary>A file that was read: what is in it, or what is wrong with its rows.</summary>
/// <typeparam name="T">What a row gives.</typeparam>
internal sealed record PlanFile<T>(IReadOnlyList<T> Rows, IReadOnlyList<RowError> Errors);

/// <summary>Scenarios and actuals as tables (CSV or xlsx): what is written can be read back.</summary>
internal static class PlanTable
{
    private static readonly SpreadsheetOptions Limits = new() { MaxBytes = 2 << 20, MaxUnpackedBytes = 20 << 20, MaxRows = 200, MaxColumns = 64, MaxCellLength = 200 };

    /// <summary>A scenario: a row for each line, a column for each month. An empty one has a row of each kind to begin with.</summary>
    public static TableFile Of(CashPlan plan, CashScenario scenario) => new(
        [.. LineColumns(plan).Select(c => c.Name.Ja)],
        (scenario.Lines.Count > 0 ? scenario.Lines : [.. Enum.GetValues<CashKind>().Select(k => new CashLine(Guid.Empty, k, $"（例）{PlanWords.NameOf(k).Ja}", 0, 0, new long[CashPlan.Length]))]).Select(l => (IReadOnlyList<string?>)
        [
            PlanWords.NameOf(l.Kind).Ja, l.Name, l.Kind == CashKind.Income ? PlanNumbers.Text(l.UnitPrice) : "", l.Kind == CashKind.VariableCost ? PlanNumbers.Share(l.BasisPoints) : "",
            .. l.Months.Select(m => l.Kind == CashKind.VariableCost ? "" : PlanNumbers.Text(m)),
        ]));

    /// <summary>Actuals: a row for each month of the plan up to now.</summary>
    public static TableFile Of(CashPlan plan, IReadOnlyDictionary<int, MonthAmounts> actuals, DateOnly today) => new(
        [.. ActualColumns.Select(c => c.Name.Ja)],
        Enumerable.Range(0, CashPlan.Length).Where(i => plan.Month(i) <= today).Select(i => (IReadOnlyList<string?>)
        [
            PlanNumbers.Key(plan.Month(i)), .. Enum.GetValues<CashKind>().Select(k => actuals.TryGetValue(i, out var amounts) ? PlanNumbers.Text(amounts.Of(k)) : ""),
        ]));

    /// <summary>Reads a scenario. Lines of the same kind and name keep their ids.</summary>
    /// <exception cref="SpreadsheetException">It is no table, or lacks a column; the reason is for the person who chose it.</exception>
    public static async Task<PlanFile<CashLine>> ReadLinesAsync(Stream stream, string fileName, CashPlan plan, CashScenario former, Guid venture, CancellationToken cancellationToken)
    {
        var columns = LineColumns(plan);
        return await ReadAsync<CashLine>(stream, fileName, columns, (row, mapping, wrong, all) =>
        {
            T Take<T>(string key, Parsed<T> parsed)
            {
                if (parsed.TryGet(out var value)) return value;
                wrong.Add(mapping.Refuse(row, key, parsed.Error));
                return default!;
            }

            var text = mapping.Value(row, "kind");
            var kind = Enum.GetValues<CashKind>().Cast<CashKind?>().FirstOrDefault(k => Same(text, PlanWords.NameOf(k!.Value)));
            if (kind is not { } known)
            {
                wrong.Add(mapping.Refuse(row, "kind", new(
                    $"次のどれかにしてください：{string.Join("、", Enum.GetValues<CashKind>().Select(k => PlanWords.NameOf(k).Ja))}", $"One of: {string.Join(", ", Enum.GetValues<CashKind>().Select(k => PlanWords.NameOf(k).En))}")));
                return null;
            }

            var name = mapping.Value(row, "name");
            List<long> months = [.. Enumerable.Range(0, CashPlan.Length).Select(i => Take($"m{i}", PlanNumbers.Whole(mapping.Value(row, $"m{i}"))))];
            var (price, share) = (Take("price", PlanNumbers.Whole(mapping.Value(row, "price"))), Take("share", PlanNumbers.BasisPoints(mapping.Value(row, "share"))));
            CashLine line = new(
                former.Lines.FirstOrDefault(l => l.Kind == known && l.Name == name.Trim())?.Id ?? FactId.Of($"community-business.cash-line|{venture:N}|{known}|{name.Trim()}|{row.Line}"), known, name,
                known == CashKind.Income ? price : 0, known == CashKind.VariableCost ? share : 0, known == CashKind.VariableCost ? new long[CashPlan.Length] : months);
            if (all.Any(l => l.Kind == known && l.Name.Trim() == name.Trim())) wrong.Add(mapping.Refuse(row, "name", new("同じ種類で同じ名前の行が、もうあります。", "There is a row of this kind and name already.")));
            foreach (var flaw in CashPlan.FlawsOf(line)) wrong.Add(mapping.Refuse(row, KeyOf(flaw.Field), flaw.Problem));
            return line;
        }, cancellationToken);
    }

    /// <summary>Reads actuals; rows without any amount are passed over.</summary>
    /// <exception cref="SpreadsheetException">It is no table, or lacks a column; the reason is for the person who chose it.</exception>
    public static async Task<PlanFile<ActualEntry>> ReadActualsAsync(Stream stream, string fileName, CashPlan measure, DateOnly today, CancellationToken cancellationToken) =>
        await ReadAsync<ActualEntry>(stream, fileName, ActualColumns, (row, mapping, wrong, all) =>
        {
            if (Enum.GetValues<CashKind>().All(k => string.IsNullOrWhiteSpace(mapping.Value(row, k.ToString())))) return null;
            if (!PlanNumbers.Month(mapping.Value(row, "Month")).TryGet(out var month))
            {
                wrong.Add(mapping.Refuse(row, "Month", PlanNumbers.Month("").Error));
                return null;
            }

            var amounts = MonthAmounts.Nothing;
            foreach (var kind in Enum.GetValues<CashKind>())
            {
                var parsed = PlanNumbers.Whole(mapping.Value(row, kind.ToString()));
                if (parsed.TryGet(out var yen)) amounts = amounts.With(kind, yen);
                else wrong.Add(mapping.Refuse(row, kind.ToString(), parsed.Error));
            }

            ActualEntry entry = new(month, amounts);
            if (SaveActualsHandler.FlawOf(entry, measure, today) is { } flaw) wrong.Add(mapping.Refuse(row, flaw.Field, flaw.Problem));
            else if (all.Any(e => e.Month == month)) wrong.Add(mapping.Refuse(row, "Month", new("同じ月が 2 回あります。", "A month is there twice.")));
            return entry;
        }, cancellationToken);

    private static async Task<PlanFile<T>> ReadAsync<T>(
        Stream stream, string fileName, IReadOnlyList<ColumnDefinition> columns, Func<SheetRow, ColumnMapping, List<RowError>, IReadOnlyList<T>, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        using var sheet = await SpreadsheetReader.OpenAsync(stream, fileName, Limits with { Columns = columns }, cancellationToken);
        var mapping = ColumnMapping.Guess(sheet.Header, columns);
        if (mapping.Problems is [var problem, ..]) throw new SpreadsheetException(problem);
        var (errors, rows) = (new RowErrors(), new List<T>());
        foreach (var row in sheet.Rows())
        {
            List<RowError> wrong = [.. row.Errors];
            if (read(row, mapping, wrong, rows) is { } one) rows.Add(one);
            errors.AddRange(wrong);
        }

        return new(rows, errors.Kept);
    }

    private static List<ColumnDefinition> LineColumns(CashPlan plan) =>
    [
        new("kind", new("種類", "Kind"), [], Required: true), new("name", new("名前", "Name"), [], Required: true), new("price", new("単価（円）", "Unit price (yen)"), ["単価"]), new("share", new("収入に対する割合（％）", "Share of income (%)"), ["割合"]),
        .. Enumerable.Range(0, CashPlan.Length).Select(i => new ColumnDefinition($"m{i}", LocalizedText.Same(PlanNumbers.Key(plan.Month(i))), [PlanWords.MonthText(plan.Month(i)).Ja, PlanWords.MonthText(plan.Month(i)).En, $"{plan.Month(i):yyyy/MM}"], Required: true)),
    ];

    private static readonly IReadOnlyList<ColumnDefinition> ActualColumns =
    [
        new("Month", new("年月", "Month"), ["月"], Required: true), .. Enum.GetValues<CashKind>().Select(k => new ColumnDefinition(k.ToString(), new($"{PlanWords.NameOf(k).Ja}（円）", $"{PlanWords.NameOf(k).En} (yen)"), [PlanWords.NameOf(k).Ja, PlanWords.NameOf(k).En])),
    ];

    private static bool Same(string text, LocalizedText name) => VentureWork.Tidy(text) is var tidy && (tidy == name.Ja || string.Equals(tidy, name.En, StringComparison.OrdinalIgnoreCase));

    private static string KeyOf(string field) => field switch
    {
        nameof(CashLine.Name) => "name", nameof(CashLine.UnitPrice) => "price", nameof(CashLine.BasisPoints) => "share", _ => $"m{field["Months[".Length..^1]}",
    };
}
