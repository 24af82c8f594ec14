using Kenmin.Persistence.EmbeddedPostgres;
using Kenmin.SharedKernel;

namespace Kenmin.Host.Startup;

/// <summary>The database of this host: the configured server, or an embedded one that stops with the host.</summary>
internal sealed class HostDatabase : IAsyncDisposable
{
    /// <summary>The connection string's name in the configuration: <c>ConnectionStrings__Kenmin</c> in the environment.</summary>
    private const string Name = "Kenmin";

    private readonly EmbeddedPostgresServer? _embedded;

    private HostDatabase(string connectionString, EmbeddedPostgresServer? embedded)
    {
        ConnectionString = connectionString;
        _embedded = embedded;
    }

    public string ConnectionString { get; }

    /// <summary>For what needs none: whoever asks it is not answered.</summary>
    public static HostDatabase None => new("Host=none.invalid", null);

    public static async Task<HostDatabase> OpenAsync(IConfiguration configuration, IHostEnvironment environment)
    {
        if (configuration.GetConnectionString(Name) is { Length: > 0 } configured) return new(configured, null);
        try
        {
            var embedded = await EmbeddedPostgresServer.StartAsync(
                new EmbeddedPostgresOptions { ContentRoot = environment.ContentRootPath, DataFolder = configuration["EmbeddedPostgres:DataFolder"] },
                new ConsoleProgress());
            return new(embedded.ConnectionString, embedded);
        }
        catch (EmbeddedPostgresException exception)
        {
            // Nothing runs yet that could log or show a page: say what to do, and end without a stack trace.
            await Console.Error.WriteLineAsync($"{exception.Text.Ja}\n{exception.Text.En}");
            Environment.Exit(1);
            throw;
        }
    }

    /// <summary>Lets a refused second start name the address at which this host is found.</summary>
    public void Announce(string address) => _embedded?.Announce(address);

    public ValueTask DisposeAsync() => _embedded?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Writes at once: what a person waits for must not wait for a thread.</summary>
    private sealed class ConsoleProgress : IProgress<LocalizedText>
    {
        public void Report(LocalizedText value) => Console.WriteLine($"… {value.Ja} / {value.En}");
    }
}
