using Kenmin.SharedKernel;

namespace Kenmin.SportsVolunteers.Insurance;

/// <summary>
/// A plan of the volunteers' insurance (ボランティア活動保険) in a fiscal year. Plans and prices change by year: they are data that staff
/// enter, and no rule of the program.
/// </summary>
public sealed class InsurancePlan
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The fiscal year (年度), which is also its term: 1 April to 31 March.</summary>
    public FiscalYear Year { get; set; }

    /// <summary>Its name, such as 基本プラン.</summary>
    public string Name { get; set; } = "";

    /// <summary>The price of one policy in yen, the same whenever somebody joins.</summary>
    public int Yen { get; set; }

    /// <summary>Whether earthquake, eruption and tsunami are covered.</summary>
    public bool NaturalDisasters { get; set; }

    /// <summary>What else is to be known, such as tools that are not covered.</summary>
    public string Remark { get; set; } = "";
}

/// <summary>A person's policy in a fiscal year. One for each person and year: the database holds to it by the id.</summary>
public sealed record InsuranceCover
{
    /// <summary>Made from person and year.</summary>
    public Guid Id { get; init; }

    /// <summary>The volunteer.</summary>
    public Guid VolunteerId { get; init; }

    /// <summary>The plan.</summary>
    public Guid PlanId { get; init; }

    /// <summary>The fiscal year.</summary>
    public FiscalYear Year { get; init; }

    /// <summary>The day on which it was applied for.</summary>
    public DateOnly AppliedOn { get; init; }

    /// <summary>The first instant that is covered.</summary>
    public DateTimeOffset From { get; init; }

    /// <summary>The first instant that no longer is.</summary>
    public DateTimeOffset Until { get; init; }

    /// <summary>The account of the member of staff who entered it.</summary>
    public Guid? By { get; init; }

    /// <summary>When it was entered.</summary>
    public DateTimeOffset EnteredAt { get; init; }

    /// <summary>A policy. It covers from 00:00 of the day after it was applied for, and not before the year begins.</summary>
    /// <param name="volunteer">The volunteer.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="appliedOn">The day on which it was applied for.</param>
    /// <param name="by">Who enters it.</param>
    /// <param name="at">Now.</param>
    public static InsuranceCover Of(Guid volunteer, InsurancePlan plan, DateOnly appliedOn, Guid? by, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var next = JapanTime.StartOf(appliedOn.AddDays(1));
        return new()
        {
            Id = IdOf(volunteer, plan.Year), VolunteerId = volunteer, PlanId = plan.Id, Year = plan.Year, AppliedOn = appliedOn,
            From = (next > plan.Year.Start ? next : plan.Year.Start).ToUniversalTime(), Until = plan.Year.End.ToUniversalTime(), By = by, EnteredAt = at,
        };
    }

    /// <summary>The same policy of another record of the same person.</summary>
    public InsuranceCover Of(Guid volunteer) => this with { Id = IdOf(volunteer, Year), VolunteerId = volunteer };

    /// <summary>Whether something from one instant to another is covered as a whole.</summary>
    public bool Covers(DateTimeOffset starts, DateTimeOffset ends) => From <= starts && ends <= Until;

    /// <summary>The id of a person's policy in a year.</summary>
    public static Guid IdOf(Guid volunteer, FiscalYear year) => FactId.Of($"sports-volunteers.insurance|{volunteer:N}|{year.StartYear}");
}

/// <summary>Policies when records of a person are joined or data removed.</summary>
internal static class CoverSessions
{
    /// <summary>What a record that goes into another leaves to it: the policies of years in which that one has none.</summary>
    /// <returns>The policies of the record that goes, as they were.</returns>
    public static async Task<IReadOnlyList<InsuranceCover>> MoveCoversAsync(this Marten.IDocumentSession session, Guid from, Guid to, CancellationToken cancellationToken)
    {
        var gone = await Marten.QueryableExtensions.ToListAsync(session.Query<InsuranceCover>().Where(c => c.VolunteerId == from), cancellationToken);
        foreach (var cover in gone)
        {
            session.Delete<InsuranceCover>(cover.Id);
            var moved = cover.Of(to);
            if (await session.LoadAsync<InsuranceCover>(moved.Id, cancellationToken) is null) session.Insert(moved);
        }

        return gone;
    }

    /// <summary>Gives a record that is taken out again what was its own.</summary>
    public static async Task ReturnCoversAsync(this Marten.IDocumentSession session, IReadOnlyList<InsuranceCover> covers, Guid from, CancellationToken cancellationToken)
    {
        foreach (var cover in covers)
        {
            session.Store(cover);
            if (await session.LoadAsync<InsuranceCover>(InsuranceCover.IdOf(from, cover.Year), cancellationToken) is { } there && there == cover.Of(from))
                session.Delete<InsuranceCover>(there.Id);
        }
    }
}
