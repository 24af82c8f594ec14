using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.CommunityBusiness.Support.Experts;
using Kenmin.CommunityBusiness.Support.Mentors;
using Kenmin.CommunityBusiness.Tests.Support;

namespace Kenmin.CommunityBusiness.Tests.Network;

/// <summary>A mentor goes along with a venture because both agreed, and only the two read what they write.</summary>
public sealed class MentorTests(BusinessHouse house) : IClassFixture<BusinessHouse>
{
    [Fact]
    public async Task A_team_asks_the_mentor_agrees_they_write_and_one_ends_it()
    {
        var (venture, owner) = await house.HandedInAsync();
        var who = BusinessHouse.Somebody("見本 伴子");
        var expert = await house.ListedAsync(who, purpose: ListingPurpose.Teams);
        var hidden = await house.ListedAsync(BusinessHouse.Somebody());
        using var team = house.Resident(owner);
        using var mentor = house.Resident(who);
        using var other = house.Resident(BusinessHouse.Somebody());
        using var staff = house.Staff();
        var list = $"/community-business/mine/{venture.Id}/mentors";
        (await team.ReadAsync(list)).ShouldNotContain(hidden.Id.ToString(), customMessage: "they agreed to be seen by staff only");
        using var forced = await team.SubmitAsync(list, "propose", ("Input.ExpertId", hidden.Id.ToString()), ("Input.Message", "お願いします"));
        WebUtility.HtmlDecode(await forced.Content.ReadAsStringAsync()).ShouldContain("お願いする人を選んでください。");
        (await team.SubmitAsync(list, "propose", ("Input.ExpertId", expert.Id.ToString()), ("Input.Message", "月に一度、話を聞いてください"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var again = await house.SendAsync(new ProposeMentor(Guid.CreateVersion7(), venture.Id, expert.Id, "もう一度", owner, null));
        again.Code.ShouldBe("asked");
        var page = System.Text.RegularExpressions.Regex.Match(await team.ReadAsync(list), "/community-business/mentors/[0-9a-f-]{36}").Value;
        var id = Guid.Parse(page.Split('/')[^1]);
        (await house.SendAsync(new WriteMentorNote(id, Guid.CreateVersion7(), house.Today, "早い", owner))).Code.ShouldBe("not-agreed");
        (await house.SendAsync(new AnswerMentor(id, true, owner))).Problem.ShouldBeNull();
        (await house.LoadAsync<Mentorship>(id)).State.ShouldBe(MentorState.Proposed, "one side alone does not make it");
        (await house.SendAsync(new AnswerMentor(id, true, BusinessHouse.Somebody()))).Code.ShouldBe(CommandAnswer.NotFound);
        (await other.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await mentor.ReadAsync("/community-business/expert")).ShouldContain(page);
        (await mentor.SubmitAsync(page, "answer", ("Answer.Do", "yes"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await mentor.SubmitAsync(page, "note", ("Note.On", $"{house.Today:yyyy-MM-dd}"), ("Note.Text", "試食会の準備"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await team.ReadAsync(page)).ShouldContain("試食会の準備");
        var seen = await staff.ReadAsync($"/staff/community-business/ventures/{venture.Id}/mentors");
        seen.ShouldContain("見本 師子");
        seen.ShouldNotContain("試食会の準備");
        seen.ShouldNotContain("月に一度、話を聞いてください");
        (await house.LooksAsync(owner.AccountId)).ShouldContain(e => e.Action == "community-business.mentors.listed" && e.SubjectIds.Contains(who.AccountId));
        (await team.SubmitAsync(page, "end")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.LoadAsync<Mentorship>(id)).State.ShouldBe(MentorState.Ended);
        (await mentor.ReadAsync(page)).ShouldContain("試食会の準備", customMessage: "notes stay for both");
    }

    [Fact]
    public async Task The_office_proposes_and_both_have_to_agree()
    {
        var (venture, owner) = await house.HandedInAsync();
        var who = BusinessHouse.Somebody("見本 伴男");
        var expert = await house.ListedAsync(who);
        var id = Guid.CreateVersion7();
        using var staff = house.Staff();
        using var team = house.Resident(owner);
        using var mentor = house.Resident(who);
        const string me = "/api/v1/community-business/me", office = "/api/v1/community-business/staff";
        (await staff.Http.PutAsJsonAsync($"{office}/ventures/{venture.Id}/mentors/{id}", new { expertId = expert.Id, message = "話を聞いてもらっては" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await team.Http.PostAsJsonAsync($"{me}/mentors/{id}/answer", new { agree = true })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await mentor.Http.GetFromJsonAsync<JsonElement>($"{me}/mentors/{id}")).GetProperty("state").GetString().ShouldBe("proposed");
        (await mentor.Http.PostAsJsonAsync($"{me}/mentors/{id}/answer", new { agree = true })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await mentor.Http.PutAsJsonAsync($"{me}/mentors/{id}/notes/{Guid.CreateVersion7()}", new { on = house.Today, text = "会った" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var seen = (await staff.Http.GetFromJsonAsync<JsonElement>($"{office}/ventures/{venture.Id}/mentors")).EnumerateArray().Single();
        (seen.GetProperty("state").GetString(), seen.GetRawText().Contains("会った", StringComparison.Ordinal)).ShouldBe(("agreed", false));
        using var elsewhere = house.Staff(BusinessHouse.Hagi);
        (await elsewhere.Http.PostAsync($"{office}/mentors/{id}/end", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await house.SendAsync(new RemoveExpert(expert.Id, who, null))).Problem.ShouldBeNull();
        (await house.LoadAsync<Mentorship>(id)).State.ShouldBe(MentorState.Ended, "who is registered no more is no mentor");
    }

    [Fact]
    public async Task A_mentor_has_a_few_at_most_however_many_are_agreed_to_at_once()
    {
        var who = BusinessHouse.Somebody();
        var expert = await house.ListedAsync(who, purpose: ListingPurpose.Teams);
        List<Guid> asked = [];
        for (var i = 0; i < 8; i++)
        {
            var (venture, owner) = await house.HandedInAsync();
            asked.Add(Guid.CreateVersion7());
            (await house.SendAsync(new ProposeMentor(asked[^1], venture.Id, expert.Id, "お願い", owner, null))).Problem.ShouldBeNull();
        }

        var answers = await Task.WhenAll(asked.Select(id => house.SendAsync(new AnswerMentor(id, true, who))));
        answers.Count(a => a.IsDone).ShouldBe(AnswerMentorHandler.MostOfMentor);
        answers.Where(a => !a.IsDone).ShouldAllBe(a => a.Code == "full");
    }
}
