using JasperFx.Metadata;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.SportsVolunteers.OnTheDay.Incidents;

/// <summary>What kind of thing happened.</summary>
public enum IncidentKind
{
    /// <summary>Somebody was hurt (けが).</summary>
    Injury,

    /// <summary>Somebody fell ill (急病).</summary>
    Illness,

    /// <summary>Something was damaged (物の破損).</summary>
    Damage,

    /// <summary>A complaint or a quarrel (苦情・トラブル).</summary>
    Complaint,

    /// <summary>Something else.</summary>
    Other,
}

/// <summary>Something that happened at a shift (出来事の記録). Only ever added to: what was written stays.</summary>
public sealed class Incident : IVersioned
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>Set by the store: two who add a note at once lose neither.</summary>
    public Guid Version { get; set; }

    /// <summary>The shift.</summary>
    public Guid ShiftId { get; set; }

    /// <summary>The event.</summary>
    public Guid EventId { get; set; }

    /// <summary>The kind.</summary>
    public IncidentKind Kind { get; set; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>The volunteer it happened to; null when nobody of the roster is concerned, or the data were removed.</summary>
    public Guid? VolunteerId { get; set; }

    /// <summary>What was written, oldest first.</summary>
    public List<IncidentNote> Notes { get; set; } = [];
}

/// <summary>What somebody wrote about an incident.</summary>
/// <param name="At">When.</param>
/// <param name="By">The account.</param>
/// <param name="ByName">The name at that time.</param>
/// <param name="Text">What.</param>
public sealed record IncidentNote(DateTimeOffset At, Guid? By, string ByName, string Text);

/// <summary>Words.</summary>
internal static class IncidentWords
{
    public static LocalizedText Name(this IncidentKind kind) => kind switch
    {
        IncidentKind.Injury => new("けが", "Injury"),
        IncidentKind.Illness => new("急病", "Illness"),
        IncidentKind.Damage => new("物の破損", "Damage"),
        IncidentKind.Complaint => new("苦情・トラブル", "Complaint"),
        _ => new("その他", "Other"),
    };
}

/// <summary>Incidents when personal data are removed.</summary>
internal static class IncidentSessions
{
    /// <summary>The person's incidents go with the data: their texts may say who it was.</summary>
    public static void ForgetIncidents(this IDocumentSession session, Guid volunteer) => session.DeleteWhere<Incident>(i => i.VolunteerId == volunteer);

    /// <summary>Gives incidents to another record: those of one that goes into it, or, by their ids, those of one that is taken out again.</summary>
    /// <returns>The ids of what was given.</returns>
    public static async Task<IReadOnlyList<Guid>> MoveIncidentsAsync(
        this IDocumentSession session, Guid from, Guid to, IReadOnlyCollection<Guid>? only, CancellationToken cancellationToken)
    {
        var found = await session.Query<Incident>().Where(i => i.VolunteerId == from).ToListAsync(cancellationToken);
        var moved = found.Where(i => only?.Contains(i.Id) != false).ToArray();
        foreach (var incident in moved) incident.VolunteerId = to;
        session.Store(moved);
        return [.. moved.Select(i => i.Id)];
    }
}
