using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Kenmin.Testing;

/// <summary>How an <see cref="OutsideServer"/> behaves.</summary>
public enum OutsideServerMood
{
    /// <summary>Answers as it should.</summary>
    Right,

    /// <summary>Answers as it should, after <see cref="OutsideServer.Delay"/>.</summary>
    Slow,

    /// <summary>Hangs up in the middle of the body.</summary>
    Broken,

    /// <summary>Answers 200 with what is no JSON.</summary>
    Garbled,

    /// <summary>Has too much to do (429).</summary>
    Busy,

    /// <summary>Fails (500).</summary>
    Failing,

    /// <summary>Takes the request and never answers.</summary>
    Silent,

    /// <summary>Begins the body and never ends it.</summary>
    Stalling,

    /// <summary>Sends elsewhere (302).</summary>
    Moved,
}

/// <summary>A small web server for tests of clients of services outside: answers what the test says, or misbehaves.</summary>
public sealed class OutsideServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _asked = new(), _headers = new();
    private readonly Task _loop;

    /// <summary>Starts on a port of its own.</summary>
    /// <param name="answer">The JSON for a path with its query; null: 404.</param>
    public OutsideServer(Func<string, string?> answer)
    {
        Answer = answer;
        _listener.Start();
        _loop = AcceptAsync();
    }

    /// <summary>The JSON for a path with its query; null: 404. May be changed at any time.</summary>
    public Func<string, string?> Answer { get; set; }

    /// <summary>How it behaves; may be changed at any time.</summary>
    public OutsideServerMood Mood { get; set; }

    /// <summary>How often it still misbehaves before it is right again; null: always.</summary>
    public int? MoodLasts { get; set; }

    /// <summary>How long it takes when slow.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Its address.</summary>
    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>The paths that were asked for, in order.</summary>
    public IReadOnlyCollection<string> Asked => _asked;

    /// <summary>The headers that came with them, a line each.</summary>
    public IReadOnlyCollection<string> Headers => _headers;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> talks = [];
        try
        {
            while (!_stop.IsCancellationRequested) talks.Add(TalkAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // It was stopped, while it waited or between two who came.
        }

        await Task.WhenAll(talks);
    }

    private async Task TalkAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await AnswerAsync(client.GetStream());
            }
            catch (Exception end) when (end is IOException or OperationCanceledException)
            {
                // The other side went, or the test is over.
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var first = await reader.ReadLineAsync(_stop.Token);
        if (first?.Split(' ') is not [_, var path, _]) return;
        while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } header) _headers.Enqueue(header);
        _asked.Enqueue(path);
        var mood = Mood;
        if (mood != OutsideServerMood.Right && MoodLasts is { } left)
        {
            MoodLasts = left - 1;
            if (left <= 0) mood = OutsideServerMood.Right;
        }

        var body = Encoding.UTF8.GetBytes(Answer(path) ?? "");
        switch (mood)
        {
            case OutsideServerMood.Silent:
                await Task.Delay(Timeout.Infinite, _stop.Token);
                break;
            case OutsideServerMood.Busy:
                await SendAsync(stream, "429 Too Many Requests", "{}"u8.ToArray());
                break;
            case OutsideServerMood.Failing:
                await SendAsync(stream, "500 Internal Server Error", "{}"u8.ToArray());
                break;
            case OutsideServerMood.Moved:
                await SendAsync(stream, "302 Found\r\nLocation: http://127.0.0.1:9/", []);
                break;
            case OutsideServerMood.Garbled:
                await SendAsync(stream, "200 OK", "<html>maintenance</html>"u8.ToArray());
                break;
            case OutsideServerMood.Broken or OutsideServerMood.Stalling:
                await SendAsync(stream, "200 OK", body, body.Length / 2);
                if (mood == OutsideServerMood.Stalling) await Task.Delay(Timeout.Infinite, _stop.Token);
                break;
            default:
                if (mood == OutsideServerMood.Slow) await Task.Delay(Delay, _stop.Token);
                await SendAsync(stream, body.Length == 0 ? "404 Not Found" : "200 OK", body);
                break;
        }
    }

    private async Task SendAsync(NetworkStream stream, string status, byte[] body, int? sent = null)
    {
        var head = $"HTTP/1.1 {status}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), _stop.Token);
        await stream.WriteAsync(body.AsMemory(0, sent ?? body.Length), _stop.Token);
        await stream.FlushAsync(_stop.Token);
    }
}
