using System.Net.Http.Json;
using Kenmin.CommunityBusiness.Support.Experts;
using Kenmin.CommunityBusiness.Tests.Support;

namespace Kenmin.CommunityBusiness.Tests.Network;

/// <summary>Experts are listed by their consent only, for its purpose and until its end.</summary>
public sealed class ExpertTests(BusinessHouse house) : IClassFixture<BusinessHouse>
{
    [Fact]
    public async Task Who_registers_is_listed_after_a_consent_and_a_look_by_the_office_until_the_consent_ends()
    {
        var who = BusinessHouse.Somebody("見本 師子");
        var id = Guid.CreateVersion7();
        (await house.SendAsync(new SaveExpert(id, NetworkHelp.Facts() with { Fields = [] }, 0, who, null))).Field.ShouldBe("Fields");
        (await house.SendAsync(new SaveExpert(id, NetworkHelp.Facts() with { Municipalities = ["999999"] }, 0, who, null))).Field.ShouldBe("Municipalities");
        (await house.SendAsync(new SaveExpert(id, NetworkHelp.Facts() with { Phone = "" }, 0, who, null))).Field.ShouldBe("Phone");
        (await house.SendAsync(new SaveExpert(id, NetworkHelp.Facts(0.25m), 0, who, null))).Field.ShouldBe("HoursAMonth");
        (await house.SendAsync(new SaveExpert(id, NetworkHelp.Facts(4.5m), 0, who, null))).Problem.ShouldBeNull();
        (await house.SendAsync(new SaveExpert(Guid.CreateVersion7(), NetworkHelp.Facts(), 0, who, null))).Code.ShouldBe("already");
        (await house.SendAsync(new SaveExpert(id, NetworkHelp.Facts(), 0, who, null))).Code.ShouldBe("changed-meanwhile");
        (await house.SendAsync(new SaveExpert(id, NetworkHelp.Facts(), 1, null, BusinessHouse.Office))).Code.ShouldBe(CommandAnswer.NotFound, "they keep it themselves");
        (await house.SendAsync(new GiveListingConsent(id, ListingPurpose.Teams, house.Today.AddDays(-1), null, who, null))).Field.ShouldBe("Until");
        (await house.SendAsync(new GiveListingConsent(id, null, house.Today, null, who, null))).Field.ShouldBe("Purpose");
        (await house.SendAsync(new GiveListingConsent(id, ListingPurpose.Teams, house.Today.AddYears(4), null, who, null))).Field.ShouldBe("Until");
        (await house.SendAsync(new GiveListingConsent(id, ListingPurpose.Teams, house.Today.AddDays(30), null, who, null))).Problem.ShouldBeNull();
        (await house.LoadAsync<Expert>(id)).IsListed(house.Today).ShouldBeFalse("nobody has looked at it");
        (await house.SendAsync(new ConfirmExpert(id, new(who, null, true)))).Code.ShouldBe("own");
        (await house.SendAsync(new ConfirmExpert(id, BusinessHouse.Office with { Municipalities = [BusinessHouse.Hagi] }))).Code.ShouldBe(CommandAnswer.NotFound);
        (await house.SendAsync(new ConfirmExpert(id, BusinessHouse.Office))).Problem.ShouldBeNull();
        var kept = await house.LoadAsync<Expert>(id);
        (kept.IsListed(house.Today.AddDays(30)), kept.IsListed(house.Today.AddDays(31)), kept.MinutesAMonth, kept.Phone).ShouldBe((true, false, 270, "083-933-0000"));
        (await house.SendAsync(new WithdrawListingConsent(id, BusinessHouse.Somebody(), null))).Code.ShouldBe(CommandAnswer.NotFound);
        for (var i = 0; i < 2; i++) (await house.SendAsync(new WithdrawListingConsent(id, who, null))).Problem.ShouldBeNull();
        (await house.LoadAsync<Expert>(id)).IsListed(house.Today).ShouldBeFalse();
        (await house.SendAsync(new RemoveExpert(id, who, null))).Problem.ShouldBeNull();
        (await house.FindAsync<Expert>(id)).ShouldBeNull();
    }

    [Fact]
    public async Task Staff_keep_those_without_account_who_go_to_their_places_and_say_how_consent_was_given()
    {
        var id = Guid.CreateVersion7();
        (await house.SendAsync(new SaveExpert(id, NetworkHelp.Facts(municipality: BusinessHouse.Hagi), 0, null, BusinessHouse.Office))).Field.ShouldBe("Municipalities");
        (await house.SendAsync(new SaveExpert(id, NetworkHelp.Facts(), 0, null, BusinessHouse.Office))).Problem.ShouldBeNull();
        (await house.SendAsync(new GiveListingConsent(id, ListingPurpose.Matching, house.Today.AddDays(10), " ", null, BusinessHouse.Office))).Field.ShouldBe("How");
        (await house.SendAsync(new GiveListingConsent(id, ListingPurpose.Matching, house.Today.AddDays(10), "同意書", BusinessHouse.Somebody(), null))).Code.ShouldBe(CommandAnswer.NotFound);
        (await house.SendAsync(new GiveListingConsent(id, ListingPurpose.Matching, house.Today.AddDays(10), "同意書", null, BusinessHouse.Office))).Problem.ShouldBeNull();
        (await house.LoadAsync<Expert>(id)).IsListedForTeams(house.Today).ShouldBeFalse("it was given for matching only");
        (await house.SendAsync(new RemoveExpert(id, null, BusinessHouse.Office with { Municipalities = [BusinessHouse.Hagi] }))).Code.ShouldBe(CommandAnswer.NotFound);
        var written = await Task.WhenAll(Enumerable.Range(0, 2).Select(i => house.SendAsync(new SaveExpert(id, NetworkHelp.Facts() with { Name = $"見本 {i}" }, 2, null, BusinessHouse.Office))));
        written.Select(a => a.Code).Order().ShouldBe([null, "changed-meanwhile"]);
    }

    [Fact]
    public async Task An_expert_who_gets_an_account_takes_over_the_entry_that_staff_kept_by_a_code_that_works_once()
    {
        await house.LeaveAsync(20);
        var (venture, owner) = await house.HandedInAsync();
        var kept = await house.ListedAsync();
        var visit = await house.RequestedAsync(venture, owner);
        (await house.SendAsync(NetworkHelp.Approval(visit, kept))).Problem.ShouldBeNull();
        using var staff = house.Staff();
        using var made = await staff.SubmitAsync($"/staff/community-business/experts/{kept.Id}", "hand-over");
        made.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var code = System.Text.RegularExpressions.Regex.Match(await made.Content.ReadAsStringAsync(), "<strong>([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})</strong>").Groups[1].Value;
        (await house.LoadAsync<Expert>(kept.Id)).CodeHash.ShouldNotBeNull().ShouldNotContain(code.Replace("-", "", StringComparison.Ordinal));
        (await house.SendAsync(new HandExpertOver(kept.Id, code, BusinessHouse.Office with { Municipalities = [BusinessHouse.Hagi] }))).Code.ShouldBe(CommandAnswer.NotFound);

        var (who, other) = (BusinessHouse.Somebody("見本 継子"), BusinessHouse.Somebody("見本 先子"));
        (await house.ListedAsync(other)).AccountId.ShouldBe(other.AccountId);
        (await house.SendAsync(new TakeOverExpert(code, other))).Code.ShouldBe("already");
        (await house.SendAsync(new TakeOverExpert("2222-2222-2222", who))).Code.ShouldBe("no-such-code");
        (await house.SendAsync(new TakeOverExpert("x", who))).Field.ShouldBe("Code");
        using var me = house.Resident(who);
        using var taken = await me.SubmitAsync("/community-business/expert", "take", ("Take.Code", code.ToLowerInvariant()));
        taken.StatusCode.ShouldBe(System.Net.HttpStatusCode.Redirect);
        var mine = await me.ReadAsync("/community-business/expert");
        mine.ShouldContain("直売所を営む");
        mine.ShouldContain($"/community-business/expert/visits/{visit.Id}");
        var entry = await house.LoadAsync<Expert>(kept.Id);
        (entry.AccountId, entry.CodeHash, entry.IsListed(house.Today)).ShouldBe((who.AccountId, null, true));
        (await house.SendAsync(new TakeOverExpert(code, BusinessHouse.Somebody()))).Code.ShouldBe("no-such-code", "it works once");
        (await house.SendAsync(new SaveExpert(kept.Id, NetworkHelp.Facts(), entry.Revision, null, BusinessHouse.Office))).Code.ShouldBe(CommandAnswer.NotFound, "from now on it is theirs");
        (await house.SendAsync(new HandExpertOver(kept.Id, code, BusinessHouse.Office))).Code.ShouldBe(CommandAnswer.NotFound);
        (await house.SendAsync(new SaveExpert(kept.Id, NetworkHelp.Facts(8), entry.Revision, who, null))).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task A_code_ends_and_who_confirmed_an_entry_as_staff_is_confirmed_by_a_colleague_when_it_is_their_own()
    {
        const string office = "/api/v1/community-business/staff/experts", own = "/api/v1/community-business/me/expert/take-over";
        var kept = await house.ListedAsync();
        using var staff = house.Staff();
        using var me = house.Resident(BusinessHouse.Program.By);
        (await me.Http.PostAsync($"{office}/{kept.Id}/hand-over", null)).StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
        async Task<string> CodeAsync() => (await (await staff.Http.PostAsync($"{office}/{kept.Id}/hand-over", null)).Content.ReadFromJsonAsync<System.Text.Json.JsonElement>()).GetProperty("code").GetString()!;
        var old = await CodeAsync();
        house.GoTo(house.Today.AddDays(HandExpertOverHandler.Days + 1));
        (await me.Http.PostAsJsonAsync(own, new { code = old })).StatusCode.ShouldBe(System.Net.HttpStatusCode.BadRequest);
        var (lost, code) = (await CodeAsync(), await CodeAsync());
        (await me.Http.PostAsJsonAsync(own, new { code = lost })).StatusCode.ShouldBe(System.Net.HttpStatusCode.BadRequest, "the latest stands");
        (await me.Http.PostAsJsonAsync(own, new { code })).StatusCode.ShouldBe(System.Net.HttpStatusCode.NoContent);
        (await house.LoadAsync<Expert>(kept.Id)).ConfirmedBy.ShouldBeNull();
    }

    [Fact]
    public async Task Two_that_register_at_once_with_one_account_are_one()
    {
        var who = BusinessHouse.Somebody();
        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => house.SendAsync(new SaveExpert(Guid.CreateVersion7(), NetworkHelp.Facts(), 0, who, null))));
        answers.Count(a => a.IsDone).ShouldBe(1);
    }
}
