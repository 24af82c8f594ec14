using Kenmin.Accounts.Contracts;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Mail;
using Kenmin.Modularity.Access;
using Kenmin.Accounts.Registration;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Wolverine;
using Wolverine.Tracking;

namespace Kenmin.Accounts.Tests.Support;

/// <summary>A house in Production that sends its mails to a mail server of the test.</summary>
public sealed class MailHouse : IAsyncLifetime
{
    private readonly PostgresFixture _postgres = new();

    public MailServer Server { get; } = new();

    public House House { get; private set; } = null!;

    public string Bounces { get; } = Directory.CreateTempSubdirectory("kenmin-bounces-").FullName;

    private IHost Host => House.Services.GetRequiredService<IHost>();

    public async ValueTask InitializeAsync()
    {
        House = new(await KenminHost<Program>.CreateDatabaseAsync(_postgres), "Production",
            ("Modules:accounts:Mail:Host", "127.0.0.1"), ("Modules:accounts:Mail:Port", $"{Server.Port}"), ("Modules:accounts:Mail:Security", "None"),
            ("Modules:accounts:Mail:From", "no-reply@kenmin.example.jp"), ("Modules:accounts:Mail:Timeout", "00:00:01"),
            ("Modules:accounts:Mail:FirstRetry", "00:00:00.2"), ("Modules:accounts:Mail:Attempts", "3"),
            ("Modules:accounts:Mail:BounceFolder", Bounces), ("Modules:accounts:SiteAddress", "https://kenmin.example.jp/"));
        _ = House.Services;
    }

    public async ValueTask DisposeAsync()
    {
        await House.DisposeAsync();
        await Server.DisposeAsync();
        await _postgres.DisposeAsync();
        Directory.Delete(Bounces, recursive: true);
    }

    /// <summary>An account whose address is verified.</summary>
    internal Task<Account> AccountAsync(string language = "ja", bool verified = true) => House.WithAsync<AccountRegistrar, Account>(async registrar =>
    {
        System.Globalization.CultureInfo.CurrentUICulture = new(language);
        return (await registrar.CreateAsync(new("見本 花子", $"{Guid.NewGuid():N}@example.jp", "ひろい海の見える丘で"), Roles.Resident, verified)).Account!;
    });

    /// <summary>Publishes what another module would, and waits until its first attempt is over.</summary>
    public async Task AskAsync(params object[] messages) => await Host.TrackActivity().Timeout(TimeSpan.FromSeconds(60))
        .ExecuteAndWaitAsync(bus => Task.WhenAll(messages.Select(m => bus.PublishAsync(m).AsTask())));

    /// <summary>Waits until a mail is settled.</summary>
    internal async Task<OutgoingMail> SettledAsync(Guid mail)
    {
        var store = House.Services.GetRequiredService<IAccountsStore>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        do
        {
            await using var session = store.QuerySession();
            if (await session.LoadAsync<OutgoingMail>(mail, limit.Token) is { State: not MailState.Waiting } settled) return settled;
        }
        while (await poll.WaitForNextTickAsync(limit.Token));
        throw new TimeoutException();
    }
}
