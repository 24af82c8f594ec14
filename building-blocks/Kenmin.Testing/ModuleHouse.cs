using Kenmin.Commands;
using Kenmin.Modularity.Access;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Wolverine;
using Wolverine.Tracking;

namespace Kenmin.Testing;

/// <summary>A module with pages and API on a real database, and what its tests ask of it: commands, documents, browsers. A module's tests add what is theirs.</summary>
/// <typeparam name="TStore">The module's store.</typeparam>
/// <param name="start">When the clock begins.</param>
public abstract class ModuleHouse<TStore>(DateTimeOffset start) : IAsyncDisposable
    where TStore : class, IDocumentStore
{
    /// <summary>A municipality, by its code of 6 digits.</summary>
    public const string Yamaguchi = "352039", Hagi = "352047";

    private static int _number;
    private ModuleHost? _host;

    /// <summary>The clock that all go by.</summary>
    public JumpingClock Clock { get; } = new(start);

    /// <summary>The day of that clock in Japan.</summary>
    public DateOnly Today => JapanTime.Today(Clock);

    /// <summary>The running module.</summary>
    protected ModuleHost Host => _host ?? throw new InvalidOperationException("The house has not been started.");

    /// <summary>How the module's host differs from the usual one; its clock is the house's.</summary>
    protected virtual ModuleHostOptions Options => new();

    /// <summary>The services of the running module.</summary>
    public IServiceProvider Services => Host.Services;

    /// <summary>A number that no other test of the process has.</summary>
    public static int NextNumber() => Interlocked.Increment(ref _number);

    /// <summary>A file of the tests' data.</summary>
    public static string Data(string file) => File.ReadAllText(Path.Combine(RepositoryRoot.Path, "tests", "Data", file));

    /// <summary>Starts it: the module that the assembly of the house names.</summary>
    public virtual async ValueTask InitializeAsync() => _host = await ModuleHost.StartAsync(GetType().Assembly, Options with { Clock = Clock, SignInPage = "/accounts/sign-in" });

    /// <inheritdoc />
    public virtual async ValueTask DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Sends a command.</summary>
    public Task<CommandAnswer> SendAsync(object command) => SendAsync<CommandAnswer>(command);

    /// <summary>Sends what has another answer.</summary>
    public async Task<T> SendAsync<T>(object command)
    {
        await using var scope = Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync<T>(command))!;
    }

    /// <summary>Hands over a message.</summary>
    public async Task HandleAsync(object message)
    {
        await using var scope = Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync(message);
    }

    /// <summary>Sends a command and waits until all that follows from it is done.</summary>
    public Task<CommandAnswer> SendAndWaitAsync(object command) => SendAndWaitAsync<CommandAnswer>(command);

    /// <summary>The same with what has another answer.</summary>
    public async Task<T> SendAndWaitAsync<T>(object command)
    {
        T? answer = default;
        await Services.TrackActivity().Timeout(TimeSpan.FromSeconds(60)).ExecuteAndWaitAsync(AskAsync);
        return answer!;

        async Task AskAsync(IMessageContext bus) => answer = await bus.InvokeAsync<T>(command);
    }

    /// <summary>Sends a message, to all who take it, and waits until all that follows from it is done.</summary>
    public async Task HandleAndWaitAsync(object message) => await Services.TrackActivity().Timeout(TimeSpan.FromSeconds(60)).SendMessageAndWaitAsync(message);

    /// <summary>Goes on to noon of a day.</summary>
    public void GoTo(DateOnly day) => Clock.Advance(JapanTime.At(day, new(12, 0)) - Clock.GetUtcNow());

    /// <summary>A document that is there.</summary>
    public async Task<T> LoadAsync<T>(Guid id)
        where T : class => await FindAsync<T>(id) ?? throw new InvalidOperationException($"There is no {typeof(T).Name} {id}.");

    /// <summary>A document; null when there is none.</summary>
    public async Task<T?> FindAsync<T>(Guid id)
        where T : class
    {
        await using var session = Services.GetRequiredService<TStore>().QuerySession();
        return await session.LoadAsync<T>(id);
    }

    /// <summary>All documents of a kind.</summary>
    public async Task<IReadOnlyList<T>> AllAsync<T>()
        where T : class
    {
        await using var session = Services.GetRequiredService<TStore>().QuerySession();
        return await session.Query<T>().ToListAsync();
    }

    /// <summary>Stores documents past the module's commands.</summary>
    public async Task StoreAsync(params object[] documents)
    {
        await using var session = Services.GetRequiredService<TStore>().LightweightSession();
        session.StoreObjects(documents);
        await session.SaveChangesAsync();
    }

    /// <summary>The first column of the first row.</summary>
    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Runs SQL by hand, and says how many rows it changed.</summary>
    public async Task<int> ExecuteAsync(string sql)
    {
        await using var command = Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>A browser without scripts; of a visitor when no role is said.</summary>
    public Visitor Visitor(string? role = null, Guid? account = null, params string[] municipalities) =>
        new(Host.Client(role is null ? null : new SignedInPerson(account ?? Guid.CreateVersion7(), role, $"見本 {role}", municipalities)));

    /// <summary>That of a resident.</summary>
    public Visitor Resident(Guid account) => Visitor(Roles.Resident, account);

    /// <summary>That of a resident with a name of their own.</summary>
    public Visitor Resident(Doer who) => new(Host.Client(new SignedInPerson(who.AccountId, Roles.Resident, who.Name)));

    /// <summary>That of a member of a municipality's staff.</summary>
    public Visitor Staff(string municipality = Yamaguchi, Guid? account = null) => Visitor(Roles.MunicipalStaff, account, municipality);
}
