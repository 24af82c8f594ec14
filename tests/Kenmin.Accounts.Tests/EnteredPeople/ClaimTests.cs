using System.Net;
using System.Security.Claims;
using Kenmin.Accounts.Claims;
using Kenmin.Accounts.Contracts;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Tests.Support;
using Kenmin.Modularity.Access;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Kenmin.Accounts.Tests.EnteredPeople;

/// <summary>Somebody takes over, by the code of a letter, what staff entered for them.</summary>
public sealed class ClaimTests(DevelopmentHouse development) : IClassFixture<DevelopmentHouse>
{
    private const string Birth = "1946-06-06";
    private const string Password = "ひろい海の見える丘で";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private House House => development.House;

    [Fact]
    public async Task With_code_and_birth_date_the_very_same_account_becomes_the_person_s()
    {
        using var staff = await House.BecomeAsync("municipal-staff");
        var id = await staff.EnterAsync("見本", "継男", Birth);
        var code = await CodeAsync(id);
        var email = $"{Guid.NewGuid():N}@example.jp";
        using var person = House.NewVisitor();
        var chosen = await ChooseAsync(person, code.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal), "昭和21年6月6日", email);
        chosen.Headers.Location!.OriginalString.ShouldEndWith("/accounts/check-mail");
        // Until the address is verified nothing has changed.
        (await AccountAsync(id)).ShouldSatisfyAllConditions(a => a.Standing.ShouldBe(AccountStanding.Entered), a => a.Email.ShouldBeNull());
        var link = await person.LinkInMailAsync(email, "/accounts/claim/finish");
        using var finished = await person.SubmitAsync(link, "finish");
        finished.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await person.MeAsync())!.ShouldSatisfyAllConditions(m => m.Id.ShouldBe(id), m => m.Email.ShouldBe(email), m => m.Roles.ShouldBe(["resident"]));
        (await person.ReadAsync("/me/profile")).ShouldContain("1946-06-06");

        using var elsewhere = House.NewVisitor();
        (await elsewhere.SignInAsync(email, Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await elsewhere.IsSignedInAsync()).ShouldBeTrue();
        // From here on the person rules over it, and the code is of no use.
        var page = await staff.ReadAsync($"/staff/people/{id}");
        page.ShouldContain("rules over it from here on");
        page.ShouldNotContain("試験町");
        (await staff.GetAsync($"/staff/people/{id}/edit")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var late = House.NewVisitor();
        (await OpenAsync(late, code, Birth)).ShouldContain("The code or the date of birth is wrong");
        (await person.ReadAsync(link)).ShouldContain("This link cannot be used");
    }

    [Fact]
    public async Task A_mistyped_address_gives_the_account_to_no_stranger()
    {
        using var staff = await House.BecomeAsync("municipal-staff");
        var id = await staff.EnterAsync("見本", "誤子", Birth);
        var email = $"{Guid.NewGuid():N}@example.jp";
        using var person = House.NewVisitor();
        await ChooseAsync(person, await CodeAsync(id), Birth, email);
        using var stranger = House.NewVisitor();
        var link = await stranger.LinkInMailAsync(email, "/accounts/claim/finish");
        (await stranger.ReadAsync(link)).ShouldNotContain("誤子");
        using var guessed = await stranger.SubmitAsync(link, "finish", ("Input.Password", "ちがうパスワード"));
        (await guessed.Content.ReadAsStringAsync(Cancellation)).ShouldContain("The password is wrong");
        using var knows = await stranger.SubmitAsync(link, "finish", ("Input.Password", Password));
        knows.StatusCode.ShouldBe(HttpStatusCode.Redirect, "who chose the password may go on in another browser");
        (await stranger.IsSignedInAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task A_newer_letter_ends_the_code_before_and_a_code_ends_on_its_last_day()
    {
        using var staff = await House.BecomeAsync("municipal-staff");
        var id = await staff.EnterAsync("見本", "新子", Birth);
        var (first, second) = (await CodeAsync(id), await CodeAsync(id));
        using var person = House.NewVisitor();
        (await OpenAsync(person, first, Birth)).ShouldContain("The code or the date of birth is wrong");
        (await OpenAsync(person, second, Birth)).ShouldContain("We found the record");
        await House.WithAsync<AccountsDbContext, int>(d => d.ClaimCodes.Where(c => c.AccountId == id).ExecuteUpdateAsync(
            s => s.SetProperty(c => c.LastDay, JapanTime.Today(TimeProvider.System).AddDays(-1)), Cancellation));
        (await OpenAsync(person, second, Birth)).ShouldContain("The code or the date of birth is wrong");
        var kept = await House.WithAsync<AccountsDbContext, ClaimCode>(d => d.ClaimCodes.AsNoTracking().SingleAsync(c => c.AccountId == id, Cancellation));
        kept.CodeHash.Length.ShouldBe(32);
    }

    [Fact]
    public async Task Guessing_birth_dates_ends_the_code_from_however_many_networks()
    {
        using var staff = await House.BecomeAsync("municipal-staff");
        var id = await staff.EnterAsync("見本", "当子", Birth);
        var code = await CodeAsync(id);
        using var person = House.NewVisitor();
        (await OpenAsync(person, code, "1946-06-07")).ShouldContain("The code or the date of birth is wrong");
        (await OpenAsync(person, code, Birth)).ShouldContain("We found the record", Case.Sensitive, "a slip of the finger costs nothing");
        await House.WithAsync<AccountsDbContext, int>(d => d.ClaimCodes.Where(c => c.AccountId == id).ExecuteUpdateAsync(
            s => s.SetProperty(c => c.Failures, ClaimCode.MostFailures), Cancellation));
        (await OpenAsync(person, code, Birth)).ShouldContain("The code or the date of birth is wrong");
    }

    [Fact]
    public async Task An_address_that_has_an_account_gets_a_mail_that_says_how_to_go_on()
    {
        using var staff = await House.BecomeAsync("municipal-staff");
        var id = await staff.EnterAsync("見本", "持子", Birth);
        var email = $"{Guid.NewGuid():N}@example.jp";
        using var holder = House.NewVisitor();
        (await holder.RegisterAsync(email, Password)).Dispose();
        using var person = House.NewVisitor();
        var chosen = await ChooseAsync(person, await CodeAsync(id), Birth, email);
        chosen.Headers.Location!.OriginalString.ShouldEndWith("/accounts/check-mail", Case.Sensitive, "the answer tells nobody that there is an account");
        (await person.MailAsync(email, text => text.Contains("You have an account already", StringComparison.Ordinal) ? text : null)).ShouldNotBeEmpty();
        (await AccountAsync(id)).Standing.ShouldBe(AccountStanding.Entered);
    }

    [Fact]
    public async Task Of_many_who_finish_at_once_one_does()
    {
        using var staff = await House.BecomeAsync("municipal-staff");
        var id = await staff.EnterAsync("見本", "競子", Birth);
        var email = $"{Guid.NewGuid():N}@example.jp";
        using var person = House.NewVisitor();
        await ChooseAsync(person, await CodeAsync(id), Birth, email);
        var link = await person.LinkInMailAsync(email, "/accounts/claim/finish");
        var hidden = await person.HiddenAsync(link, "finish");
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => person.SendAsync(link, hidden)));
        answers.Count(a => a.StatusCode == HttpStatusCode.Redirect).ShouldBe(1);
    }

    [Fact]
    public async Task The_letter_is_a_document_and_only_for_those_who_may_enter()
    {
        using var staff = await House.BecomeAsync("municipal-staff");
        var id = await staff.EnterAsync("見本", "手紙子", Birth);
        using var letter = await staff.SendAsync(ClaimLetter.Address(id), [.. await staff.HiddenAsync($"/staff/people/{id}", ClaimLetter.Address(id))]);
        letter.StatusCode.ShouldBe(HttpStatusCode.OK);
        letter.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf");
        (await letter.Content.ReadAsByteArrayAsync(Cancellation)).AsSpan(0, 5).ToArray().ShouldBe("%PDF-"u8.ToArray());
        using var owner = await House.BecomeAsync("program-owner");
        var elsewhere = await owner.EnterAsync("見本", "他市子", Birth, "周南市岐山通1-1");
        using var refused = await staff.SendAsync(ClaimLetter.Address(elsewhere), [.. await staff.HiddenAsync($"/staff/people/{id}", ClaimLetter.Address(id))]);
        refused.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    /// <summary>The code as the letter has it.</summary>
    private Task<string> CodeAsync(Guid person) => House.WithAsync<ClaimCodes, string>(async codes =>
        PrintedCode.Shown((await codes.IssueAsync(person, Staff(), Cancellation))!.Value.Code));

    private static ClaimsPrincipal Staff() => new(new ClaimsIdentity(
        [new(ClaimTypes.NameIdentifier, DemonstrationPersonas.ProgramOwner.Id.ToString()), new(ClaimTypes.Role, Roles.ProgramOwner)], IdentityConstants.ApplicationScheme));

    private static async Task<string> OpenAsync(Visitor person, string code, string birth)
    {
        using var answer = await person.SubmitAsync("/accounts/claim", "code", ("Input.Code", code), ("Input.BirthDate", birth));
        return await answer.Content.ReadAsStringAsync(Cancellation);
    }

    /// <summary>Enters the code, then address and password.</summary>
    internal static async Task<HttpResponseMessage> ChooseAsync(Visitor person, string code, string birth, string email)
    {
        var page = await OpenAsync(person, code, birth);
        page.ShouldContain("We found the record");
        return await person.SendAsync("/accounts/claim", [.. Hidden(page, "choose"), ("Choice.Email", email), ("Choice.Password", Password)]);
    }

    /// <summary>The hidden fields of a form in a page that was answered to another form.</summary>
    internal static (string Name, string Value)[] Hidden(string page, string form) =>
    [
        .. System.Text.RegularExpressions.Regex.Matches(
                page.Split("<form").Single(f => f.Contains($"value=\"{form}\"", StringComparison.Ordinal)), "<input[^>]*type=\"hidden\"[^>]*>")
            .Select(m => (Attribute(m.Value, "name"), WebUtility.HtmlDecode(Attribute(m.Value, "value")))),
    ];

    private static string Attribute(string tag, string name) => System.Text.RegularExpressions.Regex.Match(tag, $" {name}=\"([^\"]*)\"").Groups[1].Value;

    private Task<Account> AccountAsync(Guid id) => House.WithAsync<AccountsDbContext, Account>(d => d.Users.AsNoTracking().SingleAsync(a => a.Id == id, Cancellation));
}
