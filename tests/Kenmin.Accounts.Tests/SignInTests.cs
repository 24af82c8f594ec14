using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.Accounts.Contracts;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Tests.Support;
using Kenmin.Testing;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Kenmin.Accounts.Tests;

public sealed class SignInTests(DevelopmentHouse development) : IClassFixture<DevelopmentHouse>
{
    private const string Password = "ひろい海の見える丘で";

    private static string NewAddress() => $"{Guid.NewGuid():N}@example.jp";

    [Fact]
    public async Task A_resident_registers_is_signed_in_signs_out_and_in_again()
    {
        using var visitor = development.House.NewVisitor();
        var address = NewAddress();
        using var registered = await visitor.RegisterAsync(address, Password, "見本　あや");
        registered.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        registered.Headers.Location!.OriginalString.ShouldEndWith("/accounts/me");

        var me = (await visitor.MeAsync()).ShouldNotBeNull();
        me.DisplayName.ShouldBe("見本　あや");
        me.Roles.ShouldBe(["resident"]);
        (await visitor.ReadAsync("/accounts/me")).ShouldContain(address);

        using var left = await visitor.SubmitAsync("/accounts/me", "/accounts/sign-out");
        left.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await visitor.IsSignedInAsync()).ShouldBeFalse();

        // Widths do not matter in an address.
        using var again = await visitor.SignInAsync(address.ToUpperInvariant().Replace('@', '＠'), Password, "?returnUrl=/accounts/notices");
        again.Headers.Location!.OriginalString.ShouldEndWith("/accounts/notices");
        (await visitor.IsSignedInAsync()).ShouldBeTrue();
    }

    [Fact]
    public void Passwords_are_hashed_with_as_many_rounds_as_the_guide_asks_for()
    {
        // As the module sets it; tests make do with fewer.
        PasswordHasherOptions options = new();
        foreach (var set in development.House.Services.GetServices<IConfigureOptions<PasswordHasherOptions>>()) set.Configure(options);
        options.IterationCount.ShouldBeGreaterThanOrEqualTo(210_000);
    }

    [Fact]
    public async Task What_is_wrong_with_a_registration_is_said_at_the_field_and_the_password_is_not_sent_back()
    {
        using var visitor = development.House.NewVisitor();
        using var response = await visitor.RegisterAsync("nobody", "short-one", " ");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var page = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
        page.ShouldContain("Enter your name.");
        page.ShouldContain("is not an e-mail address");
        page.ShouldContain("at least 10 characters");
        page.ShouldNotContain("short-one");
    }

    [Fact]
    public async Task An_address_is_registered_once_also_when_many_try_at_the_same_moment()
    {
        var address = NewAddress();
        var visitors = Enumerable.Range(0, 6).Select(_ => development.House.NewVisitor()).ToList();
        var answers = await Task.WhenAll(visitors.Select(v => v.Http.PostAsJsonAsync(
            "/api/v1/accounts", new { displayName = "見本", email = address, password = Password })));
        // Nobody learns from the answer whether the address had an account.
        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.Accepted);
        (await development.House.WithAsync<AccountsDbContext, int>(accounts => accounts.Users.CountAsync(a => a.Email == address))).ShouldBe(1);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_address_get_the_same_answer()
    {
        var address = NewAddress();
        using (var someone = development.House.NewVisitor()) (await someone.RegisterAsync(address, Password)).Dispose();
        using var visitor = development.House.NewVisitor();
        using var wrong = await visitor.SignInAsync(address, "その人のものではない");
        using var unknown = await visitor.SignInAsync(NewAddress(), Password);
        foreach (var answer in new[] { wrong, unknown })
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await answer.Content.ReadAsStringAsync()).ShouldContain("You could not be signed in");
        }

        (await visitor.IsSignedInAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task After_five_wrong_passwords_one_waits_and_the_answer_does_not_say_so()
    {
        var address = NewAddress();
        using var visitor = development.House.NewVisitor();
        (await visitor.RegisterAsync(address, Password)).Dispose();
        using var other = development.House.NewVisitor();
        for (var i = 0; i < 5; i++) (await PostSessionAsync(other, address, $"wrong password {i}")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var right = await PostSessionAsync(other, address, Password);
        right.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await right.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("type").GetString().ShouldBe("/problems/sign-in-refused");
        // Whoever is signed in stays so: nobody is thrown out by another's guesses.
        (await visitor.IsSignedInAsync()).ShouldBeTrue();
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task Signing_in_leads_to_no_other_site(string returnUrl)
    {
        using var visitor = development.House.NewVisitor();
        using var response = await visitor.RegisterAsync(NewAddress(), Password, query: $"?returnUrl={Uri.EscapeDataString(returnUrl)}");
        response.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        response.Headers.Location!.OriginalString.ShouldNotContain("evil");
        response.Headers.Location.OriginalString.ShouldEndWith("/accounts/me");
    }

    [Fact]
    public async Task Programs_are_told_to_sign_in_and_people_are_led_there()
    {
        using var visitor = development.House.NewVisitor();
        using var program = await visitor.GetAsync("/api/v1/accounts/me");
        program.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        program.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        using var person = await visitor.GetAsync("/accounts/me");
        person.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        person.Headers.Location!.PathAndQuery.ShouldBe("/accounts/sign-in?returnUrl=%2Faccounts%2Fme");
    }

    [Fact]
    public async Task A_program_signs_in_and_out_by_cookie_that_scripts_cannot_read()
    {
        var address = NewAddress();
        using (var someone = development.House.NewVisitor()) (await someone.RegisterAsync(address, Password)).Dispose();
        using var program = development.House.NewVisitor();
        using var response = await PostSessionAsync(program, address, Password);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadFromJsonAsync<AccountAnswer>())!.Email.ShouldBe(address);
        var cookies = response.Headers.GetValues("Set-Cookie").ToList();
        cookies.ShouldContain(c => c.StartsWith("kenmin-session=", StringComparison.Ordinal));
        cookies.ShouldAllBe(c => c.Contains("httponly") && c.Contains("samesite=lax"));
        (await program.IsSignedInAsync()).ShouldBeTrue();
        (await program.Http.DeleteAsync("/api/v1/accounts/session")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await program.IsSignedInAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task Nobody_is_signed_out_or_made_a_persona_by_a_form_of_another_site()
    {
        using var visitor = development.House.NewVisitor();
        await visitor.BecomeAsync(DemonstrationPersonas.Resident.Key);
        (await visitor.SendAsync("/accounts/sign-out")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await visitor.SendAsync("/accounts/personas", ("persona", "administrator"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await visitor.MeAsync())!.Id.ShouldBe(DemonstrationPersonas.Resident.Id);
    }

    [Fact]
    public async Task Too_many_attempts_from_one_address_are_told_when_to_come_back()
    {
        await using var house = new House(development.Database, "Development", ("Modules:accounts:SignInAttemptsPerMinute", "3"));
        using var visitor = house.NewVisitor();
        for (var i = 0; i < 3; i++) (await visitor.SignInAsync(NewAddress(), Password)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var person = await visitor.SignInAsync(NewAddress(), Password);
        person.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        person.Headers.RetryAfter.ShouldNotBeNull().Delta.ShouldNotBeNull().ShouldBeGreaterThan(TimeSpan.Zero);
        (await person.Content.ReadAsStringAsync()).ShouldContain("Too many requests");
        using var program = await PostSessionAsync(visitor, NewAddress(), Password);
        program.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        program.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        // Looking costs nothing.
        (await visitor.GetAsync("/accounts/sign-in")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_cookie_of_one_host_is_good_on_another()
    {
        await using var second = new House(development.Database, "Development");
        using var visitor = development.House.NewVisitor();
        using var signedIn = await visitor.SubmitAsync("/accounts/sign-in", "/accounts/personas", ("persona", "resident"));
        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("kenmin-session=", StringComparison.Ordinal)).Split(';')[0];
        using var client = second.CreateClient(new() { HandleCookies = false });
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        (await client.GetFromJsonAsync<AccountAnswer>("/api/v1/accounts/me"))!.Id.ShouldBe(DemonstrationPersonas.Resident.Id);
    }

    [Fact]
    public async Task Changing_the_password_signs_out_elsewhere_and_keeps_the_reader_signed_in()
    {
        var address = NewAddress();
        using var here = development.House.NewVisitor();
        (await here.RegisterAsync(address, Password)).Dispose();
        using var elsewhere = development.House.NewVisitor();
        (await PostSessionAsync(elsewhere, address, Password)).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var wrong = await here.SubmitAsync("/me/security/password", "password", ("Input.CurrentPassword", "これではない言葉です"), ("Input.NewPassword", "あたらしい合い言葉です"));
        (await wrong.Content.ReadAsStringAsync()).ShouldContain("The present password is wrong");
        using var changed = await here.SubmitAsync("/me/security/password", "password", ("Input.CurrentPassword", Password), ("Input.NewPassword", "あたらしい合い言葉です"));
        changed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await here.IsSignedInAsync()).ShouldBeTrue();
        (await elsewhere.IsSignedInAsync()).ShouldBeFalse();
        (await PostSessionAsync(elsewhere, address, "あたらしい合い言葉です")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static Task<HttpResponseMessage> PostSessionAsync(Visitor visitor, string email, string password) =>
        visitor.Http.PostAsJsonAsync("/api/v1/accounts/session", new { email, password });
}
