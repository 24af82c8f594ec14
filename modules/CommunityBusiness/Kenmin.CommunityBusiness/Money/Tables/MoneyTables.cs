using Kenmin.Persistence;
using Marten;
using Weasel.Core;
using Weasel.Core.Migrations;
using Weasel.Postgresql;
using Weasel.Postgresql.Functions;
using Weasel.Postgresql.Tables;

namespace Kenmin.CommunityBusiness.Money.Tables;

/// <summary>
/// The yearly budgets of offers, the steps of applications, and an account with its ledger for each application that was granted. What is
/// granted never exceeds a budget, what is paid out never what is granted, what is returned never what is due; steps follow each other. The
/// database itself refuses all else, whatever program writes and however much at once.
/// </summary>
internal static class MoneyTables
{
    public const string Budgets = "money_budgets", Accounts = "money_accounts", Ledger = "money_ledger", Steps = "money_steps";

    /// <summary>What is in the files of applications.</summary>
    public static readonly BytesTable Files = new("money_file_bytes");

    /// <summary>What the database answers when sums do not follow their entries, and when a step is skipped.</summary>
    public const string NoFit = "KC811", NoStep = "KC812";

    public static void AddTo(StoreOptions options) => options.Storage.Add(new Guard(options));

    // It comes after the documents' tables, on one of which it stands guard.
    private sealed class Guard(StoreOptions options) : FeatureSchemaBase("money", options.Advanced.Migrator)
    {
        private readonly string _schema = options.DatabaseSchemaName;

        public override IEnumerable<Type> DependentTypes() => [typeof(MoneyApplication)];

        protected override IEnumerable<ISchemaObject> schemaObjects()
        {
            foreach (var function in new[] { "money_budget_guard", "money_account_guard", "money_ledger_post", "money_step_follows", "money_application_stands" })
                yield return new Function(new PostgresqlObjectName(_schema, function, SchemaUtils.IdentifierUsage.Function), Sql(function, _schema));
            yield return BudgetTable(_schema);
            yield return AccountTable(_schema);
            yield return LedgerTable(_schema);
            yield return StepTable(_schema);
            yield return Files.In(_schema);
            foreach (var (table, function) in new[] { (Budgets, "money_budget_guard"), (Accounts, "money_account_guard"), (Ledger, "money_ledger_post"), (Steps, "money_step_follows") })
                yield return new Trigger(_schema, table, "guard", "BEFORE INSERT OR UPDATE OR DELETE", $"FOR EACH ROW EXECUTE FUNCTION {_schema}.{function}()");
            foreach (var table in new[] { "mt_doc_moneyapplication", Steps, Accounts })
                yield return new Trigger(_schema, table, "stands", "AFTER INSERT OR UPDATE", $"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {_schema}.money_application_stands()", constraint: true);
        }
    }

    private static Checked BudgetTable(string schema)
    {
        Checked table = new(schema, Budgets, "total >= 0 AND granted >= 0 AND granted <= total");
        table.AddColumn("offer_id", "uuid").AsPrimaryKey();
        table.AddColumn("year", "integer").AsPrimaryKey();
        table.AddColumn("total", "bigint").NotNull();
        table.AddColumn("granted", "bigint").NotNull();
        table.AddColumn("revision", "integer").NotNull();
        return table;
    }

    // What may be kept is not known until a grant was reported on; of a loan nothing is.
    private static Checked AccountTable(string schema)
    {
        Checked table = new(schema, Accounts,
            "granted > 0 AND taken BETWEEN 0 AND granted AND paid_out BETWEEN 0 AND taken AND returned >= 0 AND (CASE WHEN kept IS NULL THEN returned = 0 ELSE kept BETWEEN 0 AND granted AND (returned = 0 OR returned <= paid_out - kept) END)");
        table.AddColumn("application_id", "uuid").AsPrimaryKey();
        table.AddColumn("offer_id", "uuid").NotNull();
        table.AddColumn("year", "integer").NotNull();
        table.AddColumn("granted", "bigint").NotNull();
        table.AddColumn("taken", "bigint").NotNull();
        table.AddColumn("kept", "bigint").AllowNulls();
        table.AddColumn("paid_out", "bigint").NotNull();
        table.AddColumn("returned", "bigint").NotNull();
        return table;
    }

    private static Checked LedgerTable(string schema)
    {
        Checked table = new(schema, Ledger, "yen > 0 AND kind IN ('PaidOut', 'Returned')");
        table.AddColumn("id", "uuid").AsPrimaryKey();
        table.AddColumn("application_id", "uuid").NotNull();
        table.AddColumn("kind", "text").NotNull();
        table.AddColumn("yen", "bigint").NotNull();
        table.AddColumn("day", "date").NotNull();
        table.AddColumn("at", "timestamp with time zone").NotNull();
        table.Indexes.Add(new IndexDefinition("money_ledger_of") { Columns = ["application_id"] });
        return table;
    }

    private static Table StepTable(string schema)
    {
        Table table = new(new PostgresqlObjectName(schema, Steps, SchemaUtils.IdentifierUsage.General));
        table.AddColumn("application_id", "uuid").AsPrimaryKey();
        table.AddColumn("number", "integer").AsPrimaryKey();
        table.AddColumn("former", "text").AllowNulls();
        table.AddColumn("state", "text").NotNull();
        table.AddColumn("recommended_first", "boolean").NotNull();
        return table;
    }

    private static string Sql(string name, string schema)
    {
        using var stream = typeof(MoneyTables).Assembly.GetManifestResourceStream($"{name}.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Replace("{schema}", schema, StringComparison.Ordinal);
    }

    private sealed class Checked(string schema, string name, string check) : Table(new PostgresqlObjectName(schema, name, SchemaUtils.IdentifierUsage.General))
    {
        public override void WriteCreateStatement(Migrator migrator, TextWriter writer)
        {
            base.WriteCreateStatement(migrator, writer);
            writer.WriteLine($"ALTER TABLE {Identifier} ADD CONSTRAINT {Identifier.Name}_within CHECK ({check});");
        }
    }
}
