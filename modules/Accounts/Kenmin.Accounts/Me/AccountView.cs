using Kenmin.Accounts.Identity;

namespace Kenmin.Accounts.Me;

/// <summary>An account as its holder sees it.</summary>
/// <param name="Id">The account's id.</param>
/// <param name="DisplayName">The name as entered.</param>
/// <param name="Email">The address to sign in with.</param>
/// <param name="Roles">Some of resident, municipal-staff, program-owner, administrator, auditor.</param>
/// <param name="Municipalities">Codes (6 digits) of the municipalities of municipal staff.</param>
internal sealed record AccountView(
    Guid Id, string DisplayName, string Email, IReadOnlyList<string> Roles, IReadOnlyList<string> Municipalities)
{
    internal static AccountView Example { get; } =
        new(new("0199f000-0000-7000-8000-000000000001"), "見本 花子", "hanako@example.jp", [Kenmin.Modularity.Access.Roles.Resident], []);

    internal static AccountView Of(Account account) =>
        new(account.Id, account.DisplayName, account.Email!, account.Roles, account.Municipalities);
}
