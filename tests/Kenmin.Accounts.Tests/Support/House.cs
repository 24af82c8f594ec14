using System.Collections.Concurrent;
using Kenmin.Accounts.Identity;
using Kenmin.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Kenmin.Accounts.Tests.Support;

/// <summary>The platform's host over a database.</summary>
public sealed class House(string database, string environment, params (string Key, string Value)[] settings) : WebApplicationFactory<Program>
{
    private readonly Memory _log = new();

    /// <summary>Where mails go.</summary>
    public string MailFolder { get; } = Path.Combine(Path.GetTempPath(), $"kenmin-test-mail-{Guid.NewGuid():N}");

    /// <summary>The clock; the machine's when null.</summary>
    public TimeProvider? Clock { get; init; }

    /// <summary>What the host has logged.</summary>
    public IEnumerable<string> Logged => _log.Lines;

    public Visitor NewVisitor() => new(CreateClient(new() { AllowAutoRedirect = false, HandleCookies = true }));

    /// <summary>Asks the module's services.</summary>
    public async Task<T> WithAsync<TService, T>(Func<TService, Task<T>> ask) where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await ask(scope.ServiceProvider.GetRequiredService<TService>());
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(environment);
        builder.UseSetting("ConnectionStrings:Kenmin", database);
        builder.UseSetting("Modules:accounts:SignInAttemptsPerMinute", "100000");
        builder.UseSetting("Modules:accounts:RegistrationsPerHour", "100000");
        builder.UseSetting("Modules:accounts:AccountMailsPerHour", "100000");
        builder.UseSetting("Modules:accounts:Mail:PickupFolder", MailFolder);
        foreach (var (key, value) in settings) builder.UseSetting(key, value);
        builder.ConfigureTestServices(services =>
        {
            services.HashPasswordsQuickly();
            services.AddLogging(logging => logging.AddProvider(_log));
            if (Clock is not null) services.Replace(ServiceDescriptor.Singleton(Clock));
        });
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (Directory.Exists(MailFolder)) Directory.Delete(MailFolder, recursive: true);
    }

    private sealed class Memory : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IEnumerable<string> Lines => _lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue(exception is null ? formatter(state, exception) : $"{formatter(state, exception)}\n{exception}");

        public void Dispose()
        {
        }
    }
}

/// <summary>A house in Development with its fictional people, shared by tests that do not disturb each other.</summary>
public sealed class DevelopmentHouse : IAsyncLifetime
{
    private readonly PostgresFixture _postgres = new();

    public string Database { get; private set; } = "";

    public House House { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await KenminHost<Program>.CreateDatabaseAsync(_postgres, demonstrationData: true);
        House = new(Database, "Development");
        _ = House.Services;
    }

    public async ValueTask DisposeAsync()
    {
        await House.DisposeAsync();
        await _postgres.DisposeAsync();
    }
}
