using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Kenmin.Testing;
using Npgsql;

namespace Kenmin.Host.Tests;

/// <summary>More than a host can carry: who is let in is answered, the others are asked to come back, and at once all is well again.</summary>
public sealed class OverloadTests : IAsyncLifetime
{
    private const string Path = "/api/v1/clean-up/campaigns";

    private readonly PostgresFixture _postgres = new();
    private string _database = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await KenminHost<Program>.CreateDatabaseAsync(_postgres);

    public ValueTask DisposeAsync() => _postgres.DisposeAsync();

    [Fact]
    public async Task Who_finds_no_place_is_sent_away_with_a_time_to_come_back_and_the_others_are_answered()
    {
        await using KenminHost<Program> host = new(_database, new() { Settings = Settings(("AtWork", "3"), ("Waiting", "2"), ("Patience", "00:05:00")) });
        using var client = host.CreateClient();
        (await client.GetAsync(Path, Cancellation)).EnsureSuccessStatusCode();

        await using var source = NpgsqlDataSource.Create(_database);
        await using var lockedBy = await LockAsync(source, "clean_up.mt_doc_campaign");
        List<Task<HttpResponseMessage>> all = [.. Enumerable.Range(0, 12).Select(_ => client.GetAsync(Path, Cancellation))];
        List<HttpResponseMessage> refused = [];
        List<Task<HttpResponseMessage>> open = [.. all];
        while (open.Count > 5)
        {
            var answered = await Task.WhenAny(open);
            open.Remove(answered);
            refused.Add(await answered);
        }

        foreach (var answer in refused) await ShouldBeBusyAsync(answer);
        (await client.GetAsync("/health/live", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var page = await PageAsync(client, "/", "en");
        page.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        page.Headers.RetryAfter.ShouldNotBeNull();
        (await page.Content.ReadAsStringAsync(Cancellation)).ShouldContain("<h1>Too much at once</h1>");

        await lockedBy.DisposeAsync();
        foreach (var answer in await Task.WhenAll(open)) answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync(Path, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Who_has_waited_long_enough_is_sent_away_too()
    {
        await using KenminHost<Program> host = new(_database, new() { Settings = Settings(("AtWork", "1"), ("Waiting", "10"), ("Patience", "00:00:00.200")) });
        using var client = host.CreateClient();
        (await client.GetAsync(Path, Cancellation)).EnsureSuccessStatusCode();

        await using var source = NpgsqlDataSource.Create(_database);
        await using var lockedBy = await LockAsync(source, "clean_up.mt_doc_campaign");
        Task<HttpResponseMessage>[] all = [client.GetAsync(Path, Cancellation), client.GetAsync(Path, Cancellation)];
        var first = await Task.WhenAny(all);
        await ShouldBeBusyAsync(await first);

        await lockedBy.DisposeAsync();
        (await all.Single(t => t != first)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Without_a_free_connection_of_the_database_the_caller_is_asked_to_come_back_and_all_goes_on_when_there_is_one()
    {
        await using KenminHost<Program> host = new($"{_database};Maximum Pool Size=16;Timeout=1");
        using var client = host.CreateClient();
        (await client.GetAsync(Path, Cancellation)).EnsureSuccessStatusCode();

        await using var source = NpgsqlDataSource.Create(_database);
        await using var lockedBy = await LockAsync(source, "clean_up.mt_doc_campaign");
        List<Task<HttpResponseMessage>> all = [.. Enumerable.Range(0, 24).Select(_ => client.GetAsync(Path, Cancellation))];
        List<HttpResponseMessage> refused = [];
        while (refused.Count < 8)
        {
            var answered = await Task.WhenAny(all);
            all.Remove(answered);
            refused.Add(await answered);
        }

        foreach (var answer in refused) await ShouldBeBusyAsync(answer);
        using var page = await PageAsync(client, "/clean-up", "ja");
        page.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var said = await page.Content.ReadAsStringAsync(Cancellation);
        said.ShouldContain("<h1>ただいま混み合っています</h1>");
        said.ShouldNotContain("Npgsql");

        await lockedBy.DisposeAsync();
        // The host's own jobs take connections too, so that one or another of these had none either.
        var answers = await Task.WhenAll(all);
        foreach (var answer in answers.Where(a => a.StatusCode != HttpStatusCode.OK)) await ShouldBeBusyAsync(answer);
        answers.ShouldContain(a => a.StatusCode == HttpStatusCode.OK);
        // They are done with what they waited for before long; who comes back then is answered.
        HttpResponseMessage last;
        while ((last = await PageAsync(client, "/clean-up", "ja")).StatusCode == HttpStatusCode.ServiceUnavailable) last.Dispose();
        last.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task ShouldBeBusyAsync(HttpResponseMessage answer)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter?.Delta.ShouldNotBeNull();
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement;
        problem.GetProperty("type").GetString().ShouldBe("/problems/busy");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    private static async Task<HttpResponseMessage> PageAsync(HttpClient client, string path, string language)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        request.Headers.AcceptLanguage.Add(new(language));
        return await client.SendAsync(request, Cancellation);
    }

    private static Dictionary<string, string> Settings(params (string Key, string Value)[] settings) => settings.ToDictionary(s => $"Overload:{s.Key}", s => s.Value);

    /// <summary>Lets all who read the table wait, until it is disposed.</summary>
    private static async Task<NpgsqlConnection> LockAsync(NpgsqlDataSource source, string table)
    {
        var connection = await source.OpenConnectionAsync(Cancellation);
        await using NpgsqlCommand command = new($"begin; lock table {table} in access exclusive mode", connection);
        await command.ExecuteNonQueryAsync(Cancellation);
        return connection;
    }
}
