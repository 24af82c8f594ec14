using Marten;
using Weasel.Core;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Kenmin.CommunityBusiness.Contests;

/// <summary>
/// Scores, in tables of their own. Triggers refuse every change after the deadline or once they are fixed, whatever program asks: a score
/// takes the round's row <c>FOR SHARE</c>, the fixing takes it <c>FOR UPDATE</c>. Only a comment can still be emptied, for an erasure.
/// </summary>
internal static class ContestTables
{
    public const string Rounds = "contest_rounds", Sheets = "contest_sheets", Scores = "contest_scores";

    /// <summary>What the database answers when scores are fixed.</summary>
    public const string FrozenState = "KB002";

    public static void AddTo(StoreOptions options)
    {
        var (schema, objects) = (options.DatabaseSchemaName, options.Storage.ExtendedSchemaObjects);
        var rounds = new Guarded(schema, Rounds,
            $"""
            CREATE OR REPLACE FUNCTION {schema}.contest_keep() RETURNS trigger LANGUAGE plpgsql AS $f$
            BEGIN
              RAISE EXCEPTION 'Scores are not emptied at once' USING ERRCODE = '{FrozenState}';
            END $f$;
            CREATE OR REPLACE FUNCTION {schema}.contest_guard_rounds() RETURNS trigger LANGUAGE plpgsql AS $f$
            BEGIN
              -- What was fixed stays; what is over can only be fixed.
              IF TG_OP = 'DELETE' THEN
                IF OLD.frozen_at IS NOT NULL OR OLD.deadline <= clock_timestamp() THEN RAISE EXCEPTION 'The scores are fixed' USING ERRCODE = '{FrozenState}'; END IF;
                RETURN OLD;
              END IF;
              IF NEW.call_id <> OLD.call_id OR OLD.frozen_at IS NOT NULL OR (OLD.deadline <= clock_timestamp() AND NEW.deadline <> OLD.deadline) THEN
                RAISE EXCEPTION 'The scores are fixed' USING ERRCODE = '{FrozenState}';
              END IF;
              RETURN NEW;
            END $f$;
            CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON {schema}.{Rounds} FOR EACH ROW EXECUTE FUNCTION {schema}.contest_guard_rounds();
            """);
        rounds.AddColumn("call_id", "uuid").AsPrimaryKey();
        rounds.AddColumn("deadline", "timestamp with time zone").NotNull();
        rounds.AddColumn("frozen_at", "timestamp with time zone").AllowNulls();
        objects.Add(rounds);

        var scores = new Guarded(schema, Scores, Guard(schema, Scores, "criterion",
            "IF TG_OP = 'UPDATE' AND NEW.comment = '' AND (to_jsonb(NEW) - 'comment') = (to_jsonb(OLD) - 'comment') THEN RETURN NEW; END IF;"),
            $"ALTER TABLE {schema}.{Scores} ADD CONSTRAINT contest_scores_scale CHECK (score BETWEEN 0 AND 10);");
        scores.AddColumn("submission_id", "uuid").AsPrimaryKey();
        scores.AddColumn("judge_id", "uuid").AsPrimaryKey();
        scores.AddColumn("criterion", "text").AsPrimaryKey();
        scores.AddColumn("call_id", "uuid").NotNull();
        scores.AddColumn("score", "integer").NotNull();
        scores.AddColumn("comment", "text").NotNull();
        scores.AddColumn("written_at", "timestamp with time zone").NotNull();
        scores.Indexes.Add(new IndexDefinition("contest_scores_of_call") { Columns = ["call_id"] });
        objects.Add(scores);

        var sheets = new Guarded(schema, Sheets, Guard(schema, Sheets, "judge_id", ""));
        sheets.AddColumn("submission_id", "uuid").AsPrimaryKey();
        sheets.AddColumn("judge_id", "uuid").AsPrimaryKey();
        sheets.AddColumn("call_id", "uuid").NotNull();
        sheets.AddColumn("handed_in", "boolean").NotNull();
        sheets.AddColumn("written_at", "timestamp with time zone").NotNull();
        sheets.Indexes.Add(new IndexDefinition("contest_sheets_of_call") { Columns = ["call_id"] });
        objects.Add(sheets);
    }

    // The house's clock may be ahead of the machine's: whichever is later counts.
    private static string Guard(string schema, string table, string lastKey, string exception) =>
        $"""
        CREATE OR REPLACE FUNCTION {schema}.guard_{table}() RETURNS trigger LANGUAGE plpgsql AS $f$
        DECLARE
          round {schema}.{Rounds}%ROWTYPE;
          at timestamptz := clock_timestamp();
        BEGIN
          {exception}
          IF TG_OP <> 'DELETE' THEN at := greatest(at, NEW.written_at); END IF;
          IF TG_OP = 'UPDATE' AND (OLD.call_id, OLD.submission_id, OLD.judge_id, OLD.{lastKey}) IS DISTINCT FROM (NEW.call_id, NEW.submission_id, NEW.judge_id, NEW.{lastKey}) THEN
            RAISE EXCEPTION 'A score stays with its case and its judge' USING ERRCODE = '{FrozenState}';
          END IF;
          SELECT * INTO round FROM {schema}.{Rounds} WHERE call_id = CASE WHEN TG_OP = 'DELETE' THEN OLD.call_id ELSE NEW.call_id END FOR SHARE;
          IF NOT FOUND OR round.frozen_at IS NOT NULL OR round.deadline <= at THEN
            RAISE EXCEPTION 'The scores are fixed' USING ERRCODE = '{FrozenState}';
          END IF;
          IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
          RETURN NEW;
        END $f$;
        CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON {schema}.{table} FOR EACH ROW EXECUTE FUNCTION {schema}.guard_{table}();
        """;

    private sealed class Guarded(string schema, string name, params string[] statements) : Table(new PostgresqlObjectName(schema, name, SchemaUtils.IdentifierUsage.General))
    {
        public override void WriteCreateStatement(Migrator migrator, TextWriter writer)
        {
            base.WriteCreateStatement(migrator, writer);
            foreach (var statement in statements) writer.WriteLine(statement);
            writer.WriteLine($"CREATE TRIGGER keep BEFORE TRUNCATE ON {Identifier} FOR EACH STATEMENT EXECUTE FUNCTION {schema}.contest_keep();");
        }
    }
}
