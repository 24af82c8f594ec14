namespace Kenmin.Accounts.ExternalSignIn;

/// <summary>Why signing in by a provider did not work.</summary>
internal enum ExternalProblem
{
    /// <summary>The person, or the provider for them, said no.</summary>
    Denied,

    /// <summary>It took too long, was sent twice, or did not begin in this browser.</summary>
    Expired,

    /// <summary>The provider is out of reach, or what it answers is not right.</summary>
    Provider,

    /// <summary>The account is closed, or fictional.</summary>
    Closed,
}

/// <summary>The addresses of signing in by providers.</summary>
internal static class ExternalAddresses
{
    public const string Mine = "/me/security/external";
    public const string Return = "/accounts/external/return";
    public const string Unknown = "/accounts/external/unknown";
    public const string Register = "/accounts/external/register";
    public const string FailedPage = "/accounts/external/failed";

    public static string Start(string key, string returnUrl) => $"/accounts/external/start/{key}?returnUrl={Uri.EscapeDataString(returnUrl)}";

    public static string Link(string key, string ticket) => $"/accounts/external/link/{key}?ticket={ticket}";

    public static string Failed(ExternalProblem problem) => $"{FailedPage}?problem={problem.ToString().ToLowerInvariant()}";
}
