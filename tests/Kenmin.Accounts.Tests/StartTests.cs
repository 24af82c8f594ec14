using Kenmin.Accounts.Identity;
using Kenmin.Testing;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kenmin.Accounts.Tests;

public sealed class StartTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Hosts_that_start_side_by_side_on_an_empty_database_make_the_tables_once()
    {
        var database = await postgres.CreateDatabaseAsync();
        var hosts = Enumerable.Range(0, 4).Select(_ => new ServiceCollection()
            .AddSingleton(NpgsqlDataSource.Create(database))
            .Configure<IdentityOptions>(o => o.Stores.SchemaVersion = AccountsDbContext.IdentityTables)
            .AddDbContext<AccountsDbContext>((services, o) => o.UseNpgsql(
                services.GetRequiredService<NpgsqlDataSource>(), p => p.MigrationsHistoryTable(AccountsDbContext.MigrationsTable, AccountsDbContext.Schema)))
            .BuildServiceProvider()).ToList();
        await Task.WhenAll(hosts.Select(h => new AccountsMigration(h.GetRequiredService<IServiceScopeFactory>()).StartingAsync(default)));

        await using var scope = hosts[0].CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<AccountsDbContext>();
        (await accounts.Users.CountAsync()).ShouldBe(0);
        accounts.Database.HasPendingModelChanges().ShouldBeFalse();
        foreach (var host in hosts) await host.DisposeAsync();
    }

    [Fact]
    public async Task The_database_refuses_a_role_that_there_is_not()
    {
        await using var house = new Support.House(await KenminHost<Program>.CreateDatabaseAsync(postgres), "Production");
        var refused = await Should.ThrowAsync<DbUpdateException>(() => house.WithAsync<AccountsDbContext, int>(accounts =>
        {
            accounts.Users.Add(new(Guid.CreateVersion7(), "見本", "x@example.jp", DateTimeOffset.UnixEpoch) { Roles = ["king"] });
            return accounts.SaveChangesAsync();
        }));
        refused.InnerException.ShouldBeOfType<PostgresException>().ConstraintName.ShouldBe("account_roles");
    }
}
