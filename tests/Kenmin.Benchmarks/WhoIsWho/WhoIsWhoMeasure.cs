using System.Globalization;
using System.Reflection;
using System.Text;
using Kenmin.Benchmarks.Import;
using Kenmin.Testing;
using Npgsql;

[assembly: AssemblyMetadata("Kenmin.Module", "Kenmin.SportsVolunteers")]

namespace Kenmin.Benchmarks.WhoIsWho;

/// <summary>
/// Takes rosters in by the real interface and counts, over all pairs of lines, how many were rightly joined: precision, and
/// recall with and without the list that staff look at. Then how long 50,000 lines take beside 100,000 people.
/// </summary>
/// <param name="args">The command line: a roster and its truth (columns row, person, kind) may follow the measure's name.</param>
internal sealed class WhoIsWhoMeasure(string[] args) : IMeasure
{
    public string Name => "who-is-who";

    public string Description => "precision and recall of recognized duplicates, and the speed of an import: [roster.csv truth.csv], else invented ones";

    public async Task<string> RunAsync(string connectionString, int rounds)
    {
        var table = new StringBuilder("| roster | lines | s | joined pairs | precision | recall | recall with the list | pairs in the list |\n|---|---|---|---|---|---|---|---|\n");
        if (args is [_, var roster, var truth, ..] && File.Exists(roster) && File.Exists(truth))
        {
            var owners = (await File.ReadAllLinesAsync(truth)).Skip(1).Select(l => l.Split(',')).Where(f => !f[2].StartsWith("invalid", StringComparison.Ordinal))
                .ToDictionary(f => f[0], f => f[1], StringComparer.Ordinal);
            await using var house = await ModuleHost.StartAsync(typeof(WhoIsWhoMeasure).Assembly, new() { Database = connectionString });
            var seconds = await RosterIntake.RunAsync(house, await File.ReadAllBytesAsync(roster), Path.GetFileName(roster));
            table.AppendLine(await RowAsync(connectionString, Path.GetFileName(roster), owners, seconds));
            return table.ToString();
        }

        await using (var house = await ModuleHost.StartAsync(typeof(WhoIsWhoMeasure).Assembly, new() { Database = connectionString }))
        {
            var invented = new InventedRoster(rounds);
            var known = invented.Make(100_000);
            var owners = known.ToDictionary(l => l.Number.ToString(CultureInfo.InvariantCulture), l => l.Person.ToString(CultureInfo.InvariantCulture));
            double seconds = 0;
            foreach (var part in known.Chunk(50_000)) seconds += await RosterIntake.RunAsync(house, InventedRoster.File(part), "known.csv");
            table.AppendLine(await RowAsync(connectionString, "invented, 100,000", owners, seconds));
            var more = invented.Make(50_000, 100_001);
            foreach (var line in more) owners.Add(line.Number.ToString(CultureInfo.InvariantCulture), line.Person.ToString(CultureInfo.InvariantCulture));
            table.AppendLine(await RowAsync(
                connectionString, "invented, 50,000 more", owners, await RosterIntake.RunAsync(house, InventedRoster.File(more), "more.csv")));
        }

        return table.ToString();
    }

    private static async Task<string> RowAsync(string connectionString, string name, Dictionary<string, string> owners, double seconds)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        var lines = new Dictionary<Guid, List<string>>();
        await using (var command = database.CreateCommand(
            "select id, array(select s ->> 'applicationNumber' from jsonb_array_elements(data -> 'sources') s) from sports_volunteers.mt_doc_volunteer"))
        await using (var reader = await command.ExecuteReaderAsync())
            while (await reader.ReadAsync()) lines.Add(reader.GetGuid(0), [.. reader.GetFieldValue<string[]>(1)]);
        var listed = new List<(Guid First, Guid Second)>();
        await using (var command = database.CreateCommand("select (data ->> 'first')::uuid, (data ->> 'second')::uuid from sports_volunteers.mt_doc_duplicatepair"))
        await using (var reader = await command.ExecuteReaderAsync())
            while (await reader.ReadAsync()) listed.Add((reader.GetGuid(0), reader.GetGuid(1)));

        static long Pairs(long n) => n * (n - 1) / 2;
        string OwnerOf(string number) => owners.GetValueOrDefault(number, $"?{number}");
        var joined = lines.Values.Sum(l => Pairs(l.Count));
        var rightly = lines.Values.Sum(l => l.GroupBy(OwnerOf).Sum(g => Pairs(g.Count())));
        var real = lines.Values.SelectMany(l => l).GroupBy(OwnerOf).Sum(g => Pairs(g.Count()));
        var found = listed.Where(p => lines.ContainsKey(p.First) && lines.ContainsKey(p.Second))
            .Sum(p => lines[p.First].Sum(a => (long)lines[p.Second].Count(b => OwnerOf(a) == OwnerOf(b))));
        return string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {lines.Values.Sum(l => l.Count):N0} | {seconds:0.0} | {joined:N0} | {Share(rightly, joined):0.00000} | {Share(rightly, real):0.0000} | {Share(rightly + found, real):0.0000} | {listed.Count:N0} |");
    }

    private static double Share(long part, long whole) => whole == 0 ? 1 : (double)part / whole;
}
