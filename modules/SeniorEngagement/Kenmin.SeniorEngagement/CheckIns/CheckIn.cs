using System.ComponentModel.DataAnnotations;
using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Initiatives;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SharedKernel;

namespace Kenmin.SeniorEngagement.CheckIns;

/// <summary>
/// A person agreed beforehand to be called when they usually come and are not seen (ゆるやかな見守り). A person decides whether to call, and a
/// person calls: nothing is sent to anybody by itself.
/// </summary>
public sealed class CheckIn
{
    /// <summary>The person.</summary>
    public Guid Id { get; set; }

    /// <summary>The telephone that the person gave for this, and for nothing else.</summary>
    public string Phone { get; set; } = "";

    /// <summary>The circle whose leader calls; null when staff call.</summary>
    public Guid? CircleId { get; set; }

    /// <summary>That leader, by name agreed to; when somebody else leads, staff call.</summary>
    public Guid? CallerId { get; set; }

    /// <summary>When the person agreed.</summary>
    public DateTimeOffset AgreedAt { get; set; }

    /// <summary>The last day.</summary>
    public DateOnly Until { get; set; }

    /// <summary>Who entered it.</summary>
    public Doer EnteredBy { get; set; } = new(Guid.Empty, "");

    /// <summary>As what.</summary>
    public ActingAs EnteredAs { get; set; }

    /// <summary>Until when the person does not want to be called; null when at any time.</summary>
    public DateOnly? PausedUntil { get; set; }

    /// <summary>The last day on which the person was seen, of the absence for which a call was made a task.</summary>
    public DateOnly? AskedAbout { get; set; }

    /// <summary>When it was looked at last.</summary>
    public DateOnly? LookedOn { get; set; }

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Whether it goes on, on a day.</summary>
    internal bool RunsOn(DateOnly day) => EndedAt is null && day <= Until;
}

/// <summary>A task for a person to call somebody (電話の仕事).</summary>
public sealed class CallTask
{
    /// <summary>Its id.</summary>
    public Guid Id { get; set; }

    /// <summary>Whom to call.</summary>
    public Guid HolderId { get; set; }

    /// <summary>From which day on.</summary>
    public DateOnly DueOn { get; set; }

    /// <summary>The last day on which the person was seen.</summary>
    public DateOnly LastSeenOn { get; set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset MadeAt { get; set; }

    /// <summary>What came of the calls, in fixed words.</summary>
    public List<CallTry> Tries { get; set; } = [];

    /// <summary>When it was done; null while it is open.</summary>
    public DateTimeOffset? DoneAt { get; set; }
}

/// <summary>A call.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who called.</param>
/// <param name="Outcome">What came of it.</param>
public sealed record CallTry(DateTimeOffset At, Doer By, CallOutcome Outcome);

/// <summary>What came of a call. There are no other words: nothing of what was said is kept.</summary>
public enum CallOutcome
{
    /// <summary>The person is well (元気でした).</summary>
    Well,

    /// <summary>The person wishes a pause (しばらく休みたい).</summary>
    Pause,

    /// <summary>The person wants no calls any more (もう電話はいらない).</summary>
    NoCalls,

    /// <summary>Nobody answered: once more on a day (つながらなかった).</summary>
    NotReached,
}

/// <summary>Somebody with an agreement was somewhere, as a module told. Only of those who agreed, and no longer than the rule looks back.</summary>
public sealed class SeenDay
{
    /// <summary>Made from the module and its fact.</summary>
    public Guid Id { get; set; }

    /// <summary>The person.</summary>
    public Guid HolderId { get; set; }

    /// <summary>The version that stands.</summary>
    public long Version { get; set; }

    /// <summary>The day; null when it was none.</summary>
    public DateOnly? Day { get; set; }
}

/// <summary>The rule of check-ins within an initiative (見守りの決まり). Who usually comes and is not seen for some days becomes a task.</summary>
internal sealed class CheckInSettings : IValidatedSettings
{
    /// <summary>So often somebody came who usually comes.</summary>
    [Setting("見守り：ふだん来ている人とする回数", "Check-in: usually comes who came", HintJa = "集まりなら下の回数のうち何回、ほかの活動なら下の数の週のうち何週", HintEn = "Of so many meetings, or of so many weeks", UnitJa = "回", UnitEn = "times", Minimum = 1, Maximum = 12)]
    public int Attended { get; set; } = 3;

    /// <summary>Of so many meetings, or weeks.</summary>
    [Setting("見守り：さかのぼる集まり（週）の数", "Check-in: of the last meetings (weeks)", UnitJa = "回", UnitEn = "times", Minimum = 1, Maximum = 12)]
    public int Of { get; set; } = 4;

    /// <summary>Not seen for so many days.</summary>
    [Setting("見守り：姿が見えない日数", "Check-in: days not seen", UnitJa = "日", UnitEn = "days", Minimum = 7, Maximum = 90)]
    public int QuietDays { get; set; } = 14;

    /// <inheritdoc/>
    public IEnumerable<SettingProblem> Problems()
    {
        if (Attended > Of) yield return new("attended", new("さかのぼる数より多くはできません。", "It cannot be more than the number looked back at."));
    }
}

/// <summary>How long what is over is kept: section <c>Modules:senior-engagement:CheckIns</c>.</summary>
public sealed class CheckInOptions
{
    /// <summary>Days after the end of an agreement, or after a call was done; until questions about it are answered, and no longer.</summary>
    [Range(0, 365)]
    public int DaysKept { get; set; } = 30;
}

/// <summary>A meeting that was held and to which the person might have come.</summary>
/// <param name="Day">The day.</param>
/// <param name="There">Whether the person was there.</param>
/// <param name="Excused">Whether the person had said before that they do not come.</param>
internal readonly record struct Occasion(DateOnly Day, bool There, bool Excused);

/// <summary>Decides who usually comes and was not seen. Nothing else is looked at, and nothing is guessed.</summary>
internal static class CheckInRule
{
    /// <summary>How many days back anything is looked at.</summary>
    public const int DaysBack = 200;

    /// <summary>The last day on which a person was seen who usually comes and is not seen now; null when there is nothing to do.</summary>
    /// <param name="settings">The rule.</param>
    /// <param name="occasions">Meetings that were held.</param>
    /// <param name="seen">All days on which the person was seen.</param>
    /// <param name="notBefore">Before this day nothing counts as not seen: the person agreed, or wished a pause.</param>
    /// <param name="today">Today.</param>
    public static DateOnly? Unseen(CheckInSettings settings, IReadOnlyCollection<Occasion> occasions, IReadOnlyCollection<DateOnly> seen, DateOnly notBefore, DateOnly today)
    {
        var days = seen.Where(d => d <= today && d >= today.AddDays(-DaysBack)).ToHashSet();
        if (days.Count == 0) return null;
        var last = days.Max();
        if (today < (last > notBefore ? last : notBefore).AddDays(settings.QuietDays)) return null;
        return ByMeetings(settings, occasions, last, today) || ByWeeks(settings, days, last) ? last : null;
    }

    // Of the meetings up to the last that the person came to, enough; and one was missed since without a word.
    private static bool ByMeetings(CheckInSettings settings, IReadOnlyCollection<Occasion> occasions, DateOnly last, DateOnly today)
    {
        var counted = occasions.Where(o => !o.Excused && o.Day <= today).OrderByDescending(o => o.Day).ToList();
        return counted.Any(o => o.Day > last && !o.There) && counted.Where(o => o.Day <= last).Take(settings.Of).Count(o => o.There) >= settings.Attended;
    }

    // Of the weeks that end with the last day, enough in which the person was seen.
    private static bool ByWeeks(CheckInSettings settings, HashSet<DateOnly> days, DateOnly last) =>
        Enumerable.Range(0, settings.Of).Count(week => Enumerable.Range(0, 7).Any(d => days.Contains(last.AddDays(-7 * week - d)))) >= settings.Attended;
}
