using Kenmin.RuralLeaders.Networks;
using Kenmin.SharedKernel;

namespace Kenmin.RuralLeaders.Mentoring;

/// <summary>People of a network who come to a visit, entered together by an officer of theirs: networks come as parties, not one by one.</summary>
/// <param name="NetworkId">The network.</param>
/// <param name="NetworkName">Its name at that time.</param>
/// <param name="People">How many come.</param>
/// <param name="By">Who entered them.</param>
public sealed record VisitParty(Guid NetworkId, string NetworkName, int People, Attendee By);

/// <summary>What a network took home from a visit (視察の報告).</summary>
/// <param name="NetworkId">The network: the host or a visitor.</param>
/// <param name="NetworkName">Its name at that time.</param>
/// <param name="Learned">What was learned.</param>
/// <param name="Public">Whether everybody may read it.</param>
/// <param name="By">Who wrote it.</param>
/// <param name="At">When.</param>
public sealed record VisitReport(Guid NetworkId, string NetworkName, string Learned, bool Public, Attendee By, DateTimeOffset At);

/// <summary>A visit of networks to an area (地域間の視察・交流). Members of networks see it; nobody else, but for reports that were made public.</summary>
public sealed class AreaVisit
{
    /// <summary>Its id.</summary>
    public Guid Id { get; set; }

    /// <summary>The host.</summary>
    public Guid NetworkId { get; set; }

    /// <summary>The area that is visited.</summary>
    public Guid AreaId { get; set; }

    /// <summary>Its title.</summary>
    public string Title { get; set; } = "";

    /// <summary>The day.</summary>
    public DateOnly Day { get; set; }

    /// <summary>When it starts.</summary>
    public TimeOnly Start { get; set; }

    /// <summary>Where to meet.</summary>
    public string Place { get; set; } = "";

    /// <summary>What is seen and done.</summary>
    public string Programme { get; set; } = "";

    /// <summary>How many people may come.</summary>
    public int Capacity { get; set; }

    /// <summary>When it was called off; null when it was not.</summary>
    public DateTimeOffset? CancelledAt { get; set; }

    /// <summary>Counts up with each change of day or time, so that each is told once.</summary>
    public int Revision { get; set; }

    /// <summary>Who comes.</summary>
    public List<VisitParty> Parties { get; set; } = [];

    /// <summary>What was learned.</summary>
    public List<VisitReport> Reports { get; set; } = [];

    internal int Taken => Parties.Sum(p => p.People);

    internal bool HasBegun(DateTimeOffset now) => JapanTime.At(Day, Start) <= now;

    internal void Rename(Guid from, Guid? to, string? name)
    {
        Attendee Of(Attendee a) => a.AccountId == from ? new(to, name ?? a.Name) : a;
        Parties = [.. Parties.Select(p => p with { By = Of(p.By) })];
        Reports = [.. Reports.Select(r => r with { By = Of(r.By) })];
    }
}
