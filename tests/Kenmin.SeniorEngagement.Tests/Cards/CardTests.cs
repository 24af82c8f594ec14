using System.Net;
using System.Text;
using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Access;
using Kenmin.Participation;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.PersonalData;
using Kenmin.SeniorEngagement.Proxies;
using Kenmin.SeniorEngagement.Tests.Support;
using Kenmin.SharedKernel;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SeniorEngagement.Tests.Cards;

/// <summary>The interest card: by oneself in steps, from paper by staff, joined to an account later.</summary>
public sealed class CardTests(SeniorHouse house) : IClassFixture<SeniorHouse>
{
    [Fact]
    public async Task Somebody_answers_the_card_in_four_steps_without_scripts()
    {
        Doer self = new(Guid.CreateVersion7(), "見本 歩");
        using var person = house.Resident(self);
        // Who one is comes first.
        using (var early = await person.GetAsync("/senior-engagement/card/3")) early.Headers.Location!.ToString().ShouldEndWith("/senior-engagement/card/1");
        using (var empty = await person.SubmitAsync("/senior-engagement/card/1", "card", ("Input.Name", "見本 歩"), ("Input.Municipality", ""), ("Input.Phone", ""), ("Input.BirthYear", "")))
            (await ReadAsync(empty)).ShouldContain("市町を選んでください。");
        await StepAsync(1, ("Input.Name", "見本 歩"), ("Input.Municipality", SeniorHouse.Yamaguchi), ("Input.Phone", "０８３－９３３－３３３３"), ("Input.BirthYear", "１９５０"));
        await StepAsync(2, ("Input.Interests", "music"), ("Input.Interests", "clean-up"));
        await StepAsync(3, ("Input.Limits", "sitting"), ("Input.Length", "120"));
        await StepAsync(4, ("Input.Slots", "weekday-morning"), ("Input.Reach", "walk-10"), ("Input.From", Municipality.ByCode(SeniorHouse.Yamaguchi)!.Office.ToString()), ("Input.Company", "friends"));
        var holder = (await house.AllAsync<CardHolder>()).Single(h => h.AccountId == self.AccountId);
        holder.Phone.ShouldBe("083-933-3333");
        holder.BirthYear.ShouldBe(1950);
        holder.Card.Interests.ShouldBe(["music", "clean-up"], ignoreOrder: true);
        (holder.Card.Length, holder.Card.Reach, holder.Card.Company).ShouldBe(("120", "walk-10", "friends"));
        holder.Card.From!.Name.ShouldBe("山口市役所");
        var overview = await person.ReadAsync("/senior-engagement/me");
        overview.ShouldContain("音楽・歌・おどり");
        overview.ShouldContain("見本 歩（本人）");

        // Going back to a step leaves the others as they are, and what is taken out is gone.
        await StepAsync(3, ("Input.Length", "any"));
        var changed = (await house.LoadAsync<CardHolder>(holder.Id)).Card;
        (changed.Limits.Count, changed.Length, changed.Reach).ShouldBe((0, "any", "walk-10"));

        async Task StepAsync(int step, params (string, string)[] fields)
        {
            using var answer = await person.SubmitAsync($"/senior-engagement/card/{step}", "card", fields);
            answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await ReadAsync(answer));
        }
    }

    [Fact]
    public async Task A_card_opened_on_two_machines_at_once_is_one_card()
    {
        Doer self = new(Guid.CreateVersion7(), "見本 二台");
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => house.SendAsync(new SaveCard(Guid.CreateVersion7(), null, new("見本 二台", "", SeniorHouse.Yamaguchi, null), null, self, ActingAs.Self))));
        answers.ShouldAllBe(a => a.IsDone);
        (await house.AllAsync<CardHolder>()).Count(h => h.AccountId == self.AccountId).ShouldBe(1);
    }

    [Fact]
    public async Task Staff_type_a_card_from_paper_by_numbers_and_a_number_is_entered_once()
    {
        var number = CardHolder.Numbers.New();
        using var staff = house.Staff();
        (string, string)[] Fields(string name) =>
        [
            ("Input.Number", PrintedCode.Shown(number).ToLowerInvariant()), ("Input.Name", name), ("Input.Phone", "083-933-4444"), ("Input.Municipality", SeniorHouse.Yamaguchi), ("Input.BirthYear", "1939"),
            ("Input.Interests", "５ ９"), ("Input.Limits", "1"), ("Input.Length", "2"), ("Input.Slots", "12"), ("Input.Reach", "4"), ("Input.Company", "2"),
        ];
        using (var wrong = await staff.SubmitAsync("/staff/senior-engagement/cards/new", "card", [.. Fields("見本 打子").Where(f => f.Item1 != "Input.Reach"), ("Input.Reach", "45")]))
            (await ReadAsync(wrong)).ShouldContain("番号を 1 つだけ入力してください。");
        using (var done = await staff.SubmitAsync("/staff/senior-engagement/cards/new", "card", Fields("見本 打子"))) done.StatusCode.ShouldBe(HttpStatusCode.Redirect, await ReadAsync(done));
        var holder = (await house.AllAsync<CardHolder>()).Single(h => h.Number == number);
        holder.AccountId.ShouldBeNull();
        holder.Card.Interests.ShouldBe(["music", "company"]);
        holder.Card.Slots.ShouldBe(["weekday-morning", "weekday-afternoon"]);
        (holder.Card.Reach, holder.ChangedAs).ShouldBe(("municipality", ActingAs.Staff));
        using (var again = await staff.SubmitAsync("/staff/senior-engagement/cards/new", "card", Fields("見本 別子"))) (await ReadAsync(again)).ShouldContain("もう入力されています");
        using (var elsewhere = await staff.SubmitAsync("/staff/senior-engagement/cards/new", "card", [.. Fields("見本 遠子").Where(f => f.Item1 is not ("Input.Municipality" or "Input.Number")), ("Input.Number", ""), ("Input.Municipality", SeniorHouse.Hagi)]))
            (await ReadAsync(elsewhere)).ShouldContain("担当の市町を選んでください。");
        // The list is searched by the number that was scanned, and no name stands in an address.
        using var found = await staff.SubmitAsync("/staff/senior-engagement", "find", ("Input.Words", PrintedCode.Shown(number)));
        (await ReadAsync(found)).ShouldContain("見本 打子");
    }

    [Fact]
    public async Task The_same_person_is_not_entered_twice_by_mistake()
    {
        SaveCard Card(bool another) => new(Guid.CreateVersion7(), null, new("見本　同子", "083-933-5555", SeniorHouse.Yamaguchi, null), null, SeniorHouse.Office, ActingAs.Staff, another);
        (await house.SendAsync(Card(false))).IsDone.ShouldBeTrue();
        (await house.SendAsync(Card(false) with { Details = new("見本同子", "0839335555", SeniorHouse.Yamaguchi, null) })).Code.ShouldBe("likely-known");
        (await house.SendAsync(Card(true))).IsDone.ShouldBeTrue();
    }

    [Fact]
    public async Task Paper_is_blank_and_each_sheet_has_a_number_of_its_own()
    {
        using var anybody = house.Visitor();
        using var answer = await anybody.GetAsync("/senior-engagement/card.pdf");
        if (!Documents.Paper.IsAvailable)
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            return;
        }

        Encoding.ASCII.GetString(await answer.Content.ReadAsByteArrayAsync(), 0, 5).ShouldBe("%PDF-");
        // One sheet of paper a card.
        var pdf = Encoding.Latin1.GetString(PaperCardForm.Make([CardHolder.Numbers.New(), CardHolder.Numbers.New()]));
        System.Text.RegularExpressions.Regex.Count(pdf, "/Type\\s*/Page\\b").ShouldBe(2);
    }

    [Fact]
    public async Task Who_had_a_card_on_paper_joins_it_by_number_and_telephone_with_all_that_belongs_to_it()
    {
        var paper = await house.OnPaperAsync(new(Interests: ["music"]), phone: "083-933-6666");
        var (proxy, _) = await house.ProxyAsync(paper, SeniorHouse.Office, ActingAs.Staff);
        house.Clock.Advance(TimeSpan.FromMinutes(1));
        var (own, self) = await house.ResidentAsync(new(Interests: ["gardening"]));
        (await house.SendAsync(new JoinCard(paper.Number, "083-933-9999", self))).Code.ShouldBe("no-such-card");
        (await house.SendAsync(new JoinCard("ABC", "083-933-6666", self))).Field.ShouldBe("Number");
        using (var person = house.Resident(self))
        using (var joined = await person.SubmitAsync("/senior-engagement/join", "join", ("Input.Number", PrintedCode.Shown(paper.Number)), ("Input.Phone", "0839336666")))
            joined.StatusCode.ShouldBe(HttpStatusCode.Redirect, await ReadAsync(joined));
        var one = (await house.AllAsync<CardHolder>()).Single(h => h.AccountId == self.AccountId);
        (one.Id, one.Number).ShouldBe((paper.Id, paper.Number));
        one.Card.Interests.ShouldBe(["gardening"], "the card that was changed last stands");
        (await house.FindAsync<CardHolder>(own.Id)).ShouldBeNull();
        (await house.LoadAsync<Proxy>(proxy.Id)).HolderId.ShouldBe(one.Id);
        // Nobody else can take it.
        (await house.SendAsync(new JoinCard(paper.Number, "083-933-6666", new(Guid.CreateVersion7(), "見本 他人")))).Code.ShouldBe("no-such-card");
    }

    [Fact]
    public async Task Staff_see_the_people_of_their_municipality_and_each_look_leaves_a_trace()
    {
        var here = await house.OnPaperAsync();
        var there = await house.OnPaperAsync(municipality: SeniorHouse.Hagi);
        var account = Guid.CreateVersion7();
        using var staff = house.Staff(account: account);
        var list = await staff.ReadAsync("/staff/senior-engagement");
        list.ShouldContain(here.Name);
        list.ShouldNotContain(there.Name);
        using (var elsewhere = await staff.GetAsync($"/staff/senior-engagement/people/{there.Id}")) elsewhere.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await staff.ReadAsync($"/staff/senior-engagement/people/{here.Id}")).ShouldContain(PrintedCode.Shown(here.Number));
        (await house.LooksAsync(account)).ShouldContain(e => e.Action == "senior-engagement.card.viewed" && e.SubjectIds.Contains(here.Id));
        using var auditor = house.Visitor(Roles.Auditor);
        (await auditor.ReadAsync($"/staff/senior-engagement/people/{here.Id}")).ShouldNotContain("/card\"");
        using var sent = await auditor.GetAsync("/staff/senior-engagement/cards/new");
        sent.StatusCode.ShouldNotBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Accounts_that_are_one_person_s_are_joined_and_taken_apart_again()
    {
        var (kept, keptSelf) = await house.ResidentAsync();
        var (gone, goneSelf) = await house.ResidentAsync();
        var (proxy, _) = await house.ProxyAsync(gone, goneSelf, ActingAs.Self);
        AccountsMerged merged = new(Guid.CreateVersion7(), keptSelf.AccountId, goneSelf.AccountId, house.Clock.GetUtcNow());
        await house.HandleAsync(merged);
        await house.HandleAsync(merged);
        (await house.FindAsync<CardHolder>(gone.Id)).ShouldBeNull();
        (await house.LoadAsync<Proxy>(proxy.Id)).HolderId.ShouldBe(kept.Id);
        AccountsUnmerged undone = new(merged.MergeId, keptSelf.AccountId, goneSelf.AccountId, house.Clock.GetUtcNow());
        await house.HandleAsync(undone);
        await house.HandleAsync(undone);
        (await house.LoadAsync<CardHolder>(gone.Id)).AccountId.ShouldBe(goneSelf.AccountId);
        (await house.LoadAsync<Proxy>(proxy.Id)).HolderId.ShouldBe(gone.Id);
        (await house.AllAsync<CardEntry>()).ShouldContain(e => e.HolderId == gone.Id);
        // The undoing may overtake the merging.
        AccountsUnmerged early = new(Guid.CreateVersion7(), keptSelf.AccountId, goneSelf.AccountId, house.Clock.GetUtcNow());
        await house.HandleAsync(early);
        await house.HandleAsync(new AccountsMerged(early.MergeId, early.KeptId, early.GoneId, house.Clock.GetUtcNow()));
        (await house.FindAsync<CardHolder>(gone.Id)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Erased_nothing_is_left_that_names_the_person_and_what_they_entered_for_others_stays()
    {
        var (own, self) = await house.ResidentAsync();
        var mother = await house.OnPaperAsync();
        var (_, daughter) = await house.ProxyAsync(own, self, ActingAs.Self);
        // The person acts for their mother too.
        var code = Proxy.Codes.New();
        (await house.SendAsync(new OpenProxy(Guid.CreateVersion7(), mother.Id, "こども", ProxyRelation.Family, "手伝い", house.Today, code, SeniorHouse.Office, ActingAs.Staff, ConsentChannel.Paper))).IsDone.ShouldBeTrue();
        (await house.SendAsync(new AcceptProxy(code, self))).IsDone.ShouldBeTrue();
        (await house.SendAsync(new SaveCard(mother.Id, null, null, new(Interests: ["crafts"]), self, ActingAs.Proxy))).IsDone.ShouldBeTrue();
        await using (var scope = house.Services.CreateAsyncScope())
        {
            var answered = await scope.ServiceProvider.GetRequiredService<Wolverine.IMessageBus>().InvokeAsync<PersonalDataAnswered>(new PersonalDataAsked(Guid.CreateVersion7(), self.AccountId));
            answered!.Sections.Select(s => s.Source).ShouldBe(["mt_doc_cardholder", "mt_doc_cardentry", "mt_doc_proxy"], ignoreOrder: true);
        }

        await house.HandleAsync(new ErasureAsked(Guid.CreateVersion7(), self.AccountId, null));
        (await house.FindAsync<CardHolder>(own.Id)).ShouldBeNull();
        foreach (var table in new[] { "mt_doc_cardholder", "mt_doc_cardentry", "mt_doc_proxy", "mt_doc_accountmergeseen" })
            (await house.ScalarAsync<long>($"select count(*) from senior_engagement.{table} t where t.data::text like '%{self.AccountId}%' or t.data::text like '%{own.Id}%'")).ShouldBe(0, table);
        (await house.LoadAsync<CardHolder>(mother.Id)).Card.Interests.ShouldBe(["crafts"]);
        (await house.SendAsync(new SaveCard(own.Id, null, null, new(Interests: ["music"]), daughter, ActingAs.Proxy))).IsDone.ShouldBeFalse();
        // Who has no account is erased by the card.
        await house.HandleAsync(new ErasureAsked(Guid.CreateVersion7(), null, mother.Id));
        (await house.FindAsync<CardHolder>(mother.Id)).ShouldBeNull();
        (await house.FindAsync<GuardianStanding>(self.AccountId)).ShouldBeNull();
    }

    private static async Task<string> ReadAsync(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
}
