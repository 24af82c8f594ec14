using System.Text;
using Kenmin.Spreadsheets;
using Kenmin.SportsVolunteers.Imports;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;

namespace Kenmin.SportsVolunteers.Tests.Imports;

/// <summary>The whole roster as a festival office sends it, taken in as staff do.</summary>
public sealed class RosterImportTests(ImportHost host) : IClassFixture<ImportHost>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everybody_is_taken_in_once_and_exactly_the_wrong_rows_are_refused_whatever_the_file_format()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var first = await host.ImportAsync(Rosters.AsGiven(), "festival-roster.csv");
        TestContext.Current.TestOutputHelper!.WriteLine($"{first.Rows} rows in {watch.Elapsed.TotalSeconds:0.0} s");

        first.State.ShouldBe(ImportState.Done);
        first.Format.ShouldContain("CP932");
        first.Rows.ShouldBe(Rosters.Truth.Count);
        var refused = await ImportLines.RefusedAsync(first.Id, 0, 1000, host.Database, Stop);
        refused.Select(r => $"{r.Cells[0]}:{string.Join(',', r.Errors.Select(e => e.ColumnKey))}").ShouldBe(Rosters.Truth
            .Where(t => t.Kind.StartsWith("invalid:", StringComparison.Ordinal))
            .Select(t => $"{t.Number}:{t.Kind["invalid:".Length..].Replace("no-name", "name", StringComparison.Ordinal)}"));
        refused.ShouldAllBe(r => r.Line.ToString() == (int.Parse(r.Cells[0]) + 1).ToString());

        await People_are_told_apart();
        (first.New + first.Merged + first.Refused).ShouldBe(first.Rows);
        first.Unchanged.ShouldBe(0);
        var people = await host.CountAsync("select count(*) from sports_volunteers.mt_doc_volunteer");
        people.ShouldBe(first.New);
        (await host.CountAsync("select count(*) from sports_volunteers.mt_streams")).ShouldBe(people);
        var before = await StateAsync();

        foreach (var (file, name) in new[]
        {
            (Rosters.AsGiven(), "festival-roster.csv"), (Rosters.Utf8(mark: false), "utf8.csv"), (Rosters.Utf8(mark: true), "bom.csv"), (Rosters.Workbook(), "roster.xlsx"),
        })
        {
            var again = await host.ImportAsync(file, name);
            again.ChangedNothing.ShouldBeTrue(name);
            again.Unchanged.ShouldBe(first.New + first.Merged, name);
            again.Refused.ShouldBe(first.Refused, name);
        }
        (await StateAsync()).ShouldBe(before);
    }

    private async Task<string> StateAsync()
    {
        await using var command = host.Database.CreateCommand(
            """
            select (select md5(string_agg(id::text || mt_version::text, ',' order by id)) from sports_volunteers.mt_doc_volunteer)
              || (select count(*) from sports_volunteers.mt_events)
            """);
        return (string)(await command.ExecuteScalarAsync(Stop))!;
    }

    /// <summary>Precision and recall over pairs of lines; the bounds are what the rules promise, not what this file happens to give.</summary>
    private async Task People_are_told_apart()
    {
        await using var session = host.Store.QuerySession();
        var volunteers = await session.Query<Volunteer>().ToListAsync(Stop);
        var truth = Rosters.Truth.ToDictionary(t => t.Number, t => t.Person);
        var accepted = volunteers.SelectMany(v => v.Sources).Select(s => s.ApplicationNumber!).ToList();
        accepted.Count.ShouldBe(Rosters.Truth.Count(t => !t.Kind.StartsWith("invalid", StringComparison.Ordinal)));

        static long Pairs(IEnumerable<IGrouping<string, string>> groups) => groups.Sum(g => (long)g.Count() * (g.Count() - 1) / 2);
        var joined = volunteers.Sum(v => (long)v.Sources.Count * (v.Sources.Count - 1) / 2);
        var rightly = volunteers.Sum(v => Pairs(v.Sources.Select(s => s.ApplicationNumber!).GroupBy(n => truth[n])));
        var real = Pairs(accepted.GroupBy(n => truth[n]));
        TestContext.Current.TestOutputHelper!.WriteLine($"joined {joined}, rightly {rightly}, real {real}");
        ((double)rightly / joined).ShouldBeGreaterThanOrEqualTo(0.999);
        ((double)rightly / real).ShouldBeGreaterThanOrEqualTo(0.98);
        volunteers.SelectMany(v => v.Sources.Skip(1)).ShouldAllBe(s => s.Reasons.Count >= 3);
    }
}
