using System.Text.Json.Nodes;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Imports.Roster;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;
using Npgsql;

namespace Kenmin.SportsVolunteers.Tests.Imports;

/// <summary>What a batch writes at once is what its session would have written one by one.</summary>
public sealed class NewPeopleTests(ImportHost host) : IClassFixture<ImportHost>
{
    // What no two writes have in common: ids, times and places in the order of all events.
    private static readonly string[] OfTheWrite = ["id", "stream_id", "seq_id", "mt_version", "mt_last_modified", "timestamp", "created"];
    private static readonly string[] OfTheDocument = ["id", "version", "stateSince"];

    private static readonly object[] Happened =
        [new CameForward("見本大会", new FiscalYear(2026), ContinuationAnswer.Blank), new AnswerRestated(ContinuationAnswer.Agreed)];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Volunteer Somebody(string given)
    {
        var person = new Volunteer
        {
            Id = Guid.CreateVersion7(), FamilyName = "一括", GivenName = "花子", Kana = "イッカツ　ハナコ", BirthDate = new(1960, 1, 2), Phone = "09000000001", Address = "山口市大手町1-1",
            MunicipalityCode = "352039", Wishes = ["受付・案内"], Remarks = given, Sources = [new(Guid.Empty, "roster.csv", 2, "1") { Festival = "見本大会", Fingerprint = "f" }],
        };
        person.Reindex();
        return person;
    }

    [Fact]
    public async Task The_rows_are_the_same_as_those_of_a_session()
    {
        var (one, other) = (Somebody(""), Somebody(""));
        await using (var session = host.Store.LightweightSession())
        {
            session.Store(one);
            session.Events.StartStream(one.Id, Happened);
            await session.SaveChangesAsync(Stop);
        }

        await using (var session = host.Store.LightweightSession())
        {
            var people = await NewPeople.InAsync(session, TimeProvider.System, Stop);
            people.Add(other);
            foreach (var happened in Happened) people.Record(other.Id, happened);
            session.Store(new Kenmin.SportsVolunteers.Imports.Import { Id = Guid.CreateVersion7() });
            await session.SaveChangesAsync(Stop);
        }

        foreach (var (table, key) in new[] { ("mt_doc_volunteer", "id"), ("mt_streams", "id"), ("mt_events", "stream_id"), ("mt_doc_registration", "id") })
        {
            var rows = await RowsAsync(table, key, one.Id);
            rows.ShouldNotBeEmpty(table);
            (await RowsAsync(table, key, other.Id)).ShouldBe(rows, table);
        }

        await using var query = host.Store.QuerySession();
        (await query.Events.FetchStreamAsync(other.Id, token: Stop)).Select(e => e.Data).ShouldBe(Happened);
        var registration = (await query.LoadAsync<Registration>(other.Id, Stop))!;
        registration.State.ShouldBe(RegistrationState.Continuing);
        registration.StateSince.ShouldBe((await query.Events.FetchStreamAsync(other.Id, token: Stop))[^1].Timestamp, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task What_fails_before_the_commit_leaves_nothing_behind()
    {
        var person = Somebody("残らない");
        await using (var session = host.Store.LightweightSession())
        {
            var people = await NewPeople.InAsync(session, TimeProvider.System, Stop);
            people.Add(person);
            people.Record(person.Id, Happened[0]);
            ((ITransactionParticipantRegistrar)session).AddTransactionParticipant(new Failing());
            session.Store(new Kenmin.SportsVolunteers.Imports.Import { Id = Guid.CreateVersion7() });
            await Should.ThrowAsync<Exception>(() => session.SaveChangesAsync(Stop));
        }

        foreach (var (table, key) in new[] { ("mt_doc_volunteer", "id"), ("mt_streams", "id"), ("mt_events", "stream_id"), ("mt_doc_registration", "id") })
            (await RowsAsync(table, key, person.Id)).ShouldBeEmpty(table);
    }

    private async Task<List<string>> RowsAsync(string table, string key, Guid id)
    {
        await using var command = host.Database.CreateCommand($"select to_jsonb(t)::text from sports_volunteers.{table} t where {key} = $1 order by to_jsonb(t) -> 'version'");
        command.Parameters.Add(new() { Value = id });
        await using var reader = await command.ExecuteReaderAsync(Stop);
        List<string> rows = [];
        while (await reader.ReadAsync(Stop))
        {
            var row = JsonNode.Parse(reader.GetString(0))!.AsObject();
            foreach (var name in OfTheWrite) row.Remove(name);
            foreach (var name in OfTheDocument) (row["data"] as JsonObject)?.Remove(name);
            rows.Add(row.ToJsonString());
        }

        return rows;
    }

    private sealed class Failing : ITransactionParticipant
    {
        public Task BeforeCommitAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken token) => throw new InvalidOperationException("Fails.");
    }
}
