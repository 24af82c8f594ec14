using Kenmin.CommunityBusiness.Consents;
using Kenmin.CommunityBusiness.Library;
using Kenmin.CommunityBusiness.Tests.Support;
using Kenmin.CommunityBusiness.Ventures;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.CommunityBusiness.Tests.Library;

/// <summary>Stories are read by everybody only as staff published them, and only while the owner agrees.</summary>
public sealed class LibraryTests(BusinessHouse house) : IClassFixture<BusinessHouse>
{
    private LibraryReader Library => house.Services.GetRequiredService<LibraryReader>();

    [Fact]
    public async Task A_story_is_written_agreed_to_published_and_gone_with_the_consent()
    {
        var (venture, owner) = await house.HandedInAsync();
        WriteStory write = new(Guid.CreateVersion7(), venture.Id, LibraryHelp.Text(), 0, true, owner, null);
        (await house.SendAsync(write with { Text = write.Text with { Outcome = null } })).Field.ShouldBe("Outcome");
        (await house.SendAsync(write with { Text = write.Text with { Why = " " } })).Field.ShouldBe("Why");
        (await house.SendAsync(write with { By = BusinessHouse.Somebody() })).Code.ShouldBe(CommandAnswer.NotFound);
        (await house.SendAsync(write)).Problem.ShouldBeNull();
        (await house.SendAsync(write)).Problem.ShouldBeNull("sent twice it is one");
        (await house.SendAsync(write with { Text = write.Text with { Why = "ほか" } })).Code.ShouldBe("changed-meanwhile");
        (await house.LoadAsync<Venture>(venture.Id)).Field.ShouldBe(BusinessField.Shopping, "nobody had said before");
        var story = (await house.StoryAsync(venture.Id))!;
        PublishStory publish = new(venture.Id, 1, BusinessHouse.Office);
        (await house.SendAsync(publish)).Code.ShouldBe("no-consent");
        (await house.SendAsync(new GiveStoryConsent(venture.Id, PublicPurpose.Pages, house.Today.AddDays(10), null, BusinessHouse.Somebody(), null))).Code.ShouldBe(CommandAnswer.NotFound);
        (await house.SendAsync(new GiveStoryConsent(venture.Id, null, house.Today, null, owner, null))).Field.ShouldBe("Purpose");
        (await house.SendAsync(new GiveStoryConsent(venture.Id, PublicPurpose.Pages, house.Today.AddYears(4), null, owner, null))).Field.ShouldBe("Until");
        (await house.SendAsync(new GiveStoryConsent(venture.Id, PublicPurpose.Pages, house.Today.AddDays(10), null, owner, null))).Problem.ShouldBeNull();
        (await Library.FindAsync(story.Id, CancellationToken.None)).ShouldBeNull("nobody has looked at it");
        (await house.SendAsync(publish with { Office = BusinessHouse.Office with { Municipalities = [BusinessHouse.Hagi] } })).Code.ShouldBe(CommandAnswer.NotFound);
        (await house.SendAsync(publish with { Office = new(owner, null, true) })).Code.ShouldBe("own");
        (await house.SendAsync(publish with { Edition = 2 })).Code.ShouldBe("changed-meanwhile");
        (await house.SendAndWaitAsync(publish)).Problem.ShouldBeNull();
        (await house.DeliveredAsync(owner.AccountId)).ShouldContain("体験談が公開されました");
        (await Library.FindAsync(story.Id, CancellationToken.None))!.Public!.Venture.ShouldBe(venture.Title);
        for (var i = 0; i < 2; i++) (await house.SendAsync(new WithdrawStoryConsent(venture.Id, owner, null))).Problem.ShouldBeNull();
        (await Library.FindAsync(story.Id, CancellationToken.None)).ShouldBeNull();
        (await Library.PublicAsync(new(), null, 50, CancellationToken.None)).ShouldNotContain(s => s.Id == story.Id);
    }

    [Fact]
    public async Task What_is_published_stays_until_staff_publish_the_next_edition_and_all_editions_are_kept()
    {
        var (venture, owner) = await house.HandedInAsync();
        var story = await house.ToldAsync(venture, owner);
        await house.WrittenAsync(venture, owner, LibraryHelp.Text("書きなおし中"), submit: false);
        (await Library.FindAsync(story.Id, CancellationToken.None))!.Public!.Text.Title.ShouldBe("移動販売を続けてわかったこと");
        await house.WrittenAsync(venture, owner, LibraryHelp.Text("二つ目"));
        await house.WrittenAsync(venture, owner, LibraryHelp.Text("三つ目"));
        (await house.SendAsync(new SendStoryBack(venture.Id, false, " ", BusinessHouse.Program))).Field.ShouldBe("Reason");
        (await house.SendAsync(new SendStoryBack(venture.Id, false, "数字を確かめてください", BusinessHouse.Program))).Problem.ShouldBeNull();
        var back = (await house.StoryAsync(venture.Id))!;
        (back.State, back.Reason, back.Public!.Number).ShouldBe((StoryState.SentBack, "数字を確かめてください", 1));
        var last = await house.WrittenAsync(venture, owner, LibraryHelp.Text("四つ目"));
        (await house.SendAsync(new PublishStory(venture.Id, last.Editions, BusinessHouse.Program))).Problem.ShouldBeNull();
        (await Library.FindAsync(story.Id, CancellationToken.None))!.Public!.ShouldSatisfyAllConditions(p => p.Text.Title.ShouldBe("四つ目"), p => p.Number.ShouldBe(4), p => p.FirstOn.ShouldBe(house.Today));
        (await house.EditionsAsync(venture.Id)).Select(e => e.State).ShouldBe([EditionState.Published, EditionState.Replaced, EditionState.SentBack, EditionState.Published]);
        (await Library.PublishedOnAsync(story.Id, CancellationToken.None)).Count.ShouldBe(2);
        (await house.SendAsync(new SendStoryBack(venture.Id, true, "誤りが見つかりました", BusinessHouse.Program))).Problem.ShouldBeNull();
        (await Library.FindAsync(story.Id, CancellationToken.None)).ShouldBeNull();
        (await house.SendAsync(new DropStory(venture.Id, BusinessHouse.Somebody(), null))).Code.ShouldBe(CommandAnswer.NotFound);
        (await house.SendAsync(new DropStory(venture.Id, null, BusinessHouse.Office))).Code.ShouldBe(CommandAnswer.NotFound, "it is the owner's");
        (await house.SendAsync(new DropStory(venture.Id, owner, null))).Problem.ShouldBeNull();
        (await house.EditionsAsync(venture.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_names_and_place_nothing_gives_away_whose_it_is()
    {
        var owner = BusinessHouse.Somebody("髙橋 匿子");
        var venture = await HandInAsync(owner, "見本の無名の店");
        foreach (var (words, found) in new[] { ("高橋さんが始めた", "髙橋"), ("見本の 無名の店のこと", "見本の無名の店"), ("山口市の話", "山口市"), ("見本地区で", "見本地区") })
        {
            var refused = await house.SendAsync(new WriteStory(Guid.CreateVersion7(), venture.Id, LibraryHelp.Text(anonymous: true) with { Done = words }, 0, true, owner, null));
            (refused.Code, refused.Field).ShouldBe(("names", "Situation"));
            refused.Problem!.Value.Ja.ShouldContain(found);
        }

        (await house.SendAsync(new WriteStory(Guid.CreateVersion7(), venture.Id, LibraryHelp.Text(anonymous: true) with { ShownName = "髙橋" }, 0, true, owner, null))).Field.ShouldBe("ShownName");
        var story = await house.ToldAsync(venture, owner, LibraryHelp.Text("名のない話", anonymous: true));
        var told = (await Library.FindAsync(story.Id, CancellationToken.None))!;
        (told.Public!.Venture, told.Public.MunicipalityCode, told.Public.Text.ShownName).ShouldBe(("", "", ""));
        told.SearchKey.ShouldNotContain("無名");
        (await Library.PublicAsync(new(Municipality: BusinessHouse.Yamaguchi), null, 50, CancellationToken.None)).ShouldNotContain(s => s.Id == story.Id, "the place would be told by finding it");
        (await Library.PublicAsync(new("無名"), null, 50, CancellationToken.None)).ShouldBeEmpty();
        (await Library.PublicAsync(new("名の ない"), null, 50, CancellationToken.None)).ShouldContain(s => s.Id == story.Id);
    }

    [Fact]
    public async Task Stories_are_found_by_two_characters_in_any_form_and_by_what_they_are_and_page_by_page()
    {
        List<Guid> ids = [];
        for (var i = 0; i < 5; i++)
        {
            var (venture, owner) = await house.HandedInAsync();
            ids.Add((await house.ToldAsync(venture, owner, LibraryHelp.Text($"鵜飼の舟{i}") with { Outcome = i % 2 == 0 ? StoryOutcome.Failed : StoryOutcome.Worked, Field = BusinessField.Tourism, Why = "ﾌﾈが足りない" })).Id);
        }

        async Task<IReadOnlyList<Guid>> FindAsync(LibraryFilter filter) => [.. (await Library.PublicAsync(filter, null, 50, CancellationToken.None)).Select(s => s.Id)];
        (await FindAsync(new("鵜飼"))).ShouldBe(ids, ignoreOrder: true);
        (await FindAsync(new("ふね 鵜飼"))).ShouldBe(ids, ignoreOrder: true);
        (await FindAsync(new("飼鵜"))).ShouldBeEmpty();
        (await FindAsync(new("' or 1=1 --"))).ShouldBeEmpty();
        (await FindAsync(new("鵜飼", Outcome: StoryOutcome.Failed))).Count.ShouldBe(3);
        (await FindAsync(new("鵜飼", BusinessField.Food))).ShouldBeEmpty();
        (await FindAsync(new("鵜飼", BusinessField.Tourism, VentureStage.Idea, Municipality: BusinessHouse.Yamaguchi))).Count.ShouldBe(5);
        (await FindAsync(new("鵜飼", Stage: VentureStage.Launch))).ShouldBeEmpty();
        List<Guid> paged = [];
        Guid? after = null;
        do
        {
            var rows = await Library.PublicAsync(new("鵜飼"), after, 2, CancellationToken.None);
            paged.AddRange(rows.Take(2).Select(r => r.Id));
            after = rows.Count > 2 ? rows[1].Id : null;
        }
        while (after is not null);
        paged.ShouldBe(ids.OrderDescending());
    }

    [Fact]
    public async Task The_office_writes_and_notes_a_consent_for_who_has_no_account_and_tells_who_has_one()
    {
        var id = Guid.CreateVersion7();
        (await house.SendAsync(new SaveIdea(id, BusinessHouse.Idea("見本の渡し舟"), new("見本 舟子", "083-933-0000", ""), null, null, BusinessHouse.Office, 0, true) with { Code = Venture.Codes.New() })).Problem.ShouldBeNull();
        (await house.SendAsync(new WriteStory(Guid.CreateVersion7(), id, LibraryHelp.Text(), 0, true, null, BusinessHouse.Office))).Problem.ShouldBeNull();
        (await house.SendAsync(new GiveStoryConsent(id, PublicPurpose.Pages, house.Today.AddDays(10), "", null, BusinessHouse.Office))).Field.ShouldBe("How");
        (await house.SendAsync(new GiveStoryConsent(id, PublicPurpose.Pages, house.Today.AddDays(10), "電話で", null, BusinessHouse.Office))).Problem.ShouldBeNull();
        (await house.SendAsync(new PublishStory(id, 1, BusinessHouse.Office))).Problem.ShouldBeNull();
        (await house.SendAsync(new WithdrawStoryConsent(id, null, BusinessHouse.Office))).Problem.ShouldBeNull();
        (await house.SendAsync(new DropStory(id, null, BusinessHouse.Office))).Problem.ShouldBeNull();
        var (venture, owner) = await house.HandedInAsync();
        await house.WrittenAsync(venture, owner);
        (await house.SendAndWaitAsync(new GiveStoryConsent(venture.Id, PublicPurpose.Pages, house.Today.AddDays(10), "電話で", null, BusinessHouse.Office))).Problem.ShouldBeNull();
        (await house.DeliveredAsync(owner.AccountId)).ShouldContain("体験談の公開への同意が記録されました");
    }

    private async Task<Venture> HandInAsync(Doer owner, string title)
    {
        var id = Guid.CreateVersion7();
        (await house.SendAsync(new SaveIdea(id, BusinessHouse.Idea(title), null, null, owner, null, 0, true))).Problem.ShouldBeNull();
        return await house.LoadAsync<Venture>(id);
    }
}
