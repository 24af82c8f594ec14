using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Registration;
using Kenmin.Accounts.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;

namespace Kenmin.Accounts.ExternalSignIn;

/// <summary>Decides what comes after a provider has said who somebody is: signed in, linked, or asked to register.</summary>
internal sealed class ExternalReturn(
    ExternalProviders providers, UserManager<Account> users, SignInManager<Account> signIn, ExternalLinks links, RegisteringBrowser browser)
{
    /// <summary>Where an unfinished registration goes on.</summary>
    private const string Verify = "/accounts/verify?";

    public async Task<IResult> GoOnAsync(HttpContext http)
    {
        var kept = await http.AuthenticateAsync(IdentityConstants.ExternalScheme);
        if (ExternalIdentity.Of(kept.Principal) is not { } who || providers.Find(who.Provider) is null) return Failed(ExternalProblem.Expired);
        if (kept.Properties!.Items.TryGetValue(ExternalEndpoints.LinkOf, out var session))
        {
            await ForgetAsync(http);
            return Results.LocalRedirect($"{ExternalAddresses.Mine}?done={await links.LinkAsync(http, who, session!)}");
        }

        var next = ReturnAddress.Safe(kept.Properties.Items.TryGetValue(ExternalEndpoints.Next, out var address) ? address : null);
        if (await users.FindByLoginAsync(who.Provider, who.Subject) is not { } account)
            return Results.LocalRedirect($"{ExternalAddresses.Unknown}?returnUrl={Uri.EscapeDataString(next)}");
        if (account.IsPersona || !await signIn.CanSignInAsync(account))
        {
            await ForgetAsync(http);
            return Failed(ExternalProblem.Closed);
        }

        if (!account.EmailConfirmed)
        {
            if (!next.StartsWith(Verify, StringComparison.Ordinal)) return Results.LocalRedirect($"{ExternalAddresses.Register}?returnUrl={Uri.EscapeDataString(next)}");
            // Whoever comes from the mail and is known to the provider is who registered: as good as the browser that did.
            browser.Remember(http, account);
            await ForgetAsync(http);
            return Results.LocalRedirect(next);
        }

        await ForgetAsync(http);
        var manager = (AccountSignInManager)signIn;
        if (who.TwoFactors) await manager.EnterWithTwoFactorsAsync(account);
        else if (!(await manager.EnterAsync(account)).Succeeded) return Results.LocalRedirect($"/accounts/second-factor?returnUrl={Uri.EscapeDataString(next)}");
        return Results.LocalRedirect(next);
    }

    private static Task ForgetAsync(HttpContext http) => http.SignOutAsync(IdentityConstants.ExternalScheme);

    private static IResult Failed(ExternalProblem problem) => Results.LocalRedirect(ExternalAddresses.Failed(problem));
}
