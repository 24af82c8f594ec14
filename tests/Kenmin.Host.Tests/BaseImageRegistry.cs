using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kenmin.Host.Tests;

/// <summary>
/// A registry (OCI distribution specification) with one image to build on: it stands in for the framework's own, which a test machine
/// need not reach, and knows the user <c>app</c> as that does. There is no program in it.
/// </summary>
internal sealed class BaseImageRegistry : IAsyncDisposable
{
    private const string ManifestType = "application/vnd.docker.distribution.manifest.v2+json";

    private readonly WebApplication _site;

    private BaseImageRegistry(WebApplication site) => _site = site;

    /// <summary>What to build on, as the SDK reads it.</summary>
    public string Image => $"{new Uri(_site.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single()).Authority.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)}/base:1";

    public static async Task<BaseImageRegistry> StartAsync(CancellationToken cancellationToken)
    {
        var (files, layer) = Layer();
        var config = Json(new
        {
            architecture = "amd64", os = "linux", config = new { Env = new[] { "PATH=/usr/bin", "APP_UID=1654" } },
            rootfs = new { type = "layers", diff_ids = new[] { Digest(files) } }, history = new[] { new { created = "2026-01-01T00:00:00Z" } },
        });
        var manifest = Json(new
        {
            schemaVersion = 2, mediaType = ManifestType,
            config = new { mediaType = "application/vnd.docker.container.image.v1+json", size = config.Length, digest = Digest(config) },
            layers = new[] { new { mediaType = "application/vnd.docker.image.rootfs.diff.tar.gzip", size = layer.Length, digest = Digest(layer) } },
        });
        var blobs = new[] { config, layer }.ToDictionary(Digest);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var site = builder.Build();
        site.MapGet("/v2/base/manifests/{reference}", () => Results.Bytes(manifest, ManifestType));
        site.MapGet("/v2/base/blobs/{digest}", (string digest) => blobs.TryGetValue(digest, out var blob) ? Results.Bytes(blob) : Results.NotFound());
        await site.StartAsync(cancellationToken);
        return new(site);
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    private static (byte[] Files, byte[] Packed) Layer()
    {
        using var files = new MemoryStream();
        using (var tar = new TarWriter(files, leaveOpen: true))
        using (var users = new MemoryStream("root:x:0:0::/root:/bin/sh\napp:x:1654:1654::/home/app:/bin/sh\n"u8.ToArray()))
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "etc/passwd") { DataStream = users });
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(files.ToArray());
        return (files.ToArray(), packed.ToArray());
    }

    private static byte[] Json(object value) => JsonSerializer.SerializeToUtf8Bytes(value);

    private static string Digest(byte[] content) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";
}
