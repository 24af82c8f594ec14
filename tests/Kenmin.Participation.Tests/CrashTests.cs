using System.Collections.Concurrent;
using System.Diagnostics;
using Kenmin.Participation.Tests.Support;
using Kenmin.Testing;

namespace Kenmin.Participation.Tests;

/// <summary>A host in a process of its own, killed in the middle of its work.</summary>
public sealed class CrashTests : IAsyncLifetime
{
    private readonly PostgresFixture _postgres = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _postgres.DisposeAsync();

    [Fact]
    public async Task A_host_killed_under_load_loses_nothing_it_promised_and_every_message_is_handled_once()
    {
        var database = await _postgres.CreateDatabaseAsync();
        Guid opening;
        await using (var house = await TestHouse.StartAsync(database))
            opening = await house.OpeningAsync(Given.Terms(400, now: TimeProvider.System.GetUtcNow()));

        var promised = new ConcurrentDictionary<Guid, SignUpState>();
        for (var seed = 1; seed <= 2; seed++) await RunAndKillAsync(database, opening, seed, promised);

        await using var after = await TestHouse.StartAsync(database);
        var rows = (await after.Participation.SignUpsOfOpeningAsync(opening)).ToDictionary(s => s.PersonId, s => s.State);
        foreach (var (person, state) in promised)
        {
            rows.ShouldContainKey(person);
            // Who waited may have been promoted since; what was given or taken back stays so,
            // but for a cancellation that was committed and not yet answered.
            if (state == SignUpState.Cancelled) rows[person].ShouldBe(SignUpState.Cancelled);
            else if (state == SignUpState.Confirmed) rows[person].ShouldBeOneOf(SignUpState.Confirmed, SignUpState.Cancelled);
        }
        promised.Count.ShouldBeGreaterThan(600);
        await after.Participation.ExpireOffersAsync(TimeProvider.System.GetUtcNow());
        (await after.Participation.OccupancyAsync([opening]))[opening].Confirmed.ShouldBe(400);
        await after.ShouldBeConsistentAsync();
    }

    private static async Task RunAndKillAsync(string database, Guid opening, int seed, ConcurrentDictionary<Guid, SignUpState> promised)
    {
        using var child = new Process
        {
            StartInfo = new ProcessStartInfo(Environment.ProcessPath!)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            },
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet") child.StartInfo.ArgumentList.Add(typeof(CrashTests).Assembly.Location);
        foreach (var argument in new[] { HostUnderLoad.Command, database, opening.ToString(), $"{seed}" }) child.StartInfo.ArgumentList.Add(argument);
        child.Start();
        var errors = child.StandardError.ReadToEndAsync();
        var count = 0;
        try
        {
            while (count < 400 && await child.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) is { } line)
                if (Take(line)) count++;
        }
        finally
        {
            child.Kill();
        }
        // What it had said before the end counts too.
        while (await child.StandardOutput.ReadLineAsync() is { } line) Take(line);
        await child.WaitForExitAsync();
        count.ShouldBeGreaterThanOrEqualTo(400, await errors);

        bool Take(string line)
        {
            if (line.Split(' ') is not [var person, var state] || !Guid.TryParse(person, out var id) || !Enum.TryParse<SignUpState>(state, out var known)) return false;
            promised[id] = known;
            return true;
        }
    }
}
