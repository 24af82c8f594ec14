using Marten;
using Weasel.Core;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Kenmin.CleanUp.Photos;

/// <summary>Where pictures stand: bytes in a table of their own, written in the transaction that writes what is known of them.</summary>
internal static class PictureTable
{
    private const string Name = "photo_pictures";

    public static void AddTo(StoreOptions options)
    {
        var table = new Table(new PostgresqlObjectName(options.DatabaseSchemaName, Name, SchemaUtils.IdentifierUsage.General));
        table.AddColumn("id", "uuid").AsPrimaryKey();
        table.AddColumn("large", "bytea").NotNull();
        table.AddColumn("small", "bytea").NotNull();
        options.Storage.ExtendedSchemaObjects.Add(table);
    }

    /// <summary>Keeps a new photo with its picture, with the session's other changes.</summary>
    public static void StorePhoto(this IDocumentSession session, Photo photo, Picture picture)
    {
        session.Insert(photo);
        session.QueueSqlCommand($"insert into {session.TableOf()} (id, large, small) values (?, ?, ?)", photo.Id, picture.Large, picture.Small);
    }

    /// <summary>Deletes a picture with the session's other changes.</summary>
    public static void DeletePicture(this IDocumentSession session, Guid id) => session.QueueSqlCommand($"delete from {session.TableOf()} where id = ?", id);

    /// <summary>A picture; null when there is none.</summary>
    public static async Task<byte[]?> PictureAsync(this IQuerySession session, Guid id, bool small, CancellationToken cancellationToken) =>
        (await session.AdvancedSql.QueryAsync<byte[]>($"select {(small ? "small" : "large")} from {session.TableOf()} where id = ?", cancellationToken, id)).SingleOrDefault();

    private static string TableOf(this IQuerySession session) => $"{session.DocumentStore.Options.DatabaseSchemaName}.{Name}";
}
