using Kenmin.Persistence;
using Marten;
using Npgsql;
using Weasel.Core;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Kenmin.SeniorEngagement.Requests;

/// <summary>
/// Time that leaders promised (約束の時間), from their yes on. The exclusion constraint lets nobody be promised twice for the same time,
/// whatever program writes. Ranges of one number stand for the person, because a range needs no extension of PostgreSQL in such a constraint.
/// </summary>
internal static class LeaderPromises
{
    public const string Name = "leader_promises";
    private const string Schema = "senior_engagement", NoDouble = "leader_promises_no_double";

    public static void AddTo(StoreOptions options) => options.Storage.ExtendedSchemaObjects.Add(new Promises(options.DatabaseSchemaName));

    /// <summary>Promises a time in the place of what the match had promised before.</summary>
    /// <returns>Whether the person was free; when not, nothing is promised.</returns>
    public static async Task<bool> TryPromiseAsync(this IDocumentSession session, LeaderMatch match, WishedTime time, CancellationToken cancellationToken)
    {
        await session.ReleaseAsync([match.Id], cancellationToken);
        return await session.WriteSqlAsync($"insert into {Schema}.{Name} (match_id, holder, starts, ends) values ($1, $2, $3, $4) on conflict do nothing", cancellationToken,
            match.Id, match.HolderId, time.Starts.ToUniversalTime(), time.Ends.ToUniversalTime()) == 1;
    }

    /// <summary>Gives back what was promised.</summary>
    public static async Task ReleaseAsync(this IDocumentSession session, IReadOnlyCollection<Guid> matches, CancellationToken cancellationToken)
    {
        if (matches.Count > 0) await session.WriteSqlAsync($"delete from {Schema}.{Name} where match_id = any($1)", cancellationToken, matches.ToArray());
    }

    /// <summary>Another record stands for the person; where both promised the same time, the promise stays under the one by which it was given.</summary>
    public static async Task MovePromisesAsync(this IDocumentSession session, Guid from, Guid to, IReadOnlyCollection<Guid> matches, CancellationToken cancellationToken)
    {
        if (matches.Count == 0) return;
        await session.WriteSqlAsync(
            $"""
            update {Schema}.{Name} t set holder = $2 where holder = $1 and match_id = any($3)
              and not exists (select 1 from {Schema}.{Name} o where o.holder = $2 and o.starts < t.ends and t.starts < o.ends)
            """, cancellationToken, from, to, matches.ToArray());
    }

    /// <summary>What people promised that is not over.</summary>
    public static async Task<ILookup<Guid, (Guid Match, DateTimeOffset Starts, DateTimeOffset Ends)>> PromisesAsync(this NpgsqlDataSource database, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"select holder, match_id, starts, ends from {Schema}.{Name} where ends > $1");
        command.Parameters.Add(new() { Value = now.ToUniversalTime() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<(Guid Holder, Guid Match, DateTimeOffset Starts, DateTimeOffset Ends)> promises = [];
        while (await reader.ReadAsync(cancellationToken)) promises.Add((reader.GetGuid(0), reader.GetGuid(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetFieldValue<DateTimeOffset>(3)));
        return promises.ToLookup(p => p.Holder, p => (p.Match, p.Starts, p.Ends));
    }

    private sealed class Promises : Table
    {
        private readonly string _schema;

        public Promises(string schema)
            : base(new PostgresqlObjectName(schema, Name, SchemaUtils.IdentifierUsage.General))
        {
            _schema = schema;
            AddColumn("match_id", "uuid").AsPrimaryKey();
            AddColumn("holder", "uuid").NotNull();
            AddColumn("starts", "timestamptz").NotNull();
            AddColumn("ends", "timestamptz").NotNull();
            Indexes.Add(new IndexDefinition("leader_promises_of_holder") { Columns = ["holder"] });
            // The constraint has an index of its own, which no migration shall take away.
            IgnoreIndex(NoDouble);
        }

        public override void WriteCreateStatement(Migrator migrator, TextWriter writer)
        {
            base.WriteCreateStatement(migrator, writer);
            // Two numbers of the id together are the id: both equal, or it is another person.
            writer.WriteLine(
                $"""
                ALTER TABLE {_schema}.{Name} ADD CONSTRAINT leader_promises_times CHECK (starts < ends);
                ALTER TABLE {_schema}.{Name} ADD CONSTRAINT {NoDouble} EXCLUDE USING gist (
                  numrange(('x' || replace(left(holder::text, 18), '-', ''))::bit(64)::bigint::numeric, ('x' || replace(left(holder::text, 18), '-', ''))::bit(64)::bigint::numeric, '[]') WITH &&,
                  numrange(('x' || replace(right(holder::text, 17), '-', ''))::bit(64)::bigint::numeric, ('x' || replace(right(holder::text, 17), '-', ''))::bit(64)::bigint::numeric, '[]') WITH &&,
                  tstzrange(starts, ends) WITH &&);
                """);
        }
    }
}
