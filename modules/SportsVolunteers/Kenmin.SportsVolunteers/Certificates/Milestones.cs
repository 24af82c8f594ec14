using Kenmin.Participation;
using Kenmin.SharedKernel;

namespace Kenmin.SportsVolunteers.Certificates;

/// <summary>A milestone (節目) that a volunteer reached.</summary>
/// <param name="Name">What was reached.</param>
/// <param name="On">The day of the shift with which it was reached.</param>
internal sealed record Milestone(LocalizedText Name, DateOnly On);

/// <summary>Hours and years that are worth a word of thanks.</summary>
internal static class Milestones
{
    private static readonly int[] Hours = [10, 50, 100, 200, 500, 1000];
    private static readonly int[] Years = [1, 3, 5, 10];

    /// <summary>Those that were reached, the latest first.</summary>
    /// <param name="signUps">All sign-ups of the person.</param>
    public static IReadOnlyList<Milestone> Of(IEnumerable<SignUpView> signUps)
    {
        var reached = new List<Milestone>();
        var (minutes, first) = (0L, (DateOnly?)null);
        foreach (var was in signUps.Where(s => s.Attendance?.Presence == Presence.Present).OrderBy(s => s.Opening.Starts))
        {
            var day = JapanTime.DayOf(was.Opening.Starts);
            first ??= day;
            var before = minutes;
            minutes += was.Attendance!.Minutes ?? 0;
            reached.AddRange(Hours.Where(h => before < h * 60L && h * 60L <= minutes).Select(h => new Milestone(new($"活動{h}時間", $"{h} hours"), day)));
            // Years count with the first shift after the anniversary: still being there is what is thanked for.
            reached.AddRange(Years.Where(y => first.Value.AddYears(y) <= day && !reached.Any(m => m.Name.En == Name(y).En)).Select(y => new Milestone(Name(y), day)));
        }

        reached.Reverse();
        return reached;

        static LocalizedText Name(int years) => new($"活動{years}年", years == 1 ? "1 year" : $"{years} years");
    }

    /// <summary>How many minutes are missing to the next milestone, and which that is; null beyond the last.</summary>
    public static (int Hours, long MinutesLeft)? Next(long minutes) =>
        Hours.FirstOrDefault(h => h * 60L > minutes) is var next and > 0 ? (next, next * 60L - minutes) : null;
}
