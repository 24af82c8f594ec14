using Kenmin.Persistence.Audit;
using Kenmin.Persistence.Jobs;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Registrations.Asking;
using Kenmin.SportsVolunteers.Registrations.Links;
using Kenmin.SportsVolunteers.Registrations.Lapsing;
using Kenmin.SportsVolunteers.Registrations.Renewal;
using Kenmin.SportsVolunteers.Registrations.Retention;
using Kenmin.SportsVolunteers.Volunteers;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Wolverine;
using Wolverine.Tracking;

namespace Kenmin.SportsVolunteers.Tests.Registrations;

/// <summary>The real host with a register of volunteers and a clock that the test moves.</summary>
public sealed class Register : IAsyncLifetime
{
    public const string Festival = "見本大会";
    public const string Yamaguchi = "352039";
    public const string Hagi = "352047";
    public static readonly Guid Staff = Guid.Parse("01990000-0000-7000-8000-0000000000aa");
    private readonly PostgresFixture _postgres = new();
    private readonly List<KenminHost<Program>> _hosts = [];
    private string _database = "";
    private int _people;

    public JumpingClock Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero));

    public IServiceProvider Services => _hosts[0].Services;

    public ISportsVolunteersStore Store => Services.GetRequiredService<ISportsVolunteersStore>();

    public DateOnly Today => JapanTime.Today(Clock);

    public async ValueTask InitializeAsync()
    {
        _database = await KenminHost<Program>.CreateDatabaseAsync(_postgres);
        AnotherHost();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts) await host.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    /// <summary>A further host on the same database.</summary>
    public IServiceProvider AnotherHost()
    {
        var host = new KenminHost<Program>(_database, new()
        {
            Clock = Clock,
            Services = services =>
            {
                // The test says when the jobs run.
                foreach (var job in services.Where(s => s.ImplementationType == typeof(OverdueAnswers) || s.ImplementationType == typeof(ExpiredData) || s.ImplementationType == typeof(OldTokens)
                    || s.ImplementationType == typeof(UnansweredReminders) || s.ImplementationType == typeof(ComingOfAge)).ToList())
                    services.Remove(job);
                services.AddSignedInByHeader();
            },
        });
        _hosts.Add(host);
        return host.Services;
    }

    /// <summary>A client signed in with a role; nobody when null.</summary>
    public HttpClient Client(string? role = null, Guid? account = null, string? municipality = null)
    {
        var client = _hosts[0].CreateClient(new() { AllowAutoRedirect = false });
        client.DefaultRequestHeaders.Add("Accept-Language", "ja");
        if (role is null) return client;
        client.SignIn(new(account ?? Staff, role, "見本", municipality is null ? [] : [municipality]));
        return client;
    }

    /// <summary>Somebody who came forward for the festival, as an import records them.</summary>
    public async Task<Guid> CameForwardAsync(
        ContinuationAnswer answer, string municipality = Yamaguchi, Guid? account = null, string festival = Festival, string? birth = null)
    {
        var number = Interlocked.Increment(ref _people);
        await using var session = Store.LightweightSession();
        var person = new Volunteer
        {
            Id = Guid.CreateVersion7(Clock.GetUtcNow()), AccountId = account, FamilyName = "阿知須", GivenName = $"太郎{number}", Kana = "カクウ\u3000タロウ", NameKey = $"阿知須太郎{number}",
            BirthDate = DateOnly.Parse(birth ?? "1955-10-08", System.Globalization.CultureInfo.InvariantCulture), Gender = Gender.Male, PostalCode = "7530001", Address = "=山口県山口市見本町1-1",
            MunicipalityCode = municipality, Phone = $"0900000{number:0000}", Email = $"v{number}@example.jp", Remarks = "車いす使用",
            Sources = [new(Guid.NewGuid(), "roster.csv", number, "受付番号")],
        };
        session.Store(person);
        session.Events.StartStream(person.Id, new CameForward(festival, new(2026), answer));
        await session.SaveChangesAsync();
        return person.Id;
    }

    private async Task InvokeAsync(object command)
    {
        await using var scope = Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync(command);
    }

    public async Task<T> InvokeAsync<T>(object command, IServiceProvider? host = null)
    {
        await using var scope = (host ?? Services).CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync<T>(command);
    }

    /// <summary>Sends a command and waits until all that follows from it is done.</summary>
    public async Task<ITrackedSession> RunAsync(object command) => await Services.GetRequiredService<IHost>().TrackActivity()
        .Timeout(TimeSpan.FromSeconds(30)).InvokeMessageAndWaitAsync(command);

    /// <summary>Gives a message to one of the module's subscribers, as another module's message reaches it.</summary>
    public async Task TellAsync(string subscriber, object message)
    {
        await using var scope = Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMessageBus>().EndpointFor(subscriber).InvokeAsync(message);
    }

    /// <summary>Sends commands at once and waits until all that follows is done; those that met each other tried again.</summary>
    public async Task RunAtOnceAsync(params object[] commands) => await Services.GetRequiredService<IHost>().TrackActivity()
        .Timeout(TimeSpan.FromSeconds(30)).DoNotAssertOnExceptionsDetected()
        .ExecuteAndWaitAsync((Func<IMessageContext, Task>)(_ => Task.WhenAll(commands.Select(InvokeAsync))));

    public Task<ITrackedSession> AskAsync(int days = 28, string festival = Festival) =>
        RunAsync(new AskAllWhoLeftItOpen(Guid.CreateVersion7(), festival, Today.AddDays(days), Staff));

    public async Task<Registration> RegistrationAsync(Guid id)
    {
        await using var session = Store.QuerySession();
        return (await session.LoadAsync<Registration>(id)).ShouldNotBeNull();
    }

    public async Task<Volunteer> VolunteerAsync(Guid id)
    {
        await using var session = Store.QuerySession();
        return (await session.LoadAsync<Volunteer>(id)).ShouldNotBeNull();
    }

    public async Task<IReadOnlyList<object>> EventsAsync(Guid id)
    {
        await using var session = Store.QuerySession();
        return [.. (await session.Events.FetchStreamAsync(id)).Select(e => e.Data)];
    }

    public async Task<IReadOnlyList<PersonalLink>> LinksAsync(Guid id)
    {
        await using var session = Store.QuerySession();
        return await session.Query<PersonalLink>().Where(l => l.VolunteerId == id).ToListAsync();
    }

    public async Task<string> TokenAsync(Guid id) =>
        Services.GetRequiredService<LinkTokens>().Open((await LinksAsync(id)).ShouldHaveSingleItem()).ShouldNotBeNull();

    public Task<IReadOnlyList<RecordedAuditEntry>> AuditAsync(Guid person) =>
        Services.GetRequiredService<IAuditTrail>().FindAsync(new(SubjectId: person), CancellationToken.None);

    /// <summary>Lets all overdue or expired batches be worked off by one host.</summary>
    public async Task WorkOffAsync(object command, IServiceProvider? host = null)
    {
        while ((await InvokeAsync<BatchDone>(command, host)).Count == BatchService.BatchSize)
        {
        }
    }
}
