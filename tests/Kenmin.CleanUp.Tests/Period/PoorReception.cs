using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Kenmin.Testing;

namespace Kenmin.CleanUp.Tests.Period;

/// <summary>
/// Phones with poor reception: before a request comes through, some are cut while they are sent, others before their answer comes, so
/// that nobody knows whether they arrived; and some come once more afterwards.
/// </summary>
/// <param name="address">Where the platform listens.</param>
/// <param name="dropped">How many of the attempts are cut, 0 to 1.</param>
/// <param name="seed">Makes the same reception again.</param>
internal sealed class PoorReception(Uri address, double dropped, int seed) : IDisposable
{
    private const int MostAttempts = 40;

    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 512, UseCookies = false }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) };
    private readonly Random _random = new(seed);
    private int _cut;
    private int _repeated;
    private int _sentAway;

    /// <summary>How many attempts were cut.</summary>
    public int Cut => _cut;

    /// <summary>How many came again although they had come through.</summary>
    public int Repeated => _repeated;

    /// <summary>How many were told to come later.</summary>
    public int SentAway => _sentAway;

    /// <summary>Sends until an answer comes.</summary>
    public async Task<HttpResponseMessage> SendAsync(SignedInPerson? person, HttpMethod method, string path, byte[]? body, string type, bool poor = true)
    {
        for (var attempt = 0; poor && attempt < MostAttempts && Next() < dropped; attempt++)
        {
            Interlocked.Increment(ref _cut);
            await CutAsync(person, method, path, body ?? [], type);
        }

        var answer = await AskAsync(person, method, path, body, type);
        // As phones do: who is told that there is too much at once comes back when asked to.
        for (; poor && answer is { StatusCode: HttpStatusCode.ServiceUnavailable, Headers.RetryAfter.Delta: { } wait }; answer = await AskAsync(person, method, path, body, type))
        {
            Interlocked.Increment(ref _sentAway);
            answer.Dispose();
            await Task.Delay(wait);
        }

        if (!poor || !answer.IsSuccessStatusCode || Next() >= dropped / 2) return answer;
        Interlocked.Increment(ref _repeated);
        answer.Dispose();
        return await AskAsync(person, method, path, body, type);
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> AskAsync(SignedInPerson? person, HttpMethod method, string path, byte[]? body, string type)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (person is not null)
            foreach (var (name, value) in SignedInByHeader.HeadersOf(person)) request.Headers.Add(name, value);
        if (body is not null) request.Content = new ByteArrayContent(body) { Headers = { ContentType = new(type) } };
        return await _http.SendAsync(request);
    }

    /// <summary>Sends a part of a request, or all of it, and lets the connection break without reading an answer.</summary>
    private async Task CutAsync(SignedInPerson? person, HttpMethod method, string path, byte[] body, string type)
    {
        var head = new StringBuilder($"{method} {path} HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n");
        if (person is not null)
            foreach (var (name, value) in SignedInByHeader.HeadersOf(person)) head.Append($"{name}: {value}\r\n");
        byte[] whole = [.. Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), .. body];
        var sent = Next() < 0.5 ? whole.Length : (int)(whole.Length * Next());
        using var connection = new TcpClient { LingerState = new(true, 0) };
        await connection.ConnectAsync(address.Host, address.Port);
        try
        {
            await connection.GetStream().WriteAsync(whole.AsMemory(0, sent));
            await Task.Delay((int)(Next() * 30));
        }
        catch (IOException)
        {
            // The other side may end it first: cut is cut.
        }
    }

    private double Next()
    {
        lock (_random) return _random.NextDouble();
    }
}
