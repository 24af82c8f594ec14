using Marten;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Kenmin.SportsVolunteers.OnTheDay;

/// <summary>Codes of volunteers, and what check-in devices sent.</summary>
internal static class OnTheDayTables
{
    private const string Schema = "sports_volunteers";

    public const string Badges = $"{Schema}.badge";
    public const string Actions = $"{Schema}.device_action";

    /// <summary>Takes a person out, in the transaction that removes their personal data.</summary>
    public static void Forget(IDocumentSession session, Guid volunteer)
    {
        session.QueueSqlCommand($"delete from {Badges} where volunteer_id = ?", volunteer);
        session.QueueSqlCommand($"delete from {Actions} where person_id = ?", volunteer);
    }

    public static IEnumerable<Table> All()
    {
        var badges = new Table(new PostgresqlObjectName(Schema, "badge", SchemaUtils.IdentifierUsage.General));
        badges.AddColumn("volunteer_id", "uuid").AsPrimaryKey();
        badges.AddColumn("code", "text").NotNull();
        badges.AddColumn("made_at", "timestamp with time zone").NotNull();
        badges.Indexes.Add(new IndexDefinition("badge_code") { Columns = ["code"], IsUnique = true });
        yield return badges;

        // The key is made on the device: an action that is sent again finds itself here, whatever host takes it.
        var actions = new Table(new PostgresqlObjectName(Schema, "device_action", SchemaUtils.IdentifierUsage.General));
        actions.AddColumn("id", "uuid").AsPrimaryKey();
        actions.AddColumn("shift_id", "uuid").NotNull();
        actions.AddColumn("person_id", "uuid");
        actions.AddColumn("kind", "text").NotNull();
        actions.AddColumn("happened_at", "timestamp with time zone").NotNull();
        actions.AddColumn("received_at", "timestamp with time zone").NotNull();
        actions.AddColumn("account_id", "uuid").NotNull();
        actions.AddColumn("device_id", "uuid").NotNull();
        actions.AddColumn("outcome", "text").NotNull();
        actions.AddColumn("message_ja", "text").NotNull();
        actions.AddColumn("message_en", "text").NotNull();
        actions.Indexes.Add(new IndexDefinition("device_action_shift") { Columns = ["shift_id"] });
        actions.Indexes.Add(new IndexDefinition("device_action_person") { Columns = ["person_id"] });
        yield return actions;
    }
}
