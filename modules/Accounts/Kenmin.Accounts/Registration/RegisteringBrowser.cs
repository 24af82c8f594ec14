using System.Security.Cryptography;
using Kenmin.Accounts.Identity;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace Kenmin.Accounts.Registration;

/// <summary>
/// Remembers which browser chose the password of a registration. Whoever opens the link of the mail in another one must know
/// the password: the mail alone does not say that its reader registered, it may have been somebody else who used the address.
/// </summary>
internal sealed class RegisteringBrowser(IDataProtectionProvider protection)
{
    private const string CookieName = "kenmin-registering";
    private readonly IDataProtector _protector = protection.CreateProtector("Kenmin.Accounts.Registering");

    /// <summary>Sets the cookie, also where there is no account: its being there tells nothing.</summary>
    public void Remember(HttpContext http, Account? account) => http.Response.Cookies.Append(
        CookieName, _protector.Protect(account is null ? $"{Guid.NewGuid()} {Guid.NewGuid():N}" : Mark(account)), new()
        {
            HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, MaxAge = TimeSpan.FromHours(24), IsEssential = true, Path = "/accounts",
        });

    /// <summary>Whether this browser chose the present password of <paramref name="account"/>.</summary>
    public bool Chose(HttpContext http, Account account)
    {
        try
        {
            return http.Request.Cookies.TryGetValue(CookieName, out var cookie) && _protector.Unprotect(cookie) == Mark(account);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    public void Forget(HttpContext http) => http.Response.Cookies.Delete(CookieName, new() { Path = "/accounts" });

    private static string Mark(Account account) => $"{account.Id} {account.SecurityStamp}";
}
