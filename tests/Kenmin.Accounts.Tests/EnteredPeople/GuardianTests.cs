using Kenmin.Persistence.Jobs;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.Accounts.Consents;
using Kenmin.Accounts.Contracts;
using Kenmin.Accounts.Guardians;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Profiles;
using Kenmin.Accounts.Tests.Support;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Marten;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;
using Ef = Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions;

namespace Kenmin.Accounts.Tests.EnteredPeople;

/// <summary>Guardians of those under 18 agree by mail or on paper, withdraw, and are no longer asked at 18.</summary>
public sealed class GuardianTests(DevelopmentHouse development) : IClassFixture<DevelopmentHouse>
{
    private static readonly string Young = $"{JapanTime.Today(TimeProvider.System).AddYears(-16):yyyy-MM-dd}";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private House House => development.House;

    [Fact]
    public async Task A_guardian_agrees_by_the_link_of_a_mail_and_withdraws_by_it()
    {
        using var minor = await MinorAsync();
        var account = (await minor.MeAsync())!.Id;
        await MergeTests.VolunteerAsync(minor, "見本 未成年", Young, guardian: "declared");
        var email = $"{Guid.NewGuid():N}@example.jp";
        (await AskAsync(minor, email)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await minor.ReadAsync("/me/guardian")).ShouldContain("Waiting for an answer");
        using var guardian = House.NewVisitor();
        var link = await guardian.LinkInMailAsync(email, "/accounts/guardian");
        var page = await guardian.ReadAsync(link);
        page.ShouldContain("見本 太郎");
        page.ShouldContain("signing up for activities");
        using var unsaid = await guardian.SubmitAsync(link, "answer");
        (await unsaid.Content.ReadAsStringAsync(Cancellation)).ShouldContain("Choose by a button");
        using var agreed = await guardian.SubmitAsync(link, "answer", ("Input.Name", "見本 親子"), ("Input.Agrees", "true"));
        agreed.StatusCode.ShouldBe(HttpStatusCode.Redirect, await agreed.Content.ReadAsStringAsync(Cancellation));
        (await minor.ReadAsync("/me/guardian")).ShouldContain("見本 親子");
        await Eventually.IsSoAsync(async () => (await StandingAsync(account)) == "Agreed");
        (await guardian.MailAsync(email, text => text.Contains("Your consent is on record", StringComparison.Ordinal) ? text : null)).ShouldNotBeEmpty();
        using var owner = await House.BecomeAsync("program-owner");
        var volunteer = await VolunteerOfAsync(account);
        (await owner.ReadAsync($"/staff/sports/volunteers/{volunteer}")).ShouldContain("Confirmed by the guardian");
        var shift = await OpenShiftAsync(minor);
        (await SignUpAsync(minor, shift)).ShouldNotContain("guardian-does-not-agree");

        using var withdrawn = await guardian.SubmitAsync(link, "revoke");
        withdrawn.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await Eventually.IsSoAsync(async () => (await StandingAsync(account)) == "Revoked");
        (await SignUpAsync(minor, shift)).ShouldContain("guardian-does-not-agree");
        (await owner.ReadAsync($"/staff/sports/volunteers/{volunteer}")).ShouldContain("The guardian withdrew");
        (await minor.ReadAsync("/accounts/notices")).ShouldContain("Your guardian no longer agrees");
        // Asked again, the guardian can agree again.
        (await AskAsync(minor, email)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await minor.ReadAsync("/me/guardian")).ShouldContain("Waiting for an answer");
    }

    [Fact]
    public async Task A_guardian_who_is_signed_in_sees_whom_they_agreed_for_and_another_cannot_withdraw_it()
    {
        using var minor = await MinorAsync();
        var email = $"{Guid.NewGuid():N}@example.jp";
        (await AskAsync(minor, email)).Dispose();
        using var guardian = House.NewVisitor();
        (await guardian.RegisterAsync($"{Guid.NewGuid():N}@example.jp", "ひろい海の見える丘で")).Dispose();
        var link = await guardian.LinkInMailAsync(email, "/accounts/guardian");
        (await guardian.SubmitAsync(link, "answer", ("Input.Name", "見本 親子"), ("Input.Agrees", "true"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var page = await guardian.ReadAsync("/me/guardian");
        page.ShouldContain("Whom you agreed for");
        await using var session = House.Services.GetRequiredService<IAccountsStore>().QuerySession();
        var kept = (await session.GuardianshipAsync((await minor.MeAsync())!.Id, Cancellation))!;
        (await InvokeAsync<GuardianOutcome>(new RevokeGuardianConsent(kept.Id, null, Guid.NewGuid(), null))).Refusal.ShouldNotBeNull();
        (await InvokeAsync<GuardianOutcome>(new RevokeGuardianConsent(kept.Id, "guessed", null, null))).Refusal.ShouldNotBeNull();
        using var withdrawn = await guardian.SubmitAsync("/me/guardian", $"revoke-{kept.Id:N}");
        withdrawn.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await minor.ReadAsync("/me/guardian")).ShouldContain("Withdrawn");
    }

    [Fact]
    public async Task Nobody_is_flooded_a_newer_asking_replaces_the_one_before_and_who_is_of_age_needs_none()
    {
        using var minor = await MinorAsync();
        var email = $"{Guid.NewGuid():N}@example.jp";
        (await AskAsync(minor, email)).Dispose();
        using var guardian = House.NewVisitor();
        var first = await guardian.LinkInMailAsync(email, "/accounts/guardian");
        for (var i = 1; i < 3; i++) (await AskAsync(minor, email)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await guardian.ReadAsync(first)).ShouldContain("This link cannot be used");
        using var fourth = await AskAsync(minor, email);
        (await fourth.Content.ReadAsStringAsync(Cancellation)).ShouldContain("three times a day");
        using var wrong = await minor.SubmitAsync("/me/guardian", "ask", ("Input.Email", "x"));
        var page = await wrong.Content.ReadAsStringAsync(Cancellation);
        foreach (var text in new[] { "is not an e-mail address", "Enter the guardian", "Enter the relation" }) page.ShouldContain(text);
        using var self = await MinorAsync();
        using var own = await AskAsync(self, (await self.MeAsync())!.Email.ToUpperInvariant());
        (await own.Content.ReadAsStringAsync(Cancellation)).ShouldContain("not your own");
        // Nobody outgrows the guardian by a few keys.
        using var older = await minor.SubmitAsync("/me/profile", "profile", ("Input.BirthDate", "1990-01-01"));
        (await older.Content.ReadAsStringAsync(Cancellation)).ShouldContain("you cannot change your date of birth yourself");

        using var adult = await MinorAsync("1990-01-01");
        (await adult.ReadAsync("/me/guardian")).ShouldContain("no guardian's consent is needed");
        (await InvokeAsync<GuardianOutcome>(new AskGuardian((await adult.MeAsync())!.Id, "x", "母", email, Guid.NewGuid()))).Refusal!.Value.En.ShouldContain("Nobody who is 18");
        using var unknown = House.NewVisitor();
        (await unknown.RegisterAsync($"{Guid.NewGuid():N}@example.jp", "ひろい海の見える丘で")).Dispose();
        (await unknown.ReadAsync("/me/guardian")).ShouldContain("Your date of birth is not known yet");
    }

    [Fact]
    public async Task Staff_enter_a_form_of_consent_and_withdraw_for_the_guardian_on_request()
    {
        using var staff = await House.BecomeAsync("municipal-staff");
        var id = await staff.EnterAsync("見本", "若葉", Young);
        var page = $"/staff/guardians/{id}";
        using var empty = await staff.SubmitAsync(page, "paper");
        (await empty.Content.ReadAsStringAsync(Cancellation)).ShouldContain("Enter the guardian");
        using var entered = await staff.SubmitAsync(page, "paper", ("Input.Name", "見本 父"), ("Input.Relation", "父"), ("Input.Paper", "Consent"), ("Input.PaperReference", "綴り 7"), ("Input.PaperDate", "2026-04-01"));
        entered.StatusCode.ShouldBe(HttpStatusCode.Redirect, await entered.Content.ReadAsStringAsync(Cancellation));
        (await staff.ReadAsync(page)).ShouldContain("綴り 7");
        await Eventually.IsSoAsync(async () => (await StandingAsync(id)) == "Agreed");
        using var withdrawn = await staff.SubmitAsync(page, "revoke");
        withdrawn.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await Eventually.IsSoAsync(async () => (await StandingAsync(id)) == "Revoked");
        var email = $"{Guid.NewGuid():N}@example.jp";
        using var asked = await staff.SubmitAsync(page, "ask", ("Ask.Name", "見本 母"), ("Ask.Relation", "母"), ("Ask.Email", email));
        asked.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var guardian = House.NewVisitor();
        (await guardian.LinkInMailAsync(email, "/accounts/guardian")).ShouldNotBeEmpty("a minor without mail has a guardian with one");
        using var elsewhere = await House.BecomeAsync("resident");
        (await elsewhere.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task At_eighteen_it_ends_and_the_person_is_asked_whether_their_consents_stand()
    {
        using var minor = await MinorAsync();
        var account = (await minor.MeAsync())!.Id;
        await MergeTests.VolunteerAsync(minor, "見本 成年", Young, guardian: "declared");
        await Eventually.IsSoAsync(async () => (await minor.Http.GetFromJsonAsync<JsonElement>("/api/v1/me/consents", Cancellation)).GetArrayLength() == 2);
        (await AskAsync(minor, $"{Guid.NewGuid():N}@example.jp")).Dispose();
        var birthday = JapanTime.Today(TimeProvider.System).AddYears(-18);
        await BornAsync(account, birthday.AddDays(1));
        await InvokeAsync<BatchDone>(new EndGuardianshipsOfAge());
        (await minor.ReadAsync("/me/guardian")).ShouldContain("Waiting for an answer", Case.Sensitive, "on the day before the birthday the age is reached only at its end");
        await BornAsync(account, birthday);
        await InvokeAsync<BatchDone>(new EndGuardianshipsOfAge());
        await Eventually.IsSoAsync(async () => (await StandingAsync(account)) == "CameOfAge");
        await Eventually.IsSoAsync(async () => (await minor.ReadAsync("/accounts/notices")).Contains("You are 18", StringComparison.Ordinal));
        (await InvokeAsync<BatchDone>(new EndGuardianshipsOfAge())).Count.ShouldBe(0, "once");
        (await minor.ReadAsync("/me/consents")).ShouldContain("Agree to go on, or withdraw to stop");
        await using (var session = House.Services.GetRequiredService<IAccountsStore>().QuerySession())
            foreach (var entry in await session.ConsentsOfAccountAsync(account, Cancellation))
            {
                // As if given long ago, not by a second press of the button.
                entry.GivenAt = entry.GivenAt.AddDays(-1);
                await using var writing = House.Services.GetRequiredService<IAccountsStore>().LightweightSession();
                writing.Store(entry);
                await writing.SaveChangesAsync(Cancellation);
                (await InvokeAsync<ConsentChanged>(new ChangeConsent(entry.Purpose, entry.PersonId, account, true, entry.TextVersion, ConsentChannel.Page, null))).Refusal.ShouldBeNull();
            }

        (await minor.ReadAsync("/me/consents")).ShouldNotContain("Agree to go on, or withdraw to stop");
    }

    [Theory]
    [InlineData("2008-04-02", "2026-04-01", false)]
    [InlineData("2008-04-02", "2026-04-02", true)]
    [InlineData("2008-02-29", "2026-02-28", false)]
    [InlineData("2008-02-29", "2026-03-01", true)]
    public void The_age_is_reached_at_the_end_of_the_day_before_the_birthday(string birth, string today, bool of) =>
        Guardianship.IsOfAge(DateOnly.Parse(birth, System.Globalization.CultureInfo.InvariantCulture), DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(of);

    private async Task<Visitor> MinorAsync(string? birth = null)
    {
        var visitor = House.NewVisitor();
        (await visitor.RegisterAsync($"{Guid.NewGuid():N}@example.jp", "ひろい海の見える丘で")).Dispose();
        (await visitor.SubmitAsync("/me/profile", "profile", ("Input.BirthDate", birth ?? Young))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return visitor;
    }

    private static Task<HttpResponseMessage> AskAsync(Visitor minor, string email) =>
        minor.SubmitAsync("/me/guardian", "ask", ("Input.Name", "見本 保護"), ("Input.Relation", "母"), ("Input.Email", email));

    private Task<int> BornAsync(Guid account, DateOnly birth) => House.WithAsync<AccountsDbContext, int>(d =>
        d.Profiles.Where(p => p.AccountId == account).ExecuteUpdateAsync(s => s.SetProperty(p => p.BirthDate, birth), Cancellation));

    private static async Task<Guid> OpenShiftAsync(Visitor person)
    {
        var events = await person.Http.GetFromJsonAsync<JsonElement>("/api/v1/sports/events", Cancellation);
        foreach (var slug in Items(events).Select(e => e.GetProperty("id").GetString()))
        {
            var shifts = await person.Http.GetFromJsonAsync<JsonElement>($"/api/v1/sports/events/{slug}/shifts", Cancellation);
            if (Items(shifts).Select(s => s.GetProperty("id").GetGuid()).FirstOrDefault() is var found && found != Guid.Empty) return found;
        }

        throw new InvalidOperationException("The demonstration has no open shift.");
    }

    private static IEnumerable<JsonElement> Items(JsonElement list) => list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : list.GetProperty("items").EnumerateArray();

    private static async Task<string> SignUpAsync(Visitor person, Guid shift)
    {
        using var answer = await person.Http.PostAsJsonAsync($"/api/v1/sports/shifts/{shift}/sign-ups", new { commandId = Guid.CreateVersion7() }, Cancellation);
        return await answer.Content.ReadAsStringAsync(Cancellation);
    }

    private async Task<Guid> VolunteerOfAsync(Guid account)
    {
        await using var command = House.Services.GetRequiredService<Npgsql.NpgsqlDataSource>().CreateCommand($"select id from sports_volunteers.mt_doc_volunteer where data ->> 'accountId' = '{account}'");
        return (Guid)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    private async Task<string?> StandingAsync(Guid account)
    {
        await using var command = House.Services.GetRequiredService<Npgsql.NpgsqlDataSource>().CreateCommand($"select data ->> 'state' from sports_volunteers.mt_doc_guardianstanding where id = '{account}'");
        return (string?)await command.ExecuteScalarAsync(Cancellation);
    }

    private Task<T> InvokeAsync<T>(object command) => House.WithAsync<IMessageBus, T>(bus => bus.InvokeAsync<T>(command, Cancellation));
}
