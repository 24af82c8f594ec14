using System.Diagnostics;
using System.Globalization;
using Kenmin.Participation;
using Kenmin.SharedKernel;
using Npgsql;

namespace Kenmin.Benchmarks.SignUps;

/// <summary>The floor: pgbench calls the engine's function in the server, once in each transaction, with nothing before or behind it.</summary>
internal sealed class Floor(string connectionString, string script)
{
    private const int Openings = 2_000;

    /// <summary>The name of the program; it comes with PostgreSQL's.</summary>
    public const string Program = "pgbench";

    public static async Task<Floor> PrepareAsync(string connectionString)
    {
        await using var house = await BenchmarkHouse.StartAsync(connectionString);
        var starts = TimeProvider.System.GetUtcNow().AddDays(30);
        await Load.RunAsync(8, Openings, async i =>
        {
            OpeningTerms terms = new() { Label = LocalizedText.Same("x"), Capacity = 1, Starts = starts, Ends = starts.AddHours(2) };
            var opened = await house.Participation.OpenOrChangeAsync(new OpenOrChange(Guid.NewGuid(), IdOf(i), terms, Actor.Platform));
            if (opened is not Result<OpeningChanged>.Done) throw new InvalidOperationException($"Not opened: {opened}");
        });
        return new(connectionString, Path.Combine(Path.GetTempPath(), $"kenmin-floor-{Environment.ProcessId}.sql"));
    }

    /// <summary>Sign-ups per second.</summary>
    public async Task<double> RunAsync(int clients, int openings, int calls)
    {
        await using (var source = NpgsqlDataSource.Create(connectionString))
        {
            foreach (var sql in new[] { "truncate measured.participation_sign_ups", $"update measured.participation_openings set confirmed = 0, waiting = 0, capacity = {calls * 3 / 4 / openings}", "vacuum measured.participation_openings" })
            {
                await using var reset = source.CreateCommand(sql);
                await reset.ExecuteNonQueryAsync();
            }
        }

        await File.WriteAllTextAsync(script,
            $"""
            \set n random(0, {openings - 1})
            select after from measured.participation_apply(now(), true, array[1]::smallint[], array[gen_random_uuid()], array[('00000000-0000-7000-8000-' || lpad(to_hex(:n::int), 12, '0'))::uuid], array[gen_random_uuid()], array[null]::date[], array[null]::text[], array[0], array[null]::text[]) where item = 1;

            """);
        NpgsqlConnectionStringBuilder server = new(connectionString);
        ProcessStartInfo start = new(Program) { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            "-n", "-M", "prepared", "-c", clients.ToString(CultureInfo.InvariantCulture), "-j", "2", "-t", (calls / clients).ToString(CultureInfo.InvariantCulture), "-f", script,
            "-h", server.Host!, "-p", server.Port.ToString(CultureInfo.InvariantCulture), "-U", server.Username!, server.Database!,
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["PGPASSWORD"] = server.Password;
        using var process = Process.Start(start)!;
        var (said, failed) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        var tps = (await said).Split('\n').FirstOrDefault(l => l.StartsWith("tps = ", StringComparison.Ordinal)) ?? throw new InvalidOperationException(await failed);
        File.Delete(script);
        return double.Parse(tps.Split(' ')[2], CultureInfo.InvariantCulture);
    }

    private static Guid IdOf(int number) => Guid.Parse($"00000000-0000-7000-8000-{number:x12}");
}
