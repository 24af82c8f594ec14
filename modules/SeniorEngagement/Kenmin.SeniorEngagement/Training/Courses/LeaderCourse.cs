using Kenmin.SeniorEngagement.Cards;
using Kenmin.SharedKernel;

namespace Kenmin.SeniorEngagement.Training.Courses;

/// <summary>A course for those who would lead others (活動リーダー養成講座): what it is about, and what being there is worth.</summary>
public sealed class LeaderCourse
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>Its name.</summary>
    public string Name { get; set; } = "";

    /// <summary>What it is about, for everybody; may be empty.</summary>
    public string About { get; set; } = "";

    /// <summary>For which kinds of licences it counts.</summary>
    public IReadOnlyList<string> Kinds { get; set; } = [];

    /// <summary>Credits (単位) for being there on a date.</summary>
    public int Credits { get; set; }

    /// <summary>Whether all its dates have the same content, so that only one of them counts for a person.</summary>
    public bool CountsOnce { get; set; }

    /// <summary>The municipality that holds it, by its code of 6 digits.</summary>
    public string MunicipalityCode { get; set; } = "";

    /// <summary>Whether everybody sees it and can sign up.</summary>
    public bool Open { get; set; } = true;

    /// <summary>Who opened it.</summary>
    public Doer OpenedBy { get; set; } = new(Guid.Empty, "");

    /// <summary>How often it was changed.</summary>
    public int Revision { get; set; }

    internal Municipality? Municipality => SharedKernel.Municipality.ByCode(MunicipalityCode);
}

/// <summary>A date of a course (講座の回), for which people sign up.</summary>
public sealed class CourseDate
{
    /// <summary>Its id (version 7), also that of its places.</summary>
    public Guid Id { get; set; }

    /// <summary>The course.</summary>
    public Guid CourseId { get; set; }

    /// <summary>What this date is about (回の名前); may be empty.</summary>
    public string Title { get; set; } = "";

    /// <summary>The day.</summary>
    public DateOnly Day { get; set; }

    /// <summary>When it starts.</summary>
    public TimeOnly Start { get; set; }

    /// <summary>When it ends.</summary>
    public TimeOnly End { get; set; }

    /// <summary>Where.</summary>
    public string Place { get; set; } = "";

    /// <summary>A known place there, so that people see how far it is; null when none was chosen.</summary>
    public BasePlace? At { get; set; }

    /// <summary>Places.</summary>
    public int Capacity { get; set; }

    /// <summary>Whether it does not take place.</summary>
    public bool Cancelled { get; set; }

    /// <summary>Why it does not.</summary>
    public string CancelReason { get; set; } = "";

    /// <summary>How often it was changed: the sign-up engine takes each change once.</summary>
    public int Revision { get; set; }

    internal DateTimeOffset Starts => JapanTime.At(Day, Start);

    internal DateTimeOffset Ends => JapanTime.At(Day, End);

    internal int Minutes => (int)(End - Start).TotalMinutes;

    /// <summary>The course with what this date is about.</summary>
    internal string NameIn(LeaderCourse course) => Title.Length > 0 ? $"{course.Name}「{Title}」" : course.Name;

    /// <summary>The same for both languages.</summary>
    internal LocalizedText LabelIn(LeaderCourse course) => new(NameIn(course), Title.Length > 0 ? $"{course.Name}: {Title}" : course.Name);
}
