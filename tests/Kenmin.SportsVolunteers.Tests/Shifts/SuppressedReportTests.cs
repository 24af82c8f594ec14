using CsCheck;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Shifts.ManageEvents;

namespace Kenmin.SportsVolunteers.Tests.Shifts;

/// <summary>What is handed on lets nobody be recognized.</summary>
public sealed class SuppressedReportTests
{
    private static readonly Gen<ReportLine> Line = Gen.Select(Gen.Int[0, 12], Gen.Int[0, 4], Gen.Int[0, 4])
        .Select((attended, absent, unrecorded) => new ReportLine(LocalizedText.Same("市"), attended + absent + unrecorded, attended, absent, unrecorded, attended * 60));

    [Fact]
    public void No_small_figure_is_shown_and_none_follows_from_the_sum() => Line.Array[1, 8].Sample(lines =>
    {
        var total = new ReportLine(LocalizedText.Same("計"), lines.Sum(l => l.Confirmed), lines.Sum(l => l.Attended), lines.Sum(l => l.Absent), lines.Sum(l => l.Unrecorded), lines.Sum(l => l.Minutes));
        var shown = SuppressedReport.Of(new(0, 0, 0, total, lines, []), 5).ByMunicipality;
        foreach (var line in shown)
        {
            foreach (var figure in new[] { line.Confirmed, line.Attended, line.Absent, line.Unrecorded }) (figure is > 0 and < 5).ShouldBeFalse();
            if (line.Attended is null) line.Minutes.ShouldBeNull("the hours would tell");
        }

        foreach (var column in new Func<SuppressedLine, long?>[] { l => l.Confirmed, l => l.Attended, l => l.Absent, l => l.Unrecorded })
            if (lines.Length > 1 && shown.Count(l => column(l) is null) == 1) shown.ShouldAllBe(l => column(l) == null || column(l) == 0, "one that is missing alone follows from the sum");
        foreach (var line in shown)
            if (new[] { line.Confirmed, line.Attended, line.Absent, line.Unrecorded } is var row && row.Count(f => f is null) == 1)
                row.ShouldAllBe(f => f == null || f == 0, "one that is missing alone follows from the others");
        shown.Sum(l => l.Confirmed ?? 0).ShouldBeLessThanOrEqualTo(total.Confirmed);
    }, iter: 500);
}
