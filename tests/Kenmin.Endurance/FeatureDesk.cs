using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.Modularity.Access;
using Kenmin.SharedKernel;
using Kenmin.Testing;

namespace Kenmin.Endurance;

/// <summary>An administrator who decides by the API whether people may sign up.</summary>
internal sealed class FeatureDesk(Hosts hosts, Doors doors) : IDisposable
{
    private const string Feature = "/api/v1/programs/features/rural-leaders.courses", Changes = "/api/v1/programs/features/changes";

    /// <summary>Within this long all hosts know what one of them was told; by the platform's promise.</summary>
    private static readonly TimeSpan Known = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Awhile = TimeSpan.FromSeconds(2);
    private readonly HttpClient _client = Client();

    /// <summary>Stops the sign-ups at once, lets the clients run against the closed door, and opens it.</summary>
    public async Task StopAsync()
    {
        doors.Watch();
        await Task.Delay(Awhile / 2);
        var closing = DateTimeOffset.UtcNow;
        var change = await SendAsync(HttpMethod.Post, $"{Feature}/emergency-off", new { reason = "耐久試験" });
        var closed = DateTimeOffset.UtcNow + Known;
        await Task.Delay(Known + Awhile);
        var opening = DateTimeOffset.UtcNow;
        await SendAsync(HttpMethod.Post, $"{Changes}/{change.GetProperty("id").GetGuid()}/undo", new { reason = "耐久試験の終わり" });
        var opened = DateTimeOffset.UtcNow + Known;
        await Task.Delay(Known + Awhile / 2);
        doors.Judge("emergency stop", closing, closed, opening, opened);
    }

    /// <summary>Decides that nothing is taken from one instant to another; at both, all hosts must turn by themselves.</summary>
    public async Task DecideAsync()
    {
        doors.Watch();
        var closing = DateTimeOffset.UtcNow + Known + Awhile;
        var opening = closing + Awhile;
        var year = FiscalYear.Of(JapanTime.Today(TimeProvider.System).AddDays(1));
        await SendAsync(HttpMethod.Put, $"{Feature}/{year}", new { on = false, reason = "耐久試験", from = closing });
        await SendAsync(HttpMethod.Put, $"{Feature}/{year}", new { on = true, reason = "耐久試験の終わり", from = opening });
        await Task.Delay(opening + Awhile / 2 - DateTimeOffset.UtcNow);
        doors.Judge("planned decision", closing, closing, opening, opening);
    }

    public void Dispose() => _client.Dispose();

    private static HttpClient Client()
    {
        HttpClient client = new();
        client.SignIn(new(Guid.CreateVersion7(), Roles.Administrator, "見本 管理"));
        return client;
    }

    private async Task<JsonElement> SendAsync(HttpMethod method, string address, object body)
    {
        using HttpRequestMessage request = new(method, new Uri(hosts.Any()!, address)) { Content = JsonContent.Create(body) };
        using var answer = await _client.SendAsync(request);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{address}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
