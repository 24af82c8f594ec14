using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using ClaimNames = OpenIddict.Abstractions.OpenIddictConstants.Claims;

namespace Kenmin.Accounts.Tests.ExternalSignIn;

/// <summary>How a <see cref="LocalProvider"/> behaves.</summary>
public enum ProviderMood
{
    Right,
    Denies,
    WrongNonce,
    WrongSignature,
    WrongAudience,
    WrongIssuer,
    Expired,
    Unsigned,
    BreaksAtToken,
}

/// <summary>Whom the provider recognises next.</summary>
public sealed record ProviderPerson(string Subject, string? Name = null, string? Email = null, bool EmailVerified = false, string? Acr = null);

/// <summary>A provider of OpenID Connect (OpenIddict) on a port of its own, which recognises whoever comes as the test says.</summary>
public sealed class LocalProvider : IAsyncDisposable
{
    public const string Secret = "a secret: with/signs+";
    private readonly WebApplication _app;
    private readonly ECDsa _key;

    private LocalProvider(WebApplication app, ECDsa key) => (_app, _key) = (app, key);

    public Uri Address { get; private set; } = null!;

    public ProviderMood Mood { get; set; }

    public ProviderPerson Person { get; set; } = new("nobody");

    /// <summary>How clients have proved who they are at the address for tokens.</summary>
    public List<string> ClientProofs { get; } = [];

    /// <summary>What the address for tokens refused.</summary>
    public List<string> Refusals { get; } = [];

    /// <summary>The key with which the client "kenmin-key" signs, as a file.</summary>
    public string ClientKeyFile { get; } = Path.Combine(Path.GetTempPath(), $"kenmin-client-key-{Guid.NewGuid():N}.pem");

    public static async Task<LocalProvider> StartAsync(string database)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddDbContext<DbContext>(options => options.UseNpgsql(database).UseOpenIddict());
        builder.Services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<DbContext>())
            .AddServer(server =>
            {
                server.SetAuthorizationEndpointUris("authorize").SetTokenEndpointUris("token").SetUserInfoEndpointUris("userinfo");
                server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
                server.RegisterScopes(Scopes.Profile, Scopes.Email);
                server.AddEphemeralEncryptionKey().AddSigningKey(new ECDsaSecurityKey(key) { KeyId = "provider" });
                server.UseAspNetCore().EnableAuthorizationEndpointPassthrough().EnableUserInfoEndpointPassthrough().DisableTransportSecurityRequirement();
            });
        builder.Services.AddAuthorization();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var provider = new LocalProvider(app, key);
        app.Use(provider.SpoilAsync);
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/authorize", (Delegate)provider.AuthorizeAsync);
        app.MapGet("/userinfo", (Delegate)provider.UserInfoAsync);
        await app.StartAsync();
        provider.Address = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        await using (var scope = app.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<DbContext>().Database.EnsureCreatedAsync();
        using var client = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(provider.ClientKeyFile, client.ExportPkcs8PrivateKeyPem());
        var publicKey = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(ECDsa.Create(client.ExportParameters(false))) { KeyId = "kenmin" });
        publicKey.Use = "sig";
        await provider.RegisterAsync("http://localhost", new() { Keys = { publicKey } });
        // Compiles what is asked first, which on a busy machine takes longer than the platform waits.
        using var first = new HttpClient();
        (await first.GetStringAsync(new Uri(provider.Address, "/.well-known/openid-configuration"))).ShouldContain("authorization_endpoint");
        (await first.GetStringAsync(new Uri(provider.Address, "/.well-known/jwks"))).ShouldContain("keys");
        return provider;
    }

    /// <summary>Registers where the platform is: its two clients, one with a key and one with a secret.</summary>
    public async Task RegisterAsync(string site, JsonWebKeySet? keys = null)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        var manager = scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>();
        foreach (var (id, path) in new[] { ("kenmin-key", "app"), ("kenmin-secret", "biz") })
        {
            if (await manager.FindByClientIdAsync(id) is { } known)
            {
                var more = new OpenIddictApplicationDescriptor();
                await manager.PopulateAsync(more, known);
                more.RedirectUris.Add(new($"{site}/accounts/external/callback/{path}"));
                await manager.UpdateAsync(known, more);
                continue;
            }

            var client = new OpenIddictApplicationDescriptor
            {
                ClientId = id, ClientType = ClientTypes.Confidential, ConsentType = ConsentTypes.Implicit,
                RedirectUris = { new($"{site}/accounts/external/callback/{path}") },
                Permissions =
                {
                    Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.GrantTypes.AuthorizationCode, Permissions.ResponseTypes.Code,
                    Permissions.Scopes.Profile, Permissions.Scopes.Email,
                },
                Requirements = { Requirements.Features.ProofKeyForCodeExchange },
            };
            if (id == "kenmin-key") client.JsonWebKeySet = keys;
            else client.ClientSecret = Secret;
            await manager.CreateAsync(client);
        }
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        File.Delete(ClientKeyFile);
    }

    private Task<IResult> AuthorizeAsync(HttpContext http)
    {
        var request = http.GetOpenIddictServerRequest()!;
        if (Mood == ProviderMood.Denies)
            return Task.FromResult(Results.Forbid(
                new AuthenticationProperties(new Dictionary<string, string?> { [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.AccessDenied }),
                [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]));
        var identity = new ClaimsIdentity("provider", ClaimNames.Name, ClaimNames.Role);
        identity.SetClaim(ClaimNames.Subject, Person.Subject).SetClaim(ClaimNames.Name, Person.Name).SetClaim(ClaimNames.Email, Person.Email);
        if (Person.Email is not null) identity.SetClaim(ClaimNames.EmailVerified, Person.EmailVerified);
        if (Person.Acr is not null) identity.SetClaim(ClaimNames.AuthenticationContextReference, Person.Acr);
        // The client with a secret gets name and address by asking, the other one in the token.
        var asks = request.ClientId == "kenmin-secret";
        identity.SetDestinations(claim => asks && claim.Type is (ClaimNames.Name or ClaimNames.Email or ClaimNames.EmailVerified)
            ? [Destinations.AccessToken] : [Destinations.AccessToken, Destinations.IdentityToken]);
        identity.SetScopes(request.GetScopes());
        return Task.FromResult(Results.SignIn(new ClaimsPrincipal(identity), null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme));
    }

    private async Task<IResult> UserInfoAsync(HttpContext http)
    {
        var who = (await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal!;
        return Results.Json(new Dictionary<string, object?>
        {
            ["sub"] = who.GetClaim(ClaimNames.Subject), ["name"] = who.GetClaim(ClaimNames.Name), ["email"] = who.GetClaim(ClaimNames.Email),
            ["email_verified"] = who.GetClaim(ClaimNames.EmailVerified) == "true",
        });
    }

    /// <summary>Spoils the answer of the address for tokens as the mood asks.</summary>
    private async Task SpoilAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Path != "/token")
        {
            await next(http);
            return;
        }

        http.Request.EnableBuffering();
        var form = await http.Request.ReadFormAsync();
        http.Request.Body.Position = 0;
        ClientProofs.Add(form.ContainsKey("client_assertion") ? "private_key_jwt" : http.Request.Headers.Authorization.ToString().StartsWith("Basic ", StringComparison.Ordinal) && !form.ContainsKey("client_secret") ? "client_secret_basic" : "client_secret_post");
        if (Mood == ProviderMood.BreaksAtToken)
        {
            http.Response.StatusCode = 500;
            await http.Response.WriteAsync("<html>broken</html>");
            return;
        }

        var real = http.Response.Body;
        using var kept = new MemoryStream();
        http.Response.Body = kept;
        await next(http);
        http.Response.Body = real;
        var answer = kept.ToArray();
        if (http.Response.StatusCode != 200) Refusals.Add(Encoding.UTF8.GetString(answer));
        if (Mood != ProviderMood.Right && http.Response.StatusCode == 200)
        {
            var json = JsonNode.Parse(answer)!;
            json["id_token"] = Spoilt(json["id_token"]!.GetValue<string>());
            answer = Encoding.UTF8.GetBytes(json.ToJsonString());
        }

        http.Response.ContentLength = answer.Length;
        await http.Response.Body.WriteAsync(answer);
    }

    private string Spoilt(string token)
    {
        var payload = JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]))!;
        switch (Mood)
        {
            case ProviderMood.WrongNonce: payload["nonce"] = "another"; break;
            case ProviderMood.WrongAudience: payload["aud"] = "another-client"; break;
            case ProviderMood.WrongIssuer: payload["iss"] = "http://other.example.jp/"; break;
            case ProviderMood.Expired: (payload["iat"], payload["nbf"], payload["exp"]) = (1_700_000_000, 1_700_000_000, 1_700_000_600); break;
            case ProviderMood.Unsigned: return $"{Base64Url.EncodeToString("{\"alg\":\"none\",\"typ\":\"JWT\"}"u8)}.{token.Split('.')[1]}.";
        }

        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = new ECDsaSecurityKey(Mood == ProviderMood.WrongSignature ? stranger : _key) { KeyId = "provider", CryptoProviderFactory = new() { CacheSignatureProviders = false } };
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(payload.ToJsonString(), new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256));
    }
}
