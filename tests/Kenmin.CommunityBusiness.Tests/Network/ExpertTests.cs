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
    public async Task Two_that_register_at_once_with_one_account_are_one()
    {
        var who = BusinessHouse.Somebody();
        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => house.SendAsync(new SaveExpert(Guid.CreateVersion7(), NetworkHelp.Facts(), 0, who, null))));
        answers.Count(a => a.IsDone).ShouldBe(1);
    }
}
