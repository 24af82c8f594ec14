using System.Globalization;
using Kenmin.Pages;
using Kenmin.SharedKernel;
using static Kenmin.Pages.Texts;

namespace Kenmin.SeniorEngagement.Training.Courses;

/// <summary>Words about courses on pages.</summary>
internal static class CourseWords
{
    public static LocalizedText When(CourseDate d) => new(
        $"{Dates.LongText(d.Day).Ja}　{Times.Short(d.Start)}～{Times.Short(d.End)}", $"{Dates.LongText(d.Day).En}, {Times.Short(d.Start)} to {Times.Short(d.End)}");

    public static LocalizedText Places(CourseLine line) => line switch
    {
        { Date.Cancelled: true } => new("中止", "Called off"), { Places: null } => new("準備中", "In preparation"),
        { Places: { Free: > 0 and var free } } => new($"空き {free} 人", $"{free} places free"),
        { Places: { Waiting: var waiting } } => new($"満員（キャンセル待ち {waiting} 人）", $"Full ({waiting} waiting)"),
    };

    /// <summary>What being there is worth.</summary>
    public static LocalizedText Worth(LeaderCourse course, IEnumerable<LicenceKind> kinds)
    {
        var of = kinds.Where(k => course.Kinds.Contains(k.Id)).ToList();
        return new($"出席 1 回で {course.Credits} 単位（{string.Join('、', of.Select(k => k.Name.Ja))}）{(course.CountsOnce ? "。同じ内容なので、どれか 1 回だけ数えます" : "")}",
            $"{course.Credits} {(course.Credits == 1 ? "credit" : "credits")} for a date ({string.Join(", ", of.Select(k => k.Name.En))}){(course.CountsOnce ? "; all dates have the same content, so one counts" : "")}");
    }
}

/// <summary>What is typed about a course.</summary>
public sealed class CourseForm
{
    /// <summary>The course's id, made when the page is opened, so that sending twice opens one.</summary>
    public string? Id { get; set; }

    /// <summary>Its name.</summary>
    public string? Name { get; set; }

    /// <summary>What it is about.</summary>
    public string? About { get; set; }

    /// <summary>For which kinds of licences it counts.</summary>
    public List<string> Kinds { get; set; } = [];

    /// <summary>Credits for a date.</summary>
    public string? Credits { get; set; }

    /// <summary>Whether only one date counts.</summary>
    public bool CountsOnce { get; set; }

    /// <summary>The municipality.</summary>
    public string? Municipality { get; set; }

    /// <summary>Whether everybody sees it.</summary>
    public bool Open { get; set; }

    internal static CourseForm Of(LeaderCourse c) => new()
    {
        Id = c.Id.ToString(), Name = c.Name, About = c.About, Kinds = [.. c.Kinds], Credits = c.Credits.ToString(CultureInfo.InvariantCulture), CountsOnce = c.CountsOnce, Municipality = c.MunicipalityCode, Open = c.Open,
    };

    internal SaveCourse ToCommand(Guid id, Doer by, FormErrors errors) => new(id, Name, About, Kinds ?? [], errors.TakeNumber("Input.Credits", Credits), CountsOnce, Municipality, Open, by);
}

/// <summary>What is typed about a date of a course.</summary>
public sealed class CourseDateForm
{
    /// <summary>The id, made when the page is opened, so that sending twice plans one.</summary>
    public string? Id { get; set; }

    /// <summary>What it is about.</summary>
    public string? Title { get; set; }

    /// <summary>The day.</summary>
    public string? Day { get; set; }

    /// <summary>When it starts.</summary>
    public string? Start { get; set; }

    /// <summary>When it ends.</summary>
    public string? End { get; set; }

    /// <summary>Where.</summary>
    public string? Place { get; set; }

    /// <summary>A known place there.</summary>
    public string? At { get; set; }

    /// <summary>Places.</summary>
    public string? Capacity { get; set; }

    internal static CourseDateForm Of(CourseDate d) => new()
    {
        Id = d.Id.ToString(), Title = d.Title, Day = Dates.Iso(d.Day), Start = Times.Short(d.Start), End = Times.Short(d.End), Place = d.Place, At = d.At?.Key, Capacity = d.Capacity.ToString(CultureInfo.InvariantCulture),
    };

    internal PlanCourseDate ToCommand(Guid id, Guid course, FormErrors errors) => new(
        id, course, Title, errors.TakeDay("Plan.Day", Day), errors.TakeTime("Plan.Start", Start), errors.TakeTime("Plan.End", End), Place, At, errors.TakeNumber("Plan.Capacity", Capacity));
}

/// <summary>Times from fields.</summary>
internal static class TimeFields
{
    /// <summary>Takes a time out of a field; null when blank or when it cannot be read, then with the reason at the field.</summary>
    public static TimeOnly? TakeTime(this FormErrors errors, string field, string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var parsed = LenientTime.Parse(text);
        if (parsed.TryGet(out var time)) return time;
        errors.Add(field, parsed.Error);
        return null;
    }
}
