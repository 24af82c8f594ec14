using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.Training.Courses;

/// <summary>Staff open a course for leaders, or change it (講座を開く・直す).</summary>
/// <param name="Id">The course.</param>
/// <param name="Name">Its name.</param>
/// <param name="About">What it is about; may be empty.</param>
/// <param name="Kinds">For which kinds of licences it counts.</param>
/// <param name="Credits">Credits for being there on a date.</param>
/// <param name="CountsOnce">Whether only one of its dates counts for a person.</param>
/// <param name="Municipality">The municipality; stays once it is there.</param>
/// <param name="Open">Whether everybody sees it and can sign up.</param>
/// <param name="By">Who does it.</param>
[MessageIdentity("senior-engagement.save-course.v1")]
[NewEntries(Features.Training)]
public sealed record SaveCourse(Guid Id, string? Name, string? About, IReadOnlyList<string>? Kinds, int? Credits, bool CountsOnce, string? Municipality, bool Open, Doer By)
{
    internal IEnumerable<Flaw> Flaws()
    {
        foreach (var flaw in Flaw.OfText(Name, nameof(Name), 60)) yield return flaw;
        foreach (var flaw in Flaw.OfText(About, nameof(About), 600, required: false, lines: true)) yield return flaw;
        if (Kinds is not { Count: > 0 }) yield return new(nameof(Kinds), new("どの資格の単位になるか、1 つ以上選んでください。", "Choose at least one kind of licence for which it counts."));
        if (Credits is null) yield return new(nameof(Credits), new("単位を数字で入力してください。", "Enter how many credits."));
        foreach (var flaw in Flaw.OfNumber(Credits, nameof(Credits), 1, 10)) yield return flaw;
        if (SharedKernel.Municipality.ByCode(Municipality) is null) yield return new(nameof(Municipality), new("市町を選んでください。", "Choose the municipality."));
    }
}

/// <summary>Keeps it.</summary>
public static class SaveCourseHandler
{
    /// <summary>What being there is worth is fixed once a date has begun: people came for it.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(SaveCourse command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        foreach (var flaw in command.Flaws()) return (CommandAnswer.Invalid(flaw), []);
        var known = await session.LockAsync<LeaderCourse>(command.Id, cancellationToken);
        if (known is null && !await gates.IsOnNowAsync(Features.Training)) return (CommandAnswer.Off, []);
        var kinds = (await session.LicenceKindsAsync(cancellationToken)).Select(k => k.Id).Where(command.Kinds!.Contains).ToList();
        if (kinds.Count != command.Kinds!.Distinct().Count()) return (CommandAnswer.Invalid(new(nameof(command.Kinds), new("一覧から選んでください。", "Choose from the list."))), []);
        var dates = await session.Query<CourseDate>().Where(d => d.CourseId == command.Id).ToListAsync(cancellationToken);
        var now = clock.GetUtcNow();
        if (known is not null && dates.Any(d => !d.Cancelled && d.Starts <= now) && ((known.Credits, known.CountsOnce) != (command.Credits!.Value, command.CountsOnce) || !known.Kinds.SequenceEqual(kinds)))
            return (CommandAnswer.Refused("begun", "始まった回があるので、単位の決まりは変えられません。新しい講座を開いてください。", "A date has begun, so what it is worth stays. Open a new course.", nameof(command.Credits)), []);
        session.Store(new LeaderCourse
        {
            Id = command.Id, Name = command.Name!.Trim(), About = command.About?.Trim() ?? "", Kinds = kinds, Credits = command.Credits!.Value, CountsOnce = command.CountsOnce,
            MunicipalityCode = known?.MunicipalityCode ?? Municipality.ByCode(command.Municipality)!.Code6, Open = command.Open, OpenedBy = known?.OpenedBy ?? command.By, Revision = (known?.Revision ?? 0) + 1,
        });
        return (CommandAnswer.Done, [.. dates.Where(d => d.Ends > now).Select(d => new ApplyCoursePlaces(d.Id))]);
    }
}

/// <summary>Staff plan a date of a course, or change it (講座の回を決める).</summary>
/// <param name="Id">The date; a new one plans it.</param>
/// <param name="CourseId">The course; stays.</param>
/// <param name="Title">What it is about; may be empty.</param>
/// <param name="Day">The day.</param>
/// <param name="Start">When it starts.</param>
/// <param name="End">When it ends.</param>
/// <param name="Place">Where.</param>
/// <param name="At">A known place there, by its position; may be empty.</param>
/// <param name="Capacity">Places.</param>
[MessageIdentity("senior-engagement.plan-course-date.v1")]
[NewEntries(Features.Training)]
public sealed record PlanCourseDate(Guid Id, Guid CourseId, string? Title, DateOnly? Day, TimeOnly? Start, TimeOnly? End, string? Place, string? At, int? Capacity)
{
    internal IEnumerable<Flaw> Flaws()
    {
        foreach (var flaw in Flaw.OfText(Title, nameof(Title), 60, required: false)) yield return flaw;
        if (Day is null) yield return new(nameof(Day), new("日を入力してください。例：2026-11-10", "Enter the day, such as 2026-11-10."));
        if (Start is null) yield return new(nameof(Start), new("開始の時刻を入力してください。例：13:30", "Enter when it starts, such as 13:30."));
        if (End is null) yield return new(nameof(End), new("終了の時刻を入力してください。例：15:00", "Enter when it ends, such as 15:00."));
        else if (Start >= End) yield return new(nameof(End), new("終了は開始より後にしてください。", "The end must be after the start."));
        foreach (var flaw in Flaw.OfText(Place, nameof(Place), 80)) yield return flaw;
        if (Capacity is null) yield return new(nameof(Capacity), new("定員を数字で入力してください。", "Enter how many can come."));
        foreach (var flaw in Flaw.OfNumber(Capacity, nameof(Capacity), 1, 500)) yield return flaw;
    }
}

/// <summary>Keeps it.</summary>
public static class PlanCourseDateHandler
{
    /// <summary>What has begun stays as it was. Its places follow in a message of the same transaction.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(PlanCourseDate command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        foreach (var flaw in command.Flaws()) return (CommandAnswer.Invalid(flaw), []);
        var now = clock.GetUtcNow();
        var known = await session.LockAsync<CourseDate>(command.Id, cancellationToken);
        // Those who change the course wait until its date is there, and the other way round.
        if (await session.LockAsync<LeaderCourse>(known?.CourseId ?? command.CourseId, cancellationToken) is not { } course) return (CommandAnswer.Unknown, []);
        if (known is null && !await gates.IsOnNowAsync(Features.Training)) return (CommandAnswer.Off, []);
        if (known is { Cancelled: true }) return (CommandAnswer.Refused("cancelled", "中止した回は変えられません。", "It was called off and cannot be changed."), []);
        if (known is not null && known.Starts <= now) return (CommandAnswer.Refused("begun", "始まった回は変えられません。", "It has begun and can no longer be changed.", nameof(command.Day)), []);
        if (JapanTime.At(command.Day!.Value, command.Start!.Value) <= now) return (CommandAnswer.Invalid(new(nameof(command.Day), new("これからの日時にしてください。", "Choose a time to come."))), []);
        if (command.Day > JapanTime.DayOf(now).AddYears(1)) return (CommandAnswer.Invalid(new(nameof(command.Day), new("1 年後までの日にしてください。", "Choose a day within a year."))), []);
        var at = string.IsNullOrEmpty(command.At) ? null : (await Cards.HolderQueries.PlacesNearAsync(session, course.MunicipalityCode, cancellationToken)).FirstOrDefault(p => p.Key == command.At) ?? (known?.At?.Key == command.At ? known.At : null);
        if (!string.IsNullOrEmpty(command.At) && at is null) return (CommandAnswer.Invalid(new(nameof(command.At), new("一覧から選んでください。", "Choose from the list."))), []);
        session.Store(new CourseDate
        {
            Id = command.Id, CourseId = course.Id, Title = command.Title?.Trim() ?? "", Day = command.Day.Value, Start = command.Start.Value, End = command.End!.Value, Place = command.Place!.Trim(), At = at,
            Capacity = command.Capacity!.Value, Revision = (known?.Revision ?? 0) + 1,
        });
        return (CommandAnswer.Done, [new ApplyCoursePlaces(command.Id)]);
    }
}

/// <summary>Staff call a date of a course off (中止); who signed up is told.</summary>
/// <param name="Id">The date.</param>
/// <param name="Reason">Why; people read it.</param>
[MessageIdentity("senior-engagement.cancel-course-date.v1")]
[NoNewEntries("what exists can always be called off")]
public sealed record CancelCourseDate(Guid Id, string? Reason);

/// <summary>Calls it off.</summary>
public static class CancelCourseDateHandler
{
    /// <summary>Possible until it begins.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(CancelCourseDate command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<CourseDate>(command.Id, cancellationToken) is not { } date) return (CommandAnswer.Unknown, []);
        if (date.Cancelled) return (CommandAnswer.Done, []);
        foreach (var flaw in Flaw.OfText(command.Reason, nameof(command.Reason), 200)) return (CommandAnswer.Invalid(flaw), []);
        if (date.Starts <= clock.GetUtcNow()) return (CommandAnswer.Refused("begun", "始まった回は中止できません。", "It has begun and cannot be called off."), []);
        (date.Cancelled, date.CancelReason, date.Revision) = (true, command.Reason!.Trim(), date.Revision + 1);
        session.Store(date);
        return (CommandAnswer.Done, [new ApplyCoursePlaces(date.Id)]);
    }
}
