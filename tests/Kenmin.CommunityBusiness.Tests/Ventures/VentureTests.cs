using Kenmin.CommunityBusiness.Plans;
using Kenmin.CommunityBusiness.Tests.Support;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.SharedKernel;
using static Kenmin.CommunityBusiness.Tests.Plans.CashReckoningTests;

namespace Kenmin.CommunityBusiness.Tests.Ventures;

/// <summary>Ideas come in with and without account; what is due is remembered; the money is watched.</summary>
public sealed class VentureTests(BusinessHouse house) : IClassFixture<BusinessHouse>
{
    private static readonly VentureContact Contact = new("見本 匿子", "０８３ー９３３ー００００", "");

    [Fact]
    public async Task Who_has_no_account_comes_back_by_the_code_and_takes_the_idea_over_once()
    {
        var (id, code) = (Guid.CreateVersion7(), Venture.Codes.New());
        (await house.SendAsync(new SaveIdea(id, BusinessHouse.Idea("") with { How = "" }, null, code, null, null, 0, false))).Problem.ShouldBeNull();
        (await house.SendAsync(new SaveIdea(id, BusinessHouse.Idea(), null, code, null, null, 1, true))).Field.ShouldBe("ContactName");
        (await house.SendAsync(new SaveIdea(id, BusinessHouse.Idea(), Contact, Venture.Codes.New(), null, null, 1, true))).Code.ShouldBe(CommandAnswer.NotFound);
        (await house.SendAsync(new SaveIdea(id, BusinessHouse.Idea(), Contact, code, null, null, 1, true))).Problem.ShouldBeNull();
        var kept = await house.LoadAsync<Venture>(id);
        (kept.State, kept.Contact!.Phone, kept.CodeHash == code).ShouldBe((VentureState.Active, "083-933-0000", false));
        var (me, number) = (BusinessHouse.Somebody(), kept.Number.Replace("-", "－", StringComparison.Ordinal));
        (await house.SendAsync(new TakeOverIdea(number, Venture.Codes.New(), me))).Code.ShouldBe("no-such-code");
        (await house.SendAsync(new TakeOverIdea(number, PrintedCode.Shown(code).ToLowerInvariant(), me))).Problem.ShouldBeNull();
        (await house.SendAsync(new TakeOverIdea(number, code, BusinessHouse.Somebody()))).Code.ShouldBe("no-such-code");
        (await house.SendAsync(new SaveIdea(id, BusinessHouse.Idea(), Contact, code, null, null, 2, true))).Code.ShouldBe(CommandAnswer.NotFound, "the code opens it no more");
        kept = await house.LoadAsync<Venture>(id);
        (kept.OwnerAccountId, kept.Contact, kept.CodeHash).ShouldBe((me.AccountId, null, null));
    }

    [Fact]
    public async Task Nobody_overwrites_what_another_of_the_team_wrote_meanwhile()
    {
        var (venture, owner) = await house.HandedInAsync();
        var (friend, code) = (BusinessHouse.Somebody("見本 仲間"), Venture.Codes.New());
        (await house.SendAsync(new InviteToTeam(venture.Id, code, BusinessHouse.Somebody(), null))).Code.ShouldBe(CommandAnswer.NotFound);
        (await house.SendAsync(new InviteToTeam(venture.Id, code, owner, null))).Problem.ShouldBeNull();
        var joined = await Task.WhenAll(house.SendAsync(new JoinTeam(code, friend)), house.SendAsync(new JoinTeam(code, BusinessHouse.Somebody())));
        joined.Count(a => a.IsDone).ShouldBe(1, "a code works once");
        friend = joined[0].IsDone ? friend : owner;
        var answers = await Task.WhenAll(
            house.SendAsync(new SaveIdea(venture.Id, BusinessHouse.Idea("一つ目"), null, null, owner, null, 1, false)), house.SendAsync(new SaveIdea(venture.Id, BusinessHouse.Idea("二つ目"), null, null, friend, null, 1, false)));
        answers.Select(a => a.Code).Order().ShouldBe([null, "changed-meanwhile"]);
    }

    [Fact]
    public async Task What_is_due_is_reminded_of_once_before_and_once_after()
    {
        var (venture, owner) = await house.HandedInAsync();
        (await house.SendAndWaitAsync(new SetNextStep(venture.Id, "試食会をひらく", house.Today.AddDays(20), NextSide.Team, null, BusinessHouse.Office))).Problem.ShouldBeNull();
        await house.HandleAndWaitAsync(new RemindOfVentures());
        (await house.DeliveredAsync(owner.AccountId)).Count.ShouldBe(1);
        house.GoTo(house.Today.AddDays(14));
        for (var i = 0; i < 2; i++) await house.HandleAndWaitAsync(new RemindOfVentures());
        (await house.DeliveredAsync(owner.AccountId)).Count(w => w == "事業の次の予定の期限が近づいています").ShouldBe(1);
        house.GoTo(house.Today.AddDays(10));
        for (var i = 0; i < 2; i++) await house.HandleAndWaitAsync(new RemindOfVentures());
        (await house.DeliveredAsync(owner.AccountId)).Count(w => w == "事業の次の予定が期限を過ぎています").ShouldBe(1);
        (await house.SendAsync(new ReportStep(venture.Id, "十人が来た", owner))).Problem.ShouldBeNull();
        (await house.LoadAsync<Venture>(venture.Id)).Next!.Side.ShouldBe(NextSide.Office);
    }

    [Fact]
    public async Task The_alarm_of_money_that_runs_out_is_raised_once_until_it_is_over()
    {
        var (venture, owner) = await house.HandedInAsync();
        await house.PlanAsync(venture, owner, Income(1_000, 100), Variable(5_000), Cost(CashKind.FixedCost, 30_000), Cost(CashKind.Investment, 110_000, 0));
        static ActualEntry Month(int month, long income) => new(new(2026, month, 1), new(income, income / 2, 30_000, month == 1 ? 110_000 : 0, 0, 0, 0));
        (await house.SendAsync(new SaveActuals(venture.Id, [new(new(2025, 12, 1), MonthAmounts.Nothing)], owner))).Field.ShouldBe("Month");
        (await house.SendAndWaitAsync(new SaveActuals(venture.Id, [Month(1, 100_000)], owner))).Problem.ShouldBeNull();
        (await house.LoadAsync<BusinessPlan>(venture.Id)).Alarm.ShouldBeNull();
        foreach (var month in new[] { 2, 3 }) (await house.SendAndWaitAsync(new SaveActuals(venture.Id, [Month(month, 20_000)], owner))).Problem.ShouldBeNull();
        (await house.DeliveredAsync(owner.AccountId)).Count(w => w == "黒字になる前に、お金が足りなくなる見込みです").ShouldBe(1);
        (await house.SendAsync(new SettleCashAlarm(venture.Id, "電話で相談した", BusinessHouse.Office))).Problem.ShouldBeNull();
        (await house.LoadAsync<BusinessPlan>(venture.Id)).Alarm!.SeenBy.ShouldNotBeNull();
        // Put right: it was good after all, and the alarm is over.
        (await house.SendAndWaitAsync(new SaveActuals(venture.Id, [Month(2, 100_000), Month(3, 100_000)], owner))).Problem.ShouldBeNull();
        (await house.LoadAsync<BusinessPlan>(venture.Id)).Alarm.ShouldBeNull();
    }
}
