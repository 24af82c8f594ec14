using System.Globalization;
using Kenmin.CommunityBusiness.Plans;
using Kenmin.Pages;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;

namespace Kenmin.CommunityBusiness.Money;

/// <summary>What a grant paid for as a table (CSV or xlsx): what is written can be read back.</summary>
internal static class ExpenseTable
{
    private static readonly SpreadsheetOptions Limits = new() { MaxBytes = 2 << 20, MaxUnpackedBytes = 20 << 20, MaxRows = SaveExpensesHandler.Most, MaxColumns = 32, MaxCellLength = 200 };

    private static readonly IReadOnlyList<ColumnDefinition> Columns =
    [
        new("Day", new("支払った日", "Day"), ["日", "日付", "支払日"], Required: true), new("Text", new("内容", "What"), ["品名", "摘要"], Required: true), new("Yen", new("金額（円）", "Yen"), ["金額"], Required: true),
    ];

    /// <summary>The entries; an example where there is none.</summary>
    public static TableFile Of(MoneyApplication application) => new(
        [.. Columns.Select(c => c.Name.Ja)],
        (application.Expenses.Count > 0 ? application.Expenses : [new(Guid.Empty, new(2026, 7, 1), "（例）保冷箱 2 個", 12_000)]).Select(e => (IReadOnlyList<string?>)[Dates.Iso(e.Day), e.Text, e.Yen.ToString(CultureInfo.InvariantCulture)]));

    /// <summary>Reads entries. The same row read twice is the same entry; what is there already is passed over.</summary>
    /// <exception cref="SpreadsheetException">It is no table, or lacks a column; the reason is for the person who chose it.</exception>
    public static async Task<PlanFile<ExpenseEntry>> ReadAsync(Stream stream, string fileName, MoneyApplication application, DateOnly today, CancellationToken cancellationToken)
    {
        using var sheet = await SpreadsheetReader.OpenAsync(stream, fileName, Limits with { Columns = Columns }, cancellationToken);
        var mapping = ColumnMapping.Guess(sheet.Header, Columns);
        if (mapping.Problems is [var problem, ..]) throw new SpreadsheetException(problem);
        var (errors, rows) = (new RowErrors(), new List<ExpenseEntry>());
        foreach (var row in sheet.Rows())
        {
            List<RowError> wrong = [.. row.Errors];
            var (text, day, yen) = (mapping.Value(row, "Text").Trim(), LenientDate.Parse(mapping.Value(row, "Day")), PlanNumbers.Whole(mapping.Value(row, "Yen")));
            ExpenseEntry entry = new(FactId.Of($"community-business.expense|{application.Id:N}|{row.Line}|{mapping.Value(row, "Day")}|{text}|{mapping.Value(row, "Yen")}"), day.TryGet(out var on) ? on : null, text, yen.TryGet(out var amount) ? amount : null);
            if (!day.TryGet(out _)) wrong.Add(mapping.Refuse(row, "Day", day.Error));
            if (!yen.TryGet(out _)) wrong.Add(mapping.Refuse(row, "Yen", yen.Error));
            foreach (var flaw in entry.Flaws(today).Where(f => wrong.All(w => w.ColumnKey != f.Field)).ToList()) wrong.Add(mapping.Refuse(row, flaw.Field, flaw.Problem));
            errors.AddRange(wrong);
            if (application.Expenses.All(e => e.Day != entry.Day || e.Text != entry.Text || e.Yen != entry.Yen)) rows.Add(entry);
        }

        return new(rows, errors.Kept);
    }
}
