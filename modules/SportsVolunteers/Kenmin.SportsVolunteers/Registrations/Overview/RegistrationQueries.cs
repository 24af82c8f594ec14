using Kenmin.SportsVolunteers.Registrations.Links;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace Kenmin.SportsVolunteers.Registrations.Overview;

/// <summary>Which registrations: of one festival, of some municipalities.</summary>
/// <param name="Festival">A festival's name; null for all.</param>
/// <param name="Municipalities">Codes of six digits that the view is confined to; null for all.</param>
internal sealed record RegistrationFilter(string? Festival = null, IReadOnlyCollection<string>? Municipalities = null);

/// <summary>A row of the list.</summary>
/// <param name="Id">The volunteer.</param>
/// <param name="Name">The name; empty when the personal data were removed.</param>
/// <param name="Kana">The reading.</param>
/// <param name="MunicipalityCode">Six digits; null when unknown or outside.</param>
/// <param name="State">Where the registration stands.</param>
/// <param name="StateSince">Since when.</param>
/// <param name="AnswerBy">The last day for an answer.</param>
/// <param name="RegisteredYear">The last fiscal year registered for.</param>
/// <param name="HasAccount">Whether an account is connected.</param>
internal sealed record RegistrationRow(
    Guid Id, string Name, string Kana, string? MunicipalityCode, RegistrationState State, DateTimeOffset StateSince, DateOnly? AnswerBy,
    int? RegisteredYear, bool HasAccount);

/// <summary>A festival and how many of its people wait for something.</summary>
/// <param name="Name">The festival's name.</param>
/// <param name="Persons">Who came forward.</param>
/// <param name="ToAsk">Who left the question open and was not asked.</param>
/// <param name="Asked">Who was asked and has not answered.</param>
/// <param name="Continuing">Who stays.</param>
/// <param name="WithoutAccount">Who stays and has connected no account.</param>
internal sealed record FestivalCount(string Name, long Persons, long ToAsk, long Asked, long Continuing, long WithoutAccount);

/// <summary>A person to whom a letter with their link goes.</summary>
/// <param name="Link">The link.</param>
/// <param name="Name">The name.</param>
/// <param name="PostalCode">Seven digits.</param>
/// <param name="Address">The address.</param>
/// <param name="Email">The e-mail address.</param>
/// <param name="HasAccount">Whether a notice went to their account.</param>
/// <param name="MunicipalityCode">Six digits; null when unknown or outside.</param>
/// <param name="Reminded">Whether the last day is near and the person was to be reminded.</param>
internal sealed record Letter(PersonalLink Link, string Name, string? PostalCode, string Address, string? Email, bool HasAccount, string? MunicipalityCode,
    bool Reminded = false);

/// <summary>Looks over registrations together with the persons; counted and filtered in the database.</summary>
internal sealed class RegistrationQueries(NpgsqlDataSource database, ISportsVolunteersStore store)
{
    private readonly string _schema = store.Options.DatabaseSchemaName;

    private string From =>
        $"""
        from {_schema}.mt_doc_registration r left join {_schema}.mt_doc_volunteer v on v.id = r.id
        where ($1::text is null or jsonb_exists(r.data -> 'festivals', $1)) and ($2::text[] is null or (v.data ->> 'municipalityCode' = any($2) and not coalesce((v.data ->> 'notForMunicipalities')::boolean, false)))
        """;

    public async Task<IReadOnlyDictionary<RegistrationState, long>> CountAsync(RegistrationFilter filter, CancellationToken cancellationToken)
    {
        await using var command = Command($"select r.data ->> 'state', count(*) {From} group by 1", filter);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var counts = Enum.GetValues<RegistrationState>().ToDictionary(s => s, _ => 0L);
        while (await reader.ReadAsync(cancellationToken)) counts[Enum.Parse<RegistrationState>(reader.GetString(0))] = reader.GetInt64(1);
        return counts;
    }

    /// <summary>A page in the order of ids, that is of arrival; one row more than asked for tells of a next page.</summary>
    public async Task<IReadOnlyList<RegistrationRow>> ListAsync(
        RegistrationFilter filter, RegistrationState? state, Guid? after, int take, CancellationToken cancellationToken)
    {
        await using var command = Command(
            $"""
            select r.id, v.data ->> 'familyName', v.data ->> 'givenName', v.data ->> 'kana', v.data ->> 'municipalityCode', r.data ->> 'state',
              (r.data ->> 'stateSince')::timestamptz, (r.data ->> 'answerBy')::date, (r.data ->> 'registeredYear')::int, v.data ->> 'accountId' is not null
            {From} and ($3::text is null or r.data ->> 'state' = $3) and ($4::uuid is null or r.id > $4)
            order by r.id limit $5
            """,
            filter);
        command.Parameters.Add(new() { Value = (object?)state?.ToString() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)after ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = take });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<RegistrationRow> rows = [];
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(new(
                reader.GetGuid(0), FullName(Text(reader, 1), Text(reader, 2)), Text(reader, 3), reader.IsDBNull(4) ? null : reader.GetString(4),
                Enum.Parse<RegistrationState>(reader.GetString(5)), reader.GetFieldValue<DateTimeOffset>(6),
                reader.IsDBNull(7) ? null : reader.GetFieldValue<DateOnly>(7), reader.IsDBNull(8) ? null : reader.GetInt32(8), reader.GetBoolean(9)));
        return rows;
    }

    public async Task<IReadOnlyList<FestivalCount>> FestivalsAsync(RegistrationFilter filter, CancellationToken cancellationToken)
    {
        await using var command = Command(
            $"""
            select f.name, count(*), count(*) filter (where s.state = 'AskingNeeded'), count(*) filter (where s.state = 'Asked'), count(*) filter (where s.state = 'Continuing'),
              count(*) filter (where s.state = 'Continuing' and s.account is null)
            from (select r.data -> 'festivals' as festivals, r.data ->> 'state' as state, v.data ->> 'accountId' as account {From}) s
            cross join lateral jsonb_array_elements_text(s.festivals) as f(name)
            group by f.name order by f.name
            """,
            filter);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<FestivalCount> rows = [];
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(new(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5)));
        return rows;
    }

    /// <summary>
    /// Those to whom a letter goes, with their links, in the order of postal codes: who was asked and has not answered, or whose
    /// link to connect an account was made for a letter and has not been used.
    /// </summary>
    public async Task<IReadOnlyList<Letter>> LettersAsync(LinkPurpose purpose, RegistrationFilter filter, DateOnly today, CancellationToken cancellationToken)
    {
        var waiting = purpose == LinkPurpose.Answer
            ? """
              (r.data ->> 'state' = 'Asked' or r.data ->> 'state' = 'Continuing' and (r.data ->> 'renewalYear')::int > coalesce((r.data ->> 'registeredYear')::int, 0)
                and (l.data ->> 'renewalYear') = (r.data ->> 'renewalYear') and not coalesce((r.data ->> 'renewalDeclined')::boolean, false))
              and (l.data ->> 'lastDay') = (r.data ->> 'answerBy')
              """
            : "r.data ->> 'state' = 'Continuing' and v.data ->> 'accountId' is null and l.data ->> 'sealedToken' is not null";
        await using var command = Command(
            $"""
            select l.id, l.data ->> 'sealedToken', l.data ->> 'festival', (l.data ->> 'lastDay')::date, r.id,
              v.data ->> 'familyName', v.data ->> 'givenName', v.data ->> 'postalCode', v.data ->> 'address', v.data ->> 'email', v.data ->> 'accountId' is not null,
              v.data ->> 'municipalityCode', l.data ->> 'slipNumber', (l.data ->> 'renewalYear')::int,
              coalesce(r.data ->> 'remindedOf' = l.data ->> 'lastDay', false)
            from {_schema}.mt_doc_personallink l
            join {_schema}.mt_doc_registration r on r.id = (l.data ->> 'volunteerId')::uuid
            join {_schema}.mt_doc_volunteer v on v.id = r.id
            where l.data ->> 'purpose' = $4 and {waiting} and ($1::text is null or l.data ->> 'festival' = $1)
              and ($2::text[] is null or v.data ->> 'municipalityCode' = any($2)) and (l.data ->> 'lastDay')::date >= $3
              and l.data ->> 'ended' is null
            order by v.data ->> 'postalCode', r.id
            """,
            filter);
        command.Parameters.Add(new() { Value = today });
        command.Parameters.Add(new() { Value = purpose.ToString() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<Letter> letters = [];
        while (await reader.ReadAsync(cancellationToken))
            letters.Add(new(
                new()
                {
                    Id = reader.GetString(0), SealedToken = reader.IsDBNull(1) ? null : reader.GetString(1), Festival = Text(reader, 2),
                    LastDay = reader.GetFieldValue<DateOnly>(3), VolunteerId = reader.GetGuid(4), Purpose = purpose,
                    SlipNumber = reader.IsDBNull(12) ? null : reader.GetString(12), RenewalYear = reader.IsDBNull(13) ? null : reader.GetInt32(13),
                },
                FullName(Text(reader, 5), Text(reader, 6)), reader.IsDBNull(7) ? null : reader.GetString(7), Text(reader, 8),
                reader.IsDBNull(9) ? null : reader.GetString(9), reader.GetBoolean(10), reader.IsDBNull(11) ? null : reader.GetString(11),
                reader.GetBoolean(14)));
        return letters;
    }

    private NpgsqlCommand Command(string sql, RegistrationFilter filter)
    {
        var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = (object?)filter.Festival ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new()
        {
            Value = (object?)filter.Municipalities?.ToArray() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
        });
        return command;
    }

    private static string FullName(string family, string given) => given.Length == 0 ? family : $"{family}\u3000{given}";

    private static string Text(NpgsqlDataReader reader, int at) => reader.IsDBNull(at) ? "" : reader.GetString(at);
}
