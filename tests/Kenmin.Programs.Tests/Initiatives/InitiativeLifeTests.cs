using CsCheck;
using Kenmin.Modularity.Initiatives;
using Kenmin.Programs.Initiatives;
using Kenmin.SharedKernel;

namespace Kenmin.Programs.Tests.Initiatives;

public sealed class InitiativeLifeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 3, 0, 0, TimeSpan.Zero);
    private static readonly InitiativeActor Owner = new(Guid.CreateVersion7(), "見本 事子", false);
    private static readonly InitiativeActor OtherOwner = new(Guid.CreateVersion7(), "見本 別人", false);
    private static readonly InitiativeActor Administrator = new(Guid.CreateVersion7(), "見本 管理", true);

    private static readonly Gen<(InitiativeStep Step, InitiativeActor By)> AnyWish = Gen.Select(
        OneOf(Enum.GetValues<InitiativeStep>()), OneOf(Owner, OtherOwner, Administrator, InitiativeActor.Calendar));

    internal static Initiative Draft(params int[] years) => InitiativeTable.After(null, Guid.CreateVersion7(), new InitiativeDrafted(
        new InitiativeDetails
        {
            Slug = "mihon", Name = new("見本", "Sample"), Summary = new("見本です", "A sample"), Department = new("見本課", "Sample"),
            Owners = [new(Owner.Account!.Value, Owner.Name)], Years = [.. years.DefaultIfEmpty(2026).Select(y => new FiscalYear(y))],
        }, null, Owner, Now))!;

    [Fact]
    public void Whatever_is_wished_in_whatever_order_life_only_goes_on_or_back_from_approved_to_draft() =>
        AnyWish.Array[0, 20].Sample(wishes =>
        {
            var i = Draft();
            foreach (var (step, by) in wishes)
            {
                var decision = i.Take(step, "理由", by, Now);
                if (decision.Events.Count == 0)
                {
                    decision.Code.ShouldNotBe(InitiativeOutcome.Done);
                    continue;
                }

                var after = InitiativeTable.After(i, i.Id, decision.Events.ShouldHaveSingleItem())!;
                (after.State > i.State || (i.State, after.State) == (InitiativeState.Approved, InitiativeState.Draft)).ShouldBeTrue();
                after.Revision.ShouldBe(i.Revision + 1);
                by.ShouldNotBe(OtherOwner, "who does not run it changes nothing");
                if (step == InitiativeStep.Approve) by.ShouldBe(Administrator);
                if (by == InitiativeActor.Calendar) step.ShouldBe(InitiativeStep.Start);
                i = after;
            }

            if (i.State > InitiativeState.Draft && i.ApprovedAt is null) i.State.ShouldBe(InitiativeState.Archived, "a draft that was given up");
        });

    [Fact]
    public void The_steps_that_are_offered_are_those_that_are_taken() => AnyWish.Array[0, 8].Sample(wishes =>
    {
        var i = wishes.Aggregate(Draft(), (at, w) => at.Take(w.Step, "理由", w.By, Now).Events is [var e] ? InitiativeTable.After(at, at.Id, e)! : at);
        foreach (var by in new[] { Owner, OtherOwner, Administrator })
            foreach (var step in Enum.GetValues<InitiativeStep>())
                (i.Take(step, "理由", by, Now).Events.Count > 0).ShouldBe(InitiativeTable.StepsFor(i, by).Contains(step));
    });

    [Theory]
    [InlineData("2027-03-31T14:59:59Z", false)]
    [InlineData("2027-03-31T15:00:00Z", true)]
    public void It_starts_by_itself_at_midnight_in_Japan_of_the_first_fiscal_years_first_day(string at, bool starts)
    {
        var i = After(Draft(2028, 2027), InitiativeStep.Approve, Administrator);
        i.Take(InitiativeStep.Start, "", InitiativeActor.Calendar, DateTimeOffset.Parse(at, null)).Events.Count.ShouldBe(starts ? 1 : 0);
    }

    [Fact]
    public void By_hand_it_starts_before_its_first_year() =>
        After(After(Draft(2030), InitiativeStep.Approve, Administrator), InitiativeStep.Start, Owner).State.ShouldBe(InitiativeState.Running);

    [Theory]
    [InlineData(InitiativeStep.Close)]
    [InlineData(InitiativeStep.SendBack)]
    public void What_undoes_or_ends_something_needs_a_reason(InitiativeStep step)
    {
        var i = After(Draft(), InitiativeStep.Approve, Administrator);
        i.Take(step, "  ", Owner, Now).Problems.ShouldHaveSingleItem().Field.ShouldBe("Reason");
        i.Take(step, new string('あ', 501), Owner, Now).Problems.ShouldHaveSingleItem().Field.ShouldBe("Reason");
    }

    [Fact]
    public void What_was_approved_is_changed_by_administrators_only_and_what_is_over_by_nobody()
    {
        var i = After(Draft(), InitiativeStep.Approve, Administrator);
        var dearer = i.Details with { Budgets = new() { [new FiscalYear(2026)] = 5_000_000 } };
        var moreWords = i.Details with { Summary = new("くわしい説明", "More words") };

        i.Revise(i.Revision, dearer, Owner, Now).Problems.ShouldHaveSingleItem().Field.ShouldBe("Budgets");
        i.Revise(i.Revision, dearer, Administrator, Now).Events.ShouldHaveSingleItem().ShouldBeOfType<InitiativeRevised>().Changed.ShouldBe(["Budgets"]);
        i.Revise(i.Revision, moreWords, Owner, Now).Events.Count.ShouldBe(1);
        i.Revise(i.Revision - 1, moreWords, Owner, Now).Code.ShouldBe(InitiativeOutcome.ChangedMeanwhile);

        var over = After(i, InitiativeStep.Close, Owner);
        over.Revise(over.Revision, moreWords, Administrator, Now).Code.ShouldBe(InitiativeOutcome.NotNow);
    }

    [Fact]
    public void Details_that_cannot_be_kept_are_told_at_their_fields()
    {
        var bad = new InitiativeDetails
        {
            Slug = "A b", Name = new("", new string('x', 101)), Summary = new("あ", "a"), Department = new("課", "Dept"), Policy = (PlanPolicy)9,
            Budgets = new() { [new FiscalYear(2026)] = -1 }, Municipalities = ["999999"],
        };
        bad.Problems().Select(p => p.Field).ShouldBe(
            ["Name.Ja", "Name.En", "Slug", "Policy", "Owners", "Years", "Budgets[2026]", "Municipalities"]);
    }

    [Fact]
    public void A_year_that_is_taken_out_takes_its_modules_and_its_own_settings_along()
    {
        var i = Draft(2026, 2027);
        i = InitiativeTable.After(i, i.Id, new InitiativeModulesChosen(new(2027), ["programs"], Owner, Now))!;
        i = InitiativeTable.After(i, i.Id, new InitiativeSettingsChanged("programs", new FiscalYear(2027), new() { ["phone"] = "1" }, Owner, Now))!;
        var shorter = i.Revise(i.Revision, i.Details with { Years = [new(2026)] }, Owner, Now).Events.ShouldHaveSingleItem();
        i = InitiativeTable.After(i, i.Id, shorter)!;
        i.Modules.ShouldBeEmpty();
        i.Settings.ShouldBeEmpty();
    }

    private static Gen<T> OneOf<T>(params T[] all) => Gen.Int[0, all.Length - 1].Select(n => all[n]);

    internal static Initiative After(Initiative i, InitiativeStep step, InitiativeActor by) =>
        InitiativeTable.After(i, i.Id, i.Take(step, "理由", by, Now).Events.ShouldHaveSingleItem())!;
}
