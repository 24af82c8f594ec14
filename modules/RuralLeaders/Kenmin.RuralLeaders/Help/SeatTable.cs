using Marten;
using Weasel.Core;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Kenmin.RuralLeaders.Help;

/// <summary>
/// The table of promised time (約束の時間): a row for each of the people who come. A person has one seat, a group as many as it has people,
/// a thing one. The exclusion constraint lets no seat be promised twice for the same time, whatever program writes. Ranges of one number
/// stand for the holder, because a range needs no extension of PostgreSQL in such a constraint.
/// </summary>
internal static class SeatTable
{
    public const string Name = "help_seats";

    public static void AddTo(StoreOptions options) => options.Storage.ExtendedSchemaObjects.Add(new Seats(options.DatabaseSchemaName));

    private sealed class Seats : Table
    {
        private const string NoDouble = "help_seats_no_double";
        private readonly string _schema;

        public Seats(string schema)
            : base(new PostgresqlObjectName(schema, Name, SchemaUtils.IdentifierUsage.General))
        {
            _schema = schema;
            AddColumn("match_id", "uuid").AsPrimaryKey();
            AddColumn("seat", "integer").AsPrimaryKey();
            AddColumn("holder", "uuid").NotNull();
            AddColumn("starts", "timestamptz").NotNull();
            AddColumn("ends", "timestamptz").NotNull();
            Indexes.Add(new IndexDefinition("help_seats_of_holder") { Columns = ["holder"] });
            // The constraint has an index of its own, which no migration shall take away.
            IgnoreIndex(NoDouble);
        }

        public override void WriteCreateStatement(Migrator migrator, TextWriter writer)
        {
            base.WriteCreateStatement(migrator, writer);
            writer.WriteLine($"ALTER TABLE {_schema}.{Name} ADD CONSTRAINT help_seats_times CHECK (starts < ends AND seat > 0);");
            // Two numbers of the id together are the id: both equal, or it is another holder.
            writer.WriteLine(
                $"""
                ALTER TABLE {_schema}.{Name} ADD CONSTRAINT {NoDouble} EXCLUDE USING gist (
                  numrange(('x' || replace(left(holder::text, 18), '-', ''))::bit(64)::bigint::numeric, ('x' || replace(left(holder::text, 18), '-', ''))::bit(64)::bigint::numeric, '[]') WITH &&,
                  numrange(('x' || replace(right(holder::text, 17), '-', ''))::bit(64)::bigint::numeric, ('x' || replace(right(holder::text, 17), '-', ''))::bit(64)::bigint::numeric, '[]') WITH &&,
                  int4range(seat, seat, '[]') WITH &&, tstzrange(starts, ends) WITH &&);
                """);
        }
    }
}
