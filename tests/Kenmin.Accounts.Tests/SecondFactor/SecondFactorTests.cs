using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.People;
using Kenmin.Accounts.SecondFactor;
using Kenmin.Accounts.Tests.Support;
using Kenmin.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Accounts.Tests.SecondFactor;

public sealed partial class SecondFactorTests(DevelopmentHouse development) : IClassFixture<DevelopmentHouse>
{
    private const string Password = "ひろい海の見える丘で";

    private static string NewAddress() => $"{Guid.NewGuid():N}@example.jp";

    /// <summary>The code of the step after the present one: the present one was used when the app was set up.</summary>
    private static string NextCode(string key) => TimeCodes.At(key, TimeProvider.System.GetUtcNow().AddSeconds(30));

    [Fact]
    public void Codes_are_those_of_the_RFC()
    {
        // RFC 6238, appendix B, for SHA-1, the last six of eight digits.
        const string key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        TimeCodes.At(key, DateTimeOffset.FromUnixTimeSeconds(59)).ShouldBe("287082");
        TimeCodes.At(key, DateTimeOffset.FromUnixTimeSeconds(1111111109)).ShouldBe("081804");
        TimeCodes.At(key, DateTimeOffset.FromUnixTimeSeconds(20000000000)).ShouldBe("353130");
    }

    [Fact]
    public async Task With_an_app_the_password_alone_does_not_sign_in_and_a_code_works_once()
    {
        var address = NewAddress();
        using var person = development.House.NewVisitor();
        (await person.RegisterAsync(address, Password)).Dispose();
        var key = await person.SetUpSecondFactorAsync();
        (await person.IsSignedInAsync()).ShouldBeTrue();

        using var phone = development.House.NewVisitor();
        using (var asked = await phone.SignInAsync(address, Password)) asked.Headers.Location!.OriginalString.ShouldContain("/accounts/second-factor");
        (await phone.IsSignedInAsync()).ShouldBeFalse();
        using (var wrong = await phone.SubmitAsync("/accounts/second-factor", "second-factor", ("Input.Code", "000000")))
            (await wrong.Content.ReadAsStringAsync()).ShouldContain("The code is wrong");
        var code = NextCode(key);
        (await phone.SubmitAsync("/accounts/second-factor", "second-factor", ("Input.Code", code))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await phone.IsSignedInAsync()).ShouldBeTrue();

        using var thief = development.House.NewVisitor();
        (await thief.SignInAsync(address, Password)).Dispose();
        using (var again = await thief.SubmitAsync("/accounts/second-factor", "second-factor", ("Input.Code", code)))
            (await again.Content.ReadAsStringAsync()).ShouldContain("The code is wrong");
        (await thief.IsSignedInAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task A_code_sent_ten_times_at_once_is_taken_once()
    {
        using var person = development.House.NewVisitor();
        (await person.RegisterAsync(NewAddress(), Password)).Dispose();
        var key = await person.SetUpSecondFactorAsync();
        var id = (await person.MeAsync())!.Id;
        var code = NextCode(key);
        var taken = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            await using var scope = development.House.Services.CreateAsyncScope();
            var users = scope.ServiceProvider.GetRequiredService<Microsoft.AspNetCore.Identity.UserManager<Account>>();
            return await users.VerifyTwoFactorTokenAsync((await users.FindByIdAsync(id.ToString()))!, TimeCodes.Provider, code);
        }));
        taken.Count(t => t).ShouldBe(1);
    }

    [Fact]
    public async Task Recovery_codes_are_shown_once_work_once_and_only_their_hashes_are_kept()
    {
        var address = NewAddress();
        using var person = development.House.NewVisitor();
        (await person.RegisterAsync(address, Password)).Dispose();
        var key = KeyOf(await person.ReadAsync("/me/security/second-factor"));
        using var enabled = await person.SubmitAsync("/me/security/second-factor", "enable", ("Input.Code", TimeCodes.At(key, TimeProvider.System.GetUtcNow())));
        enabled.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var codes = Codes().Matches(await enabled.Content.ReadAsStringAsync()).Select(m => m.Value).ToList();
        codes.Count.ShouldBe(MySecondFactor.RecoveryCodes);
        (await person.ReadAsync("/me/security/second-factor")).ShouldNotContain(codes[0]);

        var id = (await person.MeAsync())!.Id;
        var kept = await development.House.WithAsync<AccountsDbContext, List<string?>>(db => db.UserTokens.Where(t => t.UserId == id).Select(t => t.Value).ToListAsync());
        kept.ShouldAllBe(v => !v!.Contains(key) && codes.All(c => !v.Contains(c)));

        using var phone = development.House.NewVisitor();
        (await phone.SignInAsync(address, Password)).Dispose();
        (await phone.SubmitAsync("/accounts/second-factor", "second-factor", ("Input.Code", codes[0].ToLowerInvariant().Replace("-", " ")))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await phone.ReadAsync("/me/security/second-factor")).ShouldContain("9 recovery codes are left");
        using var other = development.House.NewVisitor();
        (await other.SignInAsync(address, Password)).Dispose();
        (await other.SubmitAsync("/accounts/second-factor", "second-factor", ("Input.Code", codes[0]))).StatusCode.ShouldBe(HttpStatusCode.OK);

        // With another, it can be switched off; then the password is enough again.
        (await phone.SubmitAsync("/me/security/second-factor", "disable", ("Off.Code", codes[1]))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var plain = development.House.NewVisitor();
        (await plain.SignInAsync(address, Password)).Dispose();
        (await plain.IsSignedInAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task Staff_without_a_second_factor_reach_no_page_and_no_endpoint_of_staff()
    {
        var address = NewAddress();
        using var person = development.House.NewVisitor();
        (await person.RegisterAsync(address, Password)).Dispose();
        var id = (await person.MeAsync())!.Id;
        (await development.House.WithAsync<AccountAccess, IReadOnlyList<FieldRefusal>?>(a => a.SetAsync(id, id, ["administrator"], [], default))).ShouldBeEmpty();
        using var staff = development.House.NewVisitor();
        (await staff.SignInAsync(address, Password)).Dispose();
        (await staff.IsSignedInAsync()).ShouldBeTrue();
        var catalog = development.House.Services.GetRequiredService<Modularity.ModuleCatalog>();
        foreach (var page in catalog.Modules.SelectMany(m => m.Manifest.Navigation).Where(n => n.Permission is { } p && !catalog.RolesWith(p).Contains("resident")))
        {
            using var refused = await staff.GetAsync(page.Href);
            refused.StatusCode.ShouldBe(HttpStatusCode.Redirect, page.Href);
            refused.Headers.Location!.OriginalString.ShouldBe("/me/security/second-factor");
        }

        var key = await staff.SetUpSecondFactorAsync();
        (await staff.GetAsync("/admin/accounts")).StatusCode.ShouldBe(HttpStatusCode.OK);

        // A program that signs in sends the code along.
        using var program = development.House.NewVisitor();
        using var without = await program.Http.PostAsJsonAsync("/api/v1/accounts/session", new { email = address, password = Password });
        (await without.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("type").GetString().ShouldBe("/problems/second-factor-needed");
        (await program.IsSignedInAsync()).ShouldBeFalse();
        using var with = await program.Http.PostAsJsonAsync("/api/v1/accounts/session", new { email = address, password = Password, code = NextCode(key) });
        with.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await program.GetAsync("/admin/accounts")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Whoever_has_only_the_password_of_staff_with_a_passkey_sets_up_nothing_beside_or_in_place_of_it()
    {
        var address = NewAddress();
        using var owner = development.House.NewVisitor();
        (await owner.RegisterAsync(address, Password)).Dispose();
        var id = (await owner.MeAsync())!.Id;
        await development.House.WithAsync<AccountAccess, IReadOnlyList<FieldRefusal>?>(a => a.SetAsync(id, id, ["administrator"], [], default));
        var credential = Guid.NewGuid().ToByteArray();
        await development.House.WithAsync<Microsoft.AspNetCore.Identity.UserManager<Account>, Microsoft.AspNetCore.Identity.IdentityResult>(async users =>
            await users.AddOrUpdatePasskeyAsync((await users.FindByIdAsync(id.ToString()))!,
                new(credential, [1], TimeProvider.System.GetUtcNow(), 0, null, true, false, false, [1], [1])));

        using var thief = development.House.NewVisitor();
        (await thief.SignInAsync(address, Password)).Dispose();
        (await thief.IsSignedInAsync()).ShouldBeTrue();
        (await thief.GetAsync("/admin/accounts")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await thief.ReadAsync("/me/security/second-factor")).ShouldNotContain("secret-key");
        var form = $"remove-{Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlEncode(credential)}";
        using (var refused = await thief.SubmitAsync("/me/security/passkeys", form)) (await refused.Content.ReadAsStringAsync()).ShouldContain("Sign in with the second step that you have");
        (await thief.ReadAsync("/me/security/passkeys")).ShouldContain(form);
        using (var refused = await thief.SubmitAsync("/me/security/passkeys", "passkey", ("Input.Credential", "{}"))) (await refused.Content.ReadAsStringAsync()).ShouldContain("Sign in with the second step that you have");
    }

    [Theory]
    [InlineData("Development", "true", HttpStatusCode.OK)]
    [InlineData("Development", "false", HttpStatusCode.Redirect)]
    public async Task Only_Development_lets_its_fictional_staff_off(string environment, string relaxed, HttpStatusCode expected)
    {
        await using var house = new House(development.Database, environment, ("Modules:accounts:PersonasWithoutSecondFactor", relaxed));
        using var visitor = house.NewVisitor();
        await visitor.BecomeAsync("administrator");
        (await visitor.GetAsync("/admin/accounts")).StatusCode.ShouldBe(expected);
    }

    [Fact]
    public void Production_cannot_be_talked_into_doing_without()
    {
        var production = new Microsoft.Extensions.Hosting.Internal.HostingEnvironment { EnvironmentName = "Production" };
        var rule = new SecondFactorRule(production, Microsoft.Extensions.Options.Options.Create(new AccountsSettings { PersonasWithoutSecondFactor = true }));
        foreach (var role in Modularity.Access.Roles.Staff)
        {
            rule.IsMet(new Account(Guid.NewGuid(), "見本", "x@example.jp", default) { IsPersona = true, Roles = [role] }, secondFactor: false).ShouldBeFalse(role);
            rule.IsMet(new Account(Guid.NewGuid(), "見本", "x@example.jp", default) { Roles = [role] }, secondFactor: true).ShouldBeTrue(role);
        }
    }

    [Fact]
    public async Task An_administrator_helps_somebody_who_lost_the_phone_and_it_is_audited()
    {
        var address = NewAddress();
        using var person = development.House.NewVisitor();
        (await person.RegisterAsync(address, Password)).Dispose();
        var id = (await person.MeAsync())!.Id;
        await person.SetUpSecondFactorAsync();
        using var administrator = development.House.NewVisitor();
        await administrator.BecomeAsync("administrator");
        (await administrator.SubmitAsync($"/admin/accounts/{id}", "second-factor")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await person.IsSignedInAsync()).ShouldBeFalse();
        (await person.SignInAsync(address, Password)).Dispose();
        (await person.IsSignedInAsync()).ShouldBeTrue();
        var entries = await development.House.WithAsync<Persistence.Audit.IAuditTrail, IReadOnlyList<Persistence.Audit.RecordedAuditEntry>>(a => a.FindAsync(new(id), default));
        entries.ShouldContain(e => e.Entry.Action == "accounts.second-factor.removed");

        using var auditor = development.House.NewVisitor();
        await auditor.BecomeAsync("auditor");
        (await auditor.ReadAsync($"/admin/accounts/{id}")).ShouldNotContain("Take the second step off");
    }

    private static string KeyOf(string page) => Key().Match(page).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);

    [GeneratedRegex("(?<=<code>)[A-Z0-9]{5}-[A-Z0-9]{5}(?=</code>)")]
    private static partial Regex Codes();

    [GeneratedRegex("class=\"secret-key\">([A-Z2-7 ]+)<")]
    private static partial Regex Key();
}
