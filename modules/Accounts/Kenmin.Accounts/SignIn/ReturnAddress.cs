using Microsoft.AspNetCore.Http.HttpResults;

namespace Kenmin.Accounts.SignIn;

/// <summary>Where to go on after signing in or out: a page of this site, never another one.</summary>
internal static class ReturnAddress
{
    public const string Home = "/";

    public static string Safe(string? address) =>
        address is { Length: > 0 and < 2000 } && address[0] == '/' && RedirectHttpResult.IsLocalUrl(address) ? address : Home;
}
