using Kenmin.SportsVolunteers.Volunteers;
using Kenmin.SportsVolunteers.Volunteers.SamePerson;
using Marten;
using Npgsql;

namespace Kenmin.SportsVolunteers.OnTheDay.Badges;

/// <summary>Gives volunteers their codes, and finds volunteers by them. A code is made when it is first needed.</summary>
internal sealed class BadgeRegister(ISportsVolunteersStore store, NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>The codes of volunteers, made where there is none yet. Two who ask at once get the same.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> CodesAsync(IReadOnlyCollection<Guid> volunteers, CancellationToken cancellationToken)
    {
        var codes = new Dictionary<Guid, string>();
        // A code that somebody has already is drawn once in thousands of millions; then it is drawn again.
        while (volunteers.Where(v => !codes.ContainsKey(v)).Distinct().ToArray() is { Length: > 0 } missing)
        {
            await using var command = database.CreateCommand(
                $"""
                with made as (
                  insert into {OnTheDayTables.Badges} (volunteer_id, code, made_at)
                  select v, c, $3 from unnest($1, $2) as x(v, c) order by v on conflict do nothing returning volunteer_id, code)
                select volunteer_id, code from made union select volunteer_id, code from {OnTheDayTables.Badges} where volunteer_id = any($1)
                """);
            command.Parameters.Add(new() { Value = missing });
            command.Parameters.Add(new() { Value = missing.Select(_ => BadgeCode.New()).ToArray() });
            command.Parameters.Add(new() { Value = clock.GetUtcNow().ToUniversalTime() });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken)) codes[reader.GetGuid(0)] = reader.GetString(1);
        }

        return codes;
    }

    /// <summary>A new code instead of the one so far, which nobody is found by any more: for a badge that was lost.</summary>
    public async Task<string> RenewAsync(Guid volunteer, CancellationToken cancellationToken)
    {
        while (true)
        {
            var code = BadgeCode.New();
            try
            {
                await using var command = database.CreateCommand(
                    $"""
                    insert into {OnTheDayTables.Badges} (volunteer_id, code, made_at) values ($1, $2, $3)
                    on conflict (volunteer_id) do update set code = excluded.code, made_at = excluded.made_at
                    """);
                command.Parameters.Add(new() { Value = volunteer });
                command.Parameters.Add(new() { Value = code });
                command.Parameters.Add(new() { Value = clock.GetUtcNow().ToUniversalTime() });
                await command.ExecuteNonQueryAsync(cancellationToken);
                return code;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
            {
                // Somebody else's: draw again.
            }
        }
    }

    /// <summary>The volunteer with a code; null when it is nobody's.</summary>
    public async Task<Volunteer?> FindAsync(string code, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"select volunteer_id from {OnTheDayTables.Badges} where code = $1");
        command.Parameters.Add(new() { Value = code });
        if (await command.ExecuteScalarAsync(cancellationToken) is not Guid id) return null;
        await using var session = store.QuerySession();
        // A badge that was printed before two records were joined stays good: it leads to the record that stayed.
        for (var step = 0; step < 5; step++)
        {
            if (await session.LoadAsync<Volunteer>(id, cancellationToken) is { } volunteer) return volunteer.Erased ? null : volunteer;
            var gone = id;
            if (await session.Query<PersonMerge>().FirstOrDefaultAsync(m => m.Gone.Id == gone && m.UndoneAt == null, cancellationToken) is not { } merge) return null;
            id = merge.KeptId;
        }

        return null;
    }
}
