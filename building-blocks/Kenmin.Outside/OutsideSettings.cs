using Microsoft.Extensions.Configuration;

namespace Kenmin.Outside;

/// <summary>Where a service outside is and how long it may take. A module keeps them in a section of its own.</summary>
public class OutsideSettings
{
    /// <summary>The address below which the service answers, by HTTPS; empty: it is not used.</summary>
    public string Address { get; set; } = "";

    /// <summary>How long one attempt may take, the body of the answer included.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long all attempts together may take.</summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often it is tried again after a failure.</summary>
    public int Retries { get; set; } = 2;

    /// <summary>The wait before the second attempt; about twice as long before each further one.</summary>
    public TimeSpan FirstWait { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a service that keeps failing is left alone.</summary>
    public TimeSpan Rest { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The most bytes of an answer that are read.</summary>
    public int LongestAnswer { get; set; } = 4 * 1024 * 1024;

    /// <summary>The address to call; null when the service is not used.</summary>
    /// <exception cref="InvalidOperationException">The address cannot be used.</exception>
    internal Uri? Target(string name)
    {
        if (string.IsNullOrWhiteSpace(Address)) return null;
        // What comes without encryption may be anybody's; a server on the same machine is one for tests, or a relay.
        if (!Uri.TryCreate(Address, UriKind.Absolute, out var uri) || !(uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)))
            throw new InvalidOperationException($"{name}: “{Address}” is no address of HTTPS.");
        return uri;
    }
}

/// <summary>
/// Whether the platform may call services outside at all: <c>Outside:Allowed</c>, true unless set. A server of a public office often has
/// no way out.
/// </summary>
/// <param name="configuration">The host's configuration.</param>
public sealed class OutsideGate(IConfiguration configuration)
{
    /// <summary>Whether it may.</summary>
    public bool IsOpen { get; } = configuration.GetValue("Outside:Allowed", true);
}
