using System.Globalization;
using System.Text;
using Kenmin.Participation;
using Kenmin.SharedKernel;
using Npgsql;
using NpgsqlTypes;

namespace Kenmin.Benchmarks.SignUps;

/// <summary>Sign-ups through the engine (rows, event and message in one transaction, handled by another module) beside the
/// same server function called by plain Npgsql, one call per transaction, without events and messages.</summary>
internal sealed class SignUpsMeasure : IMeasure
{
    private const int Clients = 32;
    private const int Calls = 8_000;
    private const string Function =
        $"SELECT after FROM {BenchmarkHouse.Schema}.participation_apply($1, true, $2, $3, $4, $5, $6, $7, $8, $9) WHERE item = 1";

    private static readonly (string Name, int Openings)[] Cases = [("one hot opening", 1), ("2,000 openings", 2_000)];

    public string Name => "sign-ups";

    public string Description => "sign-ups per second and latency with 32 clients, one hot opening and 2,000, engine beside plain Npgsql";

    public async Task<string> RunAsync(string connectionString, int rounds)
    {
        await using var house = await BenchmarkHouse.StartAsync(connectionString);
        var table = new StringBuilder();
        table.AppendLine("| case | engine /s | p50 ms | p99 ms | plain Npgsql /s | p50 ms | p99 ms | engine : plain (median of ratios) |");
        table.AppendLine("|---|---|---|---|---|---|---|---|");
        foreach (var (name, openings) in Cases)
        {
            await EngineAsync(house, openings);
            await PlainAsync(house, openings);
            List<LoadResult> engine = [], plain = [];
            for (var round = 0; round < rounds; round++)
            {
                // The order alternates, so that neither side always meets the other's leftovers.
                if (round % 2 == 0) engine.Add(await EngineAsync(house, openings));
                plain.Add(await PlainAsync(house, openings));
                if (round % 2 == 1) engine.Add(await EngineAsync(house, openings));
            }
            var ratio = Load.Median(engine.Zip(plain, (e, p) => e.PerSecond / p.PerSecond));
            table.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {Cells(engine)} | {Cells(plain)} | {ratio:0.00} |");
        }
        table.AppendLine();
        table.AppendLine(CultureInfo.InvariantCulture,
            $"{Clients} clients, {rounds} rounds of {Calls:N0} sign-ups for each side after one to warm up, medians; {Environment.ProcessorCount} processors, durable PostgreSQL. After every round: confirmed = capacity, counters = rows; for the engine also = events = messages handled.");
        return table.ToString();
    }

    private static string Cells(List<LoadResult> results) => string.Create(CultureInfo.InvariantCulture,
        $"{Load.Median(results.Select(r => r.PerSecond)):N0} | {Load.Median(results.Select(r => r.P50)):0.0} | {Load.Median(results.Select(r => r.P99)):0.0}");

    private static async Task<LoadResult> EngineAsync(BenchmarkHouse house, int count)
    {
        var openings = await OpenAsync(house, count);
        var result = await Load.RunAsync(Clients, Calls, async i =>
        {
            var answer = await house.Participation.SignUpAsync(
                new SignUp(Guid.NewGuid(), openings[i % count], new ParticipantFacts(Guid.CreateVersion7()), Actor.Person()));
            if (answer is not Result<SignUpAnswer>.Done) throw new InvalidOperationException($"Not signed up: {answer}");
        });
        await CheckRowsAsync(house, openings);
        await CheckMessagesAsync(house, openings);
        return result;
    }

    private static async Task<LoadResult> PlainAsync(BenchmarkHouse house, int count)
    {
        var openings = await OpenAsync(house, count);
        var result = await Load.RunAsync(Clients, Calls, async i =>
        {
            await using var command = house.DataSource.CreateCommand(Function);
            NpgsqlParameter[] parameters =
            [
                new NpgsqlParameter { Value = TimeProvider.System.GetUtcNow() },
                new NpgsqlParameter { Value = new short[] { 1 } },
                new NpgsqlParameter { Value = new[] { Guid.NewGuid() } },
                new NpgsqlParameter { Value = new[] { openings[i % count] } },
                new NpgsqlParameter { Value = new[] { Guid.CreateVersion7() } },
                new NpgsqlParameter { Value = new DateOnly?[] { null }, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Date },
                new NpgsqlParameter { Value = new string?[] { null }, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                new NpgsqlParameter { Value = new[] { 0 } },
                new NpgsqlParameter { Value = new string?[] { null }, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
            ];
            command.Parameters.AddRange(parameters);
            if (await command.ExecuteScalarAsync() is not (short)1 and not (short)3) throw new InvalidOperationException("Not signed up.");
        });
        await CheckRowsAsync(house, openings);
        return result;
    }

    /// <summary>Three quarters of those who come find a place; the rest waits.</summary>
    private static async Task<Guid[]> OpenAsync(BenchmarkHouse house, int count)
    {
        var starts = TimeProvider.System.GetUtcNow().AddDays(30);
        var openings = Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7()).ToArray();
        await Load.RunAsync(8, count, async i =>
        {
            var terms = new OpeningTerms { Label = LocalizedText.Same("x"), Capacity = Calls / count * 3 / 4, Starts = starts, Ends = starts.AddHours(2) };
            var opened = await house.Participation.OpenOrChangeAsync(new OpenOrChange(Guid.NewGuid(), openings[i], terms, Actor.Platform));
            if (opened is not Result<OpeningChanged>.Done) throw new InvalidOperationException($"Not opened: {opened}");
        });
        return openings;
    }

    private static async Task CheckRowsAsync(BenchmarkHouse house, Guid[] openings)
    {
        var wrong = await house.CountAsync(
            """
            select count(*) from measured.participation_openings o where id = any($1) and (confirmed <> capacity or (confirmed, waiting) <> (
              select count(*) filter (where state = 3), count(*) filter (where state = 1) from measured.participation_sign_ups s where s.opening_id = o.id))
            """, openings);
        var rows = await house.CountAsync("select count(*) from measured.participation_sign_ups where opening_id = any($1)", openings);
        if (wrong != 0 || rows != Calls) throw new InvalidOperationException($"{wrong} openings are wrong; {rows} of {Calls} sign-ups are there.");
    }

    private static async Task CheckMessagesAsync(BenchmarkHouse house, Guid[] openings)
    {
        var events = await house.CountAsync("select count(*) from measured.mt_events where (data ->> 'openingId')::uuid = any($1)", openings);
        var began = TimeProvider.System.GetTimestamp();
        long handled;
        do
        {
            handled = await house.CountAsync("select count(*) from measured.handled where opening_id = any($1)", openings);
            if (TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromMinutes(1)) break;
        }
        while (handled < Calls);
        if (events != Calls || handled != Calls) throw new InvalidOperationException($"{events} events and {handled} messages for {Calls} sign-ups.");
    }
}
