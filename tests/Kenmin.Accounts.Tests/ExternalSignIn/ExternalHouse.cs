using System.Net;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Tests.Support;
using Kenmin.Testing;
using Microsoft.EntityFrameworkCore;

namespace Kenmin.Accounts.Tests.ExternalSignIn;

/// <summary>A house in Development with a provider beside it, asked in the two ways, and one that is not there.</summary>
public sealed class ExternalHouse : IAsyncLifetime
{
    private readonly PostgresFixture _postgres = new();

    public LocalProvider Provider { get; private set; } = null!;

    public House House { get; private set; } = null!;

    /// <summary>The browser as it is seen by the provider.</summary>
    public HttpClient AtProvider { get; } = new(new HttpClientHandler { AllowAutoRedirect = false });

    public static (string, string)[] Settings(LocalProvider provider) =>
    [
        .. Section("app", ("NameJa", "見本認証アプリ"), ("NameEn", "Sample app"), ("Authority", provider.Address.ToString()), ("ClientId", "kenmin-key"), ("ClientAuthentication", "PrivateKeyJwt"),
            ("ClientKey", provider.ClientKeyFile), ("ClientKeyId", "kenmin"), ("AssertionType", "client-authentication+jwt"), ("Scopes", "openid profile email"), ("AcrValues", "aal3"), ("SecondFactorAcr:0", "aal3")),
        .. Section("biz", ("NameJa", "見本ビズ"), ("NameEn", "Sample biz"), ("Authority", provider.Address.ToString()), ("ClientId", "kenmin-secret"), ("ClientSecret", LocalProvider.Secret),
            ("Scopes", "openid profile email"), ("UserInfo", "true"), ("TrustsEmail", "true")),
        .. Section("down", ("NameJa", "休止中"), ("NameEn", "Down"), ("Authority", "http://127.0.0.1:9/"), ("ClientId", "kenmin"), ("ClientSecret", "secret")),
    ];

    public async ValueTask InitializeAsync()
    {
        Provider = await LocalProvider.StartAsync(await _postgres.CreateDatabaseAsync());
        House = new(await KenminHost<Program>.CreateDatabaseAsync(_postgres, demonstrationData: true), "Development", Settings(Provider));
        _ = House.Services;
    }

    public async ValueTask DisposeAsync()
    {
        AtProvider.Dispose();
        await House.DisposeAsync();
        await Provider.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    /// <summary>Goes to the provider and comes back to the platform; where that leads.</summary>
    public async Task<string> ThroughAsync(Visitor visitor, string start)
    {
        var back = await ToCallbackAsync(visitor, start);
        using var answer = await visitor.GetAsync(back);
        return await OnAsync(visitor, answer);
    }

    /// <summary>Goes to the provider; the address by which it sends people back.</summary>
    public async Task<string> ToCallbackAsync(Visitor visitor, string start)
    {
        using var go = await visitor.GetAsync(start);
        go.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var seen = await AtProvider.GetAsync(go.Headers.Location);
        seen.StatusCode.ShouldBe(HttpStatusCode.Redirect, await seen.Content.ReadAsStringAsync());
        return seen.Headers.Location!.PathAndQuery;
    }

    /// <summary>Follows the redirect of a callback as far as the page that people see.</summary>
    public static async Task<string> OnAsync(Visitor visitor, HttpResponseMessage answer)
    {
        var next = answer.Headers.Location!.OriginalString;
        if (next != "/accounts/external/return") return next;
        using var returned = await visitor.GetAsync(next);
        return returned.Headers.Location!.OriginalString;
    }

    /// <summary>Registers by the client with a key, as far as the account is there and signed in; its id.</summary>
    public async Task<Guid> RegisteredAsync(Visitor visitor, string subject, string email)
    {
        Provider.Person = new(subject, "見本 花子", email);
        (await ThroughAsync(visitor, "/accounts/external/start/app?returnUrl=%2Faccounts%2Fme")).ShouldStartWith("/accounts/external/unknown", customMessage: string.Join('\n', [.. Provider.Refusals, .. House.Logged.TakeLast(5)]));
        using var sent = await visitor.SubmitAsync("/accounts/external/register?returnUrl=%2Faccounts%2Fme", "external-register", ("Input.DisplayName", "見本 花子"), ("Input.Email", email));
        sent.Headers.Location!.OriginalString.ShouldEndWith("/accounts/check-mail");
        using var finished = await visitor.SubmitAsync(await visitor.LinkInMailAsync(email, "/accounts/verify"), "verify");
        finished.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return (await visitor.MeAsync())!.Id;
    }

    /// <summary>Changes an account behind the platform's back.</summary>
    internal Task<int> ChangeAsync(Guid id, Action<Account> change) => House.WithAsync<AccountsDbContext, int>(async database =>
    {
        change(await database.Users.SingleAsync(a => a.Id == id));
        return await database.SaveChangesAsync();
    });

    internal Task<List<string>> LoginsAsync(Guid id) => House.WithAsync<AccountsDbContext, List<string>>(database =>
        database.UserLogins.Where(l => l.UserId == id).Select(l => l.LoginProvider + " " + l.ProviderKey).ToListAsync());

    private static IEnumerable<(string, string)> Section(string key, params (string Name, string Value)[] settings) =>
        settings.Select(s => ($"Modules:accounts:OpenIdConnect:{key}:{s.Name}", s.Value));
}
