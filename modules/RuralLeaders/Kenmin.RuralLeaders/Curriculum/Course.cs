using Kenmin.SharedKernel;

namespace Kenmin.RuralLeaders.Curriculum;

/// <summary>A course for leaders (中山間地域づくりリーダー養成講座) of an initiative and a fiscal year, and what it takes to complete it.</summary>
public sealed class Course
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The initiative (事業) that it belongs to; null where no module keeps initiatives.</summary>
    public Guid? InitiativeId { get; set; }

    /// <summary>The fiscal year, by the year it starts in.</summary>
    public int Year { get; set; }

    /// <summary>Its name.</summary>
    public LocalizedText Name { get; set; }

    /// <summary>What it is; may be empty.</summary>
    public LocalizedText Summary { get; set; }

    /// <summary>Credits (単位) that complete it.</summary>
    public int CreditsNeeded { get; set; }

    /// <summary>For how many years who completed it is registered as a leader.</summary>
    public int ValidYears { get; set; }

    /// <summary>Credits of any course within the term that renew the registration.</summary>
    public int RenewalCredits { get; set; }

    /// <summary>Whether everybody sees it.</summary>
    public bool Published { get; set; }

    /// <summary>What makes it one course: fiscal year and folded name.</summary>
    public string Key { get; set; } = "";

    internal FiscalYear FiscalYear => new(Year);

    internal static string KeyOf(int year, string name) => $"{year}|{FoldedText.Of(name)}";
}

/// <summary>A day of a course (講座の回), for which people sign up.</summary>
public sealed class CourseSession
{
    /// <summary>Its id (version 7), also that of its places.</summary>
    public Guid Id { get; set; }

    /// <summary>The course.</summary>
    public Guid CourseId { get; set; }

    /// <summary>What it is about.</summary>
    public string Title { get; set; } = "";

    /// <summary>The day.</summary>
    public DateOnly Day { get; set; }

    /// <summary>When it starts.</summary>
    public TimeOnly Start { get; set; }

    /// <summary>When it ends.</summary>
    public TimeOnly End { get; set; }

    /// <summary>Where.</summary>
    public string Place { get; set; } = "";

    /// <summary>The municipality in which it is held, by its code of 6 digits.</summary>
    public string MunicipalityCode { get; set; } = "";

    /// <summary>Places.</summary>
    public int Capacity { get; set; }

    /// <summary>Credits for being there.</summary>
    public int Credits { get; set; }

    /// <summary>Whether nobody completes the course without it (必修).</summary>
    public bool Compulsory { get; set; }

    /// <summary>Who teaches (講師), as everybody reads it; may be empty.</summary>
    public string Trainers { get; set; } = "";

    /// <summary>Material (教材) for those who have a place: words and addresses; may be empty.</summary>
    public string Material { get; set; } = "";

    /// <summary>Whether it does not take place.</summary>
    public bool Cancelled { get; set; }

    /// <summary>Why it does not.</summary>
    public string CancelReason { get; set; } = "";

    /// <summary>How often it was changed: the sign-up engine takes each change once.</summary>
    public int Revision { get; set; }

    internal DateTimeOffset Starts => JapanTime.At(Day, Start);

    internal DateTimeOffset Ends => JapanTime.At(Day, End);

    internal Municipality Municipality => SharedKernel.Municipality.ByCode(MunicipalityCode)!;
}
