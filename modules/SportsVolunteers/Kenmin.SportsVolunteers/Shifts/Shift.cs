using System.Globalization;
using JasperFx.Metadata;
using Kenmin.SharedKernel;

namespace Kenmin.SportsVolunteers.Shifts;

/// <summary>
/// A shift (活動枠): a role at a venue on a day. What it is stands here; how many places it has and who has them is kept by the
/// sign-up engine under the same id, which alone says what the capacity is.
/// </summary>
/// <remarks>
/// A shift is the same shift in every version of a plan when event, venue, role, day and start are the same; end, capacity,
/// qualifications, age and remark may change. A shift ends on its own day, 24:00 at the latest: a night is two shifts.
/// </remarks>
public sealed class Shift : IVersioned
{
    /// <summary>The shift's id (version 7), also of its opening in the sign-up engine.</summary>
    public Guid Id { get; set; }

    /// <summary>The event.</summary>
    public Guid EventId { get; set; }

    /// <summary>The venue.</summary>
    public Guid VenueId { get; set; }

    /// <summary>Municipal code (6 digits) of the venue, by which municipal staff are confined; null outside the prefecture.</summary>
    public string? MunicipalityCode { get; set; }

    /// <summary>The role (役割) as entered.</summary>
    public string Role { get; set; } = "";

    /// <summary>The day in Japan.</summary>
    public DateOnly Day { get; set; }

    /// <summary>The start.</summary>
    public DateTimeOffset Starts { get; set; }

    /// <summary>The first instant that no longer belongs to it.</summary>
    public DateTimeOffset Ends { get; set; }

    /// <summary>Qualifications (必要資格) that a person must hold, all of them, named as in the plan.</summary>
    public string[] Qualifications { get; set; } = [];

    /// <summary>The age in full years that a person must have reached on the day; null: any.</summary>
    public int? MinimumAge { get; set; }

    /// <summary>How many of those who come must hold a qualification (最低構成): places are kept for them when people are assigned.</summary>
    public List<ShiftNeed> Needs { get; set; } = [];

    /// <summary>How many of those who come must have been at a shift before; 0: no matter.</summary>
    public int ExperiencedNeeded { get; set; }

    /// <summary>The qualification that whoever attends the whole of it holds afterwards (研修): it is a training. Null when it grants none.</summary>
    public string? Grants { get; set; }

    /// <summary>For how many months the granted qualification is valid, 1 to 120; null: it does not run out.</summary>
    public int? GrantsForMonths { get; set; }

    /// <summary>Remark (備考) for those who come.</summary>
    public string Remark { get; set; } = "";

    /// <summary>What makes it the same shift in another version of the plan.</summary>
    public string Key { get; set; } = "";

    /// <summary>The order of lists: by start, then by id. Lists are paged by it.</summary>
    public string SortKey { get; set; } = "";

    /// <summary>What the sign-up engine has not been told yet; null when it knows the shift as it is.</summary>
    public PendingTerms? Pending { get; set; }

    /// <summary>Whether there is something in <see cref="Pending"/>; found by index.</summary>
    public bool TermsPending { get; set; }

    /// <summary>Set by the store: a change of what was changed meanwhile is refused.</summary>
    public Guid Version { get; set; }

    /// <summary>Why the terms could not be brought to the sign-up engine, for staff; null when they were.</summary>
    public LocalizedText? TermsProblem { get; set; }

    /// <summary>The fiscal year (年度) it counts for, which also decides whether sign-up is switched on.</summary>
    internal FiscalYear FiscalYear => FiscalYear.Of(Day);

    /// <summary>The planned length.</summary>
    internal TimeSpan Length => Ends - Starts;

    internal static string KeyOf(Guid eventId, Guid venueId, string role, DateOnly day, TimeOnly start) => string.Create(
        CultureInfo.InvariantCulture, $"{eventId:N}|{venueId:N}|{FoldedText.Of(role)}|{day:yyyyMMdd}|{start:HHmm}");

    /// <summary>
    /// Notes that the sign-up engine has to be told. It is stored with the shift in one transaction and carried out right after
    /// the commit, or later by any host: a host that dies in between leaves no shift without its opening.
    /// </summary>
    internal void TellEngine(int? capacity, bool moved, Guid? by)
    {
        if (Pending?.CancelReason is not null) return;
        Pending = new(Guid.CreateVersion7(), capacity ?? Pending?.Capacity, moved || Pending?.Moved == true, by);
        TermsPending = true;
    }

    /// <summary>Notes that the sign-up engine has to cancel the shift and all its sign-ups.</summary>
    internal void CancelInEngine(string reason, Guid? by)
    {
        Pending = new(Guid.CreateVersion7(), Pending?.Capacity, Moved: false, by, reason);
        TermsPending = true;
    }

    /// <summary>Notes that the sign-up engine knows.</summary>
    internal void EngineTold(LocalizedText? problem)
    {
        Pending = null;
        TermsPending = false;
        TermsProblem = problem;
    }

    /// <summary>Sets when it is, and with it what depends on that.</summary>
    internal void SetTime(DateOnly day, TimeOnly start, TimeSpan end)
    {
        Day = day;
        Starts = JapanTime.At(day, start).ToUniversalTime();
        Ends = JapanTime.StartOf(day).Add(end).ToUniversalTime();
        Key = KeyOf(EventId, VenueId, Role, day, start);
        SortKey = string.Create(CultureInfo.InvariantCulture, $"{Starts:yyyyMMddHHmm}-{Id:N}");
    }
}

/// <summary>A qualification of which a shift needs some.</summary>
/// <param name="Qualification">Its name, as in the list that staff keep.</param>
/// <param name="Count">How many people must hold it, 1 or more.</param>
public sealed record ShiftNeed(string Qualification, int Count);

/// <summary>What the sign-up engine has not been told yet of a shift.</summary>
/// <param name="CommandId">Id of the command: told again, it changes nothing more.</param>
/// <param name="Capacity">The capacity wanted; null: as it is.</param>
/// <param name="Moved">Whether time or place changed, which those who signed up are told.</param>
/// <param name="By">The account that made the change; null for the platform.</param>
/// <param name="CancelReason">Why the shift is cancelled; null when it takes place.</param>
public sealed record PendingTerms(Guid CommandId, int? Capacity, bool Moved, Guid? By, string? CancelReason = null);
