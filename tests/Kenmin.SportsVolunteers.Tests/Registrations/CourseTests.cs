using CsCheck;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Registrations.Legacy;

namespace Kenmin.SportsVolunteers.Tests.Registrations;

/// <summary>How the register fared and would go on: counted from groups of persons who are alike.</summary>
public sealed class CourseTests
{
    private static readonly FiscalYear Now = new(2026);

    private static PersonGroup Group(long persons, int came, int? until, IntakeWay? way = IntakeWay.Festival, int? born = 1960, bool? stays = null) =>
        new(came, way, until, stays ?? until >= 2026, born, persons);

    [Fact]
    public void Only_those_whose_festival_was_that_long_ago_count_for_a_number_of_years()
    {
        var course = CourseReport.Of(
        [
            Group(100, 2016, null), Group(60, 2016, 2017), Group(30, 2016, 2021), Group(10, 2016, 2026),
            Group(50, 2024, 2024), Group(40, 2024, 2025), Group(200, 2024, 2026, IntakeWay.School), Group(20, 2026, 2026, null),
        ], Now);
        course.Retention.Select(r => (r.Years, r.Reached, r.Still)).ShouldBe([(1, 290, 140), (3, 200, 40), (5, 200, 40), (10, 200, 10)]);
        course.Retention[3].Share.ShouldBe(5.0m);
    }

    [Fact]
    public void Each_year_shows_who_came_by_which_way_and_who_renewed()
    {
        var course = CourseReport.Of(
            [Group(70, 2024, 2025), Group(30, 2024, 2026), Group(12, 2025, 2026, IntakeWay.Club), Group(9, 2026, 2026, null), Group(500, 2025, null)], Now);
        course.Years.Select(y => y.Year.StartYear).ShouldBe([2021, 2022, 2023, 2024, 2025, 2026]);
        var (y2025, y2026) = (course.Years[4], course.Years[5]);
        (y2025.ByFestival, y2025.Brought, y2025.Registered, y2025.Renewed).ShouldBe((500, 12, 112, 100));
        (y2026.Themselves, y2026.Registered, y2026.OfYearBefore, y2026.Renewed, y2026.RenewalShare).ShouldBe((9, 51, 112, 42, 37.5m));
    }

    [Fact]
    public void The_projection_takes_the_share_of_each_age_and_the_intake_of_the_last_years()
    {
        // Those around 40 all stay; of those around 80 half stay. Ages are far from the borders of their classes.
        var projection = CourseReport.Of(
        [
            Group(100, 2023, 2026, born: 1994, way: IntakeWay.Club), Group(30, 2023, 2026, born: 1948, way: IntakeWay.Club),
            Group(30, 2023, 2025, born: 1948, way: IntakeWay.Club), Group(30, 2026, 2026, way: null, born: 1994),
        ], Now).Projection!;
        projection.Years[0].ShouldBe(new ProjectedYear(Now, 160, 0));
        projection.IntakeEachYear.ShouldBe(10);
        var young = projection.Ages.Single(a => a.From == 30);
        (young.Now, young.Left, young.Missing, young.Share).ShouldBe((130, 130, 0, 100.0m));
        var old = projection.Ages.Single(a => a.From == 75);
        old.Now.ShouldBe(30);
        old.Left!.Value.ShouldBeLessThan(30);
        projection.Years[^1].Newcomers.ShouldBe(50, "ten a year, who all stay at that age");
    }

    [Fact]
    public void Before_the_first_renewal_nothing_is_projected() =>
        CourseReport.Of([Group(100, 2026, 2026)], Now).Projection.ShouldBeNull();

    [Fact]
    public void Whoever_is_here_never_becomes_more_and_small_figures_stay_hidden() =>
        Gen.Select(Gen.Long[0, 40], Gen.Int[2015, 2026], Gen.Int[0, 10], Gen.Int[1930, 2012], Gen.Int[0, 3])
            .Select((persons, came, stayed, born, way) => Group(persons, came, stayed == 0 ? null : Math.Min(2026, came + stayed - 1), way == 3 ? null : (IntakeWay)way, born % 7 == 0 ? null : born))
            .Array[1, 20].Sample(groups =>
            {
                var course = CourseReport.Of(groups, Now);
                if (course.Projection is { } p)
                {
                    p.Years.Zip(p.Years.Skip(1)).ShouldAllBe(pair => pair.Second.Here <= pair.First.Here);
                    p.Ages.Sum(a => a.Now).ShouldBe(p.Years[0].Here);
                    p.Ages.ShouldAllBe(a => a.Left >= 0 && a.Left <= a.Now);
                }

                var hidden = course.WithoutSmallNumbers(5);
                long?[] shown =
                [
                    .. hidden.Retention.SelectMany(r => new[] { r.Reached, r.Still, r.Reached - r.Still }),
                    .. hidden.Years.SelectMany(y => new[] { y.ByFestival, y.Brought, y.Themselves, y.Registered, y.OfYearBefore - y.Renewed }),
                    .. hidden.Projection?.Ages.SelectMany(a => new[] { a.Now, a.Missing }) ?? [],
                ];
                shown.ShouldAllBe(f => f == null || f == 0 || f >= 5);
            });
}
