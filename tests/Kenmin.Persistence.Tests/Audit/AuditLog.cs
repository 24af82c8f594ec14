using Kenmin.Persistence.Audit;
using Kenmin.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kenmin.Persistence.Tests.Audit;

/// <summary>A fresh audit log in a house without modules.</summary>
internal sealed class AuditLog : IAsyncDisposable
{
    private readonly ModuleHost _host;

    private AuditLog(ModuleHost host) => _host = host;

    public NpgsqlDataSource Database => _host.Services.GetRequiredService<NpgsqlDataSource>();

    public IAuditTrail Trail => _host.Services.GetRequiredService<IAuditTrail>();

    public AuditSealer Sealer => _host.Services.GetRequiredService<AuditSealer>();

    public static async Task<AuditLog> StartAsync() => new(await ModuleHost.StartAsync(typeof(AuditLog).Assembly));

    public Task<AuditVerification> VerifyAsync(AuditHead? known = null) =>
        _host.Services.GetRequiredService<AuditVerifier>().VerifyAsync(known, CancellationToken.None);

    /// <summary>Writes some entries and seals them.</summary>
    public async Task WriteAsync(int count)
    {
        for (var i = 0; i < count; i++)
            await Trail.RecordAsync(new(Guid.CreateVersion7(), "sample.person.viewed", [Guid.CreateVersion7(), Guid.CreateVersion7()], $"entry {i}"), CancellationToken.None);
        await SealAllAsync();
    }

    /// <summary>Seals until nothing is open: the host's own sealing may be at it.</summary>
    public async Task SealAllAsync()
    {
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        do await Sealer.SealAsync(CancellationToken.None);
        while ((await VerifyAsync()).Unsealed > 0 && await poll.WaitForNextTickAsync());
    }

    /// <summary>Does what somebody can who owns the database: the guards are off meanwhile.</summary>
    public async Task TamperAsync(string sql, bool guardsComeBack = true)
    {
        await using var connection = await Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await RunAsync("alter table platform.audit_log disable trigger all; alter table platform.audit_seal disable trigger all");
        await RunAsync(sql);
        if (guardsComeBack)
            foreach (var (table, trigger) in AuditProtection.Guards) await RunAsync($"alter table platform.{table} enable always trigger {trigger}");
        await transaction.CommitAsync();

        async Task RunAsync(string text)
        {
            await using var command = new NpgsqlCommand(text, connection, transaction);
            await command.ExecuteNonQueryAsync();
        }
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> AskAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
