using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Kenmin.Accounts.ExternalSignIn;

/// <summary>Signs the statements by which the platform proves to a provider that it is itself (RFC 7523).</summary>
internal sealed class ClientAssertions(ProviderSettings settings, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);
    private readonly SigningCredentials _key = Load(settings);

    /// <summary>A statement that is good once, for two minutes.</summary>
    public string For(string audience)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = settings.ClientId, TokenType = settings.AssertionType, Audience = audience, IssuedAt = now, NotBefore = now, Expires = now + Lifetime, SigningCredentials = _key,
            Claims = new Dictionary<string, object> { ["sub"] = settings.ClientId!, ["jti"] = Guid.NewGuid().ToString() },
        });
    }

    private static SigningCredentials Load(ProviderSettings settings)
    {
        try
        {
            var pem = File.ReadAllText(settings.ClientKey!);
            try
            {
                var curve = ECDsa.Create();
                curve.ImportFromPem(pem);
                return new(new ECDsaSecurityKey(curve) { KeyId = settings.ClientKeyId }, SecurityAlgorithms.EcdsaSha256);
            }
            catch (Exception other) when (other is CryptographicException or ArgumentException)
            {
                var rsa = RSA.Create();
                rsa.ImportFromPem(pem);
                return new(new RsaSecurityKey(rsa) { KeyId = settings.ClientKeyId }, SecurityAlgorithms.RsaSha256);
            }
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            // Without the cause, which may quote the file.
            throw new InvalidOperationException($"Modules:accounts:OpenIdConnect: {settings.ClientKey} cannot be read as a private key (PEM).");
        }
    }
}

/// <summary>Moves the secret from the body of a request for tokens, where the framework puts it, into the header.</summary>
internal sealed class SecretInHeader(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is FormUrlEncodedContent form)
        {
            var fields = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(await form.ReadAsStringAsync(cancellationToken));
            if (fields.TryGetValue("client_secret", out var secret) && fields.TryGetValue("client_id", out var id))
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(
                    Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(id.ToString())}:{Uri.EscapeDataString(secret.ToString())}")));
                request.Content = new FormUrlEncodedContent(fields.Where(f => f.Key is not ("client_secret" or "client_id"))
                    .SelectMany(f => f.Value, (f, value) => KeyValuePair.Create(f.Key, value ?? "")));
            }
        }

        return await base.SendAsync(request, cancellationToken);
    }
}
