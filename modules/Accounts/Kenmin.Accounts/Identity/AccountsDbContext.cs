using System.Text.RegularExpressions;
using Kenmin.Accounts.Addresses;
using Kenmin.Accounts.FirstAdministrator;
using Kenmin.Accounts.Sessions;
using Kenmin.Accounts.SignIn;
using Kenmin.Accounts.Tokens;
using Kenmin.Modularity.Access;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Kenmin.Accounts.Identity;

/// <summary>Accounts, and the keys that protect cookies: in the database, so that each host reads what another wrote.</summary>
internal sealed partial class AccountsDbContext(DbContextOptions<AccountsDbContext> options)
    : IdentityUserContext<Account, Guid>(options), IDataProtectionKeyContext
{
    public const string Schema = "accounts";
    public const string MigrationsTable = "migrations";

    /// <summary>The version of Identity's tables that the migrations make; the third has passkeys.</summary>
    public static readonly Version IdentityTables = IdentitySchemaVersions.Version3;

    /// <summary>Guards the rule that an administrator remains, and the making of the first one.</summary>
    private const long AdministratorsLock = 0x6B656E6D_61646D69;

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    public DbSet<FirstAdministratorLink> FirstAdministratorLinks => Set<FirstAdministratorLink>();

    public DbSet<OneTimeLink> OneTimeLinks => Set<OneTimeLink>();

    public DbSet<AccountSession> Sessions => Set<AccountSession>();

    public DbSet<AccessToken> AccessTokens => Set<AccessToken>();

    public DbSet<AttemptCounter> AttemptCounters => Set<AttemptCounter>();

    /// <summary>Lets one transaction at a time, on any host, decide about administrators.</summary>
    public Task LockAdministratorsAsync(CancellationToken cancellationToken) =>
        Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({AdministratorsLock})", cancellationToken);

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.HasDefaultSchema(Schema);
        builder.Entity<Account>(account =>
        {
            account.ToTable("account", t => t.HasCheckConstraint(
                "account_roles", $"roles <@ array[{string.Join(", ", Roles.All.Select(r => $"'{r}'"))}]::text[]"));
            account.Property(a => a.Id).ValueGeneratedNever();
            account.Property(a => a.DisplayName).HasMaxLength(Registration.DisplayName.Longest);
            // Changed by statements of their own only, so that saving the rest of an account never sets them back.
            account.Property(a => a.LastSignInAt).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
            account.Property(a => a.LastCodeStep).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
            account.Property(a => a.MailReturnedAt).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
            account.Property(a => a.UnwantedMail).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
            account.Property(a => a.Language).HasMaxLength(2);
            account.Ignore(a => a.IsStaff);
            account.HasIndex(a => a.NormalizedEmail).HasDatabaseName("account_email").IsUnique();
            account.HasIndex(a => a.NormalizedEmail, "account_email_prefix").HasOperators("text_pattern_ops");
            account.HasIndex(a => a.NameKey).HasOperators("text_pattern_ops").HasDatabaseName("account_name");
            account.HasIndex(a => a.Roles).HasMethod("gin").HasDatabaseName("account_roles");
        });
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("account_claim");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("account_login");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("account_token");
        builder.Entity<IdentityUserPasskey<Guid>>(passkey =>
        {
            passkey.ToTable("account_passkey");
            passkey.OwnsOne(p => p.Data).ToJson("data");
        });
        builder.Entity<DataProtectionKey>().ToTable("data_protection_key");
        builder.Entity<FirstAdministratorLink>(link =>
        {
            link.ToTable("first_administrator_link");
            link.Property(l => l.Id).ValueGeneratedNever();
        });
        builder.Entity<OneTimeLink>(link =>
        {
            link.ToTable("one_time_link");
            link.Property(l => l.Id).ValueGeneratedNever();
            link.HasIndex(l => l.TokenHash).IsUnique();
            link.HasIndex(l => new { l.AccountId, l.Purpose });
            link.HasOne<Account>().WithMany().HasForeignKey(l => l.AccountId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<AccountSession>(session =>
        {
            session.ToTable("account_session");
            session.Property(s => s.Id).ValueGeneratedNever();
            session.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<AccessToken>(token =>
        {
            token.ToTable("access_token");
            token.Property(t => t.Id).ValueGeneratedNever();
            token.Property(t => t.Name).HasMaxLength(AccessToken.LongestName);
            token.HasIndex(t => t.TokenHash).IsUnique();
            token.HasOne<Account>().WithMany().HasForeignKey(t => t.AccountId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<AttemptCounter>(counter =>
        {
            counter.ToTable("attempt_counter");
            counter.HasKey(c => c.Key);
            counter.HasIndex(c => c.LastAt);
        });
        foreach (var entity in builder.Model.GetEntityTypes())
            foreach (var property in entity.GetProperties().Where(_ => !entity.IsMappedToJson()))
                property.SetColumnName(WordStart().Replace(property.Name, "_$0").ToLowerInvariant());
    }

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]")]
    private static partial Regex WordStart();
}
