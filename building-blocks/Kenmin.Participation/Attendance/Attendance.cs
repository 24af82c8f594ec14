namespace Kenmin.Participation;

/// <summary>Whether the person was there.</summary>
public enum Presence
{
    /// <summary>Was there (出席).</summary>
    Present = 1,

    /// <summary>Did not come (欠席).</summary>
    Absent = 2,
}

/// <summary>Attendance of one sign-up.</summary>
/// <param name="Presence">There or not.</param>
/// <param name="CheckedIn">When checked in; null when absent, or when only the hours are known.</param>
/// <param name="CheckedOut">When checked out.</param>
/// <param name="Minutes">Minutes of activity; null until checked out or entered.</param>
public sealed record AttendanceFact(Presence Presence, DateTimeOffset? CheckedIn, DateTimeOffset? CheckedOut, int? Minutes);

/// <summary>What is recorded about attendance.</summary>
public abstract record AttendanceEntry
{
    /// <summary>How long before an opening's start people may be checked in: 24 hours.</summary>
    public static TimeSpan OpensBeforeStart { get; } = TimeSpan.FromHours(24);

    private AttendanceEntry()
    {
    }

    /// <summary>Came. A second check-in keeps the first time.</summary>
    /// <param name="At">When; may lie back, where a device had no network.</param>
    public sealed record CheckIn(DateTimeOffset At) : AttendanceEntry;

    /// <summary>Went; the minutes are counted from the check-in.</summary>
    /// <param name="At">When.</param>
    public sealed record CheckOut(DateTimeOffset At) : AttendanceEntry;

    /// <summary>Did not come.</summary>
    public sealed record NoShow : AttendanceEntry;

    /// <summary>Takes back what was recorded, such as a tap on the wrong name: nothing is recorded any more. The history keeps both.</summary>
    public sealed record Withdraw : AttendanceEntry;

    /// <summary>Corrects what is recorded.</summary>
    /// <param name="Attendance">What is true.</param>
    /// <param name="Reason">Why; kept in the history.</param>
    public sealed record Correct(AttendanceFact Attendance, string Reason) : AttendanceEntry;
}

/// <summary>Records attendance of a confirmed sign-up.</summary>
/// <param name="CommandId">Id of this command: sent again, it changes nothing more.</param>
/// <param name="OpeningId">The opening.</param>
/// <param name="PersonId">The person.</param>
/// <param name="Entry">What is recorded.</param>
/// <param name="By">Who records it.</param>
public sealed record RecordAttendance(Guid CommandId, Guid OpeningId, Guid PersonId, AttendanceEntry Entry, Actor By);

/// <summary>Attendance after a command.</summary>
/// <param name="Attendance">What is recorded now; null when it was taken back.</param>
/// <param name="Repeated">Nothing changed now.</param>
public sealed record AttendanceAnswer(AttendanceFact? Attendance, bool Repeated);
