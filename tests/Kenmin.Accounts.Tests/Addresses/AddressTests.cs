using System.Net;
using System.Net.Http.Json;
using Kenmin.Accounts.Addresses;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Tests.Support;
using Kenmin.Testing;
using Microsoft.EntityFrameworkCore;

namespace Kenmin.Accounts.Tests.Addresses;

public sealed class AddressTests(DevelopmentHouse development) : IClassFixture<DevelopmentHouse>
{
    private const string Password = "ひろい海の見える丘で";
    private const string Another = "あたらしい合い言葉です";

    private static string NewAddress() => $"{Guid.NewGuid():N}@example.jp";

    [Fact]
    public async Task Nobody_signs_in_before_the_address_is_verified_and_the_link_works_once()
    {
        var address = NewAddress();
        using var person = development.House.NewVisitor();
        (await person.BeginRegistrationAsync(address, Password)).Dispose();
        (await person.IsSignedInAsync()).ShouldBeFalse();
        // The answer is that to any wrong password: it does not tell whether the registration made an account.
        using (var early = await person.SignInAsync(address, Password)) (await early.Content.ReadAsStringAsync()).ShouldContain("finish first by the button in the mail");
        using (var nobody = await person.SignInAsync(NewAddress(), Password)) (await nobody.Content.ReadAsStringAsync()).ShouldContain("finish first by the button in the mail");
        (await person.IsSignedInAsync()).ShouldBeFalse();

        var link = await person.LinkInMailAsync(address, "/accounts/verify");
        // Looking at the page uses nothing up: mail programs look at links too.
        await person.ReadAsync(link);
        (await person.SubmitAsync(link, "verify")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await person.IsSignedInAsync()).ShouldBeTrue();
        (await person.ReadAsync(link)).ShouldContain("This link cannot be used");
    }

    [Fact]
    public async Task In_another_browser_the_link_asks_for_the_password_so_that_nobody_verifies_what_a_stranger_registered()
    {
        var address = NewAddress();
        using var stranger = development.House.NewVisitor();
        (await stranger.BeginRegistrationAsync(address, Password)).Dispose();
        using var owner = development.House.NewVisitor();
        var link = await owner.LinkInMailAsync(address, "/accounts/verify");
        using var without = await owner.SubmitAsync(link, "verify");
        (await without.Content.ReadAsStringAsync()).ShouldContain("The password is wrong");
        (await owner.IsSignedInAsync()).ShouldBeFalse();

        // The owner takes the account over by the way of the forgotten password; the stranger's password is gone.
        (await owner.SubmitAsync("/accounts/forgot-password", "forgot", ("Input.Email", address))).Dispose();
        var reset = await owner.LinkInMailAsync(address, "/accounts/reset-password");
        (await owner.SubmitAsync(reset, "reset", ("Input.Password", Another))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await stranger.SignInAsync(address, Password)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await owner.SignInAsync(address, Another)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await owner.IsSignedInAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task A_second_registration_before_the_first_is_finished_takes_its_place_and_its_browser_cannot_finish_the_first()
    {
        var address = NewAddress();
        using var first = development.House.NewVisitor();
        (await first.BeginRegistrationAsync(address, Password)).Dispose();
        var link = await first.LinkInMailAsync(address, "/accounts/verify");
        using var second = development.House.NewVisitor();
        (await second.BeginRegistrationAsync(address, Another)).Dispose();
        (await first.ReadAsync(link)).ShouldContain("This link cannot be used");
        (await development.House.WithAsync<AccountsDbContext, int>(db => db.Users.CountAsync(a => a.Email == address))).ShouldBe(1);
    }

    [Fact]
    public async Task A_taken_address_gets_the_same_answer_and_its_holder_a_mail()
    {
        var address = NewAddress();
        using (var holder = development.House.NewVisitor()) (await holder.RegisterAsync(address, Password)).Dispose();
        using var somebody = development.House.NewVisitor();
        using var free = await somebody.BeginRegistrationAsync(NewAddress(), Password);
        using var taken = await somebody.BeginRegistrationAsync(address, Another);
        (taken.StatusCode, taken.Headers.Location).ShouldBe((free.StatusCode, free.Headers.Location));
        taken.Headers.GetValues("Set-Cookie").Select(c => c.Split('=')[0]).ShouldBe(free.Headers.GetValues("Set-Cookie").Select(c => c.Split('=')[0]), ignoreOrder: true);
        await somebody.MailAsync(address, text => text.Contains("You are registered already", StringComparison.Ordinal) ? text : null);
        // The password stays what it was.
        using var original = development.House.NewVisitor();
        (await original.SignInAsync(address, Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_forgotten_password_is_set_anew_once_and_everybody_else_is_signed_out()
    {
        var address = NewAddress();
        using var person = development.House.NewVisitor();
        (await person.RegisterAsync(address, Password)).Dispose();
        using var elsewhere = development.House.NewVisitor();
        using var known = await elsewhere.SubmitAsync("/accounts/forgot-password", "forgot", ("Input.Email", address));
        using var unknown = await elsewhere.SubmitAsync("/accounts/forgot-password", "forgot", ("Input.Email", NewAddress()));
        (known.StatusCode, known.Headers.Location).ShouldBe((unknown.StatusCode, unknown.Headers.Location));

        var link = await elsewhere.LinkInMailAsync(address, "/accounts/reset-password");
        using (var weak = await elsewhere.SubmitAsync(link, "reset", ("Input.Password", "password12345")))
            (await weak.Content.ReadAsStringAsync()).ShouldContain("everybody guesses first");
        (await elsewhere.SubmitAsync(link, "reset", ("Input.Password", Another))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await person.IsSignedInAsync()).ShouldBeFalse();
        (await elsewhere.ReadAsync(link)).ShouldContain("This link cannot be used");
        (await elsewhere.SignInAsync(address, Password)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await elsewhere.SignInAsync(address, Another)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await elsewhere.MailAsync(address, text => text.Contains("your password was set anew", StringComparison.Ordinal) ? text : null);
    }

    [Fact]
    public async Task A_changed_address_is_used_only_once_its_reader_agrees_and_the_old_one_is_told()
    {
        var (before, after) = (NewAddress(), NewAddress());
        using var person = development.House.NewVisitor();
        (await person.RegisterAsync(before, Password)).Dispose();
        using (var wrong = await person.SubmitAsync("/me/security/email", "email", ("Input.Email", after), ("Input.Password", "ちがう合い言葉なのです")))
            (await wrong.Content.ReadAsStringAsync()).ShouldContain("The present password is wrong");
        (await person.SubmitAsync("/me/security/email", "email", ("Input.Email", after), ("Input.Password", Password))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var link = await person.LinkInMailAsync(after, "/accounts/change-address");
        (await person.MeAsync())!.Email.ShouldBe(before);
        using var done = await person.SubmitAsync(link, "change");
        (await done.Content.ReadAsStringAsync()).ShouldContain("Your address was changed");
        (await person.MeAsync())!.Email.ShouldBe(after);
        await person.MailAsync(before, text => text.Contains("Your address was changed", StringComparison.Ordinal) ? text : null);
        using var again = development.House.NewVisitor();
        (await again.SignInAsync(before, Password)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await again.SignInAsync(after, Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Wanting_anothers_address_tells_nothing_and_writes_to_its_holder()
    {
        var (mine, theirs) = (NewAddress(), NewAddress());
        using (var holder = development.House.NewVisitor()) (await holder.RegisterAsync(theirs, Password)).Dispose();
        using var person = development.House.NewVisitor();
        (await person.RegisterAsync(mine, Password)).Dispose();
        using var free = await person.SubmitAsync("/me/security/email", "email", ("Input.Email", NewAddress()), ("Input.Password", Password));
        using var taken = await person.SubmitAsync("/me/security/email", "email", ("Input.Email", theirs), ("Input.Password", Password));
        (taken.StatusCode, taken.Headers.Location).ShouldBe((free.StatusCode, free.Headers.Location));
        await person.MailAsync(theirs, text => text.Contains("You are registered already", StringComparison.Ordinal) ? text : null);
        (await person.MeAsync())!.Email.ShouldBe(mine);
    }

    [Fact]
    public async Task Nobody_is_flooded_and_of_many_who_use_a_link_at_once_one_wins()
    {
        var account = (await development.House.WithAsync<Registration.AccountRegistrar, (Account? Account, IReadOnlyList<FieldRefusal>)>(
            r => r.CreateAsync(new("見本", NewAddress(), Password), "resident"))).Account!;
        var tokens = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => development.House.WithAsync<OneTimeLinks, string?>(
            links => links.IssueAsync(account.Id, LinkPurpose.ResetPassword, account.Email!, default))));
        tokens.Count(t => t is not null).ShouldBe(OneTimeLinks.PerHour);
        var token = tokens.First(t => t is not null)!;
        var uses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => development.House.WithAsync<OneTimeLinks, OneTimeLink?>(
            links => links.UseAsync(token, LinkPurpose.ResetPassword, default))));
        uses.Count(u => u is not null).ShouldBe(1);
        // The secret itself is nowhere in the database, and a link of one kind is good for no other.
        (await development.House.WithAsync<OneTimeLinks, OneTimeLink?>(links => links.FindAsync(tokens.Last(t => t is not null), LinkPurpose.Verify, default))).ShouldBeNull();
    }

    [Fact]
    public async Task Without_a_mail_server_registration_says_that_it_is_closed()
    {
        await using var house = new House(development.Database, "Production", ("Modules:accounts:Mail:PickupFolder", ""));
        using var visitor = house.NewVisitor();
        (await visitor.ReadAsync("/accounts/register")).ShouldContain("Registration is not open at present");
        (await visitor.Http.PostAsJsonAsync("/api/v1/accounts", new { displayName = "見本", email = NewAddress(), password = Password })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        house.Logged.ShouldContain(l => l.Contains("No mail server is set", StringComparison.Ordinal));
        (await visitor.GetAsync("/dev/mail")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
