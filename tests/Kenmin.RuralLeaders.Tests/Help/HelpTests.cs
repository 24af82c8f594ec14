using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Kenmin.RuralLeaders.Help;
using Kenmin.RuralLeaders.Leaders;
using Kenmin.RuralLeaders.Networks;
using Kenmin.RuralLeaders.Tests.Support;
using Kenmin.SharedKernel;
using Kenmin.Testing;

namespace Kenmin.RuralLeaders.Tests.Help;

/// <summary>From the request to the thanks: both sides decide, and learn of each other only then.</summary>
public sealed class HelpTests(RuralHouse house) : IClassFixture<RuralHouse>
{
    [Fact]
    public async Task A_leader_asks_somebody_helps_and_is_thanked()
    {
        var valley = await house.ValleyAsync();
        var (asker, helper) = (await house.LeaderAsync(), await house.ResidentAsync());
        await SayAsync(asker, "見本 頼子", "083-933-1111");
        await SayAsync(helper, "見本 手伝", "083-933-2222");
        using var asks = house.Resident(asker);
        using var helps = house.Resident(helper);

        using var asked = await asks.SubmitAsync("/rural-leaders/help/requests/new", "request", ("Input.Kind", "Grass"), ("Input.AreaId", valley.ToString()), ("Input.From", house.Today.AddDays(10).ToString("yyyy-MM-dd")), ("Input.Start", "９：００"),
            ("Input.End", "12:00"), ("Input.People", "１"), ("Input.Words", "水路の草刈り"), ("Input.Place", "見本公民館の裏"));
        asked.StatusCode.ShouldBe(HttpStatusCode.Redirect, await asked.Content.ReadAsStringAsync());
        using var offered = await helps.SubmitAsync("/rural-leaders/help/offers/new", "offer", ("Input.Kind", "Person"), ("Input.Jobs", "Grass"), ("Input.AreaId", valley.ToString()), ("Input.Minutes", "30"), ("Input.TimesAYear", "3"),
            ("Input.Until", house.Today.AddDays(100).ToString("yyyy-MM-dd")), ("Input.Days", house.Today.AddDays(10).DayOfWeek.ToString()));
        offered.StatusCode.ShouldBe(HttpStatusCode.Redirect, await offered.Content.ReadAsStringAsync());
        var request = Guid.Parse(Regex.Match(asked.Headers.Location!.ToString(), "[0-9a-f-]{36}").Value);
        await house.SendAsync<HelpProposed>(new ProposeHelp());
        await house.SendAsync<HelpProposed>(new ProposeHelp());
        var match = (await house.MatchesAsync(request)).ShouldHaveSingleItem("once only");
        (await house.NoticesAsync(asker, 1)).ShouldHaveSingleItem().Subject.ShouldContain("応援してくれそうな人");
        (await house.NoticesAsync(helper, 1)).ShouldHaveSingleItem().Subject.ShouldContain("手伝ってほしい人");

        // Before both accept, neither learns who the other is, nor where.
        var page = $"/rural-leaders/help/matches/{match.Id}";
        (await asks.ReadAsync(page)).ShouldSatisfyAllConditions(p => p.ShouldContain("を手伝えると申し出ています"), p => p.ShouldNotContain("見本 手伝"), p => p.ShouldNotContain("083-933-2222"));
        (await helps.ReadAsync(page)).ShouldSatisfyAllConditions(p => p.ShouldContain("水路の草刈り"), p => p.ShouldNotContain("見本 頼子"), p => p.ShouldNotContain("083-933-1111"), p => p.ShouldNotContain("見本公民館の裏"));
        (await helps.SubmitAsync(page, "accept")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await helps.ReadAsync(page)).ShouldNotContain("083-933-1111", customMessage: "one answer is not both");
        (await asks.SubmitAsync(page, "accept")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.LoadAsync<HelpMatch>(match.Id)).State.ShouldBe(MatchState.Agreed);
        (await helps.ReadAsync(page)).ShouldSatisfyAllConditions(p => p.ShouldContain("見本 頼子"), p => p.ShouldContain("083-933-1111"), p => p.ShouldContain("見本公民館の裏"));
        (await asks.ReadAsync(page)).ShouldContain("083-933-2222");
        (await house.ScalarAsync<long>($"select count(*) from platform.audit_log where action = 'rural-leaders.help-contact.viewed' and matter = '{match.Id}' and '{asker}' = any(subject_ids)")).ShouldBe(1);

        (await house.SendAsync(new RecordHelp(match.Id, asker, 1, 180, "早い", null))).Code.ShouldBe("not-yet");
        house.Clock.Advance(match.Ends - house.Clock.GetUtcNow());
        (await house.SendAsync(new RecordHelp(match.Id, helper, 1, 180, "わたしが", null))).Code.ShouldBe("not-found", "who helps does not record it");
        using var wrong = await asks.SubmitAsync(page, "record", ("Input.Came", "2"), ("Input.MinutesEach", "180"));
        (await wrong.Content.ReadAsStringAsync()).ShouldContain("0 から 1 まで");
        (await asks.SubmitAsync(page, "record", ("Input.Came", "1"), ("Input.MinutesEach", "170"), ("Input.Thanks", "本当に助かりました"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await helps.ReadAsync(page)).ShouldContain("本当に助かりました");
        (await house.NoticesAsync(helper, 3))[^1].Subject.ShouldBe("応援のお礼が届きました");
        var told = (await house.FactsAsync(request, 1)).ShouldHaveSingleItem();
        (told.Kind, told.Account, told.Number).ShouldBe(("participation", helper, 170));
        using var outsider = house.Resident(Guid.CreateVersion7());
        (await outsider.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await outsider.GetAsync($"/rural-leaders/help/requests/{request}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await outsider.GetAsync($"/rural-leaders/help/offers/{match.OfferId}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await house.SendAsync(new AnswerHelp(match.Id, Guid.CreateVersion7(), true, null, null))).Code.ShouldBe("not-found");
    }

    [Fact]
    public async Task What_was_refused_is_not_proposed_again_and_the_next_is()
    {
        var valley = await house.ValleyAsync();
        var (asker, one, other) = (await house.LeaderAsync(), await house.ResidentAsync(), await house.ResidentAsync());
        var request = await house.AskedAsync(house.Ask(asker, valley));
        await house.OfferedAsync(house.Offer(one, valley));
        await house.SendAsync<HelpProposed>(new ProposeHelp());
        var first = (await house.MatchesAsync(request)).ShouldHaveSingleItem();
        (await house.SendAsync(new AnswerHelp(first.Id, asker, true, null, null))).IsDone.ShouldBeTrue();
        (await house.SendAsync(new AnswerHelp(first.Id, one, false, "その日は用事があります", null))).IsDone.ShouldBeTrue();
        (await house.NoticesAsync(asker, 2))[^1].Subject.ShouldContain("見送り");
        (await house.SendAsync(new AnswerHelp(first.Id, one, true, null, null))).Code.ShouldBe("answered");
        await house.SendAsync<HelpProposed>(new ProposeHelp());
        (await house.MatchesAsync(request)).ShouldHaveSingleItem("the two are left out");
        await house.OfferedAsync(house.Offer(other, valley));
        await house.SendAsync<HelpProposed>(new ProposeHelp());
        (await house.MatchesAsync(request)).Count.ShouldBe(2);
        using var asks = house.Resident(asker);
        (await asks.ReadAsync($"/rural-leaders/help/matches/{first.Id}")).ShouldNotContain("用事があります", customMessage: "only staff read why");
        using var staff = house.Staff();
        (await staff.ReadAsync($"/staff/rural-leaders/help/matches/{first.Id}")).ShouldContain("用事があります");
        using var elsewhere = house.Staff(RuralHouse.Hagi);
        (await elsewhere.GetAsync($"/staff/rural-leaders/help/matches/{first.Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await elsewhere.GetAsync($"/staff/rural-leaders/help/requests/{request}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await elsewhere.ReadAsync("/staff/rural-leaders/help")).ShouldNotContain(request.ToString());
    }

    [Fact]
    public async Task What_is_called_off_frees_the_time_and_the_other_is_told()
    {
        var valley = await house.ValleyAsync();
        var (asker, helper) = (await house.LeaderAsync(), await house.ResidentAsync());
        var offer = await house.OfferedAsync(house.Offer(helper, valley));
        var match = await AgreedAsync(await house.AskedAsync(house.Ask(asker, valley)), offer, asker, helper);
        var same = await house.ProposedAsync(await house.AskedAsync(house.Ask(asker, valley, start: new(11, 0), end: new(13, 0))), offer);
        (await house.SendAsync(new AnswerHelp(same.Id, asker, true, null, null))).IsDone.ShouldBeTrue();
        (await house.SendAsync(new AnswerHelp(same.Id, helper, true, null, null))).Code.ShouldBe("promised");
        (await house.SendAsync(new CallOffHelp(match.Id, helper, "けがをしました", null))).IsDone.ShouldBeTrue();
        (await house.SendAsync(new CallOffHelp(match.Id, helper, "けがをしました", null))).IsDone.ShouldBeTrue("pressed twice");
        (await house.NoticesAsync(asker, 2))[^1].Subject.ShouldBe("応援が取りやめになりました");
        (await house.SendAsync(new AnswerHelp(same.Id, helper, true, null, null))).IsDone.ShouldBeTrue("the time is free again");
        (await house.SendAsync(new WithdrawHelpRequest(same.RequestId, helper, null))).Code.ShouldBe("not-found", "another's request");
        (await house.SendAsync(new WithdrawHelpRequest(same.RequestId, asker, null))).IsDone.ShouldBeTrue();
        (await house.LoadAsync<HelpMatch>(same.Id)).State.ShouldBe(MatchState.Withdrawn);
        (await house.ScalarAsync<long>($"select count(*) from rural_leaders.help_seats where holder = '{helper}'")).ShouldBe(0);
        var third = await house.ProposedAsync(await house.AskedAsync(house.Ask(asker, valley, days: 20)), offer);
        (await house.SendAsync(new WithdrawHelpOffer(offer, helper, null))).IsDone.ShouldBeTrue();
        (await house.LoadAsync<HelpMatch>(third.Id)).State.ShouldBe(MatchState.Lapsed);
        (await house.SendAsync(new AnswerHelp(third.Id, helper, true, null, null))).Code.ShouldBe("over");
    }

    [Fact]
    public async Task Who_helps_says_how_often_a_year_and_enough_is_enough()
    {
        var valley = await house.ValleyAsync();
        var (asker, helper) = (await house.LeaderAsync(), await house.ResidentAsync());
        var offer = await house.OfferedAsync(house.Offer(helper, valley, times: 1));
        var waiting = await house.ProposedAsync(await house.AskedAsync(house.Ask(asker, valley, days: 25)), offer);
        await AgreedAsync(await house.AskedAsync(house.Ask(asker, valley)), offer, asker, helper);
        (await house.SendAsync(new AnswerHelp(waiting.Id, asker, true, null, null))).IsDone.ShouldBeTrue();
        (await house.SendAsync(new AnswerHelp(waiting.Id, helper, true, null, null))).Code.ShouldBe("enough");
        var another = await house.AskedAsync(house.Ask(asker, valley, days: 30));
        await house.SendAsync<HelpProposed>(new ProposeHelp());
        (await house.MatchesAsync(another)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_helped_this_year_is_asked_after_who_has_not_and_who_got_help_gets_it_after_who_has_not()
    {
        var valley = await house.ValleyAsync();
        var (asker, fresh, often) = (await house.LeaderAsync(), await house.ResidentAsync(), await house.ResidentAsync());
        var busy = await house.OfferedAsync(house.Offer(often, valley));
        await AgreedAsync(await house.AskedAsync(house.Ask(asker, valley)), busy, asker, often);
        await house.OfferedAsync(house.Offer(fresh, valley));
        var next = await house.AskedAsync(house.Ask(asker, valley, days: 20));
        await house.SendAsync<HelpProposed>(new ProposeHelp());
        var match = (await house.MatchesAsync(next)).ShouldHaveSingleItem();
        match.HelperId.ShouldBe(fresh);
        match.Reasons.Select(r => r.Ja).ShouldContain("依頼した側は、今年度 1 回応援を受けています（多い所ほど後になります）。");

        // One helper is left; of two who ask, who got nothing yet comes first.
        var other = await house.LeaderAsync();
        var again = await house.AskedAsync(house.Ask(asker, valley, days: 25));
        var first = await house.AskedAsync(house.Ask(other, valley, days: 25));
        await house.SendAsync<HelpProposed>(new ProposeHelp());
        (await house.MatchesAsync(first)).ShouldHaveSingleItem().HelperId.ShouldBe(often);
        (await house.MatchesAsync(again)).ShouldBeEmpty("nobody is asked for two things at once");
    }

    [Fact]
    public async Task Only_leaders_officers_and_staff_for_people_on_paper_ask()
    {
        var valley = await house.ValleyAsync();
        var (leader, resident, paper) = (await house.LeaderAsync(), await house.ResidentAsync(), await house.OnPaperAsync());
        (await house.SendAsync(house.Ask(resident, valley))).Code.ShouldBe("not-registered");
        (await house.SendAsync(house.Ask(Guid.CreateVersion7(), valley))).Code.ShouldBe("details-missing");
        (await house.SendAsync(house.Ask(paper, valley))).Code.ShouldBe("not-found", "a person on paper does not sign in");
        (await house.SendAsync(house.Ask(leader, valley, by: RuralHouse.Office))).Code.ShouldBe("has-account");
        Network network = new() { Id = Guid.CreateVersion7(), Name = $"応援の網{RuralHouse.NextNumber()}", FoundedAt = house.Clock.GetUtcNow() };
        network.Key = Network.KeyOf(network.Name);
        network.Join(resident, "見本 世話人", "", house.Clock.GetUtcNow());
        var member = await house.ResidentAsync();
        network.Join(member, "見本 会員", "", house.Clock.GetUtcNow());
        await house.StoreAsync(network);
        (await house.SendAsync(house.Ask(member, valley) with { NetworkId = network.Id })).Code.ShouldBe("not-found");
        (await house.SendAsync(house.Ask(resident, valley) with { NetworkId = network.Id })).IsDone.ShouldBeTrue();
        (await house.SendAsync(house.Ask(leader, valley, people: 3) with { Until = house.Today.AddDays(12) })).Field.ShouldBe("Until", "several on one day");
        (await house.SendAsync(house.Ask(leader, valley, days: 0))).Field.ShouldBe("From");
        (await house.SendAsync(house.Ask(leader, valley, start: new(12, 0), end: new(9, 0)))).Field.ShouldBe("End");
        (await house.SendAsync(house.Ask(leader, Guid.CreateVersion7()))).Field.ShouldBe("AreaId");
        var command = house.Ask(leader, valley);
        (await house.SendAsync(command)).IsDone.ShouldBeTrue();
        (await house.SendAsync(command)).IsDone.ShouldBeTrue("sent twice it is one");
        (await house.SendAsync(house.Offer(member, valley))).IsDone.ShouldBeTrue();
        (await house.SendAsync(house.Offer(member, valley))).Code.ShouldBe("offered");
        (await house.SendAsync(house.Offer(member, valley) with { Days = [] })).Field.ShouldBe("Days");
    }

    [Fact]
    public async Task People_on_paper_ask_and_help_through_staff_and_later_with_their_own_account()
    {
        var valley = await house.ValleyAsync();
        var (asker, helper) = (await house.OnPaperAsync(), await house.OnPaperAsync());
        using var staff = house.Staff();
        using var asked = await staff.SubmitAsync($"/staff/rural-leaders/people/{asker}/help/requests/new", "request", ("Input.Kind", "Grass"), ("Input.AreaId", valley.ToString()), ("Input.From", house.Today.AddDays(10).ToString("yyyy-MM-dd")),
            ("Input.Start", "9:00"), ("Input.End", "12:00"), ("Input.People", "1"), ("Input.Words", "庭の草刈り"), ("Input.Place", "見本宅"));
        asked.StatusCode.ShouldBe(HttpStatusCode.Redirect, await asked.Content.ReadAsStringAsync());
        using var offered = await staff.SubmitAsync($"/staff/rural-leaders/people/{helper}/help/offers/new", "offer", ("Input.Kind", "Person"), ("Input.Jobs", "Grass"), ("Input.AreaId", valley.ToString()), ("Input.Minutes", "30"), ("Input.TimesAYear", "3"),
            ("Input.Until", house.Today.AddDays(100).ToString("yyyy-MM-dd")), ("Input.Days", house.Today.AddDays(10).DayOfWeek.ToString()));
        offered.StatusCode.ShouldBe(HttpStatusCode.Redirect, await offered.Content.ReadAsStringAsync());
        using var proposed = await staff.SubmitAsync("/staff/rural-leaders/help", "propose");
        proposed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var link = Regex.Match(await staff.ReadAsync("/staff/rural-leaders/help"), "/staff/rural-leaders/help/matches/[0-9a-f-]{36}").Value;
        var match = (await house.AllAsync<HelpMatch>()).Single(m => m.AskerId == asker && m.HelperId == helper);
        (await staff.ReadAsync("/staff/rural-leaders/help")).ShouldContain(match.Id.ToString(), customMessage: "to be telephoned");
        link.ShouldNotBeEmpty();
        var page = $"/staff/rural-leaders/help/matches/{match.Id}";
        (await staff.SubmitAsync(page, "accept-asker")).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        // The helper opens an account, and brings the number that staff handed over.
        using var issued = await staff.SubmitAsync($"/staff/rural-leaders/people/{helper}", "code");
        var code = Regex.Match(WebUtility.HtmlDecode(await issued.Content.ReadAsStringAsync()), "(?:[2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4}").Value;
        code.ShouldNotBeEmpty();
        var account = Guid.CreateVersion7();
        using var person = house.Resident(account);
        using var wrong = await person.SubmitAsync("/rural-leaders/me/paper", "join", ("Input.Code", "2222-3333-4444-5555"));
        (await wrong.Content.ReadAsStringAsync()).ShouldContain("この番号は使えません");
        var (course, sessions) = await house.CourseAsync(sessions: 1);
        await house.Engine.SignUpAsync(new(Guid.CreateVersion7(), sessions[0].Id, new(helper), Participation.Actor.Staff(RuralHouse.Office.AccountId)));
        (await person.SubmitAsync("/rural-leaders/me/paper", "join", ("Input.Code", code.ToLowerInvariant().Replace("-", " ")))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.FindAsync<Learner>(helper)).ShouldBeNull();
        (await house.LoadAsync<Learner>(account)).AccountId.ShouldBe(account);
        (await house.LoadAsync<HelpMatch>(match.Id)).HelperId.ShouldBe(account);
        using var again = house.Resident(Guid.CreateVersion7());
        using var used = await again.SubmitAsync("/rural-leaders/me/paper", "join", ("Input.Code", code));
        (await used.Content.ReadAsStringAsync()).ShouldContain("この番号は使えません");
        (await person.SubmitAsync($"/rural-leaders/help/matches/{match.Id}", "accept")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.LoadAsync<HelpMatch>(match.Id)).State.ShouldBe(MatchState.Agreed);
        (await house.ScalarAsync<long>($"select count(*) from rural_leaders.help_seats where holder = '{account}'")).ShouldBe(1);
        await Eventually.IsSoAsync(async () => (await house.Engine.SignUpsOfPersonAsync(account)).Any(s => s.OpeningId == sessions[0].Id));
        course.ShouldNotBeNull();
        using var elsewhere = house.Staff(RuralHouse.Hagi);
        (await elsewhere.GetAsync($"/staff/rural-leaders/people/{asker}/help")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await staff.GetAsync($"/staff/rural-leaders/people/{account}/help")).StatusCode.ShouldBe(HttpStatusCode.NotFound, "who has an account enters it alone");
    }

    [Fact]
    public async Task Everybody_may_answer_a_public_request_as_long_as_hands_are_lacking()
    {
        var valley = await house.ValleyAsync();
        var (asker, one, other) = (await house.LeaderAsync(), await house.ResidentAsync(), await house.ResidentAsync());
        var request = await house.AskedAsync(house.Ask(asker, valley, open: true));
        var hidden = await house.AskedAsync(house.Ask(asker, valley));
        using var anybody = house.Visitor();
        (await anybody.ReadAsync("/rural-leaders/help")).ShouldSatisfyAllConditions(p => p.ShouldContain(request.ToString()), p => p.ShouldNotContain(hidden.ToString()));
        (await anybody.GetAsync($"/rural-leaders/help/{hidden}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await anybody.ReadAsync($"/rural-leaders/help/{request}")).ShouldSatisfyAllConditions(p => p.ShouldContain("サインインして手を挙げる"), p => p.ShouldNotContain("見本公民館の裏"));
        (await house.FactsAsync(request, 1)).ShouldHaveSingleItem().Kind.ShouldBe("opportunity");
        var day = house.Today.AddDays(10).ToString("yyyy-MM-dd");
        using var helps = house.Resident(one);
        (await helps.SubmitAsync($"/rural-leaders/help/{request}", "volunteer", ("Input.Day", day))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.SendAsync(new VolunteerForHelp(Guid.CreateVersion7(), request, one, house.Today.AddDays(10)))).Code.ShouldBe("asked");
        (await house.SendAsync(new VolunteerForHelp(Guid.CreateVersion7(), request, other, house.Today.AddDays(10)))).Code.ShouldBe("full");
        (await house.SendAsync(new VolunteerForHelp(Guid.CreateVersion7(), hidden, other, house.Today.AddDays(10)))).Code.ShouldBe("not-found");
        (await house.SendAsync(new VolunteerForHelp(Guid.CreateVersion7(), request, asker, house.Today.AddDays(10)))).Code.ShouldBe("own");
        var match = (await house.MatchesAsync(request)).ShouldHaveSingleItem();
        (await house.SendAsync(new AnswerHelp(match.Id, asker, true, null, null))).IsDone.ShouldBeTrue();
        (await house.FactsAsync(request, 2))[^1].Kind.ShouldBe("withdrawn", "enough people were found");
        (await anybody.Http.GetFromJsonAsync<System.Text.Json.JsonElement>($"/api/v1/rural-leaders/help/{request}")).GetProperty("lacking").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task What_is_not_answered_in_time_lapses_and_what_is_over_ends()
    {
        var valley = await house.ValleyAsync();
        var (asker, helper) = (await house.LeaderAsync(), await house.ResidentAsync());
        var request = await house.AskedAsync(house.Ask(asker, valley, days: 12));
        var offer = await house.OfferedAsync(house.Offer(helper, valley) with { Until = house.Today.AddDays(15) });
        await house.SendAsync<HelpProposed>(new ProposeHelp());
        var match = (await house.MatchesAsync(request)).ShouldHaveSingleItem();
        JapanTime.DayOf(match.AnswerBy).ShouldBe(house.Today.AddDays(7));
        (await house.SendAsync(new AnswerHelp(match.Id, asker, true, null, null))).IsDone.ShouldBeTrue();
        house.Clock.Advance(TimeSpan.FromDays(8));
        await ExpiredAsync(async () => (await house.LoadAsync<HelpMatch>(match.Id)).State == MatchState.Lapsed);
        (await house.NoticesAsync(asker, 2))[^1].Subject.ShouldBe("返事の期限が過ぎました");
        house.Clock.Advance(TimeSpan.FromDays(8));
        await ExpiredAsync(async () => (await house.LoadAsync<HelpRequest>(request)).State == HelpState.Over && (await house.LoadAsync<HelpOffer>(offer)).State == HelpState.Over);
        (await house.NoticesAsync(asker, 3))[^1].Subject.ShouldBe("応援の依頼の期限が過ぎました");
        (await house.NoticesAsync(helper, 3))[^1].Subject.ShouldBe("応援の申し出の期限が過ぎました");
    }

    [Fact]
    public async Task The_file_for_staff_holds_the_year_and_leaves_a_trace()
    {
        var valley = await house.ValleyAsync();
        var (asker, helper) = (await house.LeaderAsync(), await house.ResidentAsync());
        await SayAsync(helper, "見本 名簿", "083-933-3333");
        var match = await AgreedAsync(await house.AskedAsync(house.Ask(asker, valley)), await house.OfferedAsync(house.Offer(helper, valley)), asker, helper);
        using var staff = house.Staff();
        using var file = await staff.GetAsync("/staff/rural-leaders/help.csv");
        var text = await file.Content.ReadAsStringAsync();
        text.ShouldContain(match.RequestId.ToString());
        text.ShouldContain("見本 名簿");
        text.ShouldNotContain("083-933-3333");
        (await house.ScalarAsync<long>($"select count(*) from platform.audit_log where action = 'rural-leaders.help.exported' and '{helper}' = any(subject_ids)")).ShouldBe(1);
        using var elsewhere = house.Staff(RuralHouse.Hagi);
        using var other = await elsewhere.GetAsync("/staff/rural-leaders/help.csv");
        (await other.Content.ReadAsStringAsync()).ShouldNotContain(match.RequestId.ToString());
    }

    [Fact]
    public async Task Programs_ask_offer_and_answer_and_are_told_what_is_wrong()
    {
        var valley = await house.ValleyAsync();
        var (asker, helper) = (await house.LeaderAsync(), await house.ResidentAsync());
        using var asks = house.Resident(asker);
        using var helps = house.Resident(helper);
        var request = Guid.CreateVersion7();
        object body = new { id = request, kind = "Grass", area = valley, from = house.Today.AddDays(9), start = "09:00:00", end = "12:00:00", people = 1, words = "草刈り", place = "館" };
        using var bad = await asks.Http.PostAsJsonAsync("/api/v1/rural-leaders/me/help/requests", new { kind = "Grass", area = valley, from = house.Today, start = "09:00:00", end = "12:00:00", people = 1, words = "草刈り", place = "館" });
        bad.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await bad.Content.ReadAsStringAsync()).ShouldContain("#/from");
        (await asks.Http.PostAsJsonAsync("/api/v1/rural-leaders/me/help/requests", body)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await helps.Http.PostAsJsonAsync("/api/v1/rural-leaders/me/help/offers", new { kind = "Person", jobs = new[] { "Grass" }, area = valley, days = Enum.GetNames<DayOfWeek>(), minutes = 30, timesAYear = 3, until = house.Today.AddDays(90) })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await house.SendAsync<HelpProposed>(new ProposeHelp());
        var own = await helps.Http.GetFromJsonAsync<System.Text.Json.JsonElement>("/api/v1/rural-leaders/me/help");
        var match = own.GetProperty("toAnswer")[0].GetGuid();
        var view = await helps.Http.GetFromJsonAsync<System.Text.Json.JsonElement>($"/api/v1/rural-leaders/me/help/matches/{match}");
        (view.GetProperty("side").GetString(), view.GetProperty("phone").GetString()).ShouldBe(("helper", (string?)null));
        (await helps.Http.PostAsJsonAsync($"/api/v1/rural-leaders/me/help/matches/{match}/answer", new { accept = true })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await asks.Http.PostAsJsonAsync($"/api/v1/rural-leaders/me/help/matches/{match}/answer", new { accept = true })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await helps.Http.GetFromJsonAsync<System.Text.Json.JsonElement>($"/api/v1/rural-leaders/me/help/matches/{match}")).GetProperty("phone").GetString().ShouldBe("083-933-0000");
        (await helps.Http.PostAsJsonAsync($"/api/v1/rural-leaders/me/help/matches/{match}/result", new { came = 1, minutesEach = 60 })).StatusCode.ShouldBe(HttpStatusCode.NotFound, "who helps does not record it");
        (await asks.Http.DeleteAsync($"/api/v1/rural-leaders/me/help/requests/{request}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await house.LoadAsync<HelpMatch>(match)).State.ShouldBe(MatchState.Withdrawn);
    }

    // The host's own rounds run too when the clock jumps, and a row that one of them holds is left to the next.
    private Task ExpiredAsync(Func<Task<bool>> done) => Eventually.IsSoAsync(async () =>
    {
        await house.SendAsync<Persistence.Jobs.BatchDone>(new ExpireHelp());
        return await done();
    });

    private async Task<HelpMatch> AgreedAsync(Guid request, Guid offer, Guid asker, Guid helper)
    {
        var match = await house.ProposedAsync(request, offer);
        (await house.SendAsync(new AnswerHelp(match.Id, asker, true, null, null))).Problem.ShouldBeNull();
        (await house.SendAsync(new AnswerHelp(match.Id, helper, true, null, null))).Problem.ShouldBeNull();
        return match;
    }

    private async Task SayAsync(Guid person, string name, string phone)
    {
        var learner = await house.LoadAsync<Learner>(person);
        (learner.Name, learner.Phone) = (name, phone);
        await house.StoreAsync(learner);
    }
}
