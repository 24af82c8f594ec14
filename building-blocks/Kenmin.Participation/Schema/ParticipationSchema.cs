using Marten;
using Weasel.Core;
using Weasel.Postgresql;
using Weasel.Postgresql.Functions;
using Weasel.Postgresql.Tables;

namespace Kenmin.Participation.Schema;

/// <summary>Adds the tables and functions of the sign-up engine to a module's store, so that the store's migration makes them.</summary>
internal static class ParticipationSchema
{
    public static void AddTo(StoreOptions options)
    {
        var schema = options.DatabaseSchemaName;
        var objects = options.Storage.ExtendedSchemaObjects;
        objects.Add(Openings(schema));
        objects.Add(SignUps(schema));
        objects.Add(Attendance(schema));
        foreach (var function in new[] { "participation_ineligible", "participation_settle", "participation_apply" })
            objects.Add(new Function(new PostgresqlObjectName(schema, function, SchemaUtils.IdentifierUsage.Function), Sql(function, schema)));
    }

    private static EngineTable Openings(string schema)
    {
        // Counted up and down all day: half-empty pages keep the row's versions on one page and out of the index.
        var table = new EngineTable(schema, "participation_openings", fillFactor: 50,
            // The last guard of the capacity, whatever the program above it does.
            "CONSTRAINT participation_openings_within_capacity CHECK (confirmed + offered <= capacity OR overfull_reason IS NOT NULL)",
            "CONSTRAINT participation_openings_counts CHECK (confirmed >= 0 AND offered >= 0 AND waiting >= 0)");
        table.AddColumn("id", "uuid").AsPrimaryKey();
        table.AddColumn("version", "bigint").NotNull();
        table.AddColumn("status", "smallint").NotNull();
        table.AddColumn("capacity", "integer").NotNull();
        table.AddColumn("confirmed", "integer").NotNull();
        table.AddColumn("offered", "integer").NotNull();
        table.AddColumn("waiting", "integer").NotNull();
        table.AddColumn("next_seq", "bigint").NotNull();
        table.AddColumn("waiting_allowed", "boolean").NotNull();
        table.AddColumn("waiting_max", "integer");
        table.AddColumn("starts", "timestamp with time zone").NotNull();
        table.AddColumn("ends", "timestamp with time zone").NotNull();
        table.AddColumn("opens_at", "timestamp with time zone");
        table.AddColumn("closes_at", "timestamp with time zone");
        table.AddColumn("minimum_age", "integer");
        table.AddColumn("born_by_age", "date");
        table.AddColumn("born_from", "date");
        table.AddColumn("born_until", "date");
        table.AddColumn("qualifications", "text[]").NotNull();
        table.AddColumn("claim_seconds", "integer");
        table.AddColumn("fiscal_year", "integer").NotNull();
        table.AddColumn("label_ja", "text").NotNull();
        table.AddColumn("label_en", "text").NotNull();
        table.AddColumn("overfull_reason", "text");
        table.AddColumn("cancel_reason", "text");
        table.AddColumn("commands", "uuid[]").NotNull();
        table.Indexes.Add(new IndexDefinition("participation_openings_starts") { Columns = ["starts"] });
        return table;
    }

    private static EngineTable SignUps(string schema)
    {
        var table = new EngineTable(schema, "participation_sign_ups", fillFactor: 80);
        table.AddColumn("opening_id", "uuid").AsPrimaryKey();
        table.AddColumn("person_id", "uuid").AsPrimaryKey();
        table.AddColumn("state", "smallint").NotNull();
        table.AddColumn("seq", "bigint").NotNull();
        table.AddColumn("birth_date", "date");
        table.AddColumn("qualifications", "text[]").NotNull();
        table.AddColumn("walk_in", "boolean").NotNull();
        table.AddColumn("signed_at", "timestamp with time zone").NotNull();
        table.AddColumn("changed_at", "timestamp with time zone").NotNull();
        table.AddColumn("offer_expires", "timestamp with time zone");
        table.AddColumn("skipped_reason", "text");
        table.AddColumn("cancel_reason", "text");
        table.AddColumn("commands", "uuid[]").NotNull();
        table.AddColumn("outcomes", "smallint[]").NotNull();
        // Commands about attendance that was taken back; null before the first.
        table.AddColumn("withdrawn_commands", "uuid[]");
        // The state that others were told of; null before the first time, and when they are to be told again.
        table.AddColumn("told_state", "smallint");
        table.Indexes.Add(new IndexDefinition("participation_sign_ups_person") { Columns = ["person_id"] });
        table.Indexes.Add(new IndexDefinition("participation_sign_ups_waiting") { Columns = ["opening_id", "seq"], Predicate = "state = 1" });
        table.Indexes.Add(new IndexDefinition("participation_sign_ups_offers") { Columns = ["offer_expires"], Predicate = "state = 2" });
        table.Indexes.Add(new IndexDefinition("participation_sign_ups_to_tell") { Columns = ["opening_id", "person_id"], Predicate = "told_state IS DISTINCT FROM state" });
        return table;
    }

    private static EngineTable Attendance(string schema)
    {
        var table = new EngineTable(schema, "participation_attendance", fillFactor: 80);
        table.AddColumn("opening_id", "uuid").AsPrimaryKey();
        table.AddColumn("person_id", "uuid").AsPrimaryKey();
        table.AddColumn("presence", "smallint").NotNull();
        table.AddColumn("checked_in", "timestamp with time zone");
        table.AddColumn("checked_out", "timestamp with time zone");
        table.AddColumn("minutes", "integer");
        table.AddColumn("changed_at", "timestamp with time zone").NotNull();
        table.AddColumn("commands", "uuid[]").NotNull();
        table.Indexes.Add(new IndexDefinition("participation_attendance_person") { Columns = ["person_id"] });
        return table;
    }

    private static string Sql(string name, string schema)
    {
        using var stream = typeof(ParticipationSchema).Assembly.GetManifestResourceStream($"{name}.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Replace("{schema}", schema, StringComparison.Ordinal);
    }

    /// <summary>A table with what Weasel has no words for: a fill factor and checks.</summary>
    private sealed class EngineTable(string schema, string name, int fillFactor, params string[] constraints)
        : Table(new PostgresqlObjectName(schema, name, SchemaUtils.IdentifierUsage.General))
    {
        public override void WriteCreateStatement(Migrator migrator, TextWriter writer)
        {
            base.WriteCreateStatement(migrator, writer);
            writer.WriteLine($"ALTER TABLE {Identifier} SET (fillfactor = {fillFactor});");
            foreach (var constraint in constraints) writer.WriteLine($"ALTER TABLE {Identifier} ADD {constraint};");
        }
    }
}
