using Kenmin.Accounts.Contracts;
using Kenmin.CommunityBusiness.Consents;
using Kenmin.CommunityBusiness.Library;
using Kenmin.CommunityBusiness.PersonalData;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Showcase;
using Kenmin.CommunityBusiness.Tests.Library;
using Kenmin.CommunityBusiness.Tests.Support;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Persistence.PersonalData;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.CommunityBusiness.Tests.PersonalData;

/// <summary>What people wrote and agreed to show is theirs to take, to have erased, and to keep when accounts are merged.</summary>
public sealed class PublicityOfPersonTests(BusinessHouse house) : IClassFixture<BusinessHouse>
{
    [Fact]
    public async Task A_person_takes_stories_and_consents_along()
    {
        var (venture, owner) = await house.HandedInAsync();
        await house.ToldAsync(venture, owner);
        await house.ShownAsync(venture, owner);
        var sections = await house.Services.GetRequiredService<PersonalDataReader>().ReadAsync("community_business", BusinessTables.All, owner.AccountId, [owner.AccountId], CancellationToken.None);
        sections.Select(s => s.Source).ShouldBe(["mt_doc_venture", "mt_doc_venturestep", "mt_doc_story", "mt_doc_storyedition", "mt_doc_showing"], ignoreOrder: true);
        var fields = sections.SelectMany(s => s.Entries).SelectMany(e => e).Select(f => f.Value).ToList();
        fields.ShouldContain("注文が天気で変わった");
        fields.ShouldNotContain(BusinessHouse.Program.By.Name, "who published it in office is nobody's to take");
    }

    [Fact]
    public async Task What_a_former_owner_agreed_to_ends_when_others_carry_on_and_all_goes_with_the_last()
    {
        var (venture, owner) = await house.HandedInAsync();
        var (friend, code) = (BusinessHouse.Somebody("見本 仲間子"), Venture.Codes.New());
        (await house.SendAsync(new InviteToTeam(venture.Id, code, owner, null))).Problem.ShouldBeNull();
        (await house.SendAsync(new JoinTeam(code, friend))).Problem.ShouldBeNull();
        await house.ToldAsync(venture, owner, LibraryHelp.Text() with { ShownName = owner.Name });
        await house.ShownAsync(venture, owner);
        await EraseAsync(owner.AccountId);
        var story = (await house.StoryAsync(venture.Id))!;
        (story.Consent, story.Public, story.Text.ShownName, story.ChangedBy.AccountId).ShouldBe((null, null, "", Guid.Empty));
        (await house.EditionsAsync(venture.Id)).ShouldAllBe(e => e.Text.ShownName == "" && e.By.AccountId == Guid.Empty);
        (await house.LoadAsync<Showing>(venture.Id)).Consent.ShouldBeNull();
        await EraseAsync(friend.AccountId);
        (await house.StoryAsync(venture.Id)).ShouldBeNull();
        (await house.EditionsAsync(venture.Id)).ShouldBeEmpty();
        (await house.FindAsync<Showing>(venture.Id)).ShouldBeNull();
    }

    [Fact]
    public async Task A_member_of_staff_who_is_erased_is_named_no_more_and_what_others_agreed_to_stays()
    {
        var (venture, owner) = await house.HandedInAsync();
        OfficePowers office = new(BusinessHouse.Somebody("見本 去職子"), null, true);
        var story = await house.WrittenAsync(venture, owner);
        (await house.SendAsync(new GiveStoryConsent(venture.Id, PublicPurpose.Pages, house.Today.AddDays(50), "電話で", null, office))).Problem.ShouldBeNull();
        (await house.SendAsync(new PublishStory(venture.Id, 1, office))).Problem.ShouldBeNull();
        await house.ShownAsync(venture, owner);
        (await house.SendAsync(new HideShowing(venture.Id, true, "理由", office))).Problem.ShouldBeNull();
        await EraseAsync(office.By.AccountId);
        var after = await house.LoadAsync<Story>(story.Id);
        (after.Consent!.By.AccountId, after.IsPublic(house.Today)).ShouldBe((Guid.Empty, true));
        (await house.EditionsAsync(venture.Id)).Single().DecidedBy!.AccountId.ShouldBe(Guid.Empty);
        (await house.LoadAsync<Showing>(venture.Id)).Hidden!.By.AccountId.ShouldBe(Guid.Empty);
    }

    [Fact]
    public async Task Merged_accounts_keep_the_consents_and_get_their_own_back()
    {
        var (venture, owner) = await house.HandedInAsync();
        await house.ToldAsync(venture, owner);
        await house.ShownAsync(venture, owner);
        var kept = Guid.CreateVersion7();
        AccountsMerged merged = new(Guid.CreateVersion7(), kept, owner.AccountId, house.Clock.GetUtcNow());
        for (var i = 0; i < 2; i++) await house.HandleAndWaitAsync(merged);
        ((await house.StoryAsync(venture.Id))!.Consent!.By.AccountId, (await house.LoadAsync<Showing>(venture.Id)).Consent!.By.AccountId).ShouldBe((kept, kept));
        (await house.SendAsync(new GiveStoryConsent(venture.Id, PublicPurpose.Pages, house.Today.AddDays(9), null, new(kept, "見本 残子"), null))).Problem.ShouldBeNull("it is theirs now");
        await house.HandleAndWaitAsync(new AccountsUnmerged(merged.MergeId, kept, owner.AccountId, house.Clock.GetUtcNow()));
        ((await house.StoryAsync(venture.Id))!.Consent!.By.AccountId, (await house.LoadAsync<Showing>(venture.Id)).Consent!.By.AccountId).ShouldBe((owner.AccountId, owner.AccountId));
    }

    private Task<ErasureConfirmed> EraseAsync(Guid account) => house.SendAsync<ErasureConfirmed>(new ErasureAsked(Guid.CreateVersion7(), account, null));
}
