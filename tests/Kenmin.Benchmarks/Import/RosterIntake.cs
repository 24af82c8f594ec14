using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.Modularity.Access;
using Kenmin.Testing;

namespace Kenmin.Benchmarks.Import;

/// <summary>Takes a roster in by the real interface: upload, columns guessed, run, and asking how far it is until it is done.</summary>
internal static class RosterIntake
{
    public static async Task<double> RunAsync(ModuleHost house, byte[] file, string name)
    {
        using var staff = house.Client(new(Guid.Parse("0199aaaa-0000-7000-8000-000000000001"), Roles.ProgramOwner, "計測"));
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(file), "file", name }, { new StringContent("roster"), "kind" }, { new StringContent("計測大会"), "festival" }, { new StringContent("2026"), "year" },
        };
        var began = Stopwatch.GetTimestamp();
        var uploaded = await staff.PostAsync(new Uri("/api/v1/sports/imports", UriKind.Relative), form);
        var import = await uploaded.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        var address = $"/api/v1/sports/imports/{import.GetProperty("id").GetGuid()}";
        (await staff.PostAsync(new Uri($"{address}/run", UriKind.Relative), null)).EnsureSuccessStatusCode();
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (await poll.WaitForNextTickAsync())
        {
            var progress = await staff.GetFromJsonAsync<JsonElement>($"{address}/progress");
            if (progress.GetProperty("failed").GetBoolean()) throw new InvalidOperationException(progress.GetProperty("text").GetString());
            if (progress.GetProperty("finished").GetBoolean()) break;
        }

        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
