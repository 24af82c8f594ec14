using Kenmin.Pictures;
using Marten;
using Weasel.Core;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Kenmin.CommunityBusiness.Showcase;

/// <summary>Where pictures of businesses stand: one for each, written in the transaction that writes what is known of it.</summary>
internal static class ShowingPictureTable
{
    private const string Name = "showing_pictures";

    public static void AddTo(StoreOptions options)
    {
        var table = new Table(new PostgresqlObjectName(options.DatabaseSchemaName, Name, SchemaUtils.IdentifierUsage.General));
        table.AddColumn("venture_id", "uuid").AsPrimaryKey();
        table.AddColumn("large", "bytea").NotNull();
        table.AddColumn("small", "bytea").NotNull();
        options.Storage.ExtendedSchemaObjects.Add(table);
    }

    /// <summary>Keeps the picture of a business with the session's other changes, in the place of the former one.</summary>
    public static void StoreShowingPicture(this IDocumentSession session, Guid venture, Picture picture) => session.QueueSqlCommand(
        $"insert into {session.TableOf()} (venture_id, large, small) values (?, ?, ?) on conflict (venture_id) do update set large = excluded.large, small = excluded.small", venture, picture.Large, picture.Small);

    /// <summary>Deletes it with the session's other changes.</summary>
    public static void DeleteShowingPicture(this IDocumentSession session, Guid venture) => session.QueueSqlCommand($"delete from {session.TableOf()} where venture_id = ?", venture);

    /// <summary>A picture; null when there is none.</summary>
    public static async Task<byte[]?> ShowingPictureAsync(this IQuerySession session, Guid venture, bool small, CancellationToken cancellationToken) =>
        (await session.AdvancedSql.QueryAsync<byte[]>($"select {(small ? "small" : "large")} from {session.TableOf()} where venture_id = ?", cancellationToken, venture)).SingleOrDefault();

    private static string TableOf(this IQuerySession session) => $"{session.DocumentStore.Options.DatabaseSchemaName}.{Name}";
}
