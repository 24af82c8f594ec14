using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.Accounts.Contracts;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Registration;
using Kenmin.Accounts.Tests.Support;
using Kenmin.Persistence.Audit;
using Kenmin.Testing;
using Microsoft.EntityFrameworkCore;

namespace Kenmin.Accounts.Tests.EnteredPeople;

/// <summary>A clerk enters somebody who has neither mail nor smartphone.</summary>
public sealed class EnteringTests(DevelopmentHouse development) : IClassFixture<DevelopmentHouse>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private House House => development.House;

    [Fact]
    public async Task A_person_is_entered_with_the_paper_found_in_any_writing_and_every_look_is_on_record()
    {
        using var staff = await House.BecomeAsync("municipal-staff");
        var phone = PeopleWithoutMail.NewPhone();
        var id = await staff.EnterAsync("髙﨑", "ウメノ", "昭和15年3月3日", phone: phone, kana: "たかさきうめの");
        var page = await staff.ReadAsync($"/staff/people/{id}");
        foreach (var text in new[] { "髙﨑　ウメノ", "受付 12", "見本 市太郎", "Application form", "〒753-8501" }) page.ShouldContain(text);
        foreach (var (search, birth) in new[] { ("高崎 うめ", ""), ("カサキウ", ""), (phone[3..8], ""), ("", "1940-03-03"), ("髙", "S15.3.3") })
        {
            using var found = await staff.SubmitAsync("/staff/people", "find", ("Input.Search", search), ("Input.BirthDate", birth));
            (await found.Content.ReadAsStringAsync(Cancellation)).ShouldContain(id.ToString(), Case.Sensitive, $"{search} {birth}");
        }

        using var nobody = await staff.SubmitAsync("/staff/people", "find", ("Input.Search", "崎高"));
        (await nobody.Content.ReadAsStringAsync(Cancellation)).ShouldContain("Nobody was found");
        using var nonsense = await staff.SubmitAsync("/staff/people", "find", ("Input.BirthDate", "きのう"));
        (await nonsense.Content.ReadAsStringAsync(Cancellation)).ShouldNotContain(id.ToString());

        var entries = await AuditOf(id);
        entries.Select(e => e.Entry.Action).Distinct().ShouldBe(
            ["accounts.person.entered", "accounts.entered-person.viewed", "accounts.entered-people.listed"], ignoreOrder: true);
        entries.ShouldAllBe(e => e.Entry.ActorId == DemonstrationPersonas.MunicipalStaff.Id);
    }

    [Fact]
    public async Task What_is_missing_is_said_at_its_field_and_nothing_is_saved()
    {
        using var owner = await House.BecomeAsync("program-owner");
        using var answer = await owner.SubmitAsync("/staff/people/new", "person", ("Input.PaperDate", "2100-01-01"), ("Input.Phone", "12"), ("Input.FamilyKana", "x"));
        var page = await answer.Content.ReadAsStringAsync(Cancellation);
        foreach (var text in new[]
                 {
                     "Enter the name", "Enter the date of birth", "Enter an address", "is not a telephone number", "is not a reading", "Enter who asked for it",
                     "Choose the kind of paper", "Enter the number of the paper", "The date on the paper is in the future",
                 })
            page.ShouldContain(text);
    }

    [Fact]
    public async Task Municipal_staff_enter_and_see_those_of_their_municipality_only()
    {
        using var staff = await House.BecomeAsync("municipal-staff");
        using var owner = await House.BecomeAsync("program-owner");
        using var refused = await staff.SendPersonAsync("見本", "よそ男", "1950-01-01", "周南市岐山通1-1");
        (await refused.Content.ReadAsStringAsync(Cancellation)).ShouldContain("not in your municipality");
        var elsewhere = await owner.EnterAsync("見本", "よそ男", "1950-01-01", "周南市岐山通1-1");
        foreach (var page in new[] { $"/staff/people/{elsewhere}", $"/staff/people/{elsewhere}/edit", $"/api/v1/accounts/people/{elsewhere}" })
            (await staff.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var found = await staff.SubmitAsync("/staff/people", "find", ("Input.Search", "よそ男"));
        (await found.Content.ReadAsStringAsync(Cancellation)).ShouldNotContain(elsewhere.ToString());
        (await owner.GetAsync($"/staff/people/{elsewhere}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var resident = await House.BecomeAsync("resident");
        (await resident.GetAsync("/staff/people")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var auditor = await House.BecomeAsync("auditor");
        (await auditor.ReadAsync($"/staff/people/{elsewhere}")).ShouldNotContain("Make the letter");
        (await auditor.GetAsync("/staff/people/new")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Who_is_likely_there_already_is_shown_before_it_is_saved()
    {
        using var staff = await House.BecomeAsync("municipal-staff");
        var first = await staff.EnterAsync("斎藤", "たね", "1944-07-07");
        using var warned = await staff.SendPersonAsync("齋藤", "タネ", "昭和19年7月7日");
        var page = await warned.Content.ReadAsStringAsync(Cancellation);
        page.ShouldContain("likely the same person");
        page.ShouldContain($"/staff/people/{first}");
        (await AuditOf(first)).ShouldContain(e => e.Entry.Action == "accounts.likely-same-people.viewed");
        using var other = await staff.SendPersonAsync("齋藤", "タネ", "昭和19年7月7日", another: true);
        other.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        // A namesake with another birth date, address and telephone is nobody known.
        using var namesake = await staff.SendPersonAsync("斎藤", "たね", "1980-01-02", "山口市亀山町2-1");
        namesake.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Nobody_signs_in_with_it_it_gets_no_role_and_it_stays_however_long_nobody_does()
    {
        using var staff = await House.BecomeAsync("municipal-staff");
        var id = await staff.EnterAsync("見本", "残子", "1933-02-02");
        await House.WithAsync<AccountsDbContext, int>(d => d.Users.Where(a => a.Id == id).ExecuteUpdateAsync(
            s => s.SetProperty(a => a.CreatedAt, TimeProvider.System.GetUtcNow().AddYears(-1)), Cancellation));
        await House.WithAsync<UnfinishedRegistrations, int>(u => u.CleanAsync(Cancellation));
        (await staff.GetAsync($"/staff/people/{id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var administrator = await House.BecomeAsync("administrator");
        var page = await administrator.ReadAsync($"/admin/accounts/{id}");
        page.ShouldContain("Without an account");
        page.ShouldNotContain("Save the roles");
        (await House.WithAsync<Kenmin.Accounts.People.AccountAccess, IReadOnlyList<FieldRefusal>?>(a => a.SetAsync(
            DemonstrationPersonas.Administrator.Id, id, ["resident", "administrator"], [], Cancellation)))!.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Staff_correct_what_was_entered_and_programs_do_the_same()
    {
        using var staff = await House.BecomeAsync("municipal-staff");
        var id = await staff.EnterAsync("見本", "直子", "1951-01-01");
        using var corrected = await staff.SubmitAsync($"/staff/people/{id}/edit", "person", ("Input.FamilyName", "見本"), ("Input.GivenName", "尚子"), ("Input.BirthDate", "1951-01-01"), ("Input.Address", "山口市試験町尚1"));
        corrected.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await staff.ReadAsync($"/staff/people/{id}")).ShouldContain("見本　尚子");
        (await AuditOf(id)).ShouldContain(e => e.Entry.Action == "accounts.person.corrected");

        using var owner = await House.BecomeAsync("program-owner");
        var input = new
        {
            familyName = "見本", givenName = "API子", birthDate = "1950-02-03", address = "萩市江向510", askedBy = "本人", paper = "Note", paperReference = "1", paperDate = "2026-04-01",
        };
        using var made = await owner.Http.PostAsJsonAsync("/api/v1/accounts/people", input, Cancellation);
        made.StatusCode.ShouldBe(HttpStatusCode.Created, await made.Content.ReadAsStringAsync(Cancellation));
        var view = await owner.Http.GetFromJsonAsync<JsonElement>(made.Headers.Location!, Cancellation);
        view.GetProperty("state").GetString().ShouldBe("entered");
        view.GetProperty("profile").GetProperty("municipalityCode").GetString().ShouldBe("352047");
        using var again = await owner.Http.PostAsJsonAsync("/api/v1/accounts/people", input, Cancellation);
        (await again.Content.ReadAsStringAsync(Cancellation)).ShouldContain("likely the same person");
        using var bad = await owner.Http.PutAsJsonAsync(made.Headers.Location, new { familyName = "見本" }, Cancellation);
        (await bad.Content.ReadAsStringAsync(Cancellation)).ShouldContain("#/birthDate");
        using var good = await owner.Http.PutAsJsonAsync(made.Headers.Location, new { familyName = "見本", givenName = "改子", birthDate = "1950-02-03", address = "萩市江向510" }, Cancellation);
        good.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var found = await owner.Http.PostAsJsonAsync("/api/v1/accounts/people/search", new { search = "改子" }, Cancellation);
        (await found.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("items")[0].GetProperty("name").GetString().ShouldBe("見本　改子");
    }

    [Fact]
    public async Task The_list_goes_on_page_by_page()
    {
        using var owner = await House.BecomeAsync("program-owner");
        for (var i = 0; i < 3; i++) await owner.EnterAsync("頁見本", $"{"一二三"[i]}郎", $"19{40 + i}-01-01");
        var (seen, after) = (new List<string>(), (string?)null);
        do
        {
            using var answer = await owner.Http.PostAsJsonAsync("/api/v1/accounts/people/search", new { search = "頁見本", after, take = 1 }, Cancellation);
            var page = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(x => x.GetProperty("name").GetString()!));
            after = page.GetProperty("next").GetString();
        }
        while (after is not null);
        seen.Count.ShouldBe(3);
        seen.Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task The_holder_of_an_account_keeps_a_profile_of_their_own()
    {
        using var person = House.NewVisitor();
        (await person.RegisterAsync($"{Guid.NewGuid():N}@example.jp", "ひろい海の見える丘で")).Dispose();
        using var bad = await person.SubmitAsync("/me/profile", "profile", ("Input.BirthDate", "2100-01-01"), ("Input.PostalCode", "1"));
        var page = await bad.Content.ReadAsStringAsync(Cancellation);
        page.ShouldContain("is in the future");
        page.ShouldContain("is not a postal code");
        using var good = await person.SubmitAsync("/me/profile", "profile", ("Input.FamilyName", "見本"), ("Input.BirthDate", "昭和50年4月1日"), ("Input.Address", "宇部市常盤町1-7-1"));
        good.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await person.ReadAsync("/me/profile")).ShouldContain("1975-04-01");
        (await person.Http.GetFromJsonAsync<JsonElement>("/api/v1/me/profile", Cancellation)).GetProperty("address").GetString().ShouldBe("宇部市常盤町1-7-1");
        using var wrong = await person.Http.PutAsJsonAsync("/api/v1/me/profile", new { phone = "12" }, Cancellation);
        (await wrong.Content.ReadAsStringAsync(Cancellation)).ShouldContain("#/phone");
        using var put = await person.Http.PutAsJsonAsync("/api/v1/me/profile", new { familyName = "見本", birthDate = "1975-04-01" }, Cancellation);
        put.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await person.ReadAsync("/me/profile")).ShouldNotContain("宇部市");
        using var empty = await person.SubmitAsync("/me/profile", "profile", ("Input.FamilyName", ""), ("Input.BirthDate", ""), ("Input.Address", ""));
        empty.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await person.ReadAsync("/me/profile")).ShouldNotContain("1975-04-01");
    }

    private Task<IReadOnlyList<RecordedAuditEntry>> AuditOf(Guid subject) =>
        House.WithAsync<IAuditTrail, IReadOnlyList<RecordedAuditEntry>>(audit => audit.FindAsync(new(subject, Take: 200), default));
}
