using System.Globalization;
using Npgsql;

namespace Kenmin.Endurance;

/// <summary>What must be so when everything has come to rest.</summary>
internal sealed class Checks(NpgsqlDataSource source)
{
    private const string SignUps = "rural_leaders.participation_sign_ups", Openings = "rural_leaders.participation_openings";

    /// <summary>Messages that are neither handled nor given up, and sign-ups of which nobody was told yet.</summary>
    public Task<long> OnTheWayAsync() => CountAsync(
        $"""
        select (select count(*) from wolverine.wolverine_outgoing_envelopes) + (select count(*) from wolverine.wolverine_incoming_envelopes where status <> 'Handled')
          + (select count(*) from {SignUps} where told_state is distinct from state)
        """);

    /// <summary>What is wrong, in words.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(IEnumerable<(Guid Person, Guid Session, bool There)> answered)
    {
        List<string> wrong = [];
        Dictionary<(Guid, Guid), bool> stored = [];
        await using (var command = source.CreateCommand($"select person_id, opening_id, state <> 4 from {SignUps}"))
        await using (var rows = await command.ExecuteReaderAsync())
            while (await rows.ReadAsync()) stored[(rows.GetGuid(0), rows.GetGuid(1))] = rows.GetBoolean(2);
        var lost = answered.Count(a => stored.GetValueOrDefault((a.Person, a.Session)) != a.There);
        if (lost > 0) wrong.Add($"{lost} answers are not what is stored");
        await NoneAsync("openings over their capacity", $"select count(*) from {Openings} o where (select count(*) from {SignUps} s where s.opening_id = o.id and s.state in (2, 3)) > o.capacity");
        await NoneAsync("openings whose counters are not their rows", $"select count(*) from {Openings} o where (o.confirmed, o.waiting) is distinct from ((select count(*) from {SignUps} s where s.opening_id = o.id and s.state = 3)::int, (select count(*) from {SignUps} s where s.opening_id = o.id and s.state = 1)::int)");
        await NoneAsync("free places while somebody waits", $"select count(*) from {Openings} o where o.waiting > 0 and o.confirmed + o.offered < o.capacity");
        await NoneAsync("people who wait although somebody who came later has a place", $"select count(*) from {SignUps} w where w.state = 1 and exists (select 1 from {SignUps} c where c.opening_id = w.opening_id and c.state = 3 and c.seq > w.seq)");
        await NoneAsync("notices that were delivered twice", "select count(*) from (select data ->> 'noticeId' from platform.mt_doc_delivered group by 1 having count(*) > 1) twice");
        var (promoted, delivered) = (await CountAsync("select count(*) from rural_leaders.mt_events where type = 'participation_sign_up_promoted'"), await CountAsync("select count(distinct data ->> 'noticeId') from platform.mt_doc_delivered"));
        if (promoted != delivered) wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{promoted} people moved up, {delivered} notices came"));
        await NoneAsync("people of whose sign-ups another module knows something else",
            $"""
            select count(*) from (
              select s.person_id, array_agg(s.opening_id order by s.opening_id) filter (where s.state <> 4) as openings from {SignUps} s group by 1) p
            left join platform.mt_doc_known k on k.id = p.person_id
            where coalesce(p.openings, array[]::uuid[]) <> coalesce((select array_agg(x::uuid order by x::uuid) from jsonb_array_elements_text(k.data -> 'openings') x), array[]::uuid[])
            """);
        wrong.AddRange((await GivenUpAsync()).Select(m => $"given up: {m}"));
        return wrong;

        async Task NoneAsync(string what, string sql)
        {
            if (await CountAsync(sql) is > 0 and var found) wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{found} {what}"));
        }
    }

    private async Task<IReadOnlyList<string>> GivenUpAsync()
    {
        await using var command = source.CreateCommand("select message_type, received_at, exception_type, exception_message from wolverine.wolverine_dead_letters order by sent_at");
        await using var rows = await command.ExecuteReaderAsync();
        List<string> found = [];
        while (await rows.ReadAsync()) found.Add(string.Join(", ", Enumerable.Range(0, rows.FieldCount).Select(i => rows.GetValue(i))));
        return found;
    }

    public async Task<long> CountAsync(string sql)
    {
        await using var command = source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
