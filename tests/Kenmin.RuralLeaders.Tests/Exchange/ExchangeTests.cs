using System.Net;
using Kenmin.Accounts.Contracts;
using Kenmin.RuralLeaders.Exchange;
using Kenmin.RuralLeaders.Networks;
using Kenmin.RuralLeaders.Tests.Support;
using Wolverine.Tracking;

namespace Kenmin.RuralLeaders.Tests.Exchange;

/// <summary>What networks share with each other.</summary>
public sealed class ExchangeTests(RuralHouse house) : IClassFixture<RuralHouse>
{
    [Fact]
    public async Task A_note_is_read_by_the_others_once_both_coordinators_agree_and_nothing_else_is()
    {
        var (from, to, third) = (await house.NetworkAsync(2), await house.NetworkAsync(2), await house.NetworkAsync(2));
        using var sender = house.Resident(from.Members[0].AccountId);
        using var coordinator = house.Resident(to.Members[0].AccountId);
        using var member = house.Resident(to.Members[1].AccountId);
        string Page(Network n) => $"/rural-leaders/networks/{n.Id}/exchange";
        using var nobody = await sender.SubmitAsync(Page(from), "share", ("Input.Text", "祭りに来てください"));
        (await nobody.Content.ReadAsStringAsync()).ShouldContain("相手のネットワークを選んでください");
        (await sender.SubmitAsync(Page(from), "share", ("Input.Text", "祭りに来てください"), ("Input.Targets", to.Id.ToString()), ("Input.Targets", third.Id.ToString()))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var note = (await house.AllAsync<SharedNote>()).Single(n => n.NetworkId == from.Id);
        (await house.NoticesAsync(to.Members[0].AccountId, 1)).ShouldHaveSingleItem().Body.ShouldNotContain("祭りに");
        (await member.ReadAsync(Page(to))).ShouldNotContain("祭りに来てください", customMessage: "the coordinator has not agreed");
        (await house.SendAsync(new AnswerNote(note.Id, to.Id, true, to.Members[1].AccountId))).Code.ShouldBe("not-found", "members do not decide");
        (await house.SendAsync(new AnswerNote(note.Id, to.Id, true, from.Members[0].AccountId))).Code.ShouldBe("not-found", "nor does who shares it");
        (await coordinator.SubmitAsync(Page(to), $"accept-{note.Id:N}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await member.ReadAsync(Page(to))).ShouldSatisfyAllConditions(p => p.ShouldContain("祭りに来てください"), p => p.ShouldContain(from.Name), p => p.ShouldNotContain(from.Members[0].Name), p => p.ShouldNotContain(third.Name + "："));
        foreach (var inside in new[] { "board", "meetings", "members", "files", "plans", "exchange" })
            (await member.GetAsync($"/rural-leaders/networks/{from.Id}/{inside}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, inside);
        (await sender.ReadAsync(Page(from))).ShouldSatisfyAllConditions(p => p.ShouldContain("会員に見えています"), p => p.ShouldContain("返事を待っています"));
        using var outsider = house.Resident(Guid.CreateVersion7());
        (await outsider.GetAsync(Page(to))).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        (await coordinator.SubmitAsync(Page(to), $"refuse-{note.Id:N}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await member.ReadAsync(Page(to))).ShouldNotContain("祭りに来てください", customMessage: "it can be hidden again");
        (await house.SendAsync(new WithdrawNote(note.Id, to.Members[0].AccountId))).Code.ShouldBe("not-found");
        (await sender.SubmitAsync(Page(from), $"withdraw-{note.Id:N}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await coordinator.ReadAsync(Page(to))).ShouldNotContain("祭りに来てください");
    }

    [Fact]
    public async Task Only_the_coordinator_shares_and_only_with_other_networks_that_there_are()
    {
        var (from, to) = (await house.NetworkAsync(2), await house.NetworkAsync(1));
        var (coordinator, member) = (from.Members[0].AccountId, from.Members[1].AccountId);
        (await house.SendAsync(new ShareNote(Guid.CreateVersion7(), from.Id, "来てください", [to.Id], member))).Code.ShouldBe("not-found");
        foreach (var wrong in new Guid[][] { [], [from.Id], [to.Id, Guid.CreateVersion7()] })
            (await house.SendAsync(new ShareNote(Guid.CreateVersion7(), from.Id, "来てください", wrong, coordinator))).Field.ShouldBe("Targets");
        var id = Guid.CreateVersion7();
        for (var i = 0; i < 2; i++) (await house.SendAsync(new ShareNote(id, from.Id, "来てください", [to.Id, to.Id], coordinator))).Problem.ShouldBeNull("sent twice it is there once");
        (await house.AllAsync<SharedNote>()).Single(n => n.Id == id).Targets.ShouldHaveSingleItem();

        await house.Services.TrackActivity().Timeout(TimeSpan.FromSeconds(30)).SendMessageAndWaitAsync(new ErasureAsked(Guid.CreateVersion7(), coordinator, null));
        (await house.LoadAsync<SharedNote>(id)).By.ShouldBe(new Attendee(null, "（削除済み）"));
        (await house.SendAsync<PersonalDataAnswered>(new PersonalDataAsked(Guid.CreateVersion7(), coordinator))).Sections.ShouldBeEmpty();
    }
}
