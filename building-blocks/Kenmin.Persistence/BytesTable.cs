using Marten;
using Weasel.Core;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Kenmin.Persistence;

/// <summary>
/// A table of a store for bytes (files, pictures), which would make a document heavy. They are written with the session's other changes, so
/// that they are there with what is known of them or not at all.
/// </summary>
/// <param name="name">The table.</param>
/// <param name="key">The column with the id of what they belong to.</param>
/// <param name="columns">The columns with bytes: one, or several such as a large and a small picture.</param>
public sealed class BytesTable(string name, string key, params string[] columns)
{
    /// <summary>A table with one column, <c>bytes</c>, by <c>id</c>.</summary>
    /// <param name="name">The table.</param>
    public BytesTable(string name)
        : this(name, "id", "bytes")
    {
    }

    /// <summary>Has the store make it.</summary>
    public void AddTo(StoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Storage.ExtendedSchemaObjects.Add(In(options.DatabaseSchemaName));
    }

    /// <summary>The table as an object of a schema, for who adds it elsewhere.</summary>
    public Table In(string schema)
    {
        var table = new Table(new PostgresqlObjectName(schema, name, SchemaUtils.IdentifierUsage.General));
        table.AddColumn(key, "uuid").AsPrimaryKey();
        foreach (var column in columns) table.AddColumn(column, "bytea").NotNull();
        return table;
    }

    /// <summary>Keeps bytes, one for each column; what is there stays, so that sending twice keeps the first.</summary>
    public void Insert(IDocumentSession session, Guid id, params byte[][] bytes) => Write(session, id, bytes, "nothing");

    /// <summary>Keeps bytes, one for each column, in the place of those that are there.</summary>
    public void Replace(IDocumentSession session, Guid id, params byte[][] bytes) =>
        Write(session, id, bytes, $"update set {string.Join(", ", columns.Select(c => $"{c} = excluded.{c}"))}");

    /// <summary>Deletes them.</summary>
    public void Delete(IDocumentSession session, Guid id) => session.QueueSqlCommand($"delete from {Of(session)} where {key} = ?", id);

    /// <summary>The bytes of a table with one column; null when there are none.</summary>
    public Task<byte[]?> FindAsync(IQuerySession session, Guid id, CancellationToken cancellationToken) => FindAsync(session, id, columns.Single(), cancellationToken);

    /// <summary>The bytes in a column; null when there are none.</summary>
    public async Task<byte[]?> FindAsync(IQuerySession session, Guid id, string column, CancellationToken cancellationToken) =>
        (await session.AdvancedSql.QueryAsync<byte[]>($"select {column} from {Of(session)} where {key} = ?", cancellationToken, id)).SingleOrDefault();

    private void Write(IDocumentSession session, Guid id, byte[][] bytes, string whenThere) => session.QueueSqlCommand(
        $"insert into {Of(session)} ({key}, {string.Join(", ", columns)}) values (?{string.Concat(columns.Select(_ => ", ?"))}) on conflict ({key}) do {whenThere}", [id, .. bytes]);

    private string Of(IQuerySession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return $"{session.DocumentStore.Options.DatabaseSchemaName}.{name}";
    }
}
