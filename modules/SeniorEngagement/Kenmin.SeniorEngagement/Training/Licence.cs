using Kenmin.SeniorEngagement.Cards;
using Kenmin.SharedKernel;

namespace Kenmin.SeniorEngagement.Training;

/// <summary>Credits that a person earned at a course (講座の受講), as staff entered them from the list of who was there, or by the attendance of a course that is kept here.</summary>
public sealed class TrainingCredit
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The person.</summary>
    public Guid HolderId { get; set; }

    /// <summary>For which kind of licence it counts.</summary>
    public string Kind { get; set; } = "";

    /// <summary>The course.</summary>
    public string Course { get; set; } = "";

    /// <summary>The day.</summary>
    public DateOnly Day { get; set; }

    /// <summary>How many.</summary>
    public int Credits { get; set; }

    /// <summary>Person, kind, day and course: entered once.</summary>
    public string Key { get; set; } = "";

    /// <summary>Who entered it; nobody where it follows from an attendance.</summary>
    public Doer EnteredBy { get; set; } = new(Guid.Empty, "");

    /// <summary>The date of a course at which the person was there; null where staff entered it from a list.</summary>
    public Guid? CourseDateId { get; set; }

    internal static string KeyOf(Guid holder, string kind, DateOnly day, string course) => $"{holder:N}|{kind}|{day:yyyy-MM-dd}|{FoldedText.Of(course)}";
}

/// <summary>A person may lead others in something (資格): a number for good, and terms one after the other.</summary>
public sealed class Licence
{
    /// <summary>How many days before its end a term can be renewed, and its holder is told.</summary>
    internal const int OpensDaysBefore = 90;

    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The person.</summary>
    public Guid HolderId { get; set; }

    /// <summary>What kind.</summary>
    public string Kind { get; set; } = "";

    /// <summary>Its number, once only in all.</summary>
    public string Number { get; set; } = "";

    /// <summary>Person and kind: one for each.</summary>
    public string Key { get; set; } = "";

    /// <summary>The first day.</summary>
    public DateOnly GivenOn { get; set; }

    /// <summary>The last day of the present term; of one that was given back, the last day.</summary>
    public DateOnly ValidUntil { get; set; }

    /// <summary>Courses of this day or later count for what comes next.</summary>
    public DateOnly CountsFrom { get; set; }

    /// <summary>How many terms there were.</summary>
    public int Terms { get; set; }

    /// <summary>Credits that renew the present term, as they were when it was given; null for one given before kinds could be changed.</summary>
    public int? RenewalCredits { get; set; }

    /// <summary>Whether it was given back.</summary>
    public bool Ended { get; set; }

    /// <summary>The last day of the term of whose end the holder was told; null when of none.</summary>
    public DateOnly? ToldOf { get; set; }

    /// <summary>The last day on which it can be renewed; later it is earned anew.</summary>
    internal DateOnly RenewalCloses => ValidUntil.AddYears(1);

    /// <summary>What renews the present term: the terms under which it was given.</summary>
    internal int CreditsToRenew => RenewalCredits ?? LicenceKinds.Start[0].RenewalCredits;

    internal static string KeyOf(Guid holder, string kind) => $"{holder:N}|{kind}";

    internal LicenceState StateOn(DateOnly day) => Ended || day > RenewalCloses ? LicenceState.Over : day > ValidUntil ? LicenceState.Lapsed : day >= ValidUntil.AddDays(-OpensDaysBefore) ? LicenceState.Renewable : LicenceState.Valid;
}

/// <summary>Where a licence stands on a day.</summary>
internal enum LicenceState
{
    /// <summary>In force (有効).</summary>
    Valid,

    /// <summary>In force, and can be renewed (更新できる).</summary>
    Renewable,

    /// <summary>Ran out, and can still be renewed (失効).</summary>
    Lapsed,

    /// <summary>Over: given back, or not renewed in time (終了).</summary>
    Over,
}

/// <summary>The last number of a fiscal year.</summary>
public sealed class LicenceSerial
{
    /// <summary>The year in which the fiscal year starts.</summary>
    public string Id { get; set; } = "";

    /// <summary>The last number.</summary>
    public int Last { get; set; }
}
