using Refit;

namespace Kenmin.Client.Accounts;

/// <summary>Accounts: registering, signing in, notices.</summary>
public interface IAccountsApi
{
    /// <summary>Registers a resident. Does not sign in: how to go on is in a mail to the address.</summary>
    [Post("/api/v1/accounts")]
    Task RegisterAsync([Body] NewAccount account, CancellationToken cancellationToken = default);

    /// <summary>Signs in; the session is kept in the client's cookies.</summary>
    [Post("/api/v1/accounts/session")]
    Task<Account> SignInAsync([Body] Credentials credentials, CancellationToken cancellationToken = default);

    /// <summary>Signs out.</summary>
    [Delete("/api/v1/accounts/session")]
    Task SignOutAsync(CancellationToken cancellationToken = default);

    /// <summary>Who is signed in.</summary>
    [Get("/api/v1/accounts/me")]
    Task<Account> MeAsync(CancellationToken cancellationToken = default);

    /// <summary>My notices, the newest first.</summary>
    [Get("/api/v1/accounts/notices")]
    Task<Page<Notice>> NoticesAsync(string? after = null, int? take = null, CancellationToken cancellationToken = default);

    /// <summary>Marks a notice as read.</summary>
    [Post("/api/v1/accounts/notices/{id}/read")]
    Task MarkNoticeReadAsync(Guid id, CancellationToken cancellationToken = default);
}

/// <summary>A new account.</summary>
/// <param name="DisplayName">The name shown.</param>
/// <param name="Email">The address to sign in with.</param>
/// <param name="Password">The password.</param>
public sealed record NewAccount(string DisplayName, string Email, string Password);

/// <summary>What to sign in with.</summary>
/// <param name="Email">The address.</param>
/// <param name="Password">The password.</param>
/// <param name="Code">A code of the authenticator app, or a recovery code, where the account has a second factor.</param>
public sealed record Credentials(string Email, string Password, string? Code = null);

/// <summary>An account as its holder sees it.</summary>
/// <param name="Id">The account's id.</param>
/// <param name="DisplayName">The name as entered.</param>
/// <param name="Email">The address to sign in with.</param>
/// <param name="Roles">Some of resident, municipal-staff, program-owner, administrator, auditor.</param>
/// <param name="Municipalities">Codes (6 digits) of the municipalities of municipal staff.</param>
public sealed record Account(Guid Id, string DisplayName, string Email, IReadOnlyList<string> Roles, IReadOnlyList<string> Municipalities);

/// <summary>Something the holder of the account was told.</summary>
/// <param name="Id">The notice's id.</param>
/// <param name="Subject">What happened, in one line.</param>
/// <param name="Body">What it means and what to do.</param>
/// <param name="Link">Where to read on, on the platform's site.</param>
/// <param name="At">When it happened.</param>
/// <param name="ReadAt">When it was marked as read.</param>
public sealed record Notice(Guid Id, string Subject, string Body, string? Link, DateTimeOffset At, DateTimeOffset? ReadAt);
