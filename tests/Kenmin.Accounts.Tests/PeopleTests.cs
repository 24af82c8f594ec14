using System.Net;
using Kenmin.Accounts.Contracts;
using Kenmin.Accounts.Tests.Support;
using Kenmin.Persistence.Audit;
using Kenmin.Testing;

namespace Kenmin.Accounts.Tests;

public sealed class PeopleTests(DevelopmentHouse development) : IClassFixture<DevelopmentHouse>
{
    private const string Password = "ひろい海の見える丘で";

    [Fact]
    public async Task A_role_given_and_taken_takes_effect_on_those_already_signed_in_and_is_audited()
    {
        using var person = development.House.NewVisitor();
        (await person.RegisterAsync($"{Guid.NewGuid():N}@example.jp", Password, "見本 昇")).Dispose();
        var id = (await person.MeAsync())!.Id;
        (await person.GetAsync("/admin/accounts")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        using var administrator = development.House.NewVisitor();
        await administrator.BecomeAsync("administrator");
        using var given = await administrator.SubmitAsync($"/admin/accounts/{id}", "access", ("Input.Roles", "resident"), ("Input.Roles", "auditor"));
        given.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        // A role of staff is of no use before there is a second factor.
        using var led = await person.GetAsync("/admin/accounts");
        led.Headers.Location!.OriginalString.ShouldBe("/me/security/second-factor");
        await person.SetUpSecondFactorAsync();
        (await person.GetAsync("/admin/accounts")).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var taken = await administrator.SubmitAsync($"/admin/accounts/{id}", "access", ("Input.Roles", "resident"));
        taken.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        // Who loses a role is signed out everywhere.
        (await person.IsSignedInAsync()).ShouldBeFalse();

        var entries = await AuditOf(id);
        entries.Where(e => e.Entry.Action == "accounts.access.changed").Select(e => e.Entry.Matter)
            .ShouldBe(["roles: resident", "roles: auditor resident"]);
        entries.ShouldAllBe(e => e.Entry.ActorId == DemonstrationPersonas.Administrator.Id || e.Entry.ActorId == id);
        entries.ShouldContain(e => e.Entry.Action == "accounts.people.viewed");
    }

    [Fact]
    public async Task Staff_need_a_municipality_and_an_auditor_is_nothing_else()
    {
        using var person = development.House.NewVisitor();
        (await person.RegisterAsync($"{Guid.NewGuid():N}@example.jp", Password)).Dispose();
        var page = $"/admin/accounts/{(await person.MeAsync())!.Id}";
        using var administrator = development.House.NewVisitor();
        await administrator.BecomeAsync("administrator");
        using var nowhere = await administrator.SubmitAsync(page, "access", ("Input.Roles", "municipal-staff"));
        (await nowhere.Content.ReadAsStringAsync()).ShouldContain("Choose at least one municipality");
        using var both = await administrator.SubmitAsync(page, "access", ("Input.Roles", "administrator"), ("Input.Roles", "auditor"));
        (await both.Content.ReadAsStringAsync()).ShouldContain("An auditor only reads");
        (await person.MeAsync())!.Roles.ShouldBe(["resident"]);

        using var good = await administrator.SubmitAsync(page, "access", ("Input.Roles", "municipal-staff"), ("Input.Municipalities", "352039"));
        good.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task An_auditor_sees_accounts_and_can_change_none()
    {
        using var person = development.House.NewVisitor();
        (await person.RegisterAsync($"{Guid.NewGuid():N}@example.jp", Password, "見本 守")).Dispose();
        var page = $"/admin/accounts/{(await person.MeAsync())!.Id}";
        using var administrator = development.House.NewVisitor();
        await administrator.BecomeAsync("administrator");
        using var auditor = development.House.NewVisitor();
        await auditor.BecomeAsync("auditor");
        (await auditor.ReadAsync(page)).ShouldNotContain("Save the roles");
        // Not even with a form made by hand.
        var forms = await administrator.HiddenAsync(page, "access");
        var own = (await auditor.HiddenAsync("/accounts/me", "name")).First(f => f.Name == "__RequestVerificationToken");
        using var forged = await auditor.SendAsync(page, [own, .. forms.Where(f => f.Name != own.Name), ("Input.Roles", "administrator")]);
        forged.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await person.MeAsync())!.Roles.ShouldBe(["resident"]);
    }

    [Fact]
    public async Task A_closed_account_is_out_at_once_and_back_when_reopened()
    {
        var email = $"{Guid.NewGuid():N}@example.jp";
        using var person = development.House.NewVisitor();
        (await person.RegisterAsync(email, Password)).Dispose();
        var page = $"/admin/accounts/{(await person.MeAsync())!.Id}";
        using var administrator = development.House.NewVisitor();
        await administrator.BecomeAsync("administrator");
        (await administrator.SubmitAsync(page, "active")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await person.IsSignedInAsync()).ShouldBeFalse();
        (await person.SignInAsync(email, Password)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await person.IsSignedInAsync()).ShouldBeFalse();

        (await administrator.SubmitAsync(page, "active")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await person.SignInAsync(email, Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await person.IsSignedInAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task The_last_administrator_stays_and_is_told_why()
    {
        using var administrator = development.House.NewVisitor();
        await administrator.BecomeAsync("administrator");
        var page = $"/admin/accounts/{DemonstrationPersonas.Administrator.Id}";
        using var role = await administrator.SubmitAsync(page, "access", ("Input.Roles", "resident"));
        (await role.Content.ReadAsStringAsync()).ShouldContain("no administrator would be left");
        using var closed = await administrator.SubmitAsync(page, "active");
        (await closed.Content.ReadAsStringAsync()).ShouldContain("no administrator would be left");
        (await administrator.MeAsync())!.Roles.ShouldBe(["administrator"]);
    }

    [Fact]
    public async Task People_are_found_by_the_beginning_of_name_or_address_in_any_writing()
    {
        using var person = development.House.NewVisitor();
        var email = $"zz{Guid.NewGuid():N}@example.jp";
        (await person.RegisterAsync(email, Password, "髙﨑 みどり")).Dispose();
        using var administrator = development.House.NewVisitor();
        await administrator.BecomeAsync("administrator");
        foreach (var search in new[] { "高崎", "髙﨑　ミド", email[..12].ToUpperInvariant() })
        {
            using var found = await administrator.SubmitAsync("/admin/accounts", "find", ("Input.Search", search));
            (await found.Content.ReadAsStringAsync()).ShouldContain(email);
        }

        using var nobody = await administrator.SubmitAsync("/admin/accounts", "find", ("Input.Search", "%"));
        (await nobody.Content.ReadAsStringAsync()).ShouldContain("There is no such account");
    }

    [Fact]
    public async Task Who_reads_the_audit_log_is_in_it()
    {
        using var auditor = development.House.NewVisitor();
        await auditor.BecomeAsync("auditor");
        var subject = Guid.CreateVersion7();
        (await auditor.ReadAsync($"/admin/audit?subject={subject}")).ShouldContain("見本 監査");
        (await AuditOf(subject)).ShouldHaveSingleItem().Entry.Action.ShouldBe("accounts.audit.viewed");
        (await auditor.ReadAsync("/admin/audit?actor=nonsense")).ShouldContain("An id looks like");

        using var resident = development.House.NewVisitor();
        await resident.BecomeAsync("resident");
        (await resident.GetAsync("/admin/audit")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private Task<IReadOnlyList<RecordedAuditEntry>> AuditOf(Guid subject) =>
        development.House.WithAsync<IAuditTrail, IReadOnlyList<RecordedAuditEntry>>(audit => audit.FindAsync(new(subject, Take: 200), default));
}
