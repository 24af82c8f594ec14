using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Kenmin.Accounts.ExternalSignIn;

/// <summary>What is done on the way to a provider and back.</summary>
internal sealed partial class ProviderEvents(ExternalProvider provider, AccountsSettings house, ClientAssertions? assertions) : OpenIdConnectEvents
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    public override async Task RedirectToIdentityProvider(RedirectContext context)
    {
        // A provider that calls itself by another's name is believed nothing.
        var description = await context.Options.ConfigurationManager!.GetConfigurationAsync(context.HttpContext.RequestAborted);
        if (provider.Settings.Authority is { } authority && description.Issuer?.TrimEnd('/') != authority.ToString().TrimEnd('/'))
            throw new InvalidOperationException($"The provider {provider.Key} calls itself by another address than its Authority.");
        // The address that the provider was told, not what a request says of itself.
        if (house.SiteAddress is { } site) context.ProtocolMessage.RedirectUri = new Uri(site, provider.CallbackPath).ToString();
        if (provider.Settings.AcrValues is { Length: > 0 } acr) context.ProtocolMessage.AcrValues = acr;
        context.ProtocolMessage.UiLocales = System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
    }

    public override async Task AuthorizationCodeReceived(AuthorizationCodeReceivedContext context)
    {
        if (assertions is null) return;
        var description = await context.Options.ConfigurationManager!.GetConfigurationAsync(context.HttpContext.RequestAborted);
        context.TokenEndpointRequest!.ClientAssertionType = AssertionType;
        context.TokenEndpointRequest.ClientAssertion = assertions.For(
            provider.Settings.AssertionAudience == AssertionAudience.Issuer ? description.Issuer : description.TokenEndpoint);
        context.TokenEndpointRequest.ClientSecret = null;
    }

    public override Task TicketReceived(TicketReceivedContext context)
    {
        if (ExternalIdentity.From(provider, context.Principal) is { } who)
        {
            context.Principal = who.ToPrincipal();
            return Task.CompletedTask;
        }

        Leave(context, ExternalProblem.Provider);
        return Task.CompletedTask;
    }

    public override Task AccessDenied(AccessDeniedContext context)
    {
        context.HandleResponse();
        context.Response.Redirect(ExternalAddresses.Failed(ExternalProblem.Denied));
        return Task.CompletedTask;
    }

    public override Task RemoteFailure(RemoteFailureContext context)
    {
        // Without a state that this browser was given there are no properties: too late, sent twice, or made up.
        var lost = context.Failure is { Message: { } message } && (message.Contains("Correlation failed", StringComparison.Ordinal) || message.Contains("message.State", StringComparison.Ordinal));
        Leave(context, lost ? ExternalProblem.Expired : ExternalProblem.Provider, Kind(context.Failure));
        return Task.CompletedTask;
    }

    /// <summary>The kind of a failure, for who set the provider up: its code, which is of a fixed few, else the type of what was thrown.</summary>
    private static string Kind(Exception? failure) =>
        failure?.Data["error"] is string code && Codes().IsMatch(code) ? code : failure?.GetType().Name ?? "";

    private void Leave<T>(HandleRequestContext<T> context, ExternalProblem problem, string kind = "") where T : AuthenticationSchemeOptions
    {
        // Which provider and which kind, and nothing of what it said: that may name somebody.
        LogFailed(context.HttpContext.RequestServices.GetRequiredService<ILogger<ProviderEvents>>(), provider.Key, problem, kind);
        context.HandleResponse();
        context.Response.Redirect(ExternalAddresses.Failed(problem));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Signing in by {Provider} failed: {Problem} {Kind}")]
    private static partial void LogFailed(ILogger logger, string provider, ExternalProblem problem, string kind);

    [GeneratedRegex("^[a-z_]{1,40}$")]
    private static partial Regex Codes();
}
