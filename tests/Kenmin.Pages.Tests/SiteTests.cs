using System.Net;

namespace Kenmin.Pages.Tests;

public sealed class SiteTests(GallerySite site) : IClassFixture<GallerySite>
{
    [Fact]
    public async Task The_language_is_Japanese_unless_the_browser_asks_for_English()
    {
        (await ReadAsync("/gallery")).ShouldContain("<html lang=\"ja\"");
        (await ReadAsync("/gallery", language: "en-GB,en;q=0.9")).ShouldContain("Volunteers wanted");
        (await ReadAsync("/gallery", language: "fr")).ShouldContain("<html lang=\"ja\"");
    }

    [Fact]
    public async Task A_chosen_language_is_kept_and_the_address_stays_clean()
    {
        using var browser = Browser();
        var chosen = await browser.SendAsync(Ask("/gallery?x=1&lang=en"), TestContext.Current.CancellationToken);
        chosen.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        chosen.Headers.Location!.ToString().ShouldBe("/gallery?x=1");
        (await (await browser.SendAsync(Ask("/gallery?x=1"), TestContext.Current.CancellationToken)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            .ShouldContain("<html lang=\"en\"");
    }

    [Fact]
    public async Task A_choice_of_language_never_leads_to_another_site()
    {
        using var browser = Browser();
        var answer = await browser.SendAsync(Ask("//example.com/?lang=en"), TestContext.Current.CancellationToken);
        answer.Headers.Location!.ToString().ShouldStartWith("/");
        answer.Headers.Location!.ToString().ShouldNotStartWith("//");
    }

    [Theory]
    [InlineData("/nothing-here", 404, "ページが見つかりません")]
    [InlineData("/forbidden", 403, "権限がありません")]
    [InlineData("/closed", 404, "この機能は現在使われていません")]
    [InlineData("/breaks", 500, "処理できませんでした")]
    public async Task Refusals_and_errors_are_explained_to_people(string path, int status, string words)
    {
        using var browser = Browser();
        var answer = await browser.SendAsync(Ask(path), TestContext.Current.CancellationToken);
        ((int)answer.StatusCode).ShouldBe(status);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        page.ShouldContain(words);
        page.ShouldNotContain("A secret of the inside");
    }

    [Theory]
    [InlineData("/api/v1/nothing", "text/html")]
    [InlineData("/nothing-here", "application/json")]
    public async Task Programs_get_the_bare_status(string path, string accept)
    {
        using var browser = Browser();
        var answer = await browser.SendAsync(Ask(path, accept), TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_navigation_shows_what_the_reader_may_open_in_the_declared_order()
    {
        var visitor = await ReadAsync("/gallery");
        visitor.ShouldNotContain("href=\"/mine\"");
        visitor.ShouldNotContain("href=\"/roster\"");
        visitor.ShouldNotContain("href=\"/closed\"");
        visitor.IndexOf("href=\"/start\"", StringComparison.Ordinal).ShouldBeLessThan(visitor.IndexOf("href=\"/gallery\"", StringComparison.Ordinal));
        visitor.ShouldContain("/accounts/sign-in?returnUrl=%2Fgallery");

        var resident = await ReadAsync("/gallery", role: "resident");
        resident.ShouldContain("href=\"/mine\"");
        resident.ShouldNotContain("href=\"/roster\"");
        resident.ShouldContain("action=\"/accounts/sign-out\"");
        (await ReadAsync("/gallery", role: "program-owner")).ShouldContain("href=\"/roster\"");
    }

    [Fact]
    public async Task Nothing_in_a_page_breaks_the_strict_policy()
    {
        var page = await ReadAsync("/gallery");
        page.ShouldNotContain(" style=");
        page.ShouldNotContain("<style");
        page.ShouldNotContain(" onclick=");
        System.Text.RegularExpressions.Regex.Matches(page, "<script(?![^>]*\\ssrc=)").Count.ShouldBe(0);
        System.Text.RegularExpressions.Regex.Matches(page, "(?:src|href)=\"(?:https?:)?//").Count.ShouldBe(0);
    }

    private HttpClient Browser() => new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(site.Address) };

    private HttpRequestMessage Ask(string path, string accept = "text/html", string? language = null, string? role = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(site.Address + path));
        request.Headers.Add("Accept", accept);
        if (language is not null) request.Headers.Add("Accept-Language", language);
        if (role is not null) request.Headers.Add("Cookie", $"role={role}");
        return request;
    }

    private async Task<string> ReadAsync(string path, string? language = null, string? role = null)
    {
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false });
        var answer = await browser.SendAsync(Ask(path, language: language, role: role), TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
