using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using Kenmin.Benchmarks.WhoIsWho;
using Kenmin.Modularity.Access;
using Kenmin.Persistence;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Volunteers;
using Kenmin.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kenmin.Benchmarks.Lists;

/// <summary>
/// Lists of staff: the roster over HTTP and by the module's own reader, the audit log by its reader, beside the same query by plain Npgsql,
/// which takes the rows as text and records the look, as all must.
/// </summary>
internal sealed class ListsMeasure : IMeasure
{
    private const int Clients = 4, PerPage = 50;

    // How many there are, and how often each question is asked then.
    private static readonly (int Count, int Calls)[] Sizes = [(100_000, 400), (1_000_000, 200)];

    private static readonly Guid Clerk = Guid.Parse("0199aaaa-0000-7000-8000-000000000001"), Initiative = Guid.Parse("0199aaaa-0000-7000-8000-000000000002");
    private static readonly DateTimeOffset Began = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly (string Name, VolunteerFilter Filter)[] Asked =
    [
        ("all, first page", new()),
        ("two characters of a name", new("山﨑")),
        ("family and given name", new("みうら けいこ")),
        ("four digits of a phone number", new("4821")),
        ("a municipality", new(Municipality: "352039")),
        ("a municipality, a given name", new("ハルナ", "355020")),
        ("a qualification that one in 20 has", new(Qualification: "手話")),
        ("a qualification that one in 10,000 has", new(Qualification: "要約筆記")),
        ("a state that one in 200 is in", new(State: RegistrationState.Asked)),
        ("an initiative that one in 50 came by", new(Initiative: Initiative)),
    ];

    public string Name => "lists";

    public string Description => "lists of staff over 100,000 and 1,000,000 people and entries of the audit log, beside the same query by plain Npgsql";

    public async Task<string> RunAsync(string connectionString, int rounds)
    {
        await using var house = await ModuleHost.StartAsync(typeof(ListsMeasure).Assembly, new() { OnSockets = true, Database = connectionString });
        StringBuilder table = new(string.Create(CultureInfo.InvariantCulture, $"{Clients} clients, {string.Join(" and ", Sizes.Select(s => s.Calls))} calls of each side in each of {rounds} rounds, pages of {PerPage}; medians of the rounds, ms\n\n| there are | asked for | HTTP p50, p99 | reader p50, p99 | plain p50, p99 | p99 HTTP or reader : plain | p50 : that of the size before |\n|---|---|---|---|---|---|---|\n"));
        Dictionary<string, double> before = [];
        for (var i = 0; i < Sizes.Length; i++)
        {
            var from = i == 0 ? 0 : Sizes[i - 1].Count;
            await FillRosterAsync(house.Services, from, Sizes[i].Count);
            await FillLogAsync(house.Services.GetRequiredService<NpgsqlDataSource>(), from, Sizes[i].Count);
            foreach (var list in Roster(house).Concat(Log(house.Services))) table.AppendLine(await MeasureAsync(list, rounds, Sizes[i], before));
        }

        return table.AppendLine(CultureInfo.InvariantCulture, $"\nProcessors: {Environment.ProcessorCount}.").ToString();
    }

    /// <summary>A list that is asked for.</summary>
    /// <param name="Name">What it is.</param>
    /// <param name="Http">Asks over HTTP, and says how many rows came; null where that is not measured.</param>
    /// <param name="Reader">Asks the module's own reader.</param>
    /// <param name="Plain">Asks by plain Npgsql.</param>
    private sealed record List(string Name, Func<Task<int>>? Http, Func<Task<int>> Reader, Func<Task<int>> Plain);

    private static IEnumerable<List> Roster(ModuleHost house)
    {
        SignedInPerson staff = new(Clerk, Roles.ProgramOwner, "計測"), clerk = new(Clerk, Roles.MunicipalStaff, "計測", "352039");
        foreach (var (name, filter) in Asked) yield return Of(name, filter, staff);
        yield return Of("all, a page in the middle", new(), staff, Person(70_000));
        yield return Of("a municipality's own staff", new(), clerk);
        yield return Of("a municipality's own staff, two characters", new("山﨑"), clerk);

        List Of(string name, VolunteerFilter filter, SignedInPerson person, Guid? after = null)
        {
            HttpClient client = new() { BaseAddress = house.Address };
            client.SignIn(person);
            var reader = house.Services.GetRequiredService<VolunteerList>();
            var user = person.ToPrincipal();
            var (where, parameters) = VolunteerList.Conditions(filter, user.ConfinedToMunicipalities());
            if (after is { } last) (where, parameters) = ([.. where, "(d.sort_key, d.id) > (select sort_key, id from sports_volunteers.mt_doc_volunteer where id = ?)"], [.. parameters, last]);
            StringBuilder sql = new("select d.id, d.data from sports_volunteers.mt_doc_volunteer d where ");
            var number = 0;
            foreach (var c in string.Join(" and ", where)) sql.Append(c == '?' ? string.Create(CultureInfo.InvariantCulture, $"${++number}") : c);
            sql.Append(CultureInfo.InvariantCulture, $" order by d.sort_key, d.id limit {PerPage + 1}");
            return new(
                $"roster: {name}",
                async () =>
                {
                    using var answer = await client.PostAsJsonAsync("/api/v1/sports/volunteers/search", new
                    {
                        filter.Search, filter.Municipality, filter.Qualification, State = filter.State?.ToString(), filter.Initiative, After = after, Take = PerPage,
                    });
                    answer.EnsureSuccessStatusCode();
                    using var json = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
                    return json.RootElement.GetProperty("items").GetArrayLength();
                },
                async () =>
                {
                    var found = await reader.FindAsync(filter, after, PerPage + 1, user, "sports-volunteers.roster.listed", CancellationToken.None);
                    await reader.StatesAsync(found, CancellationToken.None);
                    return Math.Min(found.Count, PerPage);
                },
                () => PlainAsync(house.Services.GetRequiredService<NpgsqlDataSource>(), sql.ToString(), parameters, "select data from sports_volunteers.mt_doc_registration where id = any($1)"));
        }
    }

    private static IEnumerable<List> Log(IServiceProvider services)
    {
        var (reader, source) = (services.GetRequiredService<IAuditTrail>(), services.GetRequiredService<NpgsqlDataSource>());
        var (from, until) = (Began.AddDays(10), Began.AddDays(11));
        return
        [
            Of("newest", new(), "true"), Of("one person", new(SubjectId: Seen(7)), "l.subject_ids @> array[$1]", Seen(7)), Of("one account", new(ActorId: Actor(3)), "l.actor_id = $1", Actor(3)),
            Of("one account, one day", new(ActorId: Actor(3)) { From = from, Until = until }, "l.actor_id = $1 and l.at >= $2 and l.at < $3", Actor(3), from, until),
            Of("what one in 1,000 is", new() { Action = "sports-volunteers.roster.exported" }, "starts_with(l.action, $1)", "sports-volunteers.roster.exported"),
        ];

        List Of(string name, AuditQuery query, string where, params object[] parameters) => new(
            $"audit log: {name}", null,
            async () =>
            {
                await reader.RecordAsync(new(Clerk, "accounts.audit.viewed", []), CancellationToken.None);
                return Math.Min((await reader.FindAsync(query with { Take = PerPage + 1 }, CancellationToken.None)).Count, PerPage);
            },
            () => PlainAsync(source, $"select l.id, l.at, l.action, l.subject_ids, s.position from platform.audit_log l left join platform.audit_seal s on s.entry_id = l.id where {where} order by l.id desc limit {PerPage + 1}", parameters, null));
    }

    private static async Task<string> MeasureAsync(List list, int rounds, (int Count, int Calls) size, Dictionary<string, double> before)
    {
        var (reader, plain) = (await list.Reader(), await list.Plain());
        if (reader != plain || (list.Http is not null && await list.Http() != plain)) throw new InvalidOperationException($"{list.Name}: {reader} by the reader, {plain} by plain SQL, or another number over HTTP.");
        (string Side, Func<Task<int>> Call)[] sides = [.. list.Http is { } http ? [("http", http)] : Array.Empty<(string, Func<Task<int>>)>(), ("reader", list.Reader), ("plain", list.Plain)];
        // What is read comes into memory before anybody's time is taken.
        foreach (var (_, call) in sides) await Load.RunAsync(Clients, Clients * 5, _ => call());
        var results = sides.ToDictionary(s => s.Side, _ => new List<LoadResult>());
        for (var round = 0; round < rounds; round++)
            // Which side begins alternates, so that none always finds what another has warmed.
            foreach (var (side, call) in round % 2 == 0 ? sides : sides.Reverse())
                results[side].Add(await Load.RunAsync(Clients, size.Calls, _ => call()));
        var middle = results.ToDictionary(r => r.Key, r => new LoadResult(0, Load.Median(r.Value.Select(l => l.P50)), Load.Median(r.Value.Select(l => l.P99))));
        var own = middle[sides[0].Side];
        var growth = before.TryGetValue(list.Name, out var smaller) ? (own.P50 / smaller).ToString("0.0", CultureInfo.InvariantCulture) : "";
        before[list.Name] = own.P50;
        var line = string.Create(CultureInfo.InvariantCulture,
            $"| {size.Count:N0} | {list.Name} ({plain}) | {(list.Http is null ? "" : Cell(own))} | {Cell(middle["reader"])} | {Cell(middle["plain"])} | {own.P99 / middle["plain"].P99:0.0} | {growth} |");
        Console.Error.WriteLine(line);
        return line;
    }

    private static string Cell(LoadResult result) => string.Create(CultureInfo.InvariantCulture, $"{result.P50:0.0}, {result.P99:0.0}");

    // The same rows, as text; what belongs to them; and the look on record.
    private static async Task<int> PlainAsync(NpgsqlDataSource source, string sql, IReadOnlyList<object> parameters, string? belonging)
    {
        List<Guid> ids = [];
        var count = await source.AskAsync(async asked =>
        {
            var counted = 0;
            await using NpgsqlCommand command = new(sql, asked);
            foreach (var value in parameters) command.Parameters.Add(new() { Value = value });
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                counted++;
                for (var i = 1; i < rows.FieldCount; i++) _ = rows.GetValue(i);
                if (belonging is not null) ids.Add(rows.GetGuid(0));
            }

            return counted;
        }, CancellationToken.None);
        await using var connection = await source.OpenConnectionAsync();
        await using (NpgsqlCommand record = new("insert into platform.audit_log (actor_id, kind, action, subject_ids) values ($1, 'view', 'sports-volunteers.roster.listed', $2)", connection) { Parameters = { new() { Value = Clerk }, new() { Value = ids.ToArray() } } })
            await record.ExecuteNonQueryAsync();
        if (belonging is null) return Math.Min(count, PerPage);
        await using NpgsqlCommand more = new(belonging, connection) { Parameters = { new() { Value = ids.ToArray() } } };
        await using var states = await more.ExecuteReaderAsync();
        while (await states.ReadAsync()) _ = states.GetString(0);
        return Math.Min(count, PerPage);
    }

    private static async Task FillRosterAsync(IServiceProvider services, int from, int until)
    {
        Random random = new(from);
        var store = services.GetRequiredService<ISportsVolunteersStore>();
        foreach (var some in Enumerable.Range(from, until - from).Chunk(50_000))
        {
            List<Volunteer> people = [.. some.Select(i =>
            {
                var (family, given, town) = (InventedRoster.Families[random.Next(InventedRoster.Families.Length)], InventedRoster.Given[random.Next(InventedRoster.Given.Length)], Municipality.All[random.Next(Municipality.All.Count)]);
                Volunteer person = new()
                {
                    Id = Person(i), FamilyName = family.Kanji, GivenName = given.Kanji, Kana = random.Next(10) == 0 ? "" : $"{family.Kana}　{given.Kana}",
                    BirthDate = new DateOnly(1936, 1, 1).AddDays(random.Next(26_000)), Gender = given.Woman ? Gender.Female : Gender.Male, Address = $"山口県{town.Name}見本{i % 90}-{i % 7}", MunicipalityCode = town.Code6,
                    Phone = string.Create(CultureInfo.InvariantCulture, $"090{random.Next(100_000_000):00000000}"), Email = random.Next(3) == 0 ? $"b{i}@example.jp" : null, Wishes = ["受付・案内"],
                    Qualifications = [.. random.Next(20) == 0 ? ["手話"] : Array.Empty<string>(), .. random.Next(10_000) == 0 ? ["要約筆記"] : Array.Empty<string>()],
                    Sources = [new(Initiative, "roster.csv", i + 2, $"{i}") { Festival = "計測大会", Fingerprint = $"{i:x64}", InitiativeId = random.Next(50) == 0 ? Initiative : null }],
                };
                person.Reindex();
                return person;
            })];
            await store.BulkInsertAsync(people, batchSize: 2_000);
            await store.BulkInsertAsync([.. people.Select(p => new Registration
            {
                Id = p.Id, State = random.Next(200) == 0 ? RegistrationState.Asked : RegistrationState.Continuing, Festivals = ["計測大会"], FestivalYear = 2026, RegisteredYear = 2027,
            })], batchSize: 2_000);
        }

        await ExecuteAsync(services.GetRequiredService<NpgsqlDataSource>(), "vacuum analyze sports_volunteers.mt_doc_volunteer, sports_volunteers.mt_doc_registration");
    }

    // Entries over half a year, by forty accounts, each of up to 50 people; the clock of the log is its own, so that the day is set afterwards.
    private static async Task FillLogAsync(NpgsqlDataSource source, int from, int until)
    {
        await ExecuteAsync(source, string.Create(CultureInfo.InvariantCulture,
            $"""
            alter table platform.audit_log disable trigger audit_log_stamp;
            alter table platform.audit_log disable trigger audit_log_queue;
            insert into platform.audit_log (at, actor_id, kind, action, subject_ids)
            select timestamptz '{Began:O}' + n * interval '15 seconds', md5('actor ' || n % 40)::uuid, case when n % 1000 = 0 then 'export' else 'view' end,
              case when n % 1000 = 0 then 'sports-volunteers.roster.exported' else 'sports-volunteers.roster.viewed' end, array(select md5('seen ' || (n * 7 + k * 131) % 50000)::uuid from generate_series(0, n % 10) k)
            from generate_series({from}, {until - 1}) n;
            alter table platform.audit_log enable always trigger audit_log_stamp;
            alter table platform.audit_log enable always trigger audit_log_queue;
            """));
        await ExecuteAsync(source, "vacuum analyze platform.audit_log");
    }

    private static Guid Person(int number) => FactId.Of($"benchmark|{number}");

    private static Guid Actor(int number) => Md5($"actor {number}");

    private static Guid Seen(int number) => Md5($"seen {number}");

    // As the database makes them.
    private static Guid Md5(string text) => Guid.Parse(Convert.ToHexString(System.Security.Cryptography.MD5.HashData(Encoding.UTF8.GetBytes(text))));

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }
}
