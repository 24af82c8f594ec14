using System.Net;
using System.Text.RegularExpressions;
using Kenmin.Accounts.ExternalSignIn;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Tests.Support;
using Kenmin.Modularity.Access;
using Kenmin.Testing;
using Microsoft.EntityFrameworkCore;

namespace Kenmin.Accounts.Tests.ExternalSignIn;

/// <summary>Signing in, registering, linking and unlinking by a provider of OpenID Connect.</summary>
public sealed partial class ExternalSignInTests(ExternalHouse external) : IClassFixture<ExternalHouse>
{
    private const string Password = "ひろい海の見える丘で";
    private const string App = "/accounts/external/start/app";
    private const string Biz = "/accounts/external/start/biz";
    private const string Mine = "/me/security/external";

    [Fact]
    public async Task The_page_of_signing_in_offers_what_is_set_up()
    {
        using var visitor = external.House.NewVisitor();
        var page = await visitor.ReadAsync("/accounts/sign-in?returnUrl=%2Fsports");
        page.ShouldContain("Sign in with Sample app");
        page.ShouldContain("/accounts/external/start/app?returnUrl=%2Fsports");
        (await visitor.GetAsync("/accounts/external/start/unknown")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_way_to_the_provider_has_what_the_guides_ask_for()
    {
        using var visitor = external.House.NewVisitor();
        using var go = await visitor.GetAsync(App);
        var asked = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(go.Headers.Location!.Query);
        asked["response_type"].ToString().ShouldBe("code");
        asked["code_challenge_method"].ToString().ShouldBe("S256");
        asked["scope"].ToString().ShouldBe("openid profile email");
        asked["acr_values"].ToString().ShouldBe("aal3");
        asked["nonce"].ToString().ShouldNotBeEmpty();
        asked["state"].ToString().ShouldNotBeEmpty();
        asked.ContainsKey("response_mode").ShouldBeFalse();
        asked["redirect_uri"].ToString().ShouldBe("http://localhost/accounts/external/callback/app");
        foreach (var cookie in go.Headers.GetValues("Set-Cookie").Where(c => c.StartsWith("kenmin-external-", StringComparison.Ordinal)))
        {
            cookie.ShouldContain("httponly", Case.Insensitive);
            cookie.ShouldContain("samesite=lax", Case.Insensitive);
        }
    }

    [Fact]
    public async Task Somebody_registers_by_the_app_without_a_password_and_signs_in_by_it()
    {
        var (subject, email) = New();
        using var person = external.House.NewVisitor();
        external.Provider.Person = new(subject, "見本 花子", email, EmailVerified: true);
        (await external.ThroughAsync(person, $"{App}?returnUrl=%2Faccounts%2Fnotices")).ShouldBe("/accounts/external/unknown?returnUrl=%2Faccounts%2Fnotices");
        (await person.ReadAsync("/accounts/external/unknown")).ShouldContain("no account is linked");
        var form = await person.ReadAsync("/accounts/external/register");
        form.ShouldContain("value=\"見本 花子\"");
        form.ShouldContain($"value=\"{email}\"");
        // The app is not trusted with addresses: a mail asks, whatever it calls verified.
        var id = await external.RegisteredAsync(person, subject, email);
        var login = (await external.LoginsAsync(id)).ShouldHaveSingleItem();
        login.ShouldStartWith("app ");
        login.ShouldNotContain(subject);
        (await external.House.WithAsync<AccountsDbContext, int>(d => d.Sessions.CountAsync(s => s.AccountId == id))).ShouldBe(1);

        using var again = external.House.NewVisitor();
        (await external.ThroughAsync(again, $"{App}?returnUrl=%2Faccounts%2Fnotices")).ShouldBe("/accounts/notices");
        (await again.MeAsync())!.Id.ShouldBe(id);
        external.Provider.ClientProofs.ShouldContain("private_key_jwt");
    }

    [Fact]
    public async Task A_provider_that_is_trusted_with_addresses_needs_no_mail()
    {
        var (subject, email) = New();
        using var person = external.House.NewVisitor();
        external.Provider.Person = new(subject, "見本 次郎", email, EmailVerified: true);
        (await external.ThroughAsync(person, Biz)).ShouldStartWith("/accounts/external/unknown");
        // Asked for at the provider: the token does not have it.
        (await person.ReadAsync("/accounts/external/register")).ShouldContain("value=\"見本 次郎\"");
        using var sent = await person.SubmitAsync("/accounts/external/register", "external-register", ("Input.DisplayName", "見本 次郎"), ("Input.Email", email));
        sent.Headers.Location!.OriginalString.ShouldEndWith("/accounts/me");
        (await person.MeAsync())!.Email.ShouldBe(email);
        external.Provider.ClientProofs.ShouldContain("client_secret_basic");
        external.Provider.ClientProofs.ShouldNotContain("client_secret_post");

        // Another address than the one that was verified needs a mail.
        var (other, otherEmail) = New();
        using var second = external.House.NewVisitor();
        external.Provider.Person = new(other, "見本 三郎", otherEmail, EmailVerified: true);
        (await external.ThroughAsync(second, Biz)).ShouldStartWith("/accounts/external/unknown");
        using var elsewhere = await second.SubmitAsync("/accounts/external/register", "external-register", ("Input.DisplayName", "見本 三郎"), ("Input.Email", New().Email));
        elsewhere.Headers.Location!.OriginalString.ShouldEndWith("/accounts/check-mail");
        (await second.IsSignedInAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task What_was_entered_wrongly_is_said_at_the_field()
    {
        using var person = external.House.NewVisitor();
        external.Provider.Person = new(New().Subject);
        (await external.ThroughAsync(person, App)).ShouldStartWith("/accounts/external/unknown");
        using var sent = await person.SubmitAsync("/accounts/external/register", "external-register", ("Input.DisplayName", ""), ("Input.Email", "nowhere"));
        sent.StatusCode.ShouldBe(HttpStatusCode.OK);
        var page = WebUtility.HtmlDecode(await sent.Content.ReadAsStringAsync());
        page.ShouldContain("Enter your name");
        page.ShouldContain("aria-invalid=\"true\"");
    }

    [Fact]
    public async Task An_address_that_has_an_account_is_never_linked_for_being_the_same()
    {
        var (subject, email) = New();
        using var holder = external.House.NewVisitor();
        (await holder.RegisterAsync(email, Password)).Dispose();
        var id = (await holder.MeAsync())!.Id;
        using var stranger = external.House.NewVisitor();
        external.Provider.Person = new(subject, "だれか", email, EmailVerified: true);
        foreach (var start in new[] { App, Biz })
        {
            (await external.ThroughAsync(stranger, start)).ShouldStartWith("/accounts/external/unknown");
            using var sent = await stranger.SubmitAsync("/accounts/external/register", "external-register", ("Input.DisplayName", "だれか"), ("Input.Email", email));
            sent.Headers.Location!.OriginalString.ShouldEndWith("/accounts/check-mail");
        }

        (await stranger.IsSignedInAsync()).ShouldBeFalse();
        (await external.LoginsAsync(id)).ShouldBeEmpty();
        (await holder.MailAsync(email, text => text.Contains("has an account already", StringComparison.Ordinal) || text.Contains("すでにアカウントがあります", StringComparison.Ordinal) ? text : null)).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task The_link_of_the_mail_is_of_no_use_in_another_browser_to_whom_the_provider_does_not_know()
    {
        var (subject, email) = New();
        using var person = external.House.NewVisitor();
        external.Provider.Person = new(subject, "見本 花子", email);
        (await external.ThroughAsync(person, App)).ShouldStartWith("/accounts/external/unknown");
        (await person.SubmitAsync("/accounts/external/register", "external-register", ("Input.DisplayName", "見本 花子"), ("Input.Email", email))).Dispose();
        var link = await person.LinkInMailAsync(email, "/accounts/verify");

        // Whoever reads the mailbox without having registered.
        using var reader = external.House.NewVisitor();
        var page = await reader.ReadAsync(link);
        page.ShouldContain("Confirm with Sample app");
        page.ShouldNotContain("value=\"verify\"");
        var again = Href(page, "Confirm with Sample app");
        external.Provider.Person = new(New().Subject);
        (await external.ThroughAsync(reader, again)).ShouldStartWith("/accounts/external/unknown");

        // The one who registered, on the phone.
        using var phone = external.House.NewVisitor();
        external.Provider.Person = new(subject);
        var back = await external.ThroughAsync(phone, Href(await phone.ReadAsync(link), "Confirm with Sample app"));
        back.ShouldStartWith("/accounts/verify?");
        (await phone.SubmitAsync(back, "verify")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await phone.MeAsync())!.Email.ShouldBe(email);
    }

    [Fact]
    public async Task Whoever_mistyped_the_address_registers_again()
    {
        var (subject, wrong) = New();
        var right = New().Email;
        using var person = external.House.NewVisitor();
        external.Provider.Person = new(subject, "見本 花子", wrong);
        (await external.ThroughAsync(person, App)).ShouldStartWith("/accounts/external/unknown");
        (await person.SubmitAsync("/accounts/external/register", "external-register", ("Input.DisplayName", "見本 花子"), ("Input.Email", wrong))).Dispose();
        (await external.ThroughAsync(person, App)).ShouldStartWith("/accounts/external/register");
        (await person.ReadAsync("/accounts/external/register")).ShouldContain("You have not finished registering");
        (await person.SubmitAsync("/accounts/external/register", "external-register", ("Input.DisplayName", "見本 花子"), ("Input.Email", right))).Dispose();
        (await person.SubmitAsync(await person.LinkInMailAsync(right, "/accounts/verify"), "verify")).Dispose();
        (await person.MeAsync())!.Email.ShouldBe(right);
    }

    [Fact]
    public async Task A_registration_by_the_app_that_was_never_finished_gives_way_to_one_by_password()
    {
        var (subject, email) = New();
        using var stranger = external.House.NewVisitor();
        external.Provider.Person = new(subject, "だれか", email);
        (await external.ThroughAsync(stranger, App)).ShouldStartWith("/accounts/external/unknown");
        (await stranger.SubmitAsync("/accounts/external/register", "external-register", ("Input.DisplayName", "だれか"), ("Input.Email", email))).Dispose();
        using var holder = external.House.NewVisitor();
        var strangers = await holder.LinkInMailAsync(email, "/accounts/verify");
        (await holder.BeginRegistrationAsync(email, Password)).Dispose();
        (await holder.ReadAsync(strangers)).ShouldContain("This link cannot be used");
        var link = await holder.LinkInMailAsync(email, "/accounts/verify", but: strangers);
        using var finished = await holder.SubmitAsync(link, "verify");
        var id = (await holder.MeAsync())!.Id;
        (await external.LoginsAsync(id)).ShouldBeEmpty();
        (await external.ThroughAsync(stranger, App)).ShouldStartWith("/accounts/external/unknown");
    }

    [Fact]
    public async Task Somebody_links_the_app_signs_in_by_it_and_unlinks_it()
    {
        var (subject, email) = New();
        using var person = external.House.NewVisitor();
        (await person.RegisterAsync(email, Password)).Dispose();
        var id = (await person.MeAsync())!.Id;
        external.Provider.Person = new(subject, "ほかの名前", New().Email);
        using (var refused = await person.SubmitAsync(Mine, "link-app", ("Proof.Value", "違う合い言葉です")))
            WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync()).ShouldContain("The present password is wrong");
        (await external.ThroughAsync(person, await LinkAsync(person, "app", Password))).ShouldBe($"{Mine}?done=Linked");
        (await person.ReadAsync($"{Mine}?done=Linked")).ShouldContain("Linked. You can sign in with it");
        (await person.MailAsync(email, text => text.Contains("見本認証アプリ", StringComparison.Ordinal) || text.Contains("Sample app was added", StringComparison.Ordinal) ? text : null)).ShouldNotBeEmpty();
        (await person.MeAsync())!.Email.ShouldBe(email);

        // Nobody else can have it, and no second one of the same service.
        using var other = external.House.NewVisitor();
        (await other.RegisterAsync(New().Email, Password)).Dispose();
        (await external.ThroughAsync(other, await LinkAsync(other, "app", Password))).ShouldBe($"{Mine}?done=Taken");
        (await external.LoginsAsync((await other.MeAsync())!.Id)).ShouldBeEmpty();

        using var phone = external.House.NewVisitor();
        (await external.ThroughAsync(phone, App)).ShouldBe("/");
        (await phone.MeAsync())!.Id.ShouldBe(id);

        using (var wrong = await person.SubmitAsync(Mine, "unlink-app", ("Proof.Value", "違う合い言葉です")))
            wrong.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await external.LoginsAsync(id)).Count.ShouldBe(1);
        using (var gone = await person.SubmitAsync(Mine, "unlink-app", ("Proof.Value", Password)))
            gone.Headers.Location!.OriginalString.ShouldEndWith($"{Mine}?done=Unlinked");
        (await external.LoginsAsync(id)).ShouldBeEmpty();
        (await person.IsSignedInAsync()).ShouldBeTrue();
        (await phone.IsSignedInAsync()).ShouldBeFalse("other devices are signed out");
        (await external.ThroughAsync(phone, App)).ShouldStartWith("/accounts/external/unknown");
        (await person.MailAsync(email, text => text.Contains("サインインが外れました", StringComparison.Ordinal) || text.Contains("was removed as a way", StringComparison.Ordinal) ? text : null)).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Nobody_links_in_anothers_session()
    {
        using var one = external.House.NewVisitor();
        (await one.RegisterAsync(New().Email, Password)).Dispose();
        using var other = external.House.NewVisitor();
        (await other.RegisterAsync(New().Email, Password)).Dispose();
        // An address that somebody was led to link by is of no use to another, nor is coming back as another.
        var link = await LinkAsync(one, "app", Password);
        (await other.GetAsync(link)).Headers.Location!.OriginalString.ShouldBe(Mine);
        (await other.GetAsync("/accounts/external/link/app?ticket=made-up")).Headers.Location!.OriginalString.ShouldBe(Mine);
        external.Provider.Person = new(New().Subject);
        var callback = await external.ToCallbackAsync(one, link);
        (await one.SubmitAsync("/accounts/me", "/accounts/sign-out")).Dispose();
        (await one.RegisterAsync(New().Email, Password)).Dispose();
        using var back = await one.GetAsync(callback);
        (await ExternalHouse.OnAsync(one, back)).ShouldBe($"{Mine}?done=Refused");
        (await external.LoginsAsync((await one.MeAsync())!.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_account_without_a_password_works_and_keeps_its_last_way_in()
    {
        var (subject, email) = New();
        using var person = external.House.NewVisitor();
        var id = await external.RegisteredAsync(person, subject, email);
        (await person.ReadAsync("/me/security")).ShouldContain("There is none.");
        using (var last = await person.SubmitAsync(Mine, "unlink-app"))
            WebUtility.HtmlDecode(await last.Content.ReadAsStringAsync()).ShouldContain("the only way left to sign in");
        (await external.LoginsAsync(id)).Count.ShouldBe(1);

        // The address can be changed: having signed in just now is the proof.
        var next = New().Email;
        (await person.SubmitAsync("/me/security/email", "email", ("Input.Email", next))).Headers.Location!.OriginalString.ShouldEndWith("sent=true");
        (await person.LinkInMailAsync(next, "/accounts/change-address")).ShouldNotBeEmpty();

        // A password can be set by mail, and then the app can go.
        (await person.SubmitAsync("/me/security/password", "set-password")).Headers.Location!.OriginalString.ShouldEndWith("/accounts/check-mail");
        (await person.SubmitAsync(await person.LinkInMailAsync(email, "/accounts/reset-password"), "reset", ("Input.Password", Password))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await person.SignInAsync(email, Password)).Dispose();
        (await person.SubmitAsync(Mine, "unlink-app", ("Proof.Value", Password))).Headers.Location!.OriginalString.ShouldEndWith("done=Unlinked");
    }

    [Fact]
    public async Task A_sign_in_of_long_ago_is_no_proof()
    {
        var (subject, email) = New();
        using var person = external.House.NewVisitor();
        var id = await external.RegisteredAsync(person, subject, email);
        var before = TimeProvider.System.GetUtcNow() - FreshProof.Fresh - TimeSpan.FromMinutes(1);
        await external.House.WithAsync<AccountsDbContext, int>(d => d.Sessions.Where(s => s.AccountId == id).ExecuteUpdateAsync(set => set.SetProperty(s => s.CreatedAt, before)));
        var page = await person.ReadAsync(Mine);
        page.ShouldContain("Sign in again to change something here");
        page.ShouldNotContain("value=\"unlink-app\"");
        (await person.ReadAsync("/me/security/email")).ShouldContain("Sign in again to change it");
    }

    [Fact]
    public async Task Staff_have_their_roles_only_when_the_provider_saw_two_factors()
    {
        var (subject, email) = New();
        using var person = external.House.NewVisitor();
        var id = await external.RegisteredAsync(person, subject, email);
        await external.ChangeAsync(id, a => a.Roles = [Roles.Administrator]);
        external.Provider.Person = new(subject, Acr: "aal1");
        (await external.ThroughAsync(person, App)).ShouldBe("/");
        (await person.GetAsync("/admin/accounts")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        // Nor can a session that showed one factor set up another beside it.
        (await person.ReadAsync("/me/security/second-factor")).ShouldContain("Sign in with the second step that you have");

        external.Provider.Person = new(subject, Acr: "aal3");
        (await external.ThroughAsync(person, App)).ShouldBe("/");
        (await person.GetAsync("/admin/accounts")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Whoever_has_only_the_password_of_staff_links_no_second_factor_of_their_own()
    {
        var email = New().Email;
        using var staff = external.House.NewVisitor();
        (await staff.RegisterAsync(email, Password)).Dispose();
        await external.ChangeAsync((await staff.MeAsync())!.Id, a => a.Roles = [Roles.ProgramOwner]);
        await staff.SetUpSecondFactorAsync();
        var id = (await staff.MeAsync())!.Id;
        // A session from before the second factor was asked for, as somebody would have who stole it.
        await external.House.WithAsync<AccountsDbContext, int>(d => d.Sessions.Where(s => s.AccountId == id).ExecuteUpdateAsync(set => set.SetProperty(s => s.SecondFactor, false)));
        external.Provider.Person = new(New().Subject, Acr: "aal3");
        (await external.ThroughAsync(staff, await LinkAsync(staff, "app", Password))).ShouldBe($"{Mine}?done=SecondFactor");
        (await external.LoginsAsync(id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_code_of_the_app_is_asked_for_where_the_provider_saw_one_factor()
    {
        var (subject, email) = New();
        using var person = external.House.NewVisitor();
        var id = await external.RegisteredAsync(person, subject, email);
        var key = await person.SetUpSecondFactorAsync();
        using var phone = external.House.NewVisitor();
        external.Provider.Person = new(subject);
        (await external.ThroughAsync(phone, App)).ShouldStartWith("/accounts/second-factor");
        (await phone.IsSignedInAsync()).ShouldBeFalse();
        var code = Kenmin.Accounts.SecondFactor.TimeCodes.At(key, TimeProvider.System.GetUtcNow().AddSeconds(30));
        (await phone.SubmitAsync("/accounts/second-factor", "second-factor", ("Input.Code", code))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await phone.MeAsync())!.Id.ShouldBe(id);

        // Without a password, a code is the proof to change something.
        (await phone.ReadAsync(Mine)).ShouldContain("Code of your authenticator app");
    }

    [Theory]
    [InlineData(ProviderMood.WrongNonce)]
    [InlineData(ProviderMood.WrongSignature)]
    [InlineData(ProviderMood.WrongAudience)]
    [InlineData(ProviderMood.WrongIssuer)]
    [InlineData(ProviderMood.Expired)]
    [InlineData(ProviderMood.Unsigned)]
    [InlineData(ProviderMood.BreaksAtToken)]
    public async Task A_token_that_is_not_right_signs_nobody_in(ProviderMood mood)
    {
        var (subject, email) = New();
        using var person = external.House.NewVisitor();
        await external.RegisteredAsync(person, subject, email);
        using var visitor = external.House.NewVisitor();
        external.Provider.Mood = mood;
        try
        {
            (await external.ThroughAsync(visitor, App)).ShouldBe("/accounts/external/failed?problem=provider");
        }
        finally
        {
            external.Provider.Mood = ProviderMood.Right;
        }

        (await visitor.IsSignedInAsync()).ShouldBeFalse();
        var page = await visitor.ReadAsync("/accounts/external/failed?problem=provider");
        page.ShouldContain("did not answer as it should");
        page.ShouldNotContain("Exception");
        // The same, as it should be, works.
        (await external.ThroughAsync(visitor, App)).ShouldBe("/");
    }

    [Fact]
    public async Task Saying_no_at_the_provider_leads_to_a_page_that_says_so()
    {
        using var visitor = external.House.NewVisitor();
        external.Provider.Mood = ProviderMood.Denies;
        try
        {
            (await external.ThroughAsync(visitor, App)).ShouldBe("/accounts/external/failed?problem=denied");
        }
        finally
        {
            external.Provider.Mood = ProviderMood.Right;
        }

        (await visitor.ReadAsync("/accounts/external/failed?problem=denied")).ShouldContain("cancelled at the other service");
    }

    [Fact]
    public async Task An_answer_works_once_and_in_the_browser_that_asked()
    {
        var (subject, email) = New();
        using var person = external.House.NewVisitor();
        await external.RegisteredAsync(person, subject, email);
        external.Provider.Person = new(subject);
        using var visitor = external.House.NewVisitor();
        var callback = await external.ToCallbackAsync(visitor, App);
        // Somebody has another's browser open the answer that was meant for theirs.
        using var victim = external.House.NewVisitor();
        using var elsewhere = await victim.GetAsync(callback);
        elsewhere.Headers.Location!.OriginalString.ShouldBe("/accounts/external/failed?problem=expired");
        (await victim.IsSignedInAsync()).ShouldBeFalse();
        using var first = await visitor.GetAsync(callback);
        (await ExternalHouse.OnAsync(visitor, first)).ShouldBe("/");
        using var second = await visitor.GetAsync(callback);
        second.Headers.Location!.OriginalString.ShouldBe("/accounts/external/failed?problem=expired");
        using var bare = await visitor.GetAsync("/accounts/external/callback/app?code=made-up&state=made-up");
        bare.Headers.Location!.OriginalString.ShouldBe("/accounts/external/failed?problem=expired");
        using var empty = await victim.GetAsync("/accounts/external/return");
        empty.Headers.Location!.OriginalString.ShouldBe("/accounts/external/failed?problem=expired");
        (await victim.ReadAsync("/accounts/external/failed?problem=expired")).ShouldContain("took too long");
    }

    [Fact]
    public async Task A_provider_that_is_down_leads_to_a_page_that_says_so()
    {
        using var visitor = external.House.NewVisitor();
        using var go = await visitor.GetAsync("/accounts/external/start/down");
        go.Headers.Location!.OriginalString.ShouldBe("/accounts/external/failed?problem=provider");
    }

    [Fact]
    public async Task A_closed_account_and_a_fictional_one_stay_out()
    {
        var (subject, email) = New();
        using var person = external.House.NewVisitor();
        var id = await external.RegisteredAsync(person, subject, email);
        await external.ChangeAsync(id, a => a.DeactivatedAt = TimeProvider.System.GetUtcNow());
        using var visitor = external.House.NewVisitor();
        external.Provider.Person = new(subject);
        (await external.ThroughAsync(visitor, App)).ShouldBe("/accounts/external/failed?problem=closed");
        (await visitor.IsSignedInAsync()).ShouldBeFalse();

        using var persona = external.House.NewVisitor();
        await persona.BecomeAsync(Roles.Resident);
        var page = await persona.ReadAsync(Mine);
        page.ShouldContain("A fictional person cannot be linked");
        page.ShouldNotContain("value=\"link-app\"");
        // Behind the page's back, too.
        var fictional = (await persona.MeAsync())!.Id;
        var stolen = New().Subject;
        await external.House.WithAsync<AccountsDbContext, int>(async d =>
        {
            d.UserLogins.Add(new() { LoginProvider = "app", UserId = fictional, ProviderKey = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{external.Provider.Address}\n{stolen}"))) });
            return await d.SaveChangesAsync();
        });
        external.Provider.Person = new(stolen);
        (await external.ThroughAsync(visitor, App)).ShouldBe("/accounts/external/failed?problem=closed");
        await external.House.WithAsync<AccountsDbContext, int>(d => d.UserLogins.Where(l => l.UserId == fictional).ExecuteDeleteAsync());
    }

    [Fact]
    public async Task Nothing_personal_is_logged_whatever_the_provider_says()
    {
        var (subject, email) = New();
        using var person = external.House.NewVisitor();
        await external.RegisteredAsync(person, subject, email);
        foreach (var mood in new[] { ProviderMood.WrongNonce, ProviderMood.WrongAudience, ProviderMood.BreaksAtToken })
        {
            external.Provider.Mood = mood;
            (await external.ThroughAsync(person, App)).ShouldContain("failed");
        }

        external.Provider.Mood = ProviderMood.Right;
        var lines = external.House.Logged.ToList();
        lines.ShouldContain(l => l.Contains("Signing in by app failed: Provider OpenIdConnectProtocolInvalidNonceException", StringComparison.Ordinal));
        lines.Where(l => l.Contains(subject, StringComparison.Ordinal) || l.Contains(email, StringComparison.Ordinal) || l.Contains("code=", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("ClientId", "", "ClientId is missing")]
    [InlineData("ClientSecret", "", "ClientSecret is missing")]
    [InlineData("Scopes", "profile", "Scopes must have openid")]
    [InlineData("ClientAuthentication", "PrivateKeyJwt", "ClientKey is missing")]
    public void A_mistake_in_the_settings_is_said_at_start(string key, string value, string message)
    {
        var settings = new ProviderSettings { Authority = new("https://provider.example.jp"), ClientId = "kenmin", ClientSecret = "secret" };
        var property = typeof(ProviderSettings).GetProperty(key)!;
        property.SetValue(settings, property.PropertyType.IsEnum ? Enum.Parse(property.PropertyType, value) : value);
        Should.Throw<InvalidOperationException>(() => new ExternalProviders(new Dictionary<string, ProviderSettings> { ["app"] = settings })).Message.ShouldContain(message);
    }

    /// <summary>Shows the password and is led on to the provider.</summary>
    private static async Task<string> LinkAsync(Visitor visitor, string key, string password)
    {
        using var answer = await visitor.SubmitAsync(Mine, $"link-{key}", ("Proof.Value", password));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return Href(WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), "Go on to");
    }

    private static string Href(string page, string text) =>
        Links().Matches(page).First(m => m.Groups[2].Value.Contains(text, StringComparison.Ordinal)).Groups[1].Value;

    private static (string Subject, string Email) New() => ($"subject-{Guid.NewGuid():N}", $"{Guid.NewGuid():N}@example.jp");

    [GeneratedRegex("<a [^>]*?href=\"([^\"]+)\"[^>]*>([^<]*)</a>")]
    private static partial Regex Links();
}
