using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Accounts.Identity;

/// <summary>How <c>dotnet ef migrations add</c> gets the context; it needs no database.</summary>
internal sealed class AccountsDbContextFactory : IDesignTimeDbContextFactory<AccountsDbContext>
{
    public AccountsDbContext CreateDbContext(string[] args) => new(
        new DbContextOptionsBuilder<AccountsDbContext>()
            // Identity takes the version of its tables from the options of the application.
            .UseApplicationServiceProvider(new ServiceCollection()
                .Configure<IdentityOptions>(o => o.Stores.SchemaVersion = AccountsDbContext.IdentityTables)
                .BuildServiceProvider())
            .UseNpgsql(o => o.MigrationsHistoryTable(AccountsDbContext.MigrationsTable, AccountsDbContext.Schema))
            .Options);
}
