using System.Net;
using Kenmin.Accounts.Sessions;
using Kenmin.Accounts.Tests.Support;
using Kenmin.Testing;

namespace Kenmin.Accounts.Tests.Sessions;

public sealed class SessionTests(DevelopmentHouse development) : IClassFixture<DevelopmentHouse>
{
    private const string Password = "ひろい海の見える丘で";

    [Theory]
    [InlineData("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36", "Chrome on an Android device")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1", "Safari on iPhone")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge on a Windows computer")]
    [InlineData("curl/8", "A device or program of unknown kind")]
    [InlineData(null, "A device or program of unknown kind")]
    public void A_device_is_told_in_words(string? agent, string words) => DeviceWords.Words(DeviceWords.Of(agent)).En.ShouldBe(words);

    [Fact]
    public async Task Sessions_are_listed_and_ending_one_takes_effect_at_once_on_every_host()
    {
        var address = $"{Guid.NewGuid():N}@example.jp";
        using var here = development.House.NewVisitor();
        (await here.RegisterAsync(address, Password)).Dispose();
        await using var second = new House(development.Database, "Development");
        using var phone = second.NewVisitor();
        phone.Http.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 (Linux; Android 14) Chrome/130.0");
        (await phone.SignInAsync(address, Password)).Dispose();
        (await phone.IsSignedInAsync()).ShouldBeTrue();
        using var third = development.House.NewVisitor();
        (await third.SignInAsync(address, Password)).Dispose();

        var page = await here.ReadAsync("/me/security/sessions");
        page.ShouldContain("Chrome on an Android device");
        page.ShouldContain("This device");
        var other = System.Text.RegularExpressions.Regex.Match(page, "value=\"(end-[0-9a-f]{32})\"").Groups[1].Value;
        (await here.SubmitAsync("/me/security/sessions", other)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await here.IsSignedInAsync()).ShouldBeTrue();
        new[] { await phone.IsSignedInAsync(), await third.IsSignedInAsync() }.Count(s => s).ShouldBe(1);

        (await here.SubmitAsync("/me/security/sessions", "end-others")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await phone.IsSignedInAsync()).ShouldBeFalse();
        (await third.IsSignedInAsync()).ShouldBeFalse();
        (await here.IsSignedInAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task A_cookie_that_was_copied_is_of_no_use_after_signing_out()
    {
        var address = $"{Guid.NewGuid():N}@example.jp";
        using var person = development.House.NewVisitor();
        using var entered = await person.RegisterAsync(address, Password);
        var cookie = entered.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("kenmin-session=", StringComparison.Ordinal)).Split(';')[0];
        using var copy = development.House.CreateClient(new() { HandleCookies = false });
        copy.DefaultRequestHeaders.Add("Cookie", cookie);
        (await copy.GetAsync("/api/v1/accounts/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await person.SubmitAsync("/accounts/me", "/accounts/sign-out")).Dispose();
        (await copy.GetAsync("/api/v1/accounts/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Nobody_ends_anothers_session()
    {
        using var one = development.House.NewVisitor();
        (await one.RegisterAsync($"{Guid.NewGuid():N}@example.jp", Password)).Dispose();
        using var other = development.House.NewVisitor();
        (await other.RegisterAsync($"{Guid.NewGuid():N}@example.jp", Password)).Dispose();
        var id = (await one.MeAsync())!.Id;
        var session = await development.House.WithAsync<AccountSessions, AccountSession>(async s => (await s.OfAsync(id, default)).Single());
        var stranger = (await other.MeAsync())!.Id;
        await development.House.WithAsync<AccountSessions, bool>(async s =>
        {
            await s.EndAsync(stranger, session.Id);
            return true;
        });
        (await one.IsSignedInAsync()).ShouldBeTrue();
    }
}
