using CsCheck;
using Kenmin.SportsVolunteers.Skills;
using Kenmin.SportsVolunteers.Volunteers;
using Kenmin.SportsVolunteers.Volunteers.SamePerson;

namespace Kenmin.SportsVolunteers.Tests.Skills;

public sealed class SkillTests
{
    private static readonly DateTimeOffset Now = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly HashSet<string> Nothing = [];
    private static readonly HashSet<string> FirstAid = ["first-aid"];

    private static Volunteer With(params HeldQualification[] held) => new() { Qualifications = ["救命講習", "英語"], Held = [.. held] };

    [Fact]
    public void What_was_only_stated_counts_unless_its_kind_needs_proof_or_its_details_say_more()
    {
        var day = new DateOnly(2026, 11, 1);
        Skill.KeysOn(With(), day, Nothing).ShouldBe(["first-aid", "english"], ignoreOrder: true);
        Skill.KeysOn(With(), day, FirstAid).ShouldBe(["english"]);
        Skill.KeysOn(With(new HeldQualification("救命講習", "1", new(2026, 10, 31), Now) { ConfirmedAt = Now }), day, Nothing).ShouldBe(["english"]);
        var held = new HeldQualification("救命講習", "1", new(2026, 11, 1), Now);
        Skill.KeysOn(With(held), day, FirstAid).ShouldBe(["english"]);
        Skill.KeysOn(With(held with { ConfirmedAt = Now }), day, FirstAid).ShouldBe(["first-aid", "english"], ignoreOrder: true);
        Skill.KeysOn(With(held with { ConfirmedAt = Now }), day.AddDays(1), FirstAid).ShouldBe(["english"], "it runs out at the end of its last day");
    }

    [Theory]
    [InlineData("2026-11-02", "9:00", "12:00", false)]  // a Monday
    [InlineData("2026-11-03", "9:00", "12:00", true)]   // a holiday
    [InlineData("2026-11-01", "8:30", "12:00", false)]
    [InlineData("2026-11-01", "9:00", "17:00", true)]
    [InlineData("2026-11-01", "9:00", "17:30", false)]
    [InlineData("2026-11-08", "9:00", "12:00", false)]
    public void Days_and_times_bind(string day, string start, string end, bool can)
    {
        var wishes = new ServiceWishes { Days = [DayKind.Sunday], Earliest = new(9, 0), Latest = new(17, 0), NotOn = [new(2026, 11, 8)] };
        Skill.CanCome(wishes, DateOnly.Parse(day), TimeOnly.Parse(start), TimeSpan.Parse(end)).ShouldBe(can);
    }

    [Fact]
    public void Joining_two_records_and_undoing_it_gives_back_what_each_held()
    {
        var held = Gen.Select(Gen.Int[0, 2].Select(i => new[] { "英語", "手話", "救命講習" }[i]), Gen.Int[0, 9], Gen.Bool)
            .Select(x => new HeldQualification(x.Item1, $"{x.Item2}", null, Now) { ConfirmedAt = x.Item3 ? Now : null });
        Gen.Select(held.Array[0, 3], held.Array[0, 3]).Sample((one, other) =>
        {
            Volunteer Of(HeldQualification[] all) => new() { Id = Guid.NewGuid(), Held = Skill.Union(all, []), Wanted = all.Length > 1 ? new() { MostShifts = all.Length } : null, SupportNeeds = string.Join('\n', all.Select(h => h.Number).Distinct()) };
            var (kept, gone) = (Of(one), Of(other));
            var before = kept.Copy();
            kept.TakeIn(gone);
            kept.Held.Select(h => h.Name).ShouldBe(before.Held.Concat(gone.Held).Select(h => h.Name).Distinct(), ignoreOrder: true);
            kept.GiveBack(before, [gone], gone);
            kept.Held.ShouldBe(before.Held, ignoreOrder: true);
            (kept.Wanted, kept.Team, kept.SupportNeeds).ShouldBe((before.Wanted, before.Team, before.SupportNeeds));
        });
    }
}
