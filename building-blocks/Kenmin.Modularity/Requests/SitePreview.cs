using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using Kenmin.Modularity.Access;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace Kenmin.Modularity.Requests;

/// <summary>
/// A walk through the site as on another day and as somebody in another role, for an administrator: reading only, for a short time,
/// with no more personal data than the administrator may see anyway.
/// </summary>
/// <param name="By">The administrator's account; the preview is worth nothing in anybody else's hands.</param>
/// <param name="At">The instant that is previewed.</param>
/// <param name="Role">The role that is previewed; null: a visitor who is not signed in.</param>
/// <param name="Municipality">The municipality (6 digits) of previewed municipal staff.</param>
/// <param name="Until">When the preview ends by itself.</param>
public sealed record SitePreview(Guid By, DateTimeOffset At, string? Role, string? Municipality, DateTimeOffset Until)
{
    /// <summary>The address to which the button that ends a preview is sent; the only thing that can be sent during one.</summary>
    public const string EndAddress = "/preview/end";

    /// <summary>How long a preview lasts at most.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(30);

    /// <summary>Claim of a previewed principal with a role that the administrator really holds; one claim each.</summary>
    internal const string RealRoleClaim = "kenmin:preview-of";

    /// <summary>Whether the present request is a preview, in which nothing may be written.</summary>
    public static bool IsActive => RequestMoment.Current is { Previewed: true };

    /// <summary>The preview of a request; null outside.</summary>
    public static SitePreview? Of(HttpContext? context) => context?.Items[typeof(SitePreview)] as SitePreview;

    /// <summary>The principal as which the site is seen.</summary>
    internal ClaimsPrincipal PrincipalOf(ClaimsPrincipal administrator)
    {
        if (Role is null) return new(new ClaimsIdentity());
        var identity = new ClaimsIdentity(administrator.Identity?.AuthenticationType, ClaimTypes.Name, ClaimTypes.Role);
        foreach (var kept in administrator.Claims.Where(c => c.Type is ClaimTypes.NameIdentifier or ClaimTypes.Name or CurrentUser.DisplayNameClaim))
            identity.AddClaim(new(kept.Type, kept.Value));
        identity.AddClaim(new(ClaimTypes.Role, Role));
        if (Municipality is not null) identity.AddClaim(new(CurrentUser.MunicipalityClaim, Municipality));
        foreach (var real in Roles.All.Where(administrator.IsInRole)) identity.AddClaim(new(RealRoleClaim, real));
        return new(identity);
    }
}

/// <summary>Begins and ends previews: a signed cookie, so that every host knows of it and nobody can make one.</summary>
/// <param name="protection">Signs the cookie.</param>
/// <param name="clock">The clock.</param>
public sealed class SitePreviews(IDataProtectionProvider protection, TimeProvider clock)
{
    private const string Cookie = "kenmin-preview";

    private readonly IDataProtector _protector = protection.CreateProtector("Kenmin.SitePreview.v1");

    /// <summary>Begins a preview for the administrator's browser.</summary>
    public void Begin(HttpContext context, DateTimeOffset at, string? role, string? municipality)
    {
        ArgumentNullException.ThrowIfNull(context);
        var by = context.User.AccountId() ?? throw new InvalidOperationException("Nobody is signed in.");
        var preview = new SitePreview(by, at, role, municipality, RequestClock.Wall(clock) + SitePreview.Life);
        context.Response.Cookies.Append(Cookie, _protector.Protect(JsonSerializer.Serialize(preview)), Options(context, SitePreview.Life));
    }

    /// <summary>Ends it.</summary>
    public void End(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.Cookies.Delete(Cookie, Options(context, null));
    }

    /// <summary>The preview that a request asks for; null when there is none, it is over, or it is not this administrator's.</summary>
    internal SitePreview? Find(HttpContext context)
    {
        if (!context.Request.Cookies.TryGetValue(Cookie, out var value) || !context.User.IsInRole(Roles.Administrator)) return null;
        try
        {
            var preview = JsonSerializer.Deserialize<SitePreview>(_protector.Unprotect(value));
            return preview is not null && preview.By == context.User.AccountId() && RequestClock.Wall(clock) < preview.Until ? preview : null;
        }
        catch (Exception exception) when (exception is CryptographicException or JsonException)
        {
            return null;
        }
    }

    private static CookieOptions Options(HttpContext context, TimeSpan? life) => new()
    {
        HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, Path = "/", IsEssential = true, MaxAge = life,
    };
}
