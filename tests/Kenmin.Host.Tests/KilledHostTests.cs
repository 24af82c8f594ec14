using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Access;
using Kenmin.Testing;
using Npgsql;

namespace Kenmin.Host.Tests;

/// <summary>
/// A confirmed sign-up of one module reaches another exactly once, whatever happens to the host in between: it is killed in the
/// middle of the work, and what was answered before must be there afterwards, once.
/// </summary>
public sealed class KilledHostTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_confirmed_sign_up_becomes_one_notice_also_when_the_host_is_killed_between_commit_and_delivery()
    {
        await using var postgres = new PostgresFixture();
        var database = await KenminHost<Program>.CreateDatabaseAsync(postgres, demonstrationData: true);
        HashSet<Guid> confirmed = [];
        for (var life = 0; life < 2; life++)
        {
            await using var host = await HostProcess.StartAsync(typeof(Program), database, cancellationToken: Cancellation);
            using var visitor = new Visitor(new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = host.Address });
            await visitor.BecomeAsync(Roles.Resident);
            await TakeShiftsUntilKilledAsync(host, visitor, confirmed, life * 5);
        }

        confirmed.ShouldNotBeEmpty();
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(Cancellation);
        var places = await CountAsync(connection,
            """
            select count(*) from sports_volunteers.participation_sign_ups s
            join sports_volunteers.mt_doc_volunteer v on v.id = s.person_id
            where (v.data ->> 'accountId')::uuid = $1 and s.state = 3 and not s.walk_in
            """);
        places.ShouldBeGreaterThanOrEqualTo(confirmed.Count, "what was answered is there");

        await using var last = await HostProcess.StartAsync(typeof(Program), database, cancellationToken: Cancellation);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(90));
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (await NoticesAsync(connection) < places || await OnTheWayAsync(connection) != "")
        {
            if (limit.IsCancellationRequested)
                throw new InvalidOperationException($"{await NoticesAsync(connection)} notices for {places} places; on their way: {await OnTheWayAsync(connection)}\n{last.Log}");
            await poll.WaitForNextTickAsync(Cancellation);
        }

        (await NoticesAsync(connection)).ShouldBe(places, "each place has one notice, and no notice is there twice");
    }

    /// <summary>Signs up for one shift after the other while somebody pulls the plug; only what was answered counts.</summary>
    private static async Task TakeShiftsUntilKilledAsync(HostProcess host, Visitor visitor, HashSet<Guid> confirmed, int skip)
    {
        var shifts = await OpenShiftsAsync(visitor);
        var taken = 0;
        foreach (var shift in shifts.Skip(skip))
        {
            using var answer = await visitor.Http.PostAsJsonAsync($"/api/v1/sports/shifts/{shift}/sign-ups", new { commandId = Guid.CreateVersion7() }, Cancellation);
            if (answer.StatusCode is HttpStatusCode.Conflict) continue;
            answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(Cancellation));
            var state = (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("state").GetString();
            if (!string.Equals(state, "confirmed", StringComparison.OrdinalIgnoreCase)) continue;
            confirmed.Add(shift);
            if (++taken == 2) break;
        }

        // At once after the answer: the commit is done, the delivery in all likelihood is not.
        await host.KillAsync();
    }

    private static async Task<IReadOnlyList<Guid>> OpenShiftsAsync(Visitor visitor)
    {
        var events = await visitor.Http.GetFromJsonAsync<JsonElement>("/api/v1/sports/events", Cancellation);
        List<Guid> shifts = [];
        foreach (var item in Items(events))
        {
            var found = await visitor.Http.GetFromJsonAsync<JsonElement>($"/api/v1/sports/events/{item.GetProperty("id").GetString()}/shifts?take=200", Cancellation);
            shifts.AddRange(Items(found).Select(s => s.GetProperty("id").GetGuid()));
        }

        return shifts;
    }

    private static IEnumerable<JsonElement> Items(JsonElement list) =>
        (list.ValueKind == JsonValueKind.Array ? list : list.GetProperty("items")).EnumerateArray();

    private static Task<long> NoticesAsync(NpgsqlConnection connection) => CountAsync(connection,
        "select count(*) from accounts.mt_doc_accountnotice where (data ->> 'accountId')::uuid = $1 and data -> 'subject' ->> 'en' = 'Your place is confirmed'");

    /// <summary>Messages that are neither handled nor given up, in words for a failing test.</summary>
    private static async Task<string> OnTheWayAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(
            """
            select coalesce(string_agg(line, '; '), '') from (
              select 'outgoing ' || message_type || ' of node ' || owner_id as line from wolverine.wolverine_outgoing_envelopes
              union all
              select status || ' ' || message_type || ' of node ' || owner_id || ', attempts ' || attempts from wolverine.wolverine_incoming_envelopes where status <> 'Handled') lines
            """, connection);
        return (string)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    private static async Task<long> CountAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue(DemonstrationPersonas.Resident.Id);
        return (long)(await command.ExecuteScalarAsync(Cancellation))!;
    }
}
