using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace Kenmin.Accounts.SignIn;

/// <summary>
/// Remembers, in a cookie that only the platform can read, for which accounts a browser signed in before. It signs nobody in;
/// it keeps those who guess elsewhere from standing in its owner's way.
/// </summary>
internal sealed class KnownDevice(IDataProtectionProvider protection)
{
    public const string CookieName = "kenmin-device";
    private const int Remembered = 10;
    private readonly IDataProtector _protector = protection.CreateProtector("Kenmin.Accounts.KnownDevice");

    /// <summary>The device's id when it signed in as <paramref name="subject"/> before; null else.</summary>
    public string? Of(HttpContext http, string subject) =>
        Read(http) is { } parts && parts.Skip(1).Contains(Mark(subject), StringComparer.Ordinal) ? parts[0] : null;

    /// <summary>Remembers a sign-in that succeeded.</summary>
    public void Remember(HttpContext http, string subject)
    {
        var parts = Read(http) ?? [Guid.NewGuid().ToString("N")];
        string[] kept = [parts[0], Mark(subject), .. parts.Skip(1).Where(p => p != Mark(subject)).Take(Remembered - 1)];
        http.Response.Cookies.Append(CookieName, _protector.Protect(string.Join('|', kept)), new()
        {
            HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, MaxAge = TimeSpan.FromDays(365), IsEssential = true, Path = "/",
        });
    }

    private string[]? Read(HttpContext http)
    {
        try
        {
            return http.Request.Cookies.TryGetValue(CookieName, out var cookie) && cookie.Length > 0 ? _protector.Unprotect(cookie).Split('|') : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static string Mark(string subject) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(subject)).AsSpan(0, 12));
}
