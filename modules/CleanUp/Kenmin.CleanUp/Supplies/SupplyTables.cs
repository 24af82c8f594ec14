using Kenmin.Persistence;
using Marten;
using Weasel.Core;
using Weasel.Postgresql;
using Weasel.Postgresql.Functions;
using Weasel.Postgresql.Tables;

namespace Kenmin.CleanUp.Supplies;

/// <summary>
/// The ledger of supplies (用品の台帳), by double entry and in tables of its own: entries can only be added, each movement balances, and
/// no balance but that of the outside falls below zero, whatever program writes.
/// </summary>
internal static class SupplyTables
{
    /// <summary>What the database answers when a movement does not balance.</summary>
    public const string UnbalancedState = "KC001";

    public static void AddTo(StoreOptions options)
    {
        var schema = options.DatabaseSchemaName;
        var objects = options.Storage.ExtendedSchemaObjects;
        objects.Add(Movements(schema));
        objects.Add(Balances(schema));
        foreach (var function in new[] { "supply_post", "supply_balanced" })
            objects.Add(new Function(new PostgresqlObjectName(schema, function, SchemaUtils.IdentifierUsage.Function), Sql(function, schema)));
        objects.Add(Entries(schema));
        objects.Add(new Trigger(schema, "supply_entries", "post", "BEFORE INSERT OR UPDATE OR DELETE", $"FOR EACH ROW EXECUTE FUNCTION {schema}.supply_post()"));
        objects.Add(new Trigger(schema, "supply_entries", "balanced", "AFTER INSERT", $"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {schema}.supply_balanced()", constraint: true));
    }

    private static Table Movements(string schema)
    {
        var table = new Table(new PostgresqlObjectName(schema, "supply_movements", SchemaUtils.IdentifierUsage.General));
        table.AddColumn("id", "uuid").AsPrimaryKey();
        table.AddColumn("kind", "text").NotNull();
        table.AddColumn("municipality", "text").NotNull();
        table.AddColumn("activity_id", "uuid").NotNull();
        table.AddColumn("note", "text").NotNull();
        table.AddColumn("at", "timestamp with time zone").NotNull();
        table.AddColumn("by_id", "uuid").NotNull();
        table.AddColumn("by_name", "text").NotNull();
        table.Indexes.Add(new IndexDefinition("supply_movements_of") { Columns = ["municipality", "id"] });
        return table;
    }

    private static Table Balances(string schema)
    {
        var table = new WithStatements(schema, "supply_balances",
            $"ALTER TABLE {schema}.supply_balances ADD CONSTRAINT supply_balances_not_negative CHECK (quantity >= 0 OR place = 'outside');");
        table.AddColumn("municipality", "text").AsPrimaryKey();
        table.AddColumn("place", "text").AsPrimaryKey();
        table.AddColumn("activity_id", "uuid").AsPrimaryKey();
        table.AddColumn("item", "text").AsPrimaryKey();
        table.AddColumn("quantity", "bigint").NotNull();
        table.Indexes.Add(new IndexDefinition("supply_balances_of_activity") { Columns = ["activity_id"] });
        return table;
    }

    private static Table Entries(string schema)
    {
        var table = new Table(new PostgresqlObjectName(schema, "supply_entries", SchemaUtils.IdentifierUsage.General));
        table.AddColumn("id", "bigserial").AsPrimaryKey();
        table.AddColumn("movement_id", "uuid").NotNull();
        table.AddColumn("municipality", "text").NotNull();
        table.AddColumn("place", "text").NotNull();
        table.AddColumn("activity_id", "uuid").NotNull();
        table.AddColumn("item", "text").NotNull();
        table.AddColumn("quantity", "bigint").NotNull();
        table.Indexes.Add(new IndexDefinition("supply_entries_of") { Columns = ["movement_id"] });
        return table;
    }

    private static string Sql(string name, string schema)
    {
        using var stream = typeof(SupplyTables).Assembly.GetManifestResourceStream($"{name}.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Replace("{schema}", schema, StringComparison.Ordinal);
    }

    /// <summary>A table with statements that go with it.</summary>
    private sealed class WithStatements(string schema, string name, params string[] more) : Table(new PostgresqlObjectName(schema, name, SchemaUtils.IdentifierUsage.General))
    {
        public override void WriteCreateStatement(Migrator migrator, TextWriter writer)
        {
            base.WriteCreateStatement(migrator, writer);
            foreach (var statement in more) writer.WriteLine(statement);
        }
    }
}
