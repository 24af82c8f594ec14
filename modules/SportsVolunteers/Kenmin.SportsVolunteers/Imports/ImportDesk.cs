using System.Globalization;
using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Kenmin.SportsVolunteers.Initiatives;
using Marten;
using Npgsql;

namespace Kenmin.SportsVolunteers.Imports;

/// <summary>What staff do with an import before it runs: upload, choose columns, look at it, give it up. For pages and the API.</summary>
internal sealed class ImportDesk(
    ISportsVolunteersStore store, ImportTargets targets, NpgsqlDataSource database, IAuditTrail audit, EventInitiatives initiatives,
    TimeProvider clock)
{
    /// <summary>How long a file waits to be run.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(7);

    private const int RowsShown = 20;
    private const int ChangesShown = 50;
    private const int MostRowsChecked = 20_000;

    /// <summary>The answer to an upload: the import, or what is wrong with which field.</summary>
    public sealed record Uploaded(Import? Import, IReadOnlyList<KeyValuePair<string, LocalizedText>> Problems);

    /// <summary>A row of the preview.</summary>
    public sealed record PreviewRow(int Line, IReadOnlyDictionary<string, string> Shown, IReadOnlyList<RowError> Errors);

    /// <summary>What a row would do to something that is there already.</summary>
    public sealed record PreviewChange(int Line, IReadOnlyList<LocalizedText> Reasons);

    /// <summary>How the file will be read.</summary>
    /// <param name="Rows">The first rows.</param>
    /// <param name="Errors">The first refusals of the whole file.</param>
    /// <param name="Changes">The first rows that touch what is there already.</param>
    /// <param name="Checked">How many rows were tried.</param>
    /// <param name="New">Rows that would make something new.</param>
    /// <param name="Merged">Rows that would be joined with something known, or with an earlier row.</param>
    /// <param name="Unchanged">Rows that are known already.</param>
    /// <param name="Refused">Rows that would be refused.</param>
    public sealed record Preview(
        IReadOnlyList<PreviewRow> Rows, IReadOnlyList<RowError> Errors, IReadOnlyList<PreviewChange> Changes, int Checked, int New, int Merged, int Unchanged,
        int Refused);

    /// <summary>The field of the initiative, besides those of the options; blank where the user has at most one to choose.</summary>
    public const string InitiativeField = "initiative";

    /// <summary>The import, if there is one that the user works with.</summary>
    public async Task<Import?> FindAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<Import>(id, cancellationToken) is { } found && initiatives.IsFor(user, found.InitiativeId) ? found : null;
    }

    /// <summary>The field of the file itself, besides those of the options.</summary>
    public const string FileField = "file";

    public async Task<Uploaded> UploadAsync(
        string? targetKey, Stream? upload, string fileName, IReadOnlyDictionary<string, string> options, Guid? corrects,
        ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (targets.Find(targetKey) is not { } target)
            return Refused("kind", new("取り込みの種類を選んでください。", "Choose what to import the file as."));
        await using var session = store.LightweightSession();
        var corrected = corrects is { } id ? await FindAsync(id, user, cancellationToken) : null;
        if (corrected?.Target == target.Key) options = corrected.Options;
        var values = target.Options.ToDictionary(o => o.Key, o => options.GetValueOrDefault(o.Key, "").Trim());
        var problems = target.CheckOptions(values).ToList();
        Guid? initiative = null;
        if (corrected?.Target == target.Key) initiative = corrected.InitiativeId;
        else
        {
            var chosen = initiatives.Choose(options.GetValueOrDefault(InitiativeField), user);
            if (!chosen.TryGet(out initiative)) problems.Add(new(InitiativeField, chosen.Error));
        }

        if (upload is null) problems.Add(new(FileField, new("ファイルを選んでください。", "Choose a file.")));
        if (problems.Count > 0) return new(null, problems);

        await using var file = await ImportFiles.ReceiveAsync(upload!, cancellationToken);
        if (file is null) return Refused(FileField, ImportFiles.TooLarge);
        try
        {
            using var sheet = SpreadsheetReader.Open(file, fileName, ImportSheet.Limits(target));
            var mapping = ColumnMapping.Guess(sheet.Header, target.Columns);
            if (mapping.Found.Count == 0) return Refused(FileField, UnknownHeadings(sheet, target));
            var rows = sheet.Rows().Count();
            if (rows == 0)
                return Refused(FileField, new("見出しの下に行がありません。中身のあるファイルを選んでください。", "There are no rows below the headings. Choose a file with contents."));
            if (corrected is null && sheet.HasErrorColumns) corrected = await CorrectedByAsync(sheet, target, initiative, session, cancellationToken);

            var import = new Import
            {
                Id = Guid.CreateVersion7(),
                Target = target.Key,
                FileName = Path.GetFileName(fileName),
                Format = sheet.Format,
                Size = file.Length,
                Sha256 = await ImportFiles.DigestAsync(file, cancellationToken),
                Header = [.. sheet.Header],
                Columns = corrected is not null && corrected.Header.SequenceEqual(sheet.Header)
                    ? new(corrected.Columns)
                    : mapping.Found.ToDictionary(f => f.Key, f => f.Value.Column),
                Options = values,
                InitiativeId = initiative,
                Rows = rows,
                UploadedAt = clock.GetUtcNow(),
                UploadedBy = user.AccountId(),
                UploadedByName = user.DisplayName(),
                Corrects = corrected?.Id,
            };
            await session.BeginAsync(cancellationToken);
            await ImportFiles.KeepAsync(import.Id, file, session.Connection!, cancellationToken);
            session.Store(import);
            await session.SaveChangesAsync(cancellationToken);
            return new(import, []);
        }
        catch (SpreadsheetException exception)
        {
            return Refused(FileField, exception.Reason);
        }
    }

    /// <summary>Sets which column of the file holds what; a column that is not named holds nothing known.</summary>
    /// <returns>What is wrong with which known column; null when the import can no longer be changed.</returns>
    public async Task<IReadOnlyList<KeyValuePair<string, LocalizedText>>?> SetColumnsAsync(
        Guid id, IReadOnlyDictionary<string, int> columns, CancellationToken cancellationToken)
    {
        await using var session = store.LightweightSession();
        var import = await session.LoadAsync<Import>(id, cancellationToken);
        if (import is not { State: ImportState.Uploaded }) return null;
        var target = targets[import.Target];
        List<KeyValuePair<string, LocalizedText>> problems = [];
        foreach (var (key, column) in columns)
        {
            if (target.Columns.All(c => c.Key != key)) problems.Add(new(key, new("この項目はありません。", "There is no such item.")));
            else if (column < 0 || column >= import.Header.Length)
                problems.Add(new(key, new($"ファイルの列は1から{import.Header.Length}までです。", $"The file has columns 0 to {import.Header.Length - 1}.")));
        }
        foreach (var doubled in columns.GroupBy(c => c.Value).Where(g => g.Count() > 1))
            problems.Add(new(doubled.Last().Key, new("同じ列がほかの項目にも選ばれています。別の列を選んでください。", "This column is chosen for another item too. Choose another one.")));
        foreach (var missing in target.Columns.Where(c => c.Required && !columns.ContainsKey(c.Key)))
            problems.Add(new(missing.Key, new($"「{missing.Name.Ja}」の列を選んでください。", $"Choose the column with “{missing.Name.En}”.")));
        if (problems.Count > 0) return problems;
        import.Columns = new(columns);
        session.Store(import);
        await session.SaveChangesAsync(cancellationToken);
        return [];
    }

    /// <summary>Up to three values of each column of the file, to tell columns by.</summary>
    /// <exception cref="SpreadsheetException">The file is no longer kept.</exception>
    public async Task<IReadOnlyList<string>> SamplesAsync(Import import, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await audit.RecordAsync(new(user.AccountId(), "sports-volunteers.import.columns-viewed", [], import.Id.ToString()), cancellationToken);
        using var sheet = await ImportSheet.OpenAsync(import, targets[import.Target], database, clock, cancellationToken);
        var rows = sheet.Sheet.Rows().Take(50).ToList();
        return [.. Enumerable.Range(0, import.Header.Length)
            .Select(column => string.Join(" ／ ", rows.Select(r => r[column]).Where(v => v.Length > 0).Distinct().Take(3)))];
    }

    /// <summary>Tries the import without keeping anything.</summary>
    /// <exception cref="SpreadsheetException">The file is no longer kept.</exception>
    public async Task<Preview> PreviewAsync(Import import, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await audit.RecordAsync(new(user.AccountId(), "sports-volunteers.import.previewed", [], import.Id.ToString()), cancellationToken);
        using var sheet = await ImportSheet.OpenAsync(import, targets[import.Target], database, clock, cancellationToken);
        var rows = sheet.RowsAfter(0).Take(MostRowsChecked).ToList();
        // The session is never saved and its transaction not committed: whatever the target does leaves no trace.
        await using var session = store.LightweightSession();
        await session.BeginAsync(cancellationToken);
        var outcomes = await sheet.ApplyAsync(rows, session, cancellationToken);
        int Count(RowResult result) => outcomes.Count(o => o.Outcome.Result == result);
        return new(
            [.. rows.Zip(outcomes).Take(RowsShown).Select(x => new PreviewRow(x.First.Row.Row.Line, x.First.Read.Shown, x.Second.Outcome.Errors))],
            [.. outcomes.SelectMany(o => o.Outcome.Errors).Take(RowsShown)],
            [.. outcomes.Where(o => o.Outcome.Reasons.Count > 0).Take(ChangesShown).Select(o => new PreviewChange(o.Row.Line, o.Outcome.Reasons))],
            rows.Count, Count(RowResult.New), Count(RowResult.Merged), Count(RowResult.Unchanged), Count(RowResult.Refused));
    }

    /// <summary>The last finished import of the very same file; null when there is none.</summary>
    public async Task<Import?> SameFileAsync(Import import, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.Query<Import>()
            .Where(x => x.Sha256 == import.Sha256 && x.Target == import.Target && x.State == ImportState.Done && x.Id != import.Id && x.UploadedAt <= import.UploadedAt)
            .OrderByDescending(x => x.UploadedAt)
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Gives up an import that was not run, and removes its file.</summary>
    public async Task<bool> DropAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var session = store.LightweightSession();
        var import = await session.LoadAsync<Import>(id, cancellationToken);
        if (import is not { State: ImportState.Uploaded or ImportState.Failed }) return false;
        (import.State, import.FinishedAt) = (ImportState.Dropped, clock.GetUtcNow());
        session.Store(import);
        session.QueueSqlCommand($"delete from {ImportTables.Chunks} where import_id = ?", id);
        await session.SaveChangesAsync(cancellationToken);
        return true;
    }

    /// <summary>Refused rows in the order of the file, below a line.</summary>
    public async Task<List<ImportLines.RefusedRow>> RefusedAsync(
        Import import, int after, int take, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await audit.RecordAsync(new(user.AccountId(), "sports-volunteers.import.refused-rows-viewed", [], import.Id.ToString()), cancellationToken);
        return await ImportLines.RefusedAsync(import.Id, after, take, database, cancellationToken);
    }

    /// <summary>Writes the refused rows as CSV in the original's columns, with what is wrong.</summary>
    public async Task WriteRefusedAsync(Import import, ClaimsPrincipal user, Stream output, CancellationToken cancellationToken)
    {
        await audit.RecordAsync(new(user.AccountId(), "sports-volunteers.import.refused-rows-fetched", [], import.Id.ToString()), cancellationToken);
        using var file = RefusedRowsFile.Csv(output, import.Header);
        var after = 0;
        while (await ImportLines.RefusedAsync(import.Id, after, 500, database, cancellationToken) is { Count: > 0 } rows)
        {
            foreach (var row in rows) file.Add(new SheetRow(row.Line, row.Cells, []), [.. row.Errors]);
            after = rows[^1].Line;
        }
    }

    /// <summary>The file of refused rows of the same headings that was made last.</summary>
    private static async Task<Import?> CorrectedByAsync(
        Spreadsheet sheet, IImportTarget target, Guid? initiative, IDocumentSession session, CancellationToken cancellationToken)
    {
        var latest = await session.Query<Import>()
            .Where(x => x.Target == target.Key && x.Refused > 0 && x.InitiativeId == initiative)
            .OrderByDescending(x => x.UploadedAt).Take(20).ToListAsync(cancellationToken);
        return latest.FirstOrDefault(x => x.Header.SequenceEqual(sheet.Header));
    }

    private static LocalizedText UnknownHeadings(Spreadsheet sheet, IImportTarget target)
    {
        var found = string.Join("、", sheet.Header.Where(h => h.Length > 0).Take(5));
        return new(
            $"{target.Name.Ja}の見出しが見つかりません（見つかった見出し：{found}）。「{string.Join("」「", target.Columns.Where(c => c.Required).Select(c => c.Name.Ja))}」の列があるファイルを選んでください。",
            $"No heading of a {target.Name.En.ToLower(CultureInfo.InvariantCulture)} was found (headings: {found}). Choose a file with the columns {string.Join(", ", target.Columns.Where(c => c.Required).Select(c => c.Name.En))}.");
    }

    private static Uploaded Refused(string field, LocalizedText reason) => new(null, [new(field, reason)]);
}
