using Marten;
using Weasel.Core;
using Weasel.Core.Migrations;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Kenmin.CommunityBusiness.Support.Dispatches;

/// <summary>
/// The yearly budgets of experts' hours, and a line for each dispatch that takes of them. The sums of a budget follow its lines and cannot
/// be written otherwise; a check lets reserved and used hours never exceed what was granted, whatever program writes and however much at
/// once. A dispatch cannot be committed as approved without its reserved line, nor as reported without its settled one.
/// </summary>
internal static class HoursTable
{
    public const string Budgets = "expert_hours", Lines = "expert_hour_lines";

    /// <summary>What the database answers when hours and dispatches do not fit together.</summary>
    public const string NoFit = "KC802";

    public static void AddTo(StoreOptions options)
    {
        options.Storage.ExtendedSchemaObjects.Add(new BudgetTable(options.DatabaseSchemaName));
        options.Storage.Add(new Guard(options));
    }

    private sealed class BudgetTable : Table
    {
        private readonly string _schema;

        public BudgetTable(string schema)
            : base(new PostgresqlObjectName(schema, Budgets, SchemaUtils.IdentifierUsage.General))
        {
            _schema = schema;
            AddColumn("year", "integer").AsPrimaryKey();
            AddColumn("payer", "text").AsPrimaryKey();
            AddColumn("granted", "integer").NotNull();
            AddColumn("reserved", "integer").NotNull();
            AddColumn("used", "integer").NotNull();
            AddColumn("revision", "integer").NotNull();
        }

        public override void WriteCreateStatement(Migrator migrator, TextWriter writer)
        {
            base.WriteCreateStatement(migrator, writer);
            writer.WriteLine(
                $"""
                ALTER TABLE {_schema}.{Budgets} ADD CONSTRAINT expert_hours_not_overdrawn CHECK (granted >= 0 AND reserved >= 0 AND used >= 0 AND reserved + used <= granted);
                CREATE OR REPLACE FUNCTION {_schema}.expert_hours_follow_lines() RETURNS trigger LANGUAGE plpgsql AS $f$
                BEGIN
                  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'A budget of hours stays.' USING ERRCODE = '{NoFit}'; END IF;
                  IF TG_OP = 'INSERT' THEN
                    IF NEW.reserved <> 0 OR NEW.used <> 0 THEN RAISE EXCEPTION 'A new budget has no lines.' USING ERRCODE = '{NoFit}'; END IF;
                  ELSIF NEW.year <> OLD.year OR NEW.payer <> OLD.payer OR (pg_trigger_depth() = 1 AND (NEW.reserved <> OLD.reserved OR NEW.used <> OLD.used)) THEN
                    RAISE EXCEPTION 'The sums of a budget follow its lines.' USING ERRCODE = '{NoFit}';
                  END IF;
                  RETURN NEW;
                END $f$;
                CREATE TRIGGER expert_hours_follow_lines BEFORE INSERT OR UPDATE OR DELETE ON {_schema}.{Budgets} FOR EACH ROW EXECUTE FUNCTION {_schema}.expert_hours_follow_lines();
                """);
        }
    }

    // It comes after the documents' tables, on one of which it stands guard.
    private sealed class Guard(StoreOptions options) : FeatureSchemaBase(Lines, options.Advanced.Migrator)
    {
        private readonly string _schema = options.DatabaseSchemaName;

        public override IEnumerable<Type> DependentTypes() => [typeof(Dispatch)];

        protected override IEnumerable<ISchemaObject> schemaObjects() => [new LineTable(_schema)];
    }

    private sealed class LineTable : Table
    {
        private readonly string _schema;

        public LineTable(string schema)
            : base(new PostgresqlObjectName(schema, Lines, SchemaUtils.IdentifierUsage.General))
        {
            _schema = schema;
            AddColumn("dispatch_id", "uuid").AsPrimaryKey();
            AddColumn("year", "integer").NotNull();
            AddColumn("payer", "text").NotNull();
            AddColumn("minutes", "integer").NotNull();
            AddColumn("used", "integer").NotNull();
            AddColumn("state", "text").NotNull();
        }

        public override void WriteCreateStatement(Migrator migrator, TextWriter writer)
        {
            base.WriteCreateStatement(migrator, writer);
            writer.WriteLine(
                $"""
                ALTER TABLE {_schema}.{Lines} ADD CONSTRAINT expert_hour_lines_within CHECK (minutes > 0 AND used >= 0 AND used <= minutes AND state IN ('Reserved', 'Used', 'Released') AND (state = 'Used' OR used = 0));
                CREATE OR REPLACE FUNCTION {_schema}.expert_hour_line_goes_on() RETURNS trigger LANGUAGE plpgsql AS $f$
                BEGIN
                  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'A line of hours stays.' USING ERRCODE = '{NoFit}'; END IF;
                  IF TG_OP = 'INSERT' THEN
                    IF NEW.state <> 'Reserved' THEN RAISE EXCEPTION 'Hours are reserved first.' USING ERRCODE = '{NoFit}'; END IF;
                    UPDATE {_schema}.{Budgets} b SET reserved = b.reserved + NEW.minutes WHERE b.year = NEW.year AND b.payer = NEW.payer;
                    IF NOT FOUND THEN RAISE EXCEPTION 'There is no such budget of hours.' USING ERRCODE = '{NoFit}'; END IF;
                    RETURN NEW;
                  END IF;
                  IF OLD.state <> 'Reserved' OR NEW.state = 'Reserved' OR NEW.dispatch_id <> OLD.dispatch_id OR NEW.year <> OLD.year OR NEW.payer <> OLD.payer OR NEW.minutes <> OLD.minutes THEN
                    RAISE EXCEPTION 'Reserved hours are settled or released, once.' USING ERRCODE = '{NoFit}';
                  END IF;
                  UPDATE {_schema}.{Budgets} b SET reserved = b.reserved - OLD.minutes, used = b.used + NEW.used WHERE b.year = NEW.year AND b.payer = NEW.payer;
                  RETURN NEW;
                END $f$;
                CREATE TRIGGER expert_hour_line_goes_on BEFORE INSERT OR UPDATE OR DELETE ON {_schema}.{Lines} FOR EACH ROW EXECUTE FUNCTION {_schema}.expert_hour_line_goes_on();
                CREATE OR REPLACE FUNCTION {_schema}.dispatch_has_hours() RETURNS trigger LANGUAGE plpgsql AS $f$
                DECLARE hours text := coalesce((SELECT l.state FROM {_schema}.{Lines} l WHERE l.dispatch_id = NEW.id), 'None');
                BEGIN
                  IF NOT (CASE NEW.data ->> 'state' WHEN 'Approved' THEN hours = 'Reserved' WHEN 'Reported' THEN hours = 'Used' WHEN 'CalledOff' THEN hours IN ('None', 'Released') ELSE hours = 'None' END) THEN
                    RAISE EXCEPTION 'A dispatch stands as its hours do.' USING ERRCODE = '{NoFit}';
                  END IF;
                  RETURN NULL;
                END $f$;
                CREATE CONSTRAINT TRIGGER dispatch_has_hours AFTER INSERT OR UPDATE ON {_schema}.mt_doc_dispatch DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {_schema}.dispatch_has_hours();
                CREATE OR REPLACE FUNCTION {_schema}.hours_have_dispatch() RETURNS trigger LANGUAGE plpgsql AS $f$
                DECLARE stands text := coalesce((SELECT d.data ->> 'state' FROM {_schema}.mt_doc_dispatch d WHERE d.id = NEW.dispatch_id), 'Gone');
                BEGIN
                  IF NOT (CASE (SELECT l.state FROM {_schema}.{Lines} l WHERE l.dispatch_id = NEW.dispatch_id) WHEN 'Reserved' THEN stands = 'Approved' WHEN 'Used' THEN stands IN ('Reported', 'Gone') ELSE stands IN ('CalledOff', 'Gone') END) THEN
                    RAISE EXCEPTION 'Hours stand as their dispatch does.' USING ERRCODE = '{NoFit}';
                  END IF;
                  RETURN NULL;
                END $f$;
                CREATE CONSTRAINT TRIGGER hours_have_dispatch AFTER INSERT OR UPDATE ON {_schema}.{Lines} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {_schema}.hours_have_dispatch();
                """);
        }
    }
}
