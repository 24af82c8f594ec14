using Marten;
using Weasel.Core;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Kenmin.SeniorEngagement.Points;

/// <summary>
/// The double-entry ledger of points (複式の台帳). Each transfer takes from one account what it gives to another, so that all balances of a
/// rule always add up to nought; a trigger carries it to the balances, whatever program writes; only what a rule has issued goes below
/// nought; and a transfer is never changed: a mistake is put right by another one.
/// </summary>
internal static class PointTables
{
    public const string Accounts = "point_accounts", Transfers = "point_transfers";

    public static void AddTo(StoreOptions options)
    {
        options.Storage.ExtendedSchemaObjects.Add(new AccountTable(options.DatabaseSchemaName));
        options.Storage.ExtendedSchemaObjects.Add(new TransferTable(options.DatabaseSchemaName));
    }

    private sealed class AccountTable : Table
    {
        private readonly string _schema;

        public AccountTable(string schema)
            : base(new PostgresqlObjectName(schema, Accounts, SchemaUtils.IdentifierUsage.General))
        {
            _schema = schema;
            AddColumn("id", "uuid").AsPrimaryKey();
            AddColumn("rule_id", "uuid").NotNull();
            AddColumn("member_id", "uuid").AllowNulls();
            AddColumn("kind", "text").NotNull();
            AddColumn("balance", "bigint").NotNull().DefaultValueByExpression("0");
            Indexes.Add(new IndexDefinition("point_accounts_of_member") { Columns = ["member_id"] });
        }

        public override void WriteCreateStatement(Migrator migrator, TextWriter writer)
        {
            base.WriteCreateStatement(migrator, writer);
            writer.WriteLine($"ALTER TABLE {_schema}.{Accounts} ADD CONSTRAINT point_accounts_never_negative CHECK (balance >= 0 OR kind = 'Issued');");
        }
    }

    private sealed class TransferTable : Table
    {
        private readonly string _schema;

        public TransferTable(string schema)
            : base(new PostgresqlObjectName(schema, Transfers, SchemaUtils.IdentifierUsage.General))
        {
            _schema = schema;
            AddColumn("id", "uuid").AsPrimaryKey();
            AddColumn("number", "bigserial").NotNull();
            AddColumn("from_id", "uuid").NotNull();
            AddColumn("to_id", "uuid").NotNull();
            AddColumn("amount", "bigint").NotNull();
            AddColumn("kind", "text").NotNull();
            AddColumn("exchange_id", "uuid").AllowNulls();
            AddColumn("at", "timestamptz").NotNull();
            Indexes.Add(new IndexDefinition("point_transfers_from") { Columns = ["from_id"] });
            Indexes.Add(new IndexDefinition("point_transfers_to") { Columns = ["to_id"] });
        }

        public override void WriteCreateStatement(Migrator migrator, TextWriter writer)
        {
            base.WriteCreateStatement(migrator, writer);
            // Balances change in one order for all, so that two transfers never wait for each other.
            writer.WriteLine(
                $"""
                ALTER TABLE {_schema}.{Transfers} ADD CONSTRAINT point_transfers_amount CHECK (amount > 0 AND from_id <> to_id);
                CREATE OR REPLACE FUNCTION {_schema}.point_transfer_carried() RETURNS trigger LANGUAGE plpgsql AS $f$
                DECLARE touched int;
                BEGIN
                  PERFORM 1 FROM {_schema}.{Accounts} WHERE id IN (NEW.from_id, NEW.to_id) ORDER BY id FOR UPDATE;
                  IF (SELECT count(DISTINCT rule_id) FROM {_schema}.{Accounts} WHERE id IN (NEW.from_id, NEW.to_id)) <> 1 THEN
                    RAISE EXCEPTION 'A transfer stays within a rule.';
                  END IF;
                  UPDATE {_schema}.{Accounts} SET balance = balance + CASE WHEN id = NEW.to_id THEN NEW.amount ELSE -NEW.amount END WHERE id IN (NEW.from_id, NEW.to_id);
                  GET DIAGNOSTICS touched = ROW_COUNT;
                  IF touched <> 2 THEN RAISE EXCEPTION 'A transfer has two accounts.'; END IF;
                  RETURN NEW;
                END $f$;
                CREATE OR REPLACE FUNCTION {_schema}.point_transfer_stays() RETURNS trigger LANGUAGE plpgsql AS $f$
                BEGIN RAISE EXCEPTION 'A transfer is never changed; put it right by another one.'; END $f$;
                CREATE TRIGGER point_transfers_carried AFTER INSERT ON {_schema}.{Transfers} FOR EACH ROW EXECUTE FUNCTION {_schema}.point_transfer_carried();
                CREATE TRIGGER point_transfers_stay BEFORE UPDATE OR DELETE ON {_schema}.{Transfers} FOR EACH ROW EXECUTE FUNCTION {_schema}.point_transfer_stays();
                """);
        }
    }
}
