namespace Kenmin.Accounts.ExternalSignIn;

/// <summary>How the platform proves to a provider that it is itself.</summary>
internal enum ClientAuthentication
{
    /// <summary>The secret in the header (<c>client_secret_basic</c>), as GビズID asks.</summary>
    Basic,

    /// <summary>The secret in the body (<c>client_secret_post</c>).</summary>
    Post,

    /// <summary>A statement signed by a key of the platform (<c>private_key_jwt</c>), as the Digital Agency's authentication app asks.</summary>
    PrivateKeyJwt,
}

/// <summary>For whom a signed statement is meant; providers differ.</summary>
internal enum AssertionAudience
{
    /// <summary>The provider as it calls itself.</summary>
    Issuer,

    /// <summary>The address that it is sent to.</summary>
    TokenEndpoint,
}

/// <summary>
/// Section <c>Modules:accounts:OpenIdConnect:{key}</c>: a provider with which people may sign in, such as the Digital Agency's
/// authentication app (デジタル認証アプリ) or GビズID. The key is kept with each link: renaming it unlinks everybody.
/// </summary>
internal sealed class ProviderSettings
{
    /// <summary>The name that people know, in Japanese.</summary>
    public string? NameJa { get; set; }

    /// <summary>The same in English; the Japanese one when empty.</summary>
    public string? NameEn { get; set; }

    /// <summary>The provider's address; below it is its description (<c>/.well-known/openid-configuration</c>).</summary>
    public Uri? Authority { get; set; }

    /// <summary>Where the description is, when it is elsewhere.</summary>
    public Uri? Metadata { get; set; }

    public string? ClientId { get; set; }

    /// <summary>For <see cref="ClientAuthentication.Basic"/> and <see cref="ClientAuthentication.Post"/>; give it by the environment.</summary>
    public string? ClientSecret { get; set; }

    public ClientAuthentication ClientAuthentication { get; set; } = ClientAuthentication.Basic;

    /// <summary>A file with the private key (PEM, EC P-256 or RSA) for <see cref="ClientAuthentication.PrivateKeyJwt"/>.</summary>
    public string? ClientKey { get; set; }

    /// <summary>The name under which the provider knows the key (<c>kid</c>).</summary>
    public string? ClientKeyId { get; set; }

    public AssertionAudience AssertionAudience { get; set; } = AssertionAudience.Issuer;

    /// <summary>What a signed statement calls itself (<c>typ</c>): <c>JWT</c>, or <c>client-authentication+jwt</c> with newer providers.</summary>
    public string AssertionType { get; set; } = "JWT";

    /// <summary>What is asked for, parted by spaces. Ask for no more than is used: a name to fill in, an address.</summary>
    public string Scopes { get; set; } = "openid";

    /// <summary>The claim that tells people apart for good.</summary>
    public string SubjectClaim { get; set; } = "sub";

    /// <summary>Whether name and address are fetched from the provider, rather than taken from its token.</summary>
    public bool UserInfo { get; set; }

    /// <summary>How strongly people are to be recognised (<c>acr_values</c>).</summary>
    public string? AcrValues { get; set; }

    /// <summary>Values of <c>acr</c> that count as two factors, which staff need. None: the provider never counts.</summary>
    public IReadOnlyList<string> SecondFactorAcr { get; set; } = [];

    /// <summary>Values among <c>amr</c> that count as two factors.</summary>
    public IReadOnlyList<string> SecondFactorAmr { get; set; } = [];

    /// <summary>Whether an address that the provider calls verified need not be verified by a mail.</summary>
    public bool TrustsEmail { get; set; }
}
