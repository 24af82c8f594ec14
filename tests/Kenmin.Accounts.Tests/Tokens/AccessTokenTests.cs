using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Tests.Support;
using Kenmin.Testing;
using Microsoft.EntityFrameworkCore;

namespace Kenmin.Accounts.Tests.Tokens;

public sealed partial class AccessTokenTests(DevelopmentHouse development) : IClassFixture<DevelopmentHouse>
{
    private const string Page = "/me/security/tokens";

    private static HttpClient ProgramOf(House house, string token)
    {
        var client = house.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false });
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static async Task<string> MakeAsync(Visitor visitor, params string[] scopes)
    {
        using var made = await visitor.SubmitAsync(Page, "token", [("Input.Name", "集計"), ("Input.Days", "30"), .. scopes.Select(s => ("Input.Scopes", s))]);
        return Token().Match(await made.Content.ReadAsStringAsync()).Groups[1].Value;
    }

    private async Task<Visitor> NewPersonAsync()
    {
        var person = development.House.NewVisitor();
        (await person.RegisterAsync($"{Guid.NewGuid():N}@example.jp", "ひろい海の見える丘で")).Dispose();
        return person;
    }

    [Fact]
    public async Task A_token_is_shown_once_works_on_the_API_and_shows_when_it_was_used()
    {
        using var person = await NewPersonAsync();
        var token = await MakeAsync(person, "own.read");
        token.ShouldStartWith("kmn_");
        (await person.ReadAsync(Page)).ShouldNotContain(token);
        (await person.ReadAsync(Page)).ShouldContain("Never");
        using var program = ProgramOf(development.House, token);
        (await program.GetFromJsonAsync<AccountAnswer>("/api/v1/accounts/me"))!.Id.ShouldBe((await person.MeAsync())!.Id);
        (await person.ReadAsync(Page)).ShouldNotContain("Never");
        // On pages it is nothing.
        (await program.GetAsync("/accounts/me")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var kept = await development.House.WithAsync<AccountsDbContext, List<byte[]>>(db => db.AccessTokens.Select(t => t.TokenHash).ToListAsync());
        kept.ShouldAllBe(h => h.Length == 32 && !h.SequenceEqual(System.Text.Encoding.UTF8.GetBytes(token)));
    }

    [Fact]
    public async Task A_token_reaches_what_its_scopes_say_and_nothing_else()
    {
        using var person = await NewPersonAsync();
        using var reader = ProgramOf(development.House, await MakeAsync(person, "own.read"));
        using var refused = await reader.PostAsync($"/api/v1/accounts/notices/{Guid.NewGuid()}/read", null);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        refused.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        // It needs no antiforgery token, only the scope.
        using var writer = ProgramOf(development.House, await MakeAsync(person, "own.write"));
        (await writer.PostAsync($"/api/v1/accounts/notices/{Guid.NewGuid()}/read", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await writer.GetAsync("/api/v1/accounts/me")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Nobody_makes_a_token_that_may_do_more_than_they_may_and_none_outlives_a_role()
    {
        using var person = await NewPersonAsync();
        (await MakeAsync(person, "accounts.people.read")).ShouldBe("");
        (await MakeAsync(person, "nobody.declared-this")).ShouldBe("");

        using var auditor = development.House.NewVisitor();
        await auditor.BecomeAsync("auditor");
        var token = await MakeAsync(auditor, "accounts.audit.read");
        using var program = ProgramOf(development.House, token);
        (await program.GetAsync("/api/v1/accounts/me")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        // The same token where fictional staff need a second factor has no role of staff; in Production it is nobody's.
        await using var strict = new House(development.Database, "Production");
        using var there = ProgramOf(strict, token);
        (await there.GetAsync("/api/v1/accounts/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_revoked_token_is_refused_at_once_and_a_cookie_beside_it_does_not_help()
    {
        using var person = await NewPersonAsync();
        var token = await MakeAsync(person, "own.read");
        using var program = ProgramOf(development.House, token);
        (await program.GetAsync("/api/v1/accounts/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var form = Regex.Match(await person.ReadAsync(Page), "value=\"(revoke-[0-9a-f]{32})\"").Groups[1].Value;
        (await person.SubmitAsync(Page, form)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var refused = await program.GetAsync("/api/v1/accounts/me");
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        refused.Headers.WwwAuthenticate.ToString().ShouldContain("invalid_token");

        using var both = new HttpRequestMessage(HttpMethod.Get, "/api/v1/accounts/me");
        both.Headers.Authorization = new("Bearer", token);
        (await person.Http.SendAsync(both)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await person.IsSignedInAsync()).ShouldBeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("kmn_")]
    [InlineData("kmn_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    public async Task What_is_no_token_is_refused(string token)
    {
        using var program = development.House.CreateClient(new() { HandleCookies = false });
        program.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        (await program.GetAsync("/api/v1/accounts/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("TokenRequestsPerMinute", true)]
    [InlineData("TokenRequestsPerMinuteFromOneAddress", false)]
    public async Task Too_many_calls_are_told_when_to_come_back(string setting, bool eachTokenHasItsOwn)
    {
        using var person = await NewPersonAsync();
        var (one, other) = (await MakeAsync(person, "own.read"), await MakeAsync(person, "own.read"));
        await using var house = new House(development.Database, "Development", ($"Modules:accounts:{setting}", "3"));
        using var program = ProgramOf(house, one);
        for (var i = 0; i < 3; i++) (await program.GetAsync("/api/v1/accounts/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var refused = await program.GetAsync("/api/v1/accounts/me");
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetInt32().ShouldBe(429);
        using var second = ProgramOf(house, other);
        (await second.GetAsync("/api/v1/accounts/me")).StatusCode.ShouldBe(eachTokenHasItsOwn ? HttpStatusCode.OK : HttpStatusCode.TooManyRequests);
    }

    [GeneratedRegex("class=\"access-token\">([^<]+)<")]
    private static partial Regex Token();
}
