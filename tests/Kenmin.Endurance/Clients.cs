using System.Net;
using System.Net.Http.Json;
using Kenmin.Modularity.Access;
using Kenmin.Testing;

namespace Kenmin.Endurance;

/// <summary>
/// People who sign up and cancel, one thing after the other each, and ask again with the same command until there is an answer. What was
/// answered is written down here, and nowhere else.
/// </summary>
internal sealed class Clients(IReadOnlyList<Guid> people, IReadOnlyList<Guid> sessions, Func<Uri?> host) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromSeconds(5), ConnectTimeout = TimeSpan.FromSeconds(2) }) { Timeout = TimeSpan.FromSeconds(15) };
    private readonly Dictionary<Guid, bool>[] _answered = [.. people.Select(_ => new Dictionary<Guid, bool>())];
    private long _done;
    private long _again;

    /// <summary>Commands that were answered.</summary>
    public long Done => Interlocked.Read(ref _done);

    /// <summary>Attempts without an answer.</summary>
    public long Again => Interlocked.Read(ref _again);

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
            _answered[person][session] = await AskAsync(people[person], session, Guid.CreateVersion7(), signUp: !there);
            Interlocked.Increment(ref _done);
        }
    }

    private async Task<bool> AskAsync(Guid person, Guid session, Guid command, bool signUp)
    {
        while (true)
        {
            try
            {
                if (host() is { } at)
                {
                    using HttpRequestMessage request = new(signUp ? HttpMethod.Post : HttpMethod.Delete, new Uri(at, $"/api/v1/rural-leaders/sessions/{session}/sign-ups"));
                    foreach (var (name, value) in SignedInByHeader.HeadersOf(new(person, Roles.Resident, "見本 受講者"))) request.Headers.Add(name, value);
                    if (signUp) request.Content = JsonContent.Create(new { commandId = command });
                    using var answer = await _client.SendAsync(request);
                    if (answer.StatusCode == HttpStatusCode.OK) return signUp;
                    // Nothing to cancel: it was cancelled by an attempt whose answer was lost.
                    if (answer.StatusCode == HttpStatusCode.NotFound && !signUp) return false;
                    if (answer.StatusCode is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.InternalServerError))
                        throw new InvalidOperationException($"{(signUp ? "sign-up" : "cancel")}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
                }
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException or TaskCanceledException)
            {
                // The host is gone, or does not answer.
            }

            Interlocked.Increment(ref _again);
            await Task.Delay(200);
        }
    }
}
