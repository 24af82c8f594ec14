using Marten;
using Weasel.Core;
using Weasel.Core.Migrations;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Kenmin.CommunityBusiness.Ventures;

/// <summary>
/// The gates that were passed, in a table of its own: one row for each, which needs the row of the gate before, and is never changed or
/// taken away. A venture's document cannot be committed with another stage than its gates say, whatever program writes.
/// </summary>
internal static class GateTable
{
    public const string Name = "venture_gates";

    /// <summary>What the database answers when a stage has no gate.</summary>
    public const string NoGate = "KC801";

    public static void AddTo(StoreOptions options) => options.Storage.Add(new Guard(options));

    /// <summary>Writes with the session's other work that a gate was passed.</summary>
    public static void PassGate(this IDocumentSession session, Guid venture, VentureStage to, Guid step)
    {
        var schema = session.DocumentStore.Options.DatabaseSchemaName;
        session.QueueSqlCommand(
            $"insert into {schema}.{Name} (venture_id, stage, former, step_id) values (?, ?, ?, ?)", venture, (int)to, to == VentureStage.Trial ? DBNull.Value : (object)((int)to - 1), step);
    }

    // It comes after the documents' tables, on one of which it stands guard.
    private sealed class Guard(StoreOptions options) : FeatureSchemaBase(Name, options.Advanced.Migrator)
    {
        private readonly string _schema = options.DatabaseSchemaName;

        public override IEnumerable<Type> DependentTypes() => [typeof(Venture)];

        protected override IEnumerable<ISchemaObject> schemaObjects() => [new Gates(_schema)];
    }

    private sealed class Gates : Table
    {
        private readonly string _schema;

        public Gates(string schema)
            : base(new PostgresqlObjectName(schema, Name, SchemaUtils.IdentifierUsage.General))
        {
            _schema = schema;
            AddColumn("venture_id", "uuid").AsPrimaryKey();
            AddColumn("stage", "integer").AsPrimaryKey();
            AddColumn("former", "integer").AllowNulls();
            AddColumn("step_id", "uuid").NotNull();
        }

        public override void WriteCreateStatement(Migrator migrator, TextWriter writer)
        {
            base.WriteCreateStatement(migrator, writer);
            writer.WriteLine(
                $"""
                ALTER TABLE {_schema}.{Name} ADD CONSTRAINT venture_gates_one_by_one CHECK (stage BETWEEN 1 AND 3 AND (CASE WHEN stage = 1 THEN former IS NULL ELSE former IS NOT NULL AND former = stage - 1 END));
                CREATE OR REPLACE FUNCTION {_schema}.venture_gate_follows() RETURNS trigger LANGUAGE plpgsql AS $f$
                BEGIN
                  IF TG_OP <> 'INSERT' THEN RAISE EXCEPTION 'A gate that was passed stays.' USING ERRCODE = '{NoGate}'; END IF;
                  IF NEW.former IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {_schema}.{Name} g WHERE g.venture_id = NEW.venture_id AND g.stage = NEW.former) THEN
                    RAISE EXCEPTION 'The gate before was not passed.' USING ERRCODE = '{NoGate}';
                  END IF;
                  RETURN NEW;
                END $f$;
                CREATE TRIGGER venture_gates_follow BEFORE INSERT OR UPDATE OR DELETE ON {_schema}.{Name} FOR EACH ROW EXECUTE FUNCTION {_schema}.venture_gate_follows();
                CREATE OR REPLACE FUNCTION {_schema}.venture_stage_has_gate() RETURNS trigger LANGUAGE plpgsql AS $f$
                BEGIN
                  IF coalesce((SELECT max(g.stage) FROM {_schema}.{Name} g WHERE g.venture_id = NEW.id), 0)
                     <> array_position(ARRAY['Idea', 'Trial', 'Launch', 'SelfSupporting'], NEW.data ->> 'stage') - 1 THEN
                    RAISE EXCEPTION 'The stage of a venture is that of its last gate.' USING ERRCODE = '{NoGate}';
                  END IF;
                  RETURN NULL;
                END $f$;
                CREATE CONSTRAINT TRIGGER venture_stage_has_gate AFTER INSERT OR UPDATE ON {_schema}.mt_doc_venture DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {_schema}.venture_stage_has_gate();
                """);
        }
    }
}
