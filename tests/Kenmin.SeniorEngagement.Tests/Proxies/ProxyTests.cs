using System.Net;
using Kenmin.Accounts.Contracts;
using Kenmin.Persistence.Jobs;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Proxies;
using Kenmin.SeniorEngagement.Tests.Support;

namespace Kenmin.SeniorEngagement.Tests.Proxies;

/// <summary>Somebody acts for a person: with consent, for a purpose, until a day, and not a moment longer than the person wants.</summary>
public sealed class ProxyTests(SeniorHouse house) : IClassFixture<SeniorHouse>
{
    [Fact]
    public async Task A_daughter_fills_in_the_card_and_everything_says_who_did_it_and_for_whom()
    {
        var (mother, self) = await house.ResidentAsync();
        var (proxy, daughter) = await house.ProxyAsync(mother, self, ActingAs.Self);
        (await house.DeliveredAsync(self.AccountId)).ShouldContain("代理の人が決まりました");
        (await house.DeliveredAsync(mother.Id)).ShouldContain("given");
        using var acting = house.Resident(daughter);
        (await acting.ReadAsync("/senior-engagement/proxies")).ShouldContain(mother.Name);
        using (var saved = await acting.SubmitAsync($"/senior-engagement/for/{mother.Id}/card/2", "card", ("Input.Interests", "crafts"))) saved.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await acting.ReadAsync($"/senior-engagement/for/{mother.Id}")).ShouldContain($"{mother.Name}さんの代わりに入力しています");
        (await house.LooksAsync(daughter.AccountId)).ShouldContain(e => e.Action == "senior-engagement.card.viewed" && e.SubjectIds.Contains(mother.Id) && e.SubjectIds.Contains(self.AccountId));
        var changed = await house.LoadAsync<CardHolder>(mother.Id);
        (changed.Card.Interests.Single(), changed.ChangedAs, changed.ChangedBy.AccountId).ShouldBe(("crafts", ActingAs.Proxy, daughter.AccountId));
        using var person = house.Resident(self);
        (await person.ReadAsync("/senior-engagement/me")).ShouldContain($"{daughter.Name}（{mother.Name}さんの代理）");

        // The person ends it with one press, and it is over.
        using (var ended = await person.SubmitAsync("/senior-engagement/proxies", $"end-{proxy.Id:N}")) ended.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using (var late = await acting.GetAsync($"/senior-engagement/for/{mother.Id}")) late.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await house.SendAsync(new SaveCard(mother.Id, null, null, new(Interests: ["music"]), daughter, ActingAs.Proxy))).Code.ShouldBe(CommandAnswer.NotFound);
    }

    [Fact]
    public async Task Nobody_acts_for_somebody_without_being_asked()
    {
        var (mother, self) = await house.ResidentAsync();
        Doer stranger = new(Guid.CreateVersion7(), "見本 他人");
        (await house.SendAsync(new SaveCard(mother.Id, null, new("のっとり", "", SeniorHouse.Yamaguchi, null), null, stranger, ActingAs.Proxy))).Code.ShouldBe(CommandAnswer.NotFound);
        (await house.SendAsync(new OpenProxy(Guid.CreateVersion7(), mother.Id, "他人", ProxyRelation.Family, "悪だくみ", house.Today, Proxy.Codes.New(), stranger, ActingAs.Self, ConsentChannel.Page))).Code.ShouldBe(CommandAnswer.NotFound);
        (await house.SendAsync(new AcceptProxy(Proxy.Codes.New(), stranger))).Code.ShouldBe("no-such-code");
        var (proxy, daughter) = await house.ProxyAsync(mother, self, ActingAs.Self);
        // Who acts may not pass it on.
        (await house.SendAsync(new OpenProxy(Guid.CreateVersion7(), mother.Id, "他人", ProxyRelation.Friend, "又貸し", house.Today, Proxy.Codes.New(), daughter, ActingAs.Proxy, ConsentChannel.Page))).Code.ShouldBe(CommandAnswer.NotFound);
        (await house.SendAsync(new EndProxy(proxy.Id, stranger, ActingAs.Self))).Code.ShouldBe(CommandAnswer.NotFound);
        (await house.SendAsync(new EndProxy(proxy.Id, stranger, ActingAs.Proxy))).Code.ShouldBe(CommandAnswer.NotFound);
    }

    [Fact]
    public async Task A_code_works_once_and_not_for_oneself()
    {
        var (mother, self) = await house.ResidentAsync();
        var code = Proxy.Codes.New();
        OpenProxy open = new(Guid.CreateVersion7(), mother.Id, "むすめ", ProxyRelation.Family, "手伝い", house.Today.AddDays(30), code, self, ActingAs.Self, ConsentChannel.Page);
        (await house.SendAsync(open)).IsDone.ShouldBeTrue();
        (await house.SendAsync(open)).IsDone.ShouldBeTrue();
        (await house.SendAsync(new AcceptProxy(code, self))).Code.ShouldBe("own");
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => house.SendAsync(new AcceptProxy(code, new(Guid.CreateVersion7(), $"見本 {i}")))));
        answers.Count(a => a.IsDone).ShouldBe(1);
        (await house.AllAsync<Proxy>()).Count(p => p.HolderId == mother.Id).ShouldBe(1);
    }

    [Fact]
    public async Task Ended_at_the_same_moment_as_something_is_entered_nothing_comes_in_after_the_end()
    {
        for (var round = 0; round < 5; round++)
        {
            var (mother, self) = await house.ResidentAsync();
            var (proxy, daughter) = await house.ProxyAsync(mother, self, ActingAs.Self);
            await Task.WhenAll(
                [house.SendAsync(new EndProxy(proxy.Id, self, ActingAs.Self)), .. Enumerable.Range(0, 4).Select(_ => house.SendAsync(new SaveCard(mother.Id, null, null, new(Interests: ["music"]), daughter, ActingAs.Proxy)))]);
            // Who writes after the end has a later transaction: all of a person take turns.
            var after = await house.ScalarAsync<long>(
                $"""
                select count(*) from senior_engagement.mt_doc_cardentry e, senior_engagement.mt_doc_cardentry x
                where (e.data ->> 'holderId')::uuid = '{mother.Id}' and (x.data ->> 'holderId')::uuid = '{mother.Id}' and x.data ->> 'kind' = 'ProxyEnded' and e.data ->> 'as' = 'Proxy' and e.data ->> 'kind' = 'Card'
                  and e.xmin::text::bigint > x.xmin::text::bigint
                """);
            (await house.SendAsync(new SaveCard(mother.Id, null, null, new(Interests: ["crafts"]), daughter, ActingAs.Proxy))).Code.ShouldBe(CommandAnswer.NotFound);
            after.ShouldBe(0);
        }
    }

    [Fact]
    public async Task A_proxy_ends_by_itself_after_its_day_and_the_ledger_is_told()
    {
        var paper = await house.OnPaperAsync();
        var (proxy, daughter) = await house.ProxyAsync(paper, SeniorHouse.Office, ActingAs.Staff, house.Today.AddDays(2));
        house.Clock.Advance(TimeSpan.FromDays(2));
        (await house.SendAsync(new SaveCard(paper.Id, null, null, new(Interests: ["music"]), daughter, ActingAs.Proxy))).IsDone.ShouldBeTrue("the last day belongs to it");
        house.Clock.Advance(TimeSpan.FromDays(1));
        (await house.SendAsync(new SaveCard(paper.Id, null, null, new(Interests: ["crafts"]), daughter, ActingAs.Proxy))).IsDone.ShouldBeFalse();
        // The hourly look may have been there first.
        await house.SendAsync<BatchDone>(new EndLapsedProxies());
        (await house.LoadAsync<Proxy>(proxy.Id)).EndedAt.ShouldNotBeNull();
        (await house.SendAsync<BatchDone>(new EndLapsedProxies())).Count.ShouldBe(0);
    }

    [Fact]
    public async Task Withdrawn_on_the_page_of_consents_nobody_acts_any_more()
    {
        var (mother, self) = await house.ResidentAsync();
        var (_, daughter) = await house.ProxyAsync(mother, self, ActingAs.Self);
        await house.HandleAsync(new ConsentWithdrawn("another.purpose", mother.Id, ConsentChannel.Page, null, false, house.Clock.GetUtcNow()));
        (await house.SendAsync(new SaveCard(mother.Id, null, null, new(Interests: ["music"]), daughter, ActingAs.Proxy))).IsDone.ShouldBeTrue();
        await house.HandleAsync(new ConsentWithdrawn(Purposes.Proxy, mother.Id, ConsentChannel.Page, null, false, house.Clock.GetUtcNow()));
        (await house.SendAsync(new SaveCard(mother.Id, null, null, new(Interests: ["music"]), daughter, ActingAs.Proxy))).IsDone.ShouldBeFalse();
    }

    [Fact]
    public async Task Staff_enter_for_somebody_with_an_account_only_with_their_consent()
    {
        var (person, self) = await house.ResidentAsync();
        SaveCard save = new(person.Id, null, null, new(Interests: ["music"]), SeniorHouse.Office, ActingAs.Staff);
        (await house.SendAsync(save)).Code.ShouldBe("no-consent");
        var id = Guid.CreateVersion7();
        (await house.SendAsync(new OpenProxy(id, person.Id, "窓口の職員", ProxyRelation.Staff, "電話で伝える", house.Today.AddDays(7), Proxy.Codes.New(), self, ActingAs.Self, ConsentChannel.Page))).IsDone.ShouldBeTrue();
        (await house.SendAsync(save)).IsDone.ShouldBeTrue();
        (await house.SendAndWaitAsync(new EndProxy(id, self, ActingAs.Self))).IsDone.ShouldBeTrue();
        (await house.SendAsync(save)).Code.ShouldBe("no-consent");
        (await house.DeliveredAsync(person.Id)).ShouldContain("ended");
    }

    [Fact]
    public async Task Staff_register_a_daughter_on_the_person_s_word_and_the_code_is_shown_once()
    {
        var paper = await house.OnPaperAsync();
        using var staff = house.Staff();
        var page = $"/staff/senior-engagement/people/{paper.Id}";
        using (var silent = await staff.SubmitAsync(page, "proxy", ("Input.Relation", "Family"), ("Input.ProxyName", "むすめ"), ("Input.Purpose", "手伝い"), ("Input.Until", "2026-09-30")))
            WebUtility.HtmlDecode(await silent.Content.ReadAsStringAsync()).ShouldContain("同意の確かめ方を選んでください。");
        using var shown = await staff.SubmitAsync(page, "proxy", ("Input.Channel", "Phone"), ("Input.Relation", "Family"), ("Input.ProxyName", "むすめ"), ("Input.Purpose", "手伝い"), ("Input.Until", "令和8年9月30日"));
        var code = System.Text.RegularExpressions.Regex.Match(await shown.Content.ReadAsStringAsync(), "(?<=link-to-copy\">)[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}").Value;
        code.ShouldNotBeEmpty();
        (await staff.ReadAsync(page)).ShouldNotContain(code);
        (await house.SendAsync(new AcceptProxy(code, new(Guid.CreateVersion7(), "見本 娘")))).IsDone.ShouldBeTrue();
    }
}
