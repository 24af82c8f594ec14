using System.Text.RegularExpressions;
using Kenmin.Accounts.Addresses;
using Kenmin.Accounts.Claims;
using Kenmin.Accounts.EnteredPeople;
using Kenmin.Accounts.FirstAdministrator;
using Kenmin.Accounts.Profiles;
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

    public DbSet<PersonProfile> Profiles => Set<PersonProfile>();

    public DbSet<PersonEntry> PersonEntries => Set<PersonEntry>();

    public DbSet<ClaimCode> ClaimCodes => Set<ClaimCode>();

    public DbSet<PendingClaim> PendingClaims => Set<PendingClaim>();

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
            account.HasIndex(a => a.MergedInto).HasDatabaseName("account_merged_into");
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
        builder.Entity<PersonProfile>(profile =>
        {
            profile.ToTable("person_profile");
            profile.HasKey(p => p.AccountId);
            profile.Property(p => p.MunicipalityCode).HasMaxLength(6);
            profile.Ignore(p => p.FullName);
            profile.HasIndex(p => new { p.SortKey, p.AccountId });
            profile.HasIndex(p => p.SearchBigrams).HasMethod("gin");
            profile.HasIndex(p => p.MatchKeys).HasMethod("gin");
            profile.HasIndex(p => p.BirthDate);
            profile.HasOne<Account>().WithOne().HasForeignKey<PersonProfile>(p => p.AccountId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<PersonEntry>(entry =>
        {
            entry.ToTable("person_entry");
            entry.HasKey(e => e.AccountId);
            entry.HasOne<Account>().WithOne().HasForeignKey<PersonEntry>(e => e.AccountId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<ClaimCode>(code =>
        {
            code.ToTable("claim_code");
            // One for a person: a newer one takes the place of the one before.
            code.HasKey(c => c.AccountId);
            code.HasIndex(c => c.CodeHash).IsUnique();
            code.HasOne<Account>().WithOne().HasForeignKey<ClaimCode>(c => c.AccountId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<PendingClaim>(claim =>
        {
            claim.ToTable("pending_claim");
            claim.HasKey(c => c.AccountId);
            claim.HasOne<Account>().WithOne().HasForeignKey<PendingClaim>(c => c.AccountId).OnDelete(DeleteBehavior.Cascade);
        });
        foreach (var entity in builder.Model.GetEntityTypes())
            foreach (var property in entity.GetProperties().Where(_ => !entity.IsMappedToJson()))
                property.SetColumnName(WordStart().Replace(property.Name, "_$0").ToLowerInvariant());
    }

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]")]
    private static partial Regex WordStart();
}
