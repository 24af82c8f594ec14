using System.Security.Claims;
using System.Text.Encodings.Web;
using Kenmin.Accounts.Contracts;
using Kenmin.Api;
using Kenmin.Client;
using Kenmin.Client.Sports;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Pages;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.SportsVolunteers.Shifts.Terms;
using Kenmin.SportsVolunteers.Volunteers;
using Kenmin.Testing;
using Marten;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
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

    private readonly PostgresFixture _postgres = new();
    private WebApplication _app = null!;

    public FakeTimeProvider Clock { get; } = new(Noon);

    public IServiceProvider Services => _app.Services;

    public ISportsVolunteersStore Store => Services.GetRequiredService<ISportsVolunteersStore>();

    public IParticipation<ISportsVolunteersStore> Participation => Services.GetRequiredService<IParticipation<ISportsVolunteersStore>>();

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = typeof(ShiftsHouse).Assembly.GetName().Name });
        builder.WebHost.UseTestServer();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton<TimeProvider>(Clock);
        var modules = builder.AddKenminModules(typeof(ShiftsHouse).Assembly, "no-plugins");
        builder.AddKenminPersistence(await _postgres.CreateDatabaseAsync(), modules, typeof(ShiftsHouse).Assembly);
        builder.Services.AddKenminPages();
        builder.Services.AddKenminApi();
        builder.Services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, ByHeader>("test", null);
        builder.Services.AddAuthorization();
        _app = builder.Build();
        _app.UseKenminApiProblems();
        _app.UseAuthentication();
        _app.UseAuthorization();
        _app.UseFeatureGates();
        _app.UseAntiforgery();
        _app.UseKenminApi();
        _app.MapKenminApi();
        _app.MapModuleSiteEndpoints();
        _app.MapRazorComponents<App>().AddAdditionalAssemblies(modules.PageAssemblies());
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    /// <summary>A browser without scripts for a person.</summary>
    public HttpClient Browser(Guid? account = null, string role = Roles.Resident, params string[] municipalities)
    {
        var client = new HttpClient(new Cookies(_app.GetTestServer().CreateHandler())) { BaseAddress = new("http://localhost") };
        Identify(client, account, role, municipalities);
        return client;
    }

    /// <summary>The typed client for a person.</summary>
    public ISportsApi Api(Guid? account = null, string role = Roles.Resident, params string[] municipalities) => new ServiceCollection()
        .AddKenminClient(new("http://localhost"), configure: c =>
        {
            c.ConfigurePrimaryHttpMessageHandler(() => _app.GetTestServer().CreateHandler());
            c.ConfigureHttpClient(http => Identify(http, account, role, municipalities));
        })
        .BuildServiceProvider().GetRequiredService<ISportsApi>();

    public static ClaimsPrincipal Person(Guid account, string role, params string[] municipalities) => new(new ClaimsIdentity(
        [
            new(ClaimTypes.NameIdentifier, account.ToString()), new(CurrentUser.DisplayNameClaim, "見本 太郎"), new(ClaimTypes.Role, role),
            .. municipalities.Select(m => new Claim(CurrentUser.MunicipalityClaim, m)),
        ], "test"));

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Waits for a fact, at most 20 seconds.</summary>
    public static async Task EventuallyAsync(Func<Task<bool>> fact, string what)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!await fact())
        {
            TimeProvider.System.GetElapsedTime(since).TotalSeconds.ShouldBeLessThan(20, $"{what} did not come true");
            await Task.Yield();
        }
    }

    public async Task<IReadOnlyList<DeliveredNotice>> NoticesAsync(Guid account, int atLeast)
    {
        IReadOnlyList<DeliveredNotice> found = [];
        await EventuallyAsync(
            async () =>
            {
                await using var session = Services.GetRequiredService<IDocumentStore>().QuerySession();
                found = await session.Query<DeliveredNotice>().Where(n => n.AccountId == account).OrderBy(n => n.Id).ToListAsync();
                return found.Count >= atLeast;
            },
            $"{atLeast} notices");
        return found;
    }

    private static void Identify(HttpClient client, Guid? account, string role, string[] municipalities)
    {
        if (account is not { } id) return;
        client.DefaultRequestHeaders.Add("X-Account", id.ToString());
        client.DefaultRequestHeaders.Add("X-Role", role);
        foreach (var municipality in municipalities) client.DefaultRequestHeaders.Add("X-Municipality", municipality);
    }

    private sealed class ByHeader(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
            Request.Headers.TryGetValue("X-Account", out var account)
                ? AuthenticateResult.Success(new(
                    Person(Guid.Parse(account!), Request.Headers["X-Role"]!, [.. Request.Headers["X-Municipality"].OfType<string>()]), "test"))
                : AuthenticateResult.NoResult());

        protected override Task HandleChallengeAsync(AuthenticationProperties properties)
        {
            Response.Redirect($"/accounts/sign-in?ReturnUrl={Uri.EscapeDataString(Request.Path + Request.QueryString)}");
            if (Request.Path.StartsWithSegments("/api")) Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }
    }

    // The antiforgery cookie has to come back; redirects are the test's to follow.
    private sealed class Cookies(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private readonly System.Net.CookieContainer _jar = new();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (_jar.GetCookieHeader(request.RequestUri!) is { Length: > 0 } cookies) request.Headers.Add("Cookie", cookies);
            var response = await base.SendAsync(request, cancellationToken);
            if (response.Headers.TryGetValues("Set-Cookie", out var set)) foreach (var cookie in set) _jar.SetCookies(request.RequestUri!, cookie);
            return response;
        }
    }
}
