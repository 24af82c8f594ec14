using System.Net;
using System.Text.RegularExpressions;
using Kenmin.Testing;

namespace Kenmin.Host.Tests;

public sealed partial class SecurityHeadersTests(DevelopmentHost host) : IClassFixture<DevelopmentHost>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/")]
    [InlineData("/accounts/sign-in")]
    [InlineData("/nowhere")]
    [InlineData("/api/v1/nowhere")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/_content/Kenmin.Pages/js/kenmin.js")]
    public async Task Every_answer_forbids_what_does_not_come_from_here(string address)
    {
        using var answer = await host.Client.GetAsync(address, Cancellation);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'self'");
        policy.ShouldContain("object-src 'none'");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldContain("form-action 'self'");
        policy.ShouldNotContain("unsafe");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.GetValues("Referrer-Policy").ShouldBe(["same-origin"]);
        answer.Headers.GetValues("Cross-Origin-Opener-Policy").ShouldBe(["same-origin"]);
        answer.Headers.GetValues("Cross-Origin-Resource-Policy").ShouldBe(["same-origin"]);
    }

    [Theory]
    [InlineData("cross-site", HttpStatusCode.Forbidden)]
    [InlineData("same-site", HttpStatusCode.Forbidden)]
    [InlineData("same-origin", HttpStatusCode.Unauthorized)]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    public async Task A_page_of_another_site_writes_nothing_through_a_visitors_browser(string? from, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/accounts/session")
        {
            Content = new StringContent("""{"email":"nobody@example.jp","password":"ひろい海の見える丘で"}""", System.Text.Encoding.UTF8, "application/json"),
        };
        if (from is not null) request.Headers.Add("Sec-Fetch-Site", from);
        (await host.Client.SendAsync(request, Cancellation)).StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task Over_https_a_cookie_without_the_prefix_counts_for_nothing()
    {
        using var visitor = new Visitor(host.Host.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = true, BaseAddress = new("https://localhost") }));
        using var form = await visitor.GetAsync("/accounts/sign-in");
        var token = Token().Match(await form.Content.ReadAsStringAsync(Cancellation)).Groups[1].Value;
        using var signedIn = await visitor.Http.PostAsync("/accounts/personas", new FormUrlEncodedContent(
            new Dictionary<string, string> { ["persona"] = "resident", ["__RequestVerificationToken"] = token }), Cancellation);
        var session = signedIn.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("__Host-kenmin-session=", StringComparison.Ordinal)).Split(';')[0];
        (await visitor.GetAsync("/accounts/me")).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var bare = host.Host.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false, BaseAddress = new("https://localhost") });
        async Task<HttpStatusCode> WithAsync(string cookie)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/accounts/me");
            request.Headers.Add("Cookie", cookie);
            using var answer = await bare.SendAsync(request, Cancellation);
            return answer.StatusCode;
        }

        (await WithAsync(session)).ShouldBe(HttpStatusCode.OK);
        (await WithAsync(session["__Host-".Length..])).ShouldBe(HttpStatusCode.Unauthorized, "a neighbour of the same domain could have set it");
        (await WithAsync("__Secure-" + session["__Host-".Length..])).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Nothing_is_traced_and_nobody_is_told_of_a_contact_that_there_is_not()
    {
        using var trace = new HttpRequestMessage(HttpMethod.Trace, "/");
        (await host.Client.SendAsync(trace, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        (await host.Client.GetAsync("/.well-known/security.txt", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Cookies_are_out_of_reach_of_scripts_and_of_other_sites()
    {
        using var visitor = new Visitor(host.Host.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = true, BaseAddress = new("https://localhost") }));
        using var form = await visitor.GetAsync("/accounts/sign-in");
        var token = Token().Match(await form.Content.ReadAsStringAsync(Cancellation)).Groups[1].Value;
        using var signedIn = await visitor.Http.PostAsync("/accounts/personas", new FormUrlEncodedContent(
            new Dictionary<string, string> { ["persona"] = "resident", ["__RequestVerificationToken"] = token }), Cancellation);
        signedIn.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var cookies = new[] { form, signedIn }.SelectMany(a => a.Headers.TryGetValues("Set-Cookie", out var set) ? set : []).ToList();
        cookies.ShouldContain(c => c.StartsWith("__Host-kenmin-session=", StringComparison.Ordinal));
        cookies.Count.ShouldBeGreaterThan(1);
        foreach (var cookie in cookies)
        {
            cookie.ShouldContain("httponly", Case.Insensitive);
            cookie.ShouldContain("samesite", Case.Insensitive);
            cookie.ShouldNotContain("samesite=none", Case.Insensitive);
            cookie.ShouldContain("secure", Case.Insensitive);
        }
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
