using System.Globalization;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.OnTheDay.CheckInRules;

namespace Kenmin.SportsVolunteers.Shifts;

/// <summary>
/// A sports event (大会) that needs volunteers. It comes in unpublished with its shift plan; staff publish it when it is right.
/// </summary>
public sealed class SportsEvent
{
    /// <summary>The event's id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>A short id for addresses that are read out and printed: eight letters and digits without look-alikes.</summary>
    public string Slug { get; set; } = "";

    /// <summary>The event's name as entered.</summary>
    public string Name { get; set; } = "";

    /// <summary>What makes it one event: the fiscal year of its first shift and the folded name. The same name comes back every year.</summary>
    public string Key { get; set; } = "";

    /// <summary>Whoever serves so many minutes on a day gets a meal (弁当); null: nobody does.</summary>
    public int? MealFromMinutes { get; set; }

    /// <summary>How long people are checked in, and what becomes of those who do not come.</summary>
    public CheckInRule CheckIn { get; set; } = CheckInRule.None;

    /// <summary>The initiative (事業) that it belongs to; null when it came in without one.</summary>
    public Guid? InitiativeId { get; set; }

    /// <summary>The first day with a shift.</summary>
    public DateOnly FirstDay { get; set; }

    /// <summary>The last day with a shift.</summary>
    public DateOnly LastDay { get; set; }

    /// <summary>Whether everybody sees it and may sign up.</summary>
    public bool Published { get; set; }

    /// <summary>Why the whole event was cancelled (中止); null when it takes place.</summary>
    public string? CancelledBecause { get; set; }

    /// <summary>The day from which people may sign up; null: as soon as it is published.</summary>
    public DateOnly? SignUpFrom { get; set; }

    /// <summary>How many days before a shift sign-up closes, at the end of that day; 0: it stays open until the shift starts.</summary>
    public int SignUpClosesDaysBefore { get; set; }

    /// <summary>Hours for which a freed place is kept for the person it is offered to; 0: it is given at once, without asking.</summary>
    public int OfferHours { get; set; } = 48;

    /// <summary>The fiscal year it is listed under: that of its first day. A shift counts for the fiscal year of its own day.</summary>
    internal FiscalYear FiscalYear => FiscalYear.Of(FirstDay);

    /// <summary>The key of an event with this name and a shift on <paramref name="day"/>.</summary>
    internal static string KeyOf(string name, DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"{FiscalYear.Of(day).StartYear}|{FoldedText.Of(name)}");
}

/// <summary>A venue (会場).</summary>
public sealed class Venue
{
    /// <summary>The venue's id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The name as entered.</summary>
    public string Name { get; set; } = "";

    /// <summary>The address as entered.</summary>
    public string Address { get; set; } = "";

    /// <summary>Municipal code (6 digits) read from the address; null when it is outside the prefecture or not said.</summary>
    public string? MunicipalityCode { get; set; }

    /// <summary>Where it is; null when the plan did not say.</summary>
    public GeoPoint? Point { get; set; }

    /// <summary>What makes it one venue: municipality and folded name.</summary>
    public string Key { get; set; } = "";

    /// <summary>The municipality; null when it is not one of the prefecture's.</summary>
    internal Municipality? Municipality => Municipality.ByCode(MunicipalityCode);

    /// <summary>The key of a venue.</summary>
    internal static string KeyOf(string name, string? municipalityCode) => $"{municipalityCode}|{FoldedText.Of(name)}";
}
