using Kenmin.Modularity.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kenmin.Accounts.Identity;

/// <summary>
/// Brings the tables up to date before anything else of the host starts: the keys for cookies are read early. Hosts that
/// start side by side do so one after the other.
/// </summary>
[NoNewEntries("makes the tables")]
internal sealed class AccountsMigration(IServiceScopeFactory scopes) : IHostedLifecycleService
{
    private const long Lock = 0x6B656E6D_6D696772;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using var waiting = scopes.CreateAsyncScope();
        var gate = waiting.ServiceProvider.GetRequiredService<AccountsDbContext>();
        // Held by a transaction, the lock goes with it even if this host dies; migrating takes a connection of its own.
        await using var turn = await gate.Database.BeginTransactionAsync(cancellationToken);
        await gate.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({Lock})", cancellationToken);

        await using var migrating = scopes.CreateAsyncScope();
        await migrating.ServiceProvider.GetRequiredService<AccountsDbContext>().Database.MigrateAsync(cancellationToken);
        await turn.CommitAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
