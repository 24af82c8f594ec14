using Kenmin.CommunityBusiness.Resources;
using Kenmin.CommunityBusiness.Tests.Support;
using Kenmin.CommunityBusiness.Ventures;

namespace Kenmin.CommunityBusiness.Tests.Resources;

/// <summary>Teams say what they would use, the office introduces them, and no contact goes out without consent.</summary>
public sealed class InterestTests(BusinessHouse house) : IClassFixture<BusinessHouse>
{
    [Fact]
    public async Task No_contact_goes_out_without_consent_and_both_sides_are_told()
    {
        var holder = BusinessHouse.Somebody("見本 持子");
        var entry = await house.PublishedAsync(holder, handOver: false);
        var (venture, owner) = await house.HandedInAsync();
        var id = Guid.CreateVersion7();
        for (var i = 0; i < 2; i++) (await house.SendAndWaitAsync(new ShowInterest(id, entry.Id, venture.Id, "荷物を置きたい", owner))).Problem.ShouldBeNull();
        (await house.DeliveredAsync(holder.AccountId)).Count(t => t == "お申し出を使いたい事業があります").ShouldBe(1);
        (await house.SendAsync(new AnswerInterest(id, true, "会いましょう", BusinessHouse.Office))).Code.ShouldBe("no-consent");
        (await house.SendAsync(new SetHandOver(entry.Id, true, "聞いた", null, BusinessHouse.Office))).Code.ShouldBe("not-yours", "who has an account says so themselves");
        (await house.SendAsync(new SetHandOver(entry.Id, true, null, BusinessHouse.Somebody(), null))).Code.ShouldBe(CommandAnswer.NotFound);
        (await house.SendAsync(new SetHandOver(entry.Id, true, null, holder, null))).Problem.ShouldBeNull();
        (await house.SendAsync(new AnswerInterest(id, true, "会いましょう", BusinessHouse.Office with { By = owner }))).Code.ShouldBe("own", "a member of the team");
        (await house.SendAsync(new AnswerInterest(id, true, "会いましょう", BusinessHouse.Office with { By = holder }))).Code.ShouldBe("own", "who proposed it");
        (await house.SendAsync(new AnswerInterest(id, true, "会いましょう", BusinessHouse.Office with { Municipalities = [BusinessHouse.Hagi] }))).Code.ShouldBe(CommandAnswer.NotFound);
        (await house.SendAndWaitAsync(new AnswerInterest(id, true, "会いましょう", BusinessHouse.Office))).Problem.ShouldBeNull();
        (await house.DeliveredAsync(owner.AccountId)).ShouldContain("地域資源・困りごとに紹介しました");
        (await house.DeliveredAsync(holder.AccountId)).ShouldContain("お申し出に、事業を紹介しました");
        (await house.SendAsync(new AnswerInterest(id, false, "やはり", BusinessHouse.Office))).Code.ShouldBe("changed-meanwhile");
    }

    [Fact]
    public async Task Many_teams_may_ask_for_one_thing_and_each_stands_there_once()
    {
        var entry = await house.PublishedAsync();
        List<(Venture Venture, Doer Owner)> teams = [];
        for (var i = 0; i < 4; i++) teams.Add(await house.HandedInAsync());
        var answers = await Task.WhenAll(teams.SelectMany(t => Enumerable.Range(0, 3).Select(_ => house.SendAsync(new ShowInterest(Guid.CreateVersion7(), entry.Id, t.Venture.Id, "使いたい", t.Owner)))));
        answers.Count(a => a.IsDone).ShouldBe(4);
        answers.Where(a => !a.IsDone).ShouldAllBe(a => a.Code == "asked");
    }

    [Fact]
    public async Task A_team_has_a_few_at_most_however_many_it_asks_for_at_once()
    {
        var (venture, owner) = await house.HandedInAsync();
        List<LocalEntry> entries = [];
        for (var i = 0; i < ShowInterestHandler.MostOfVenture + 3; i++) entries.Add(await house.PublishedAsync(facts: ResourceHelp.House($"空き家 {i}")));
        var answers = await Task.WhenAll(entries.Select(e => house.SendAsync(new ShowInterest(Guid.CreateVersion7(), e.Id, venture.Id, "使いたい", owner))));
        answers.Count(a => a.IsDone).ShouldBe(ShowInterestHandler.MostOfVenture);
        answers.Where(a => !a.IsDone).ShouldAllBe(a => a.Code == "too-many");
    }

    [Fact]
    public async Task One_answer_counts_when_two_colleagues_answer_at_once()
    {
        var entry = await house.PublishedAsync();
        var (venture, owner) = await house.HandedInAsync();
        var id = Guid.CreateVersion7();
        (await house.SendAsync(new ShowInterest(id, entry.Id, venture.Id, "使いたい", owner))).Problem.ShouldBeNull();
        var answers = await Task.WhenAll(house.SendAsync(new AnswerInterest(id, true, "会いましょう", BusinessHouse.Office)), house.SendAsync(new AnswerInterest(id, false, "むずかしい", BusinessHouse.Program)));
        answers.Count(a => a.IsDone).ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_asks_for_what_is_not_open_or_their_own_and_closing_tells_who_waits()
    {
        var (venture, owner) = await house.HandedInAsync();
        var waiting = await house.ProposedAsync(BusinessHouse.Somebody());
        (await house.SendAsync(new ShowInterest(Guid.CreateVersion7(), waiting.Id, venture.Id, "使いたい", owner))).Code.ShouldBe(CommandAnswer.NotFound);
        var own = await house.PublishedAsync(owner);
        (await house.SendAsync(new ShowInterest(Guid.CreateVersion7(), own.Id, venture.Id, "使いたい", owner))).Code.ShouldBe("own");
        var over = await house.PublishedAsync(facts: ResourceHelp.House() with { Until = house.Today });
        var entry = await house.PublishedAsync();
        (await house.SendAsync(new ShowInterest(Guid.CreateVersion7(), over.Id, venture.Id, "使いたい", BusinessHouse.Somebody()))).Code.ShouldBe(CommandAnswer.NotFound, "not of the team");
        var id = Guid.CreateVersion7();
        (await house.SendAsync(new ShowInterest(id, entry.Id, venture.Id, "使いたい", owner))).Problem.ShouldBeNull();
        (await house.SendAndWaitAsync(new CloseEntry(entry.Id, "借り手が決まりました", null, BusinessHouse.Office))).Problem.ShouldBeNull();
        var after = await house.LoadAsync<LocalInterest>(id);
        (after.State, after.Answer).ShouldBe((InterestState.Declined, "借り手が決まりました"));
        (await house.DeliveredAsync(owner.AccountId)).ShouldContain("地域資源・困りごとの申込みの結果");
        house.GoTo(house.Today.AddDays(1));
        (await house.SendAsync(new ShowInterest(Guid.CreateVersion7(), over.Id, venture.Id, "使いたい", owner))).Code.ShouldBe(CommandAnswer.NotFound, "its last day is over");
    }
}
