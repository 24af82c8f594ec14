using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.Modularity.Access;
using Kenmin.Testing;

namespace Kenmin.Endurance;

/// <summary>
/// People who sign up and cancel, one thing after the other each, and ask again with the same command until there is an answer. What was
/// answered is written down here, and nowhere else.
/// </summary>
internal sealed class Clients(IReadOnlyList<Guid> people, IReadOnlyList<Guid> sessions, Hosts hosts, Attempts attempts, Doors doors, TimeSpan pause = default) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly HttpClient _client = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromSeconds(5), ConnectTimeout = TimeSpan.FromSeconds(2) }) { Timeout = Patience };
    private readonly Dictionary<Guid, bool>[] _answered = [.. people.Select(_ => new Dictionary<Guid, bool>())];
    private long _done;
    private long _refused;

    /// <summary>Commands that were carried out.</summary>
    public long Done => Interlocked.Read(ref _done);

    /// <summary>Sign-ups that were refused because nothing new is taken.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>How long answers took.</summary>
    public Latencies Latencies { get; } = new();

    /// <summary>For each person and session whether the last answer was that there is a sign-up.</summary>
    public IEnumerable<(Guid Person, Guid Session, bool There)> Answered => people.SelectMany((person, i) => _answered[i].Select(a => (person, a.Key, a.Value)));

    /// <summary>Goes on until it is told to stop; what was begun is asked until it is answered.</summary>
    public Task RunAsync(int clients, CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, clients).Select(n => ClientAsync(n, clients, stop)));

    public void Dispose() => _client.Dispose();

    private async Task ClientAsync(int number, int clients, CancellationToken stop)
    {
        Random random = new(number);
        // Each client acts for people of its own, so that nobody does two things at once.
        var own = Enumerable.Range(0, people.Count).Where(i => i % clients == number).ToArray();
        while (!stop.IsCancellationRequested)
        {
            var person = own[random.Next(own.Length)];
            // A few sessions are what everybody wants.
            var session = sessions[random.Next(3) == 0 ? random.Next(Math.Min(4, sessions.Count)) : random.Next(sessions.Count)];
            var there = _answered[person].GetValueOrDefault(session);
            if (there && random.Next(3) > 0) continue;
            if (pause > TimeSpan.Zero) await Task.Delay(pause, CancellationToken.None);
            _answered[person][session] = await AskAsync(people[person], session, Guid.CreateVersion7(), signUp: !there);
        }
    }

    /// <summary>Asks until there is an answer; gives whether there is a sign-up now.</summary>
    private async Task<bool> AskAsync(Guid person, Guid session, Guid command, bool signUp)
    {
        for (var attempt = 1; ; attempt++)
        {
            switch (await TryAsync(person, session, command, signUp))
            {
                case HttpStatusCode.OK:
                // Nothing to cancel: it was cancelled by an attempt whose answer was lost.
                case HttpStatusCode.NotFound when !signUp:
                    Interlocked.Increment(ref _done);
                    return signUp;
                case HttpStatusCode.Conflict:
                    Interlocked.Increment(ref _refused);
                    // An attempt before, whose answer was lost, may have been in time.
                    return attempt > 1 && await AskAsync(person, session, Guid.CreateVersion7(), signUp: false);
                default:
                    await Task.Delay(200);
                    break;
            }
        }
    }

    private async Task<HttpStatusCode?> TryAsync(Guid person, Guid session, Guid command, bool signUp)
    {
        if (hosts.Any() is not { } host)
        {
            attempts.Failed("no host");
            return null;
        }

        var asked = DateTimeOffset.UtcNow;
        try
        {
            using HttpRequestMessage request = new(signUp ? HttpMethod.Post : HttpMethod.Delete, new Uri(host, $"/api/v1/rural-leaders/sessions/{session}/sign-ups"));
            foreach (var (name, value) in SignedInByHeader.HeadersOf(new(person, Roles.Resident, "見本 受講者"))) request.Headers.Add(name, value);
            if (signUp) request.Content = JsonContent.Create(new { commandId = command });
            using var answer = await _client.SendAsync(request);
            switch (answer.StatusCode)
            {
                case HttpStatusCode.OK:
                case HttpStatusCode.NotFound when !signUp:
                    Latencies.Add((DateTimeOffset.UtcNow - asked).TotalMilliseconds);
                    doors.Answered(new(asked, DateTimeOffset.UtcNow, signUp, Taken: true, host));
                    return answer.StatusCode;
                case HttpStatusCode.ServiceUnavailable or HttpStatusCode.InternalServerError:
                    attempts.Failed(answer.StatusCode != HttpStatusCode.ServiceUnavailable ? "500" : answer.Headers.RetryAfter is null ? "503 without Retry-After" : Attempts.Busy);
                    return null;
                case HttpStatusCode.Conflict when signUp && await answer.Content.ReadFromJsonAsync<JsonElement>() is var problem && problem.GetProperty("type").GetString() == "/problems/closed":
                    doors.Answered(new(asked, DateTimeOffset.UtcNow, signUp, Taken: false, host));
                    return answer.StatusCode;
                default:
                    throw new InvalidOperationException($"{(signUp ? "sign-up" : "cancel")}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            }
        }
        catch (HttpRequestException failure)
        {
            attempts.Failed(failure.HttpRequestError.ToString());
        }
        catch (IOException)
        {
            attempts.Failed("broken off");
        }
        catch (TaskCanceledException)
        {
            attempts.Failed(Attempts.TooLate);
        }

        return null;
    }
}
