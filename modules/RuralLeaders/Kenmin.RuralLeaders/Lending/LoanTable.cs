using Marten;
using Weasel.Core;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Kenmin.RuralLeaders.Lending;

/// <summary>
/// The table of loans. The exclusion constraint lets no two loans of a thing share a day, whatever program writes. Ranges of one number
/// stand for the thing, because a range needs no extension of PostgreSQL in such a constraint.
/// </summary>
internal static class LoanTable
{
    public const string Name = "equipment_loans";

    public static void AddTo(StoreOptions options) => options.Storage.ExtendedSchemaObjects.Add(new Loans(options.DatabaseSchemaName));

    private sealed class Loans : Table
    {
        private const string NoDouble = "equipment_loans_no_double";
        private readonly string _schema;

        public Loans(string schema)
            : base(new PostgresqlObjectName(schema, Name, SchemaUtils.IdentifierUsage.General))
        {
            _schema = schema;
            AddColumn("id", "uuid").AsPrimaryKey();
            AddColumn("equipment_id", "uuid").NotNull();
            AddColumn("account_id", "uuid").AllowNulls();
            AddColumn("name", "text").NotNull();
            AddColumn("first_day", "date").NotNull();
            AddColumn("last_day", "date").NotNull();
            AddColumn("state", "text").NotNull();
            AddColumn("note", "text").NotNull();
            Indexes.Add(new IndexDefinition("equipment_loans_of_account") { Columns = ["account_id"] });
            // The constraint has an index of its own, which no migration shall take away.
            IgnoreIndex(NoDouble);
        }

        public override void WriteCreateStatement(Migrator migrator, TextWriter writer)
        {
            base.WriteCreateStatement(migrator, writer);
            writer.WriteLine($"ALTER TABLE {_schema}.{Name} ADD CONSTRAINT equipment_loans_days CHECK (first_day <= last_day);");
            // Two numbers of the id together are the id: both equal, or it is another thing.
            writer.WriteLine(
                $"""
                ALTER TABLE {_schema}.{Name} ADD CONSTRAINT {NoDouble} EXCLUDE USING gist (
                  numrange(('x' || replace(left(equipment_id::text, 18), '-', ''))::bit(64)::bigint::numeric, ('x' || replace(left(equipment_id::text, 18), '-', ''))::bit(64)::bigint::numeric, '[]') WITH &&,
                  numrange(('x' || replace(right(equipment_id::text, 17), '-', ''))::bit(64)::bigint::numeric, ('x' || replace(right(equipment_id::text, 17), '-', ''))::bit(64)::bigint::numeric, '[]') WITH &&,
                  daterange(first_day, last_day, '[]') WITH &&) WHERE (state <> 'Cancelled');
                """);
        }
    }
}
