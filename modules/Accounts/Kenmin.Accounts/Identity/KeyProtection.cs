using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Kenmin.Accounts.Identity;

/// <summary>Section <c>Modules:accounts:Keys</c>: the certificate that encrypts the platform's keys in the database.</summary>
internal sealed class KeySettings
{
    /// <summary>A file with the certificate and its private key (PKCS #12). Without it, whoever reads the database reads the keys.</summary>
    public string? Certificate { get; set; }

    /// <summary>The file's password.</summary>
    public string? Password { get; set; }

    /// <summary>Files of certificates from before, with the same password: what they encrypted is still read.</summary>
    public IReadOnlyList<string> Former { get; set; } = [];
}

/// <summary>
/// The keys that protect cookies, antiforgery tokens, authenticator keys and waiting mails are in the database, encrypted by a
/// certificate that is not: a copy of the database, such as a backup, signs nobody in.
/// </summary>
internal static class KeyProtection
{
    public static IDataProtectionBuilder ProtectKeys(this IDataProtectionBuilder keys, ModuleBuilder module)
    {
        var settings = module.Configuration.GetSection("Keys").Get<KeySettings>() ?? new();
        if (string.IsNullOrEmpty(settings.Certificate)) return keys;
        X509Certificate2[] all = [Load(settings.Certificate, settings.Password), .. settings.Former.Select(f => Load(f, settings.Password))];
        return keys.ProtectKeysWithCertificate(all[0]).UnprotectKeysWithAnyCertificate(all);
    }

    private static X509Certificate2 Load(string file, string? password)
    {
        try
        {
            var certificate = X509CertificateLoader.LoadPkcs12FromFile(file, password);
            return certificate.HasPrivateKey && certificate.GetRSAPrivateKey() is not null
                ? certificate
                : throw new InvalidOperationException($"Modules:accounts:Keys: {file} holds no private RSA key.");
        }
        catch (Exception failed) when (failed is CryptographicException or IOException or UnauthorizedAccessException)
        {
            // Without the cause, which may name what the file holds.
            throw new InvalidOperationException($"Modules:accounts:Keys: {file} cannot be read as PKCS #12 with the password given.");
        }
    }
}

/// <summary>Says at start when the keys lie open in the database.</summary>
[NoNewEntries("looks at settings")]
internal sealed partial class KeyCheck(IOptions<AccountsSettings> settings, IHostEnvironment environment, ILogger<KeyCheck> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!environment.IsDevelopment() && string.IsNullOrEmpty(settings.Value.Keys.Certificate)) LogOpen(logger);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "No certificate is set (Modules:accounts:Keys:Certificate): the keys that protect cookies are readable by whoever reads the database")]
    private static partial void LogOpen(ILogger logger);
}
