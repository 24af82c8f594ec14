using Kenmin.Accounts.Contracts;
using Npgsql;

namespace Kenmin.Host.Tests.Access;

/// <summary>A person of the demonstration data.</summary>
internal sealed record Person(Guid Id, Guid? AccountId, string Name, string? Municipality);

/// <summary>Whose data the demonstration holds, and the ids of its things.</summary>
internal sealed class Persons
{
    public IReadOnlyList<Person> Volunteers { get; private init; } = [];

    /// <summary>Shifts that somebody signed up for, with the municipality of the venue.</summary>
    public IReadOnlyList<(Guid Id, string? Municipality)> Shifts { get; private init; } = [];

    public IReadOnlyList<string> Events { get; private init; } = [];

    public IReadOnlyList<Guid> Imports { get; private init; } = [];

    public static async Task<Persons> LoadAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        // As pages write them, with an ideographic space, or with none where it came without one.
        var volunteers = await ListAsync(
            """
            select id, nullif(data ->> 'accountId', '')::uuid,
              case when data ->> 'givenName' = '' then data ->> 'familyName' else (data ->> 'familyName') || U&'\3000' || (data ->> 'givenName') end, data ->> 'municipalityCode'
            from sports_volunteers.mt_doc_volunteer where not coalesce((data ->> 'erased')::boolean, false) order by id
            """, r => new Person(r.GetGuid(0), r.IsDBNull(1) ? null : r.GetGuid(1), r.GetString(2), r.IsDBNull(3) ? null : r.GetString(3)));
        return new()
        {
            Volunteers = volunteers,
            Shifts = await ListAsync(
                """
                select id, code from (
                  select d.id, d.data ->> 'municipalityCode' as code, row_number() over (partition by d.data ->> 'municipalityCode' order by d.id) as number
                  from sports_volunteers.mt_doc_shift d where exists (select from sports_volunteers.participation_sign_ups s where s.opening_id = d.id)) numbered
                where number <= 2 order by id
                """, r => (r.GetGuid(0), r.IsDBNull(1) ? null : r.GetString(1))),
            Events = await ListAsync("select id::text from sports_volunteers.mt_doc_sportsevent order by 1 limit 3", r => r.GetString(0)),
            Imports = await ListAsync("select id from sports_volunteers.mt_doc_import order by 1 limit 2", r => r.GetGuid(0)),
        };

        async Task<List<T>> ListAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
        {
            await using var command = database.CreateCommand(sql);
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            List<T> rows = [];
            while (await reader.ReadAsync(cancellation)) rows.Add(read(reader));
            return rows;
        }
    }

    /// <summary>Some of the ids that a route may be asked with: imports, shifts, volunteers here and there, accounts; the outer before the inner.</summary>
    public string[] Ids(string municipality) =>
    [
        .. Imports.Take(1).Select(i => i.ToString()),
        .. Shifts.Where(s => s.Municipality == municipality).Take(2).Select(s => s.Id.ToString()),
        .. Shifts.Where(s => s.Municipality != municipality).Take(2).Select(s => s.Id.ToString()),
        .. Volunteers.Where(v => v.Municipality == municipality).Take(2).Select(v => v.Id.ToString()),
        .. Volunteers.Where(v => v.Municipality != municipality).Take(2).Select(v => v.Id.ToString()),
        .. Volunteers.Where(v => v.AccountId is not null).Take(1).Select(v => v.Id.ToString()),
        DemonstrationPersonas.Resident.Id.ToString(), DemonstrationPersonas.Administrator.Id.ToString(),
    ];

    /// <summary>Those whose names stand in a text.</summary>
    public IEnumerable<IGrouping<string, Person>> NamedIn(string text) =>
        Volunteers.GroupBy(v => v.Name).Where(g => g.Key.Length >= 3 && text.Contains(g.Key, StringComparison.Ordinal));
}
