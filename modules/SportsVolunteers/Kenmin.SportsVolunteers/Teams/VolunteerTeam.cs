namespace Kenmin.SportsVolunteers.Teams;

/// <summary>
/// People who serve together (チーム・一緒に活動する人): assigned to the same shifts, all or none. Who is in it stands with each
/// person, so that nobody is in two.
/// </summary>
public sealed class VolunteerTeam
{
    /// <summary>Most people in one team.</summary>
    internal const int Most = 50;

    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>Its name as entered.</summary>
    public string Name { get; set; } = "";

    /// <summary>What the leader tells those who shall join: eight letters and digits without look-alikes.</summary>
    public string Code { get; set; } = "";
}

/// <summary>A person's place in a team.</summary>
/// <param name="TeamId">The team.</param>
/// <param name="Leads">Whether the person leads it.</param>
public sealed record TeamPlace(Guid TeamId, bool Leads);
