using Kenmin.Persistence;
using Marten;
using Weasel.Core;
using Weasel.Postgresql;
using Weasel.Postgresql.Functions;
using Weasel.Postgresql.Tables;

namespace Kenmin.PlanProgress.Figures;

/// <summary>
/// The figures, in tables of their own: the database itself refuses to change what is frozen, whatever program asks.
/// </summary>
internal static class FigureTables
{
    /// <summary>What the database answers when something frozen would be changed.</summary>
    public const string FrozenState = "KP001";

    public static void AddTo(StoreOptions options)
    {
        var schema = options.DatabaseSchemaName;
        var objects = options.Storage.ExtendedSchemaObjects;
        foreach (var function in new[] { "plan_keep", "plan_guard_figures", "plan_log_figures", "plan_guard_years", "plan_guard_restatements" })
            objects.Add(new Function(new PostgresqlObjectName(schema, function, SchemaUtils.IdentifierUsage.Function), Sql(function, schema)));
        objects.Add(Years(schema));
        objects.Add(Figures(schema));
        objects.Add(Changes(schema));
        objects.Add(Counts(schema));
        objects.Add(Restatements(schema));
        foreach (var (table, guard, doors) in new[]
        {
            ("plan_years", "plan_guard_years", "UPDATE OR DELETE"), ("plan_figures", "plan_guard_figures", "INSERT OR UPDATE OR DELETE"), ("plan_restatements", "plan_guard_restatements", "INSERT OR UPDATE OR DELETE"),
        })
        {
            objects.Add(new Trigger(schema, table, "guard", $"BEFORE {doors}", $"FOR EACH ROW EXECUTE FUNCTION {schema}.{guard}()"));
            objects.Add(new Trigger(schema, table, "keep", "BEFORE TRUNCATE", $"FOR EACH STATEMENT EXECUTE FUNCTION {schema}.plan_keep()"));
        }

        objects.Add(new Trigger(schema, "plan_figures", "log", "AFTER INSERT OR UPDATE", $"FOR EACH ROW EXECUTE FUNCTION {schema}.plan_log_figures()"));
    }

    private static Table Years(string schema)
    {
        var table = new Table(new PostgresqlObjectName(schema, "plan_years", SchemaUtils.IdentifierUsage.General));
        table.AddColumn("year", "integer").AsPrimaryKey();
        table.AddColumn("frozen_at", "timestamp with time zone");
        table.AddColumn("frozen_by", "uuid");
        table.AddColumn("frozen_by_name", "text");
        table.AddColumn("note", "text");
        return table;
    }

    private static ConstrainedTable Figures(string schema)
    {
        ConstrainedTable table = new(schema, "plan_figures", "plan_figures_actual_has_stage CHECK ((actual IS NULL) = (stage IS NULL))");
        table.AddColumn("indicator_id", "uuid").AsPrimaryKey();
        table.AddColumn("year", "integer").AsPrimaryKey();
        table.AddColumn("target", "numeric");
        table.AddColumn("actual", "numeric");
        table.AddColumn("stage", "smallint");
        table.AddColumn("note", "text");
        table.AddColumn("as_of", "timestamp with time zone");
        table.AddColumn("drill_down", "text");
        table.AddColumn("changed_at", "timestamp with time zone").NotNull();
        table.AddColumn("changed_by", "uuid");
        table.AddColumn("changed_by_name", "text").NotNull();
        return table;
    }

    // Written by the figures' own trigger: every state that a figure had.
    private static Table Changes(string schema)
    {
        var table = new Table(new PostgresqlObjectName(schema, "plan_figure_changes", SchemaUtils.IdentifierUsage.General));
        table.AddColumn("id", "bigserial").AsPrimaryKey();
        table.AddColumn("indicator_id", "uuid").NotNull();
        table.AddColumn("year", "integer").NotNull();
        table.AddColumn("target", "numeric");
        table.AddColumn("actual", "numeric");
        table.AddColumn("stage", "smallint");
        table.AddColumn("note", "text");
        table.AddColumn("changed_at", "timestamp with time zone").NotNull();
        table.AddColumn("changed_by", "uuid");
        table.AddColumn("changed_by_name", "text").NotNull();
        table.Indexes.Add(new IndexDefinition("plan_figure_changes_of") { Columns = ["indicator_id", "year"] });
        return table;
    }

    private static Table Counts(string schema)
    {
        var table = new Table(new PostgresqlObjectName(schema, "plan_counts", SchemaUtils.IdentifierUsage.General));
        table.AddColumn("source", "text").AsPrimaryKey();
        table.AddColumn("year", "integer").AsPrimaryKey();
        table.AddColumn("kind", "text").NotNull();
        table.AddColumn("value", "numeric").NotNull();
        table.AddColumn("as_of", "timestamp with time zone").NotNull();
        table.AddColumn("drill_down", "text").NotNull();
        return table;
    }

    private static Table Restatements(string schema)
    {
        var table = new Table(new PostgresqlObjectName(schema, "plan_restatements", SchemaUtils.IdentifierUsage.General));
        table.AddColumn("id", "uuid").AsPrimaryKey();
        table.AddColumn("indicator_id", "uuid").NotNull();
        table.AddColumn("year", "integer").NotNull();
        table.AddColumn("value", "numeric").NotNull();
        table.AddColumn("reason", "text").NotNull();
        table.AddColumn("made_at", "timestamp with time zone").NotNull();
        table.AddColumn("made_by", "uuid").NotNull();
        table.AddColumn("made_by_name", "text").NotNull();
        table.Indexes.Add(new IndexDefinition("plan_restatements_of") { Columns = ["indicator_id", "year"] });
        return table;
    }

    private static string Sql(string name, string schema)
    {
        using var stream = typeof(FigureTables).Assembly.GetManifestResourceStream($"{name}.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Replace("{schema}", schema, StringComparison.Ordinal);
    }

    /// <summary>A table with a constraint of its own.</summary>
    private sealed class ConstrainedTable(string schema, string name, string constraint) : Table(new PostgresqlObjectName(schema, name, SchemaUtils.IdentifierUsage.General))
    {
        public override void WriteCreateStatement(Migrator migrator, TextWriter writer)
        {
            base.WriteCreateStatement(migrator, writer);
            writer.WriteLine($"ALTER TABLE {Identifier} ADD CONSTRAINT {constraint};");
        }
    }
}
