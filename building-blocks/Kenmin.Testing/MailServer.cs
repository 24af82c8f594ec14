using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Kenmin.Testing;

/// <summary>How a <see cref="MailServer"/> behaves.</summary>
public enum MailServerMood
{
    /// <summary>Takes every mail.</summary>
    Right,

    /// <summary>Answers nothing at all.</summary>
    Silent,

    /// <summary>Hangs up in the middle of a mail.</summary>
    Broken,

    /// <summary>Answers what is no SMTP.</summary>
    Garbled,

    /// <summary>Says to come back later (451).</summary>
    Busy,

    /// <summary>Knows none of the addresses (550 to RCPT).</summary>
    KnowsNobody,

    /// <summary>Takes the address but not the mail (554 after DATA).</summary>
    WantsNoMail,
}

/// <summary>A small mail server (SMTP) for tests: keeps what it takes, and can be slow, broken or unwilling.</summary>
public sealed class MailServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _taken = new();
    private readonly Task _loop;
    private int _connections;

    /// <summary>Starts on a port of its own.</summary>
    public MailServer()
    {
        _listener.Start();
        _loop = AcceptAsync();
    }

    /// <summary>How it behaves; may be changed at any time.</summary>
    public MailServerMood Mood { get; set; }

    /// <summary>Where it listens, on 127.0.0.1.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The mails taken, as they were sent, each after a line with its envelope.</summary>
    public IReadOnlyCollection<string> Taken => _taken;

    /// <summary>How often somebody connected.</summary>
    public int Connections => _connections;

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
            while (!_stop.IsCancellationRequested)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                talks.Add(TalkAsync(client));
            }
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
                await ConverseAsync(client.GetStream());
            }
            catch (Exception end) when (end is IOException or OperationCanceledException)
            {
                // The other side went, or the test is over.
            }
        }
    }

    private async Task ConverseAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        Task SayAsync(string line) => stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), _stop.Token).AsTask();
        if (Mood == MailServerMood.Silent)
        {
            await Task.Delay(Timeout.Infinite, _stop.Token);
            return;
        }

        await SayAsync(Mood == MailServerMood.Garbled ? "<html>hello</html>" : "220 mail.example.jp ESMTP");
        var envelope = "";
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            switch (line.Split(' ', ':')[0].ToUpperInvariant())
            {
                case "EHLO" or "HELO":
                    await SayAsync("250-mail.example.jp");
                    await SayAsync("250 8BITMIME");
                    break;
                case "MAIL":
                    if (Mood == MailServerMood.Broken) return;
                    envelope = line;
                    await SayAsync(Mood == MailServerMood.Busy ? "451 4.3.2 come back later" : "250 2.1.0 ok");
                    break;
                case "RCPT":
                    envelope += " " + line;
                    await SayAsync(Mood == MailServerMood.KnowsNobody ? "550 5.1.1 no such user" : "250 2.1.5 ok");
                    break;
                case "DATA":
                    await SayAsync("354 go on");
                    var mail = new StringBuilder(envelope).Append('\n');
                    string? text;
                    while ((text = await reader.ReadLineAsync(_stop.Token)) is not (null or ".")) mail.Append(text.StartsWith("..", StringComparison.Ordinal) ? text[1..] : text).Append("\r\n");
                    // Who hangs up before the end has not sent a mail.
                    if (text is null) return;
                    if (Mood == MailServerMood.WantsNoMail)
                    {
                        await SayAsync("554 5.7.1 not wanted");
                        break;
                    }

                    _taken.Enqueue(mail.ToString());
                    await SayAsync("250 2.0.0 taken");
                    break;
                case "QUIT":
                    await SayAsync("221 2.0.0 bye");
                    return;
                default:
                    await SayAsync("250 2.0.0 ok");
                    break;
            }
        }
    }
}
