namespace Kenmin.RuralLeaders.Curriculum;

/// <summary>How far a person has come with a course.</summary>
/// <param name="Course">The course.</param>
/// <param name="Credits">Credits so far.</param>
/// <param name="Missing">Compulsory sessions at which the person was not.</param>
public sealed record CourseProgress(Course Course, int Credits, IReadOnlyList<CourseSession> Missing)
{
    /// <summary>Whether it is completed (修了).</summary>
    public bool Complete => Credits >= Course.CreditsNeeded && Missing.Count == 0;

    /// <summary>Works it out.</summary>
    /// <param name="course">The course.</param>
    /// <param name="sessions">Its sessions; those that did not take place count for nothing, and nobody must have been there.</param>
    /// <param name="attended">The sessions at which the person was.</param>
    /// <param name="from">Only what was on this day or later counts; null: all.</param>
    internal static CourseProgress Of(Course course, IEnumerable<CourseSession> sessions, IReadOnlySet<Guid> attended, DateOnly? from = null)
    {
        var held = sessions.Where(s => s.CourseId == course.Id && !s.Cancelled).ToList();
        bool Counts(CourseSession s) => attended.Contains(s.Id) && (from is null || s.Day >= from);
        return new(course, held.Where(Counts).Sum(s => s.Credits), [.. held.Where(s => s.Compulsory && !Counts(s)).OrderBy(s => s.Starts)]);
    }
}
