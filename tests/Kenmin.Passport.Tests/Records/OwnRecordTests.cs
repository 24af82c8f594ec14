using Kenmin.Passport.Contracts;
using Kenmin.Passport.PaperRecords;
using Kenmin.Passport.Records;
using Kenmin.Passport.Tests.Support;
using Kenmin.SharedKernel;

namespace Kenmin.Passport.Tests.Records;

/// <summary>What facts come to.</summary>
public sealed class OwnRecordTests
{
    private static readonly Guid Me = Guid.CreateVersion7(), Before = Guid.CreateVersion7();

    [Fact]
    public void The_same_matter_told_of_two_accounts_of_one_person_counts_once_with_what_the_own_account_says()
    {
        var subject = Guid.CreateVersion7();
        var own = Fact(Me, 60, subject: subject, proof: ProofLevel.Stated);
        var other = Fact(Before, 90, subject: subject);
        var record = Of(own, other, Fact(Before, 30));

        record.Lines.Count.ShouldBe(2);
        record.Minutes.ShouldBe(90);
        Of(other).Minutes.ShouldBe(90);
    }

    [Fact]
    public void Milestones_are_reached_on_the_day_on_which_the_sum_reaches_them()
    {
        var record = Of([.. Enumerable.Range(0, 10).Select(i => Fact(Me, 90, new DateOnly(2026, 5, 1).AddDays(i)))]);

        record.Milestones().Select(m => (m.Name.En, m.On)).ShouldBe(
            [("10 hours", new(2026, 5, 7)), ("10 times", new(2026, 5, 10)), ("The first time", new(2026, 5, 1))], ignoreOrder: true);
        Of().Milestones().ShouldBeEmpty();
        Of(Fact(Me, null)).Milestones().ShouldHaveSingleItem().Name.En.ShouldBe("The first time");
    }

    [Fact]
    public void Sums_are_by_fiscal_year_and_module_and_papers_stand_apart()
    {
        var paper = new PaperRecord { Id = Guid.CreateVersion7(), AccountId = Me, What = "以前の活動", FirstDay = new(2026, 3, 31), LastDay = new(2026, 4, 1), Minutes = 60, Document = "感謝状" };
        var record = OwnRecord.Of(Me, [Passport.Records.Participation.Of(Fact(Me, 60, new(2026, 4, 1))), Passport.Records.Participation.Of(Fact(Me, 30, new(2026, 5, 1)))], [paper], new Dictionary<Guid, SharedResult>());

        record.ByYear().ShouldBe([new YearSum(new(2026), "sample", 2, 90), new YearSum(new(2025), null, 1, 60)]);
        record.Lines.Single(l => l.PaperId is not null).Proof.ShouldBe(ProofLevel.DocumentHeld);
        record.Narrowed(new(2026, 4, 1), null, withPapers: true).Lines.Count.ShouldBe(2);
        record.Narrowed(null, new(2026, 4, 1), withPapers: false).Minutes.ShouldBe(60);
    }

    private static ParticipationRecorded Fact(Guid account, int? minutes, DateOnly? day = null, Guid? subject = null, ProofLevel proof = ProofLevel.CheckedIn)
    {
        var made = PassportHouse.Participation(account, day: day, minutes: minutes, proof: proof);
        return subject is { } same ? made with { SubjectId = same } : made;
    }

    private static OwnRecord Of(params ParticipationRecorded[] facts) => OwnRecord.Of(Me, facts.Select(Passport.Records.Participation.Of), [], new Dictionary<Guid, SharedResult>());
}
