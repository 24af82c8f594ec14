using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.Modularity.Access;
using Kenmin.SharedKernel;
using Kenmin.Testing;

namespace Kenmin.Endurance;

/// <summary>An administrator who decides by the API whether people may sign up.</summary>
internal sealed class FeatureDesk(Hosts hosts, Doors doors, bool strict) : IDisposable
{
    private const string Features = "/api/v1/programs/features", Feature = "rural-leaders.courses";

    /// <summary>Within this long all hosts know what one of them was told; by the platform's promise.</summary>
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Awhile = TimeSpan.FromSeconds(2), Patience = TimeSpan.FromMinutes(2);
    private readonly FiscalYear _year = FiscalYear.Of(JapanTime.Today(TimeProvider.System).AddDays(1));
    private readonly HttpClient _client = Client();

    /// <summary>Stops the sign-ups at once, lets the clients run against the closed door, and opens it.</summary>
    public async Task StopAsync()
    {
        doors.Watch();
        await Task.Delay(Awhile / 2);
        var closing = DateTimeOffset.UtcNow;
        var change = await SendAsync(HttpMethod.Post, $"{Features}/{Feature}/emergency-off", new { reason = "耐久試験" });
        var closed = await KnownAsync("emergency stop", year => !year.GetProperty("on").GetBoolean());
        await UntilAsync(() => Task.FromResult(doors.SeenAt(hosts.Addresses, closed)), "emergency stop: not every host has refused somebody and let somebody cancel");
        await Task.Delay(Awhile);
        var opening = DateTimeOffset.UtcNow;
        await SendAsync(HttpMethod.Post, $"{Features}/changes/{change.GetProperty("id").GetGuid()}/undo", new { reason = "耐久試験の終わり" });
        var opened = await KnownAsync("end of the emergency stop", year => year.GetProperty("on").GetBoolean());
        await Task.Delay(Awhile);
        doors.Judge("emergency stop", closing, closed, opening, opened);
    }

    /// <summary>Decides that nothing is taken from one instant to another; at both, all hosts must turn by themselves.</summary>
    public async Task DecideAsync()
    {
        doors.Watch();
        var closing = DateTimeOffset.UtcNow + Promised + 2 * Awhile;
        var opening = closing + Awhile;
        await SendAsync(HttpMethod.Put, $"{Features}/{Feature}/{_year}", new { on = false, reason = "耐久試験", from = closing });
        await SendAsync(HttpMethod.Put, $"{Features}/{Feature}/{_year}", new { on = true, reason = "耐久試験の終わり", from = opening });
        // Planned, or in force already where the machine has too much to do.
        var known = await KnownAsync("planned decision", year => year.GetProperty("planned").GetArrayLength() >= 2 || !year.GetProperty("on").GetBoolean() || year.GetProperty("decided").GetBoolean());
        if (opening + Awhile - DateTimeOffset.UtcNow is var left && left > TimeSpan.Zero) await Task.Delay(left);
        doors.Judge("planned decision", closing, known > closing ? known : closing, opening, known > opening ? known : opening);
    }

    public void Dispose() => _client.Dispose();

    private static HttpClient Client()
    {
        HttpClient client = new();
        client.SignIn(new(Guid.CreateVersion7(), Roles.Administrator, "見本 管理"));
        return client;
    }

    /// <summary>Waits until all hosts know it; gives from when on they must go by it.</summary>
    private async Task<DateTimeOffset> KnownAsync(string what, Func<JsonElement, bool> knows)
    {
        var told = DateTimeOffset.UtcNow;
        await UntilAsync(async () =>
        {
            foreach (var host in hosts.Addresses)
                if (!knows(await StateAsync(host))) return false;
            return true;
        }, $"{what}: not every host knows it");
        var now = DateTimeOffset.UtcNow;
        return !strict && now > told + Promised ? now : told + Promised;
    }

    private async Task UntilAsync(Func<Task<bool>> so, string otherwise)
    {
        for (var until = DateTimeOffset.UtcNow + Patience; !await so(); await Task.Delay(50))
        {
            if (DateTimeOffset.UtcNow < until) continue;
            doors.Wrongly(otherwise);
            return;
        }
    }

    private async Task<JsonElement> StateAsync(Uri host)
    {
        var all = await _client.GetFromJsonAsync<JsonElement>(new Uri(host, $"{Features}?from={_year}"));
        return all.EnumerateArray().Single(f => f.GetProperty("key").GetString() == Feature).GetProperty("years").EnumerateArray().Single(y => y.GetProperty("year").GetString() == _year.ToString());
    }

    private async Task<JsonElement> SendAsync(HttpMethod method, string address, object body)
    {
        using HttpRequestMessage request = new(method, new Uri(hosts.Any()!, address)) { Content = JsonContent.Create(body) };
        using var answer = await _client.SendAsync(request);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{address}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
