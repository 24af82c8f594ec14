using System.Net.Http.Json;
using Kenmin.Modularity.Access;
using Kenmin.Testing;

namespace Kenmin.Benchmarks.SignUps;

/// <summary>A sign-up of somebody new over HTTP. Who it is stands in headers, so that nobody pays for signing in.</summary>
internal static class SignUpCall
{
    public static async Task<HttpResponseMessage> SignUpAsync(this HttpClient client, Uri host, Guid session)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(host, $"/api/v1/rural-leaders/sessions/{session}/sign-ups")) { Content = JsonContent.Create(new { commandId = Guid.CreateVersion7() }) };
        foreach (var (name, value) in SignedInByHeader.HeadersOf(new(Guid.CreateVersion7(), Roles.Resident, "見本 受講者"))) request.Headers.Add(name, value);
        return await client.SendAsync(request);
    }

    /// <summary>The same where nothing but success will do.</summary>
    /// <exception cref="InvalidOperationException">It was refused, or failed.</exception>
    public static async Task SurelySignUpAsync(this HttpClient client, Uri host, Guid session)
    {
        using var answer = await client.SignUpAsync(host, session);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }
}
