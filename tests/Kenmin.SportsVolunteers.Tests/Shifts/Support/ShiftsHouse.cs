using System.Security.Claims;
using Kenmin.Accounts.Contracts;
using Kenmin.Client;
using Kenmin.Client.Sports;
using Kenmin.Modularity.Access;
using Kenmin.Participation;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.SportsVolunteers.Shifts.Terms;
using Kenmin.SportsVolunteers.Volunteers;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kenmin.SportsVolunteers.Tests.Shifts.Support;

/// <summary>A notice as it was delivered; one document for each delivery, so that a second one is seen.</summary>
public sealed class DeliveredNotice
{
    public Guid Id { get; set; }
    public Guid NoticeId { get; set; }
    public Guid AccountId { get; set; }
    public string Subject { get; set; } = "";
    public string Body { get; set; } = "";
}

/// <summary>The module that keeps notices, as far as these tests need it.</summary>
public static class DeliveredNoticeHandler
{
    public static void Handle(NoticeIssued message, IDocumentSession session) => session.Store(new DeliveredNotice
    {
        Id = Guid.CreateVersion7(), NoticeId = message.NoticeId, AccountId = message.AccountId, Subject = message.Subject.Ja, Body = message.Body.Ja,
    });
}

/// <summary>The module with pages and API on a real database, at noon on 10 October 2026 unless a test lets time pass.</summary>
public sealed class ShiftsHouse : IAsyncLifetime
{
    public static readonly DateTimeOffset Noon = new(2026, 10, 10, 12, 0, 0, TimeSpan.FromHours(9));
    public static readonly Guid StaffAccount = new("0199aaaa-0000-7000-8000-0000000000aa");

    private ModuleHost? _host;

    public JumpingClock Clock { get; } = new(Noon);

    public IServiceProvider Services => _host!.Services;

    public ISportsVolunteersStore Store => Services.GetRequiredService<ISportsVolunteersStore>();

    public IParticipation<ISportsVolunteersStore> Participation => Services.GetRequiredService<IParticipation<ISportsVolunteersStore>>();

    public async ValueTask InitializeAsync() =>
        _host = await ModuleHost.StartAsync(typeof(ShiftsHouse).Assembly, new() { Clock = Clock, SignInPage = "/accounts/sign-in" });

    public async ValueTask DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
    }

    /// <summary>A browser without scripts for a person.</summary>
    public HttpClient Browser(Guid? account = null, string role = Roles.Resident, params string[] municipalities) =>
        _host!.Client(account is { } id ? Somebody(id, role, municipalities) : null);

    /// <summary>The typed client for a person.</summary>
    public ISportsApi Api(Guid? account = null, string role = Roles.Resident, params string[] municipalities) =>
        Api<ISportsApi>(account, role, municipalities);

    public T Api<T>(Guid? account, string role, params string[] municipalities) where T : notnull => new ServiceCollection()
        .AddKenminClient(new("http://localhost"), configure: c =>
        {
            c.ConfigurePrimaryHttpMessageHandler(() => _host!.Handler());
            if (account is { } id) c.ConfigureHttpClient(http => http.SignIn(Somebody(id, role, municipalities)));
        })
        .BuildServiceProvider().GetRequiredService<T>();

    public static ClaimsPrincipal Person(Guid account, string role, params string[] municipalities) => Somebody(account, role, municipalities).ToPrincipal();

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public Task<IReadOnlyList<DeliveredNotice>> NoticesAsync(Guid account, int atLeast) => Eventually.ReadAsync<IReadOnlyList<DeliveredNotice>>(
        async () =>
        {
            await using var session = Services.GetRequiredService<IDocumentStore>().QuerySession();
            return await session.Query<DeliveredNotice>().Where(n => n.AccountId == account).OrderBy(n => n.Id).ToListAsync();
        },
        found => found.Count >= atLeast);

    private static SignedInPerson Somebody(Guid account, string role, string[] municipalities) => new(account, role, "見本 太郎", municipalities);
}
