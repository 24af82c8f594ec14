using System.Globalization;
using System.Reflection;
using Kenmin.CleanUp;
using Kenmin.CleanUp.Photos;
using Kenmin.CleanUp.Tests.Period;
using Kenmin.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.PixelFormats;
using Wolverine;

[assembly: AssemblyMetadata("Kenmin.Module", "Kenmin.CleanUp")]

namespace Kenmin.Benchmarks.CleanUpPeriod;

/// <summary>A clean-up of the whole prefecture over HTTP with poor reception, and the same results and photos written by plain Npgsql.</summary>
internal sealed class CleanUpPeriodMeasure : IMeasure
{
    private const int Clients = 32;

    private static readonly byte[][] Photos = [.. Enumerable.Range(1, 8).Select(Photo)];

    public string Name => "clean-up";

    public string Description => "A simulated period: 500 groups, 30,000 helpers, 2,000 results with 4,000 photos over as many minutes as there are rounds.";

    public async Task<string> RunAsync(string connectionString, int rounds)
    {
        var clock = new JumpingClock(new(2026, 6, 10, 12, 0, 0, TimeSpan.FromHours(9)));
        await using var host = await ModuleHost.StartAsync(typeof(CleanUpPeriodMeasure).Assembly, new() { Clock = clock, OnSockets = true, Database = connectionString });
        var source = host.Services.GetRequiredService<NpgsqlDataSource>();
        var sites = Path.Combine(RepositoryRoot.Path, "tests", "Data", "cleanup-sites.csv");

        PeriodSize whole = new(Groups: 500, ActivitiesOfGroup: 4, HelpersOfActivity: 15, Photos: 2, Clients: 64, Over: TimeSpan.FromMinutes(rounds), Dropped: 0.3);
        var period = new SimulatedPeriod(host.Address, clock, whole, sites, i => Photos[i % Photos.Length]);
        var times = await period.RunAsync();
        var wrong = await period.CheckAsync(CountAsync, SendAsync);

        List<(double Platform, double Plain)> results = [], photos = [];
        await ExecuteAsync(source, "create schema plain; create table plain.results (id uuid primary key, figures jsonb not null, at timestamptz not null); create table plain.photos (id uuid primary key, of uuid not null, large bytea not null, small bytea not null)");
        var pictures = await PicturesAsync();
        for (var round = 0; round < 5; round++)
        {
            // Which side begins alternates, so that neither always finds the other's traces.
            foreach (var platform in round % 2 == 0 ? new[] { true, false } : [false, true])
            {
                var (r, p) = platform ? await PlatformAsync(host, clock, sites) : (await PlainResultsAsync(source), await PlainPhotosAsync(source, pictures));
                results.Add(platform ? (r, 0) : (0, r));
                photos.Add(platform ? (p, 0) : (0, p));
            }
        }

        return $"""
            {whole.Groups} groups, {whole.Activities:N0} activities, {whole.Activities * whole.HelpersOfActivity:N0} sign-ups, {whole.Activities:N0} results, {whole.Activities * whole.Photos:N0} photos of {Photos.Average(p => p.Length) / 1024:0} KB on average; {whole.Dropped:P0} of the attempts cut ({times.Cut:N0}), {times.Repeated:N0} sent again although they had come through, {times.SentAway:N0} told to come later.
            Wrong afterwards: {(wrong.Count == 0 ? "nothing" : string.Join("; ", wrong.Take(5)))}

            | part | took | each: p50, p99 |
            |---|---|---|
            | plans, decisions, supplies | {times.Plans.TotalSeconds:0} s | |
            | sign-ups | {times.SignUps.TotalSeconds:0} s ({whole.Activities * whole.HelpersOfActivity / times.SignUps.TotalSeconds:N0} /s) | |
            | results and photos | {times.Results.TotalSeconds:0} s | result {Quantiles(times.ResultMilliseconds)}, photo {Quantiles(times.PhotoMilliseconds)} ms, with what was cut and sent again |
            | counters behind an answer | | {Quantiles(times.CounterLagMilliseconds)} ms, at most {times.CounterLagMilliseconds[^1]:0} ms |

            | {Clients} clients, each sent once, median of 5 rounds | platform /s | plain Npgsql /s | platform : plain |
            |---|---|---|---|
            {Row("results", results)}
            {Row("photos (drawn anew: plain writes what was drawn before)", photos)}
            """;

        async Task<long> CountAsync(string sql)
        {
            await using var command = source.CreateCommand(sql);
            return (long)(await command.ExecuteScalarAsync())!;
        }

        async Task<CommandAnswer> SendAsync(object command)
        {
            await using var scope = host.Services.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync<CommandAnswer>(command);
        }
    }

    /// <summary>Results alone, then results with photos: per second of each.</summary>
    private static async Task<(double Results, double Photos)> PlatformAsync(ModuleHost host, JumpingClock clock, string sites)
    {
        PeriodSize bare = new(Groups: 50, ActivitiesOfGroup: 10, HelpersOfActivity: 0, Photos: 0, Clients, TimeSpan.Zero, Dropped: 0, IsBare: true);
        var alone = await new SimulatedPeriod(host.Address, clock, bare, sites, i => Photos[i % Photos.Length]).RunAsync();
        var both = await new SimulatedPeriod(host.Address, clock, bare with { Groups = 10, Photos = 4 }, sites, i => Photos[i % Photos.Length]).RunAsync();
        return (bare.Activities / alone.Results.TotalSeconds, 100 * 4 / both.Results.TotalSeconds);
    }

    private static Task<double> PlainResultsAsync(NpgsqlDataSource source) => EachAsync(2_000, async i =>
    {
        await using var command = source.CreateCommand("insert into plain.results (id, figures, at) values ($1, $2::jsonb, now()) on conflict (id) do update set figures = excluded.figures, at = excluded.at");
        command.Parameters.Add(new() { Value = Guid.CreateVersion7() });
        command.Parameters.Add(new() { Value = System.Text.Encoding.UTF8.GetString(SimulatedPeriod.Json(SimulatedPeriod.FiguresOf(i))) });
        await command.ExecuteNonQueryAsync();
    });

    private static Task<double> PlainPhotosAsync(NpgsqlDataSource source, Picture[] pictures) => EachAsync(400, async i =>
    {
        await using var command = source.CreateCommand("insert into plain.photos (id, of, large, small) values ($1, $2, $3, $4) on conflict (id) do nothing");
        foreach (var value in new object[] { Guid.CreateVersion7(), Guid.CreateVersion7(), pictures[i % pictures.Length].Large, pictures[i % pictures.Length].Small }) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync();
    });

    private static async Task<double> EachAsync(int times, Func<int, Task> write) => (await Load.RunAsync(Clients, times, write)).PerSecond;

    private static async Task<Picture[]> PicturesAsync()
    {
        using var maker = new PictureMaker();
        List<Picture> made = [];
        foreach (var photo in Photos)
        {
            using var file = new MemoryStream(photo);
            made.Add((await maker.ReadAsync(file, default)).TryGet(out var picture) ? picture : throw new InvalidOperationException("A photo cannot be read."));
        }

        return [.. made];
    }

    /// <summary>What a phone sends after it made the picture small: something like sand and water, with the grain that fills files.</summary>
    private static byte[] Photo(int seed)
    {
        var random = new Random(seed);
        using var image = new Image<Rgb24>(1600, 1200);
        image.ProcessPixelRows(rows =>
        {
            for (var y = 0; y < rows.Height; y++)
            {
                var row = rows.GetRowSpan(y);
                for (var x = 0; x < row.Length; x++)
                {
                    var grain = random.Next(22);
                    row[x] = y < 420 ? new((byte)(90 + grain), (byte)(130 + grain), (byte)(180 + grain)) : new((byte)(190 + grain), (byte)(165 + x * 20 / row.Length + grain), (byte)(120 + grain));
                }
            }
        });
        using var file = new MemoryStream();
        image.Save(file, new JpegEncoder { Quality = 85 });
        return file.ToArray();
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static string Row(string what, List<(double Platform, double Plain)> rounds)
    {
        var (platform, plain) = (Load.Median(rounds.Where(r => r.Platform > 0).Select(r => r.Platform)), Load.Median(rounds.Where(r => r.Plain > 0).Select(r => r.Plain)));
        return string.Create(CultureInfo.InvariantCulture, $"| {what} | {platform:N0} | {plain:N0} | {platform / plain:0.00} |");
    }

    private static string Quantiles(double[] sorted) => string.Create(CultureInfo.InvariantCulture, $"{sorted[sorted.Length / 2]:0}, {sorted[(int)(sorted.Length * 0.99)]:0}");
}
