using System.Globalization;
using System.Text;
using Kenmin.Host.Startup;
using Kenmin.Passport;
using Kenmin.Passport.Contracts;
using Kenmin.Passport.Opportunities;
using Kenmin.Passport.Search;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kenmin.Benchmarks.Search;

/// <summary>The search over all that one can take part in: over HTTP, by the module's own reader, and the same query by plain Npgsql.</summary>
internal sealed class SearchMeasure : IMeasure
{
    private const int Clients = 4, PerPage = 30;

    // How many there are, and how often each question is asked then.
    private static readonly (int Count, int Calls)[] Sizes = [(100_000, 400), (1_000_000, 100)];

    private static readonly string[] Places = ["見本海岸", "見本川河川敷", "見本中央公園", "見本駅前", "見本山登山口", "見本小学校", "見本公民館", "見本漁港"];
    private static readonly string[] Deeds = ["清掃", "草刈り", "植樹", "案内", "受付", "読み聞かせ", "見守り", "料理教室", "講座", "交流会", "花の手入れ", "運営の手伝い"];
    private static readonly string[] Groups = ["見本自治会", "見本商店街", "見本高校生徒会", "見本子ども会", "見本老人クラブ", "見本実行委員会"];

    // What people ask for, from the plain list to all at once.
    private static readonly (string Name, string Query)[] Asked =
    [
        ("everything to come", ""),
        ("two characters", "words=海岸"),
        ("three words", "words=" + Uri.EscapeDataString("公園 花 自治会")),
        ("a municipality, a month", "municipality=352039&from=2026-09-01&until=2026-09-30"),
        ("within 10 km, with children", "near=352047&km=10&children=true"),
        ("a stage of life, two characters", "stage=seniors&words=" + Uri.EscapeDataString("講座")),
        ("nothing that fits", "words=" + Uri.EscapeDataString("宇宙飛行士")),
    ];

    public string Name => "search";

    public string Description => "the search over 100,000 and 1,000,000 opportunities: over HTTP, by the module's reader, and the same query by plain Npgsql";

    public async Task<string> RunAsync(string connectionString, int rounds)
    {
        var clock = new JumpingClock(new(2026, 6, 10, 3, 0, 0, TimeSpan.Zero));
        // The host's files, from wherever this is run.
        Environment.SetEnvironmentVariable("ASPNETCORE_TEST_CONTENTROOT_KENMIN_HOST", Path.Combine(RepositoryRoot.Path, "host", "Kenmin.Host"));
        await using var host = new KenminHost<DemonstrationDataLoaded>(connectionString, new() { Clock = clock });
        using HttpClient client = new() { BaseAddress = host.Listen() };
        StringBuilder table = new(string.Create(CultureInfo.InvariantCulture, $"{Clients} clients, {string.Join(" and ", Sizes.Select(s => s.Calls))} calls of each side in each of {rounds} rounds, pages of {PerPage}; medians of the rounds, ms\n\n| opportunities | asked for | HTTP p50, p99 | reader p50, p99 | plain p50, p99 | p99 HTTP : plain | p50 HTTP : that of the size before |\n|---|---|---|---|---|---|---|\n"));
        Dictionary<string, double> before = [];
        for (var i = 0; i < Sizes.Length; i++)
        {
            await FillAsync(host.Services, i == 0 ? 0 : Sizes[i - 1].Count, Sizes[i].Count);
            await MeasureAsync(host.Services, client, clock, rounds, Sizes[i], before, table);
        }

        table.AppendLine(CultureInfo.InvariantCulture, $"\nProcessors: {Environment.ProcessorCount}.");
        return table.ToString();
    }

    private static async Task MeasureAsync(IServiceProvider services, HttpClient client, JumpingClock clock, int rounds, (int Count, int Calls) size, Dictionary<string, double> before, StringBuilder table)
    {
        var source = services.GetRequiredService<NpgsqlDataSource>();
        var reader = services.GetRequiredService<OpportunitySearch>();
        foreach (var (name, asked) in Asked)
        {
            var input = SearchInput.Of(new Microsoft.AspNetCore.Http.QueryCollection(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(asked)));
            if (input.Problems.Count > 0) throw new InvalidOperationException($"{asked}: {input.Problems.First()}");
            var parts = PlainOf(input.Query, clock.GetUtcNow());
            await SameAsync(client, asked, reader, input.Query, source, parts);
            (string Side, Func<int, Task> Call)[] sides =
            [
                ("http", _ => HttpAsync(client, asked)), ("reader", _ => reader.FindAsync(input.Query, null, PerPage, CancellationToken.None)), ("plain", _ => PlainAsync(source, parts)),
            ];
            Dictionary<string, List<LoadResult>> results = sides.ToDictionary(s => s.Side, _ => new List<LoadResult>());
            // What the question reads comes into memory before anybody's time is taken.
            foreach (var (_, call) in sides) await Load.RunAsync(Clients, Clients * 5, call);
            for (var round = 0; round < rounds; round++)
                // Which side begins alternates, so that none always finds what another has warmed.
                foreach (var (side, call) in round % 2 == 0 ? sides : sides.Reverse())
                    results[side].Add(await Load.RunAsync(Clients, size.Calls, call));
            var (http, own, plain) = (Middle(results["http"]), Middle(results["reader"]), Middle(results["plain"]));
            var growth = before.TryGetValue(name, out var smaller) ? (http.P50 / smaller).ToString("0.0", CultureInfo.InvariantCulture) : "";
            before[name] = http.P50;
            var line = string.Create(CultureInfo.InvariantCulture, $"| {size.Count:N0} | {name} | {http.P50:0.0}, {http.P99:0.0} | {own.P50:0.0}, {own.P99:0.0} | {plain.P50:0.0}, {plain.P99:0.0} | {http.P99 / plain.P99:0.0} | {growth} |");
            table.AppendLine(line);
            Console.Error.WriteLine(line);
        }
    }

    private static LoadResult Middle(List<LoadResult> rounds) => new(Load.Median(rounds.Select(r => r.PerSecond)), Load.Median(rounds.Select(r => r.P50)), Load.Median(rounds.Select(r => r.P99)));

    private static async Task<int> HttpAsync(HttpClient client, string asked)
    {
        using var answer = await client.GetAsync($"/api/v1/opportunities?take={PerPage}&{asked}");
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadAsByteArrayAsync()).Length;
    }

    // The same conditions, the rows as they are stored.
    private static IReadOnlyList<(string Sql, IReadOnlyList<object> Parameters)> PlainOf(SearchQuery query, DateTimeOffset now)
    {
        var (underWay, toCome) = query.Parts(now);
        return [Of(underWay), Of(toCome)];

        static (string, IReadOnlyList<object>) Of(Conditions conditions)
        {
            StringBuilder sql = new("select d.data from passport.mt_doc_opportunity d where ");
            var number = 0;
            foreach (var c in conditions.Sql)
                if (c == '?') sql.Append('$').Append((++number).ToString(CultureInfo.InvariantCulture));
                else sql.Append(c);
            return (sql.Append(CultureInfo.InvariantCulture, $" order by d.starts, d.id limit ${++number}").ToString(), conditions.Parameters);
        }
    }

    private static Task<List<string>> PlainAsync(NpgsqlDataSource source, IReadOnlyList<(string Sql, IReadOnlyList<object> Parameters)> parts) => source.AskAsync(async connection =>
    {
        List<string> found = [];
        foreach (var (sql, parameters) in parts)
        {
            await using NpgsqlCommand command = new(sql, connection);
            foreach (var value in parameters.Append(PerPage + 1 - found.Count)) command.Parameters.Add(new() { Value = value });
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync()) found.Add(rows.GetString(0));
            if (found.Count > PerPage) break;
        }

        return found;
    }, CancellationToken.None);

    // What is compared is the same: as many rows, and the first of them.
    private static async Task SameAsync(HttpClient client, string asked, OpportunitySearch reader, SearchQuery query, NpgsqlDataSource source, IReadOnlyList<(string Sql, IReadOnlyList<object> Parameters)> parts)
    {
        var page = await reader.FindAsync(query, null, PerPage, CancellationToken.None);
        var plain = await PlainAsync(source, parts);
        using var json = System.Text.Json.JsonDocument.Parse(await client.GetStringAsync($"/api/v1/opportunities?take={PerPage}&{asked}"));
        var (items, expected) = (json.RootElement.GetProperty("items").GetArrayLength(), Math.Min(plain.Count, PerPage));
        if (page.Items.Count != expected || items != expected) throw new InvalidOperationException($"{asked}: {items} over HTTP, {page.Items.Count} by the reader, {expected} by plain SQL.");
        if (expected > 0 && !plain[0].Contains(page.Items[0].Opportunity.Id.ToString(), StringComparison.Ordinal)) throw new InvalidOperationException($"{asked}: another row comes first.");
    }

    private static async Task FillAsync(IServiceProvider services, int from, int until)
    {
        Random random = new(from);
        var now = new DateTimeOffset(2026, 6, 10, 0, 0, 0, TimeSpan.FromHours(9));
        var all = Enumerable.Range(from, until - from).Select(i =>
        {
            var municipality = Municipality.All[random.Next(Municipality.All.Count)];
            var (place, deed, group) = (Places[random.Next(Places.Length)], Deeds[random.Next(Deeds.Length)], Groups[random.Next(Groups.Length)]);
            // A tenth is over, the rest is spread over a year.
            var starts = now.AddDays(random.Next(-36, 330)).AddHours(random.Next(8, 18));
            return Opportunity.Of(new OpportunityPublished(
                random.Next(3) switch { 0 => "clean-up", 1 => "sports-volunteers", _ => "rural-leaders" }, FactId.Of($"benchmark|{i}"), 1, now, new("活動", "Activity"),
                new($"{place}の{deed}（{group}）{i}", $"Activity {i}"), new($"{group}といっしょに{deed}をします。動きやすい服装で、飲み物をお持ちください。", ""), starts, starts.AddHours(random.Next(1, 5)), municipality.Code6, place,
                random.Next(10) == 0 ? null : new GeoPoint(municipality.Office.Latitude + random.NextDouble() * 0.2 - 0.1, municipality.Office.Longitude + random.NextDouble() * 0.2 - 0.1), random.Next(5, 100), $"/benchmark/{i}",
                null, FiscalYear.Of(JapanTime.DayOf(starts)), new(random.Next(4) == 0 ? 18 : null, random.Next(5) == 0, random.Next(4) == 0, random.Next(3) == 0 ? [LifeStage.Seniors, LifeStage.Working] : null)));
        });
        foreach (var some in all.Chunk(50_000)) await services.GetRequiredService<IPassportStore>().BulkInsertAsync(some, batchSize: 2_000);
        await using var analyze = services.GetRequiredService<NpgsqlDataSource>().CreateCommand("vacuum analyze passport.mt_doc_opportunity");
        await analyze.ExecuteNonQueryAsync();
    }
}
