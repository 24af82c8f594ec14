using System.Collections.Concurrent;
using Kenmin.CleanUp.Groups;
using Kenmin.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Wolverine;

namespace Kenmin.Host.Tests;

/// <summary>What fails is logged without what it carried.</summary>
public sealed class DiscreetLoggingTests : IAsyncLifetime
{
    private readonly PostgresFixture _postgres = new();
    private readonly Memory _log = new();
    private KenminHost<Program> _host = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _host = new(await KenminHost<Program>.CreateDatabaseAsync(_postgres), new() { Services = services => services.AddLogging(logging => logging.AddProvider(_log)) });

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    [Fact]
    public async Task A_command_that_fails_is_logged_by_its_name_and_without_names_and_numbers_of_people()
    {
        await using var scope = _host.Services.CreateAsyncScope();
        var bus = scope.ServiceProvider.GetRequiredService<IMessageBus>();
        await using (var drop = scope.ServiceProvider.GetRequiredService<NpgsqlDataSource>().CreateCommand("drop table clean_up.mt_doc_group cascade"))
            await drop.ExecuteNonQueryAsync(Cancellation);
        RegisterGroup command = new(Guid.CreateVersion7(), GroupKind.Neighbourhood, "見本自治会", "352039", "見本 花子", "083-933-0000", Guid.CreateVersion7());

        await Should.ThrowAsync<Exception>(bus.InvokeAsync<CommandAnswer>(command, Cancellation));

        _log.Lines.ShouldContain(l => l.Text.Contains(nameof(RegisterGroup), StringComparison.Ordinal) && l.Level == LogLevel.Error);
        _log.Lines.ShouldNotContain(l => l.Text.Contains("花子", StringComparison.Ordinal) || l.Text.Contains("083-933-0000", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_goes_away_before_the_end_is_no_failure()
    {
        await using var scope = _host.Services.CreateAsyncScope();
        var bus = scope.ServiceProvider.GetRequiredService<IMessageBus>();
        RegisterGroup command = new(Guid.CreateVersion7(), GroupKind.Neighbourhood, "見本自治会", "352039", "見本 花子", "083-933-0000", Guid.CreateVersion7());

        await Should.ThrowAsync<OperationCanceledException>(bus.InvokeAsync<CommandAnswer>(command, new CancellationToken(canceled: true)));

        _log.Lines.ShouldNotContain(l => l.Text.Contains(nameof(RegisterGroup), StringComparison.Ordinal) && l.Level >= LogLevel.Warning);
    }

    private sealed class Memory : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<(LogLevel Level, string Text)> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue((logLevel, $"{formatter(state, exception)} {exception}"));

        public void Dispose()
        {
        }
    }
}
