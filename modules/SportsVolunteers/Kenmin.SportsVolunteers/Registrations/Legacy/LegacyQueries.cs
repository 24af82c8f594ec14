using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations.Overview;
using Npgsql;
using NpgsqlTypes;

namespace Kenmin.SportsVolunteers.Registrations.Legacy;

/// <summary>Counts for the legacy report, made in the database: the register may hold 50,000 persons.</summary>
internal sealed class LegacyQueries(NpgsqlDataSource database, ISportsVolunteersStore store, TimeProvider clock)
{
    private readonly string _schema = store.Options.DatabaseSchemaName;

    // The outcome of a person whose data were removed is where they stood before.
    private string Persons =>
        $"""
        with person as (
          select r.data ->> 'state' = 'Erased' as erased,
            case when r.data ->> 'state' = 'Erased' then r.data ->> 'outcome' else r.data ->> 'state' end as outcome,
            r.data ->> 'formAnswer' as form_answer, (r.data ->> 'wasAsked')::boolean as was_asked, (r.data ->> 'answered')::boolean as answered,
            v.data ->> 'gender' as gender, v.data ->> 'municipalityCode' as municipality, (v.data ->> 'birthDate')::date as birth,
            v.data -> 'qualifications' as qualifications, v.data -> 'sources' as sources, (r.data ->> 'registeredYear')::int as registered, r.id
          from {_schema}.mt_doc_registration r left join {_schema}.mt_doc_volunteer v on v.id = r.id
          where ($1::text is null or jsonb_exists(r.data -> 'festivals', $1)) and ($2::text[] is null or v.data ->> 'municipalityCode' = any($2)))
        """;

    public async Task<LegacyReport> ReportAsync(RegistrationFilter filter, DateOnly day, CancellationToken cancellationToken)
    {
        // One connection and one snapshot: the parts of a report agree with each other.
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        var totals = await TotalsAsync(connection, filter, cancellationToken);
        var (ages, unknown) = await AgesAsync(connection, filter, day, cancellationToken);
        var municipalities = await MunicipalitiesAsync(connection, filter, cancellationToken);
        var skills = await SkillsAsync(connection, filter, cancellationToken);
        var course = CourseReport.Of(await GroupsAsync(connection, filter, cancellationToken), FiscalYear.Current(clock));
        return new(day, totals, ages, unknown, municipalities, skills, course);
    }

    private async Task<LegacyTotals> TotalsAsync(NpgsqlConnection connection, RegistrationFilter filter, CancellationToken cancellationToken)
    {
        await using var command = Command(
            connection,
            $"""
            {Persons}
            select count(*), count(form_answer), count(*) filter (where form_answer is null),
              count(*) filter (where form_answer = 'Agreed'), count(*) filter (where form_answer = 'Refused'), count(*) filter (where form_answer = 'Blank'),
              count(*) filter (where was_asked), count(*) filter (where was_asked and answered),
              count(*) filter (where outcome = 'Asked'), count(*) filter (where outcome = 'AskingNeeded'), count(*) filter (where outcome = 'Continuing'),
              count(*) filter (where outcome = 'Refused'), count(*) filter (where outcome = 'Lapsed'), count(*) filter (where outcome = 'Ended'),
              count(*) filter (where erased)
            from person
            """,
            filter);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        long N(int at) => reader.GetInt64(at);
        return new(N(0), N(1), N(2), N(3), N(4), N(5), N(6), N(7), N(8), N(9), N(10), N(11), N(12), N(13), N(14));
    }

    private async Task<(IReadOnlyList<AgeClass> Ages, long Unknown)> AgesAsync(
        NpgsqlConnection connection, RegistrationFilter filter, DateOnly day, CancellationToken cancellationToken)
    {
        // An age is attained at the end of the day before the birthday, hence the day after.
        await using var command = Command(
            connection,
            $"""
            {Persons}
            select least(greatest(extract(year from age($3::date + 1, birth))::int, 0) / 5 * 5, {AgeClass.Open}),
              count(*) filter (where gender = 'Female'), count(*) filter (where gender = 'Male'), count(*) filter (where gender not in ('Female', 'Male') or gender is null)
            from person where outcome = 'Continuing' group by 1 order by 1
            """,
            filter);
        command.Parameters.Add(new() { Value = day });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        Dictionary<int, AgeClass> found = [];
        var unknown = 0L;
        while (await reader.ReadAsync(cancellationToken))
            if (reader.IsDBNull(0)) unknown = reader.GetInt64(1) + reader.GetInt64(2) + reader.GetInt64(3);
            else found[reader.GetInt32(0)] = new(reader.GetInt32(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
        if (found.Count == 0) return ([], unknown);
        var (first, last) = (found.Keys.Min(), found.Keys.Max());
        return ([.. Enumerable.Range(first / 5, (last - first) / 5 + 1).Select(i => found.GetValueOrDefault(i * 5) ?? new(i * 5, 0, 0, 0))], unknown);
    }

    private async Task<IReadOnlyList<MunicipalityCount>> MunicipalitiesAsync(
        NpgsqlConnection connection, RegistrationFilter filter, CancellationToken cancellationToken)
    {
        await using var command = Command(
            connection, $"{Persons} select municipality, count(*), count(*) filter (where outcome = 'Continuing') from person group by 1", filter);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        Dictionary<string, MunicipalityCount> found = new(StringComparer.Ordinal);
        var outside = new MunicipalityCount(null, 0, 0);
        while (await reader.ReadAsync(cancellationToken))
        {
            var code = reader.IsDBNull(0) ? null : Municipality.ByCode(reader.GetString(0))?.Code6;
            if (code is null) outside = outside with { CameForward = outside.CameForward + reader.GetInt64(1), Continuing = outside.Continuing + reader.GetInt64(2) };
            else found[code] = new(code, reader.GetInt64(1), reader.GetInt64(2));
        }

        var shown = Municipality.All.Where(m => filter.Municipalities is not { } own || own.Contains(m.Code6));
        return [.. shown.Select(m => found.GetValueOrDefault(m.Code6) ?? new(m.Code6, 0, 0)), .. filter.Municipalities is null ? [outside] : Array.Empty<MunicipalityCount>()];
    }

    private async Task<IReadOnlyList<SkillCount>> SkillsAsync(
        NpgsqlConnection connection, RegistrationFilter filter, CancellationToken cancellationToken)
    {
        await using var command = Command(
            connection,
            $"""
            {Persons}
            select skill, count(distinct id) from person, jsonb_array_elements_text(coalesce(qualifications, '[]')) skill
            where outcome = 'Continuing' group by skill order by 2 desc, 1
            """,
            filter);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<SkillCount> found = [];
        while (await reader.ReadAsync(cancellationToken)) found.Add(new(reader.GetString(0), reader.GetInt64(1)));
        return found;
    }

    /// <summary>
    /// Everybody in groups of those who are alike. When they came is said by their first line of a roster, of the festival looked at
    /// where there is one; for others by the first event of their registration.
    /// </summary>
    private async Task<IReadOnlyList<PersonGroup>> GroupsAsync(
        NpgsqlConnection connection, RegistrationFilter filter, CancellationToken cancellationToken)
    {
        await using var command = Command(
            connection,
            $"""
            {Persons}
            select coalesce(line.year, first.year), coalesce(line.way, first.way), registered, outcome = 'Continuing', extract(year from birth)::int, count(*)
            from person
            left join lateral (
              select (l ->> 'year')::int as year, coalesce(l ->> 'way', 'Festival') as way from jsonb_array_elements(coalesce(sources, '[]')) l
              where l ->> 'year' is not null and ($1::text is null or l ->> 'festival' = $1) order by 1 limit 1) line on true
            left join lateral (
              select (e.data ->> 'year')::int as year, case e.type when 'registration_came_forward' then coalesce(e.data ->> 'way', 'Festival') else 'Self' end as way
              from {_schema}.mt_events e where e.stream_id = person.id and e.version = 1) first on true
            group by 1, 2, 3, 4, 5
            """,
            filter);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<PersonGroup> found = [];
        int? Number(int at) => reader.IsDBNull(at) ? null : reader.GetInt32(at);
        while (await reader.ReadAsync(cancellationToken))
            found.Add(new(
                Number(0), !reader.IsDBNull(1) && Enum.TryParse<IntakeWay>(reader.GetString(1), out var way) ? way : null,
                Number(2), reader.GetBoolean(3), Number(4), reader.GetInt64(5)));
        return found;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, RegistrationFilter filter)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new() { Value = (object?)filter.Festival ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new()
        {
            Value = (object?)filter.Municipalities?.ToArray() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
        });
        return command;
    }
}
