namespace Kenmin.Persistence.EmbeddedPostgres;

/// <summary>How the embedded PostgreSQL is provided; everything but the content root has a default.</summary>
public sealed record EmbeddedPostgresOptions
{
    /// <summary>
    /// The folder that this installation is told apart by: data lives under its <c>.kenmin/postgres</c>, where the
    /// server's account can use it.
    /// </summary>
    public required string ContentRoot { get; init; }

    /// <summary>
    /// The folder for the data, instead of one below <see cref="ContentRoot"/>. When it cannot be used, starting
    /// fails: a folder somebody chose is never silently replaced by another.
    /// </summary>
    public string? DataFolder { get; init; }

    /// <summary>The folder shared by all installations of a user for the fetched binaries.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>The database of <see cref="EmbeddedPostgresServer.ConnectionString"/>; created when missing.</summary>
    public string Database { get; init; } = "kenmin";

    /// <summary>
    /// Whether a commit survives a power cut. Only throw-away servers of tests switch it off.
    /// </summary>
    public bool Durable { get; init; } = true;

    /// <summary>Upper limit of simultaneous connections, at least 10.</summary>
    public int MaxConnections { get; init; } = 200;

    /// <summary>Where to look for npm and for an installed PostgreSQL; the environment's PATH when null.</summary>
    public string? SearchPath { get; init; }

    /// <summary>
    /// Folders with an installed PostgreSQL's programs beyond the search path; the usual ones of the operating
    /// system when null.
    /// </summary>
    public IReadOnlyList<string>? InstalledFolders { get; init; }

    internal string EffectiveSearchPath => SearchPath ?? Environment.GetEnvironmentVariable("PATH") ?? "";
}
