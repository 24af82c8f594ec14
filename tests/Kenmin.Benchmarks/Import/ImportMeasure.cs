using System.Diagnostics;
using System.Globalization;
using System.Text;
using Kenmin.Benchmarks.WhoIsWho;
using Kenmin.Testing;
using Npgsql;

namespace Kenmin.Benchmarks.Import;

/// <summary>
/// 50,000 lines of an invented roster taken in by the real interface, beside COPY of the very rows that this wrote: into a table of the
/// same columns with the same indexes as that of the people, and into such tables for all that was written. Then how much memory
/// 10,000 and 50,000 lines take.
/// </summary>
internal sealed class ImportMeasure : IMeasure
{
    private const int Lines = 50_000, Few = 10_000;
    private const string Schema = "sports_volunteers", People = "mt_doc_volunteer";

    private static readonly string[] Written = [People, "mt_streams", "mt_events", "mt_doc_registration", "mt_doc_personmerge", "mt_doc_duplicatepair", "import_line"];

    public string Name => "import";

    public string Description => "50,000 lines of a roster taken in, beside COPY of the same rows, and the memory of 10,000 and 50,000";

    public async Task<string> RunAsync(string connectionString, int rounds)
    {
        await using var house = await ModuleHost.StartAsync(typeof(ImportMeasure).Assembly, new() { Database = connectionString });
        await using var database = NpgsqlDataSource.Create(connectionString);
        var (roster, few) = (InventedRoster.File(new InventedRoster(1).Make(Lines)), InventedRoster.File(new InventedRoster(2).Make(Few)));
        var folder = Directory.CreateTempSubdirectory("kenmin-import");
        try
        {
            // The first time compiles; what it writes is what COPY writes then.
            await RosterIntake.RunAsync(house, roster, "roster.csv");
            await DumpAsync(database, folder.FullName);
            List<double> imports = [], people = [], all = [], plain = [];
            for (var round = 0; round < rounds; round++)
            {
                (List<double> To, Func<Task<double>> Side)[] sides =
                [
                    (imports, async () => (await MeasuredAsync(house, database, roster)).Seconds), (people, () => CopyAsync(database, folder.FullName, [People])),
                    (all, () => CopyAsync(database, folder.FullName, Written)), (plain, () => PlainAsync(database, roster)),
                ];
                // Which side begins alternates, so that none always finds what another has warmed.
                foreach (var (to, side) in round % 2 == 0 ? sides : sides.Reverse()) to.Add(await side());
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round + 1}: import {imports[^1]:0.00} s, COPY of people {people[^1]:0.00}, of all {all[^1]:0.00}, plain {plain[^1]:0.00}"));
            }

            var (small, large) = (await MeasuredAsync(house, database, few), await MeasuredAsync(house, database, roster));
            var import = Load.Median(imports);
            StringBuilder table = new(string.Create(CultureInfo.InvariantCulture, $"{Lines:N0} lines, {rounds} rounds of each side, alternating, medians\n\n| what | s | lines /s | import : this |\n|---|---|---|---|\n"));
            void Row(string what, double seconds) =>
                table.AppendLine(CultureInfo.InvariantCulture, $"| {what} | {seconds:0.00} | {Lines / seconds:N0} | {seconds / import:0.000} |");
            Row("import, from the upload until it is done", import);
            Row("COPY of the people it wrote, same columns and indexes", Load.Median(people));
            Row("COPY of all it wrote, same columns and indexes", Load.Median(all));
            Row("COPY of the file into twelve columns of text, no index", Load.Median(plain));
            table.AppendLine("\n| lines taken in | managed memory at most, above the start (MiB) | of the process (MiB) |\n|---|---|---|");
            table.AppendLine(CultureInfo.InvariantCulture, $"| {Few:N0} | {small.Managed:N0} | {small.Process:N0} |");
            table.AppendLine(CultureInfo.InvariantCulture, $"| {Lines:N0} | {large.Managed:N0} | {large.Process:N0} |");
            table.AppendLine(CultureInfo.InvariantCulture, $"\nProcessors: {Environment.ProcessorCount}.");
            return table.ToString();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Takes a roster into empty tables.</summary>
    private static async Task<(double Seconds, double Managed, double Process)> MeasuredAsync(ModuleHost house, NpgsqlDataSource database, byte[] roster)
    {
        await ToldAsync(database);
        await ExecuteAsync(database, $"truncate {string.Join(", ", Written.Select(t => $"{Schema}.{t}"))}");
        await RestAsync(database);
        var (managed, process) = (GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet);
        var (mostManaged, mostProcess) = (managed, process);
        using PeriodicTimer looks = new(TimeSpan.FromMilliseconds(20));
        var looking = Task.Run(async () =>
        {
            while (await looks.WaitForNextTickAsync())
                (mostManaged, mostProcess) = (Math.Max(mostManaged, GC.GetTotalMemory(forceFullCollection: false)), Math.Max(mostProcess, Environment.WorkingSet));
        });
        var seconds = await RosterIntake.RunAsync(house, roster, "roster.csv");
        looks.Dispose();
        await looking;
        return (seconds, (mostManaged - managed) / 1048576.0, (mostProcess - process) / 1048576.0);
    }

    /// <summary>Waits until the ledger of consents has been told: that is not part of an import, and happens after it.</summary>
    private static async Task ToldAsync(NpgsqlDataSource database)
    {
        using PeriodicTimer looks = new(TimeSpan.FromMilliseconds(500));
        while (await looks.WaitForNextTickAsync())
        {
            await using var command = database.CreateCommand($"select not exists (select 1 from {Schema}.mt_doc_consenttotell)");
            if (await command.ExecuteScalarAsync() is true) return;
        }
    }

    private static async Task DumpAsync(NpgsqlDataSource database, string folder)
    {
        await ExecuteAsync(database, "create schema copied");
        await using var connection = await database.OpenConnectionAsync();
        foreach (var table in Written)
        {
            await ExecuteAsync(database, $"create table copied.{table} (like {Schema}.{table} including all)");
            await using var rows = await connection.BeginRawBinaryCopyAsync($"copy {Schema}.{table} to stdout (format binary)");
            await using var file = File.Create(Path.Combine(folder, table));
            await rows.CopyToAsync(file);
        }
    }

    private static async Task<double> CopyAsync(NpgsqlDataSource database, string folder, string[] tables)
    {
        await ExecuteAsync(database, $"truncate {string.Join(", ", tables.Select(t => $"copied.{t}"))}");
        await RestAsync(database);
        await using var connection = await database.OpenConnectionAsync();
        var began = Stopwatch.GetTimestamp();
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var table in tables)
        {
            await using var rows = await connection.BeginRawBinaryCopyAsync($"copy copied.{table} from stdin (format binary)");
            await using var file = File.OpenRead(Path.Combine(folder, table));
            await file.CopyToAsync(rows, 1 << 16);
        }

        await transaction.CommitAsync();
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task<double> PlainAsync(NpgsqlDataSource database, byte[] roster)
    {
        await ExecuteAsync(database, $"drop table if exists copied.plain; create table copied.plain ({string.Join(", ", Enumerable.Range(1, 12).Select(i => $"c{i} text"))})");
        await RestAsync(database);
        await using var connection = await database.OpenConnectionAsync();
        var began = Stopwatch.GetTimestamp();
        await using (var rows = await connection.BeginTextImportAsync("copy copied.plain from stdin (format csv, header)"))
            await rows.WriteAsync(Encoding.UTF8.GetString(roster));
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    // Nobody pays for what was before.
    private static async Task RestAsync(NpgsqlDataSource database)
    {
        await ExecuteAsync(database, "vacuum analyze");
        await ExecuteAsync(database, "checkpoint");
    }

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        command.CommandTimeout = 300;
        await command.ExecuteNonQueryAsync();
    }
}
