using Kenmin.Testing;
using Marten;
using Npgsql;

namespace Kenmin.Persistence.Tests.Sessions;

/// <summary>Bytes come and go with what else a session saves, in the store's own schema.</summary>
public sealed class BytesTableTests : IAsyncLifetime
{
    private static readonly BytesTable Files = new("file_bytes"), Pictures = new("pictures", "thing_id", "large", "small");

    private static readonly byte[] First = [1, 2, 3], Second = [4], Third = [];

    private readonly PostgresFixture _postgres = new();
    private NpgsqlDataSource _source = null!;
    private DocumentStore _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _source = NpgsqlDataSource.Create(await _postgres.CreateDatabaseAsync());
        _store = DocumentStore.For(options =>
        {
            options.Connection(_source);
            StoreConventions.Apply(options);
            options.DatabaseSchemaName = "of_a_module";
            Files.AddTo(options);
            Pictures.AddTo(options);
        });
        await _store.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _source.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    [Fact]
    public async Task They_are_there_when_the_session_is_saved_and_not_before()
    {
        var id = Guid.NewGuid();
        await using (var session = _store.LightweightSession())
        {
            Files.Insert(session, id, First);
            (await FileAsync(id)).ShouldBeNull();
            await session.SaveChangesAsync(Cancellation);
        }

        (await FileAsync(id)).ShouldBe(First);
        await SaveAsync(session => Files.Delete(session, id));
        (await FileAsync(id)).ShouldBeNull();
    }

    [Fact]
    public async Task Sent_again_the_first_stay_and_replaced_the_last_stand()
    {
        var (id, other) = (Guid.NewGuid(), Guid.NewGuid());
        await SaveAsync(session => Files.Insert(session, id, First));
        await SaveAsync(session => Files.Insert(session, id, Second));
        (await FileAsync(id)).ShouldBe(First);
        await SaveAsync(session => Files.Replace(session, id, Second));
        (await FileAsync(id)).ShouldBe(Second);
        await SaveAsync(session => Files.Replace(session, other, Third));
        (await FileAsync(other)).ShouldBe(Third);
    }

    [Fact]
    public async Task Each_column_has_its_own()
    {
        var id = Guid.NewGuid();
        await SaveAsync(session => Pictures.Insert(session, id, First, Second));
        await using (var session = _store.QuerySession())
        {
            (await Pictures.FindAsync(session, id, "large", Cancellation)).ShouldBe(First);
            (await Pictures.FindAsync(session, id, "small", Cancellation)).ShouldBe(Second);
        }

        await SaveAsync(session => Pictures.Replace(session, id, Second, First));
        await using var again = _store.QuerySession();
        (await Pictures.FindAsync(again, id, "large", Cancellation)).ShouldBe(Second);
        (await Pictures.FindAsync(again, id, "small", Cancellation)).ShouldBe(First);
    }

    private async Task SaveAsync(Action<IDocumentSession> change)
    {
        await using var session = _store.LightweightSession();
        change(session);
        await session.SaveChangesAsync(Cancellation);
    }

    private async Task<byte[]?> FileAsync(Guid id)
    {
        await using var session = _store.QuerySession();
        return await Files.FindAsync(session, id, Cancellation);
    }
}
