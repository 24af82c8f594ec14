using Kenmin.PlanProgress.Contracts;
using Kenmin.SharedKernel;

namespace Kenmin.SportsVolunteers.Progress;

/// <summary>Something that this module counts for the promotion plan (推進計画の指標), each fiscal year.</summary>
/// <param name="Key">The last part of its key, and of the address where its records are listed.</param>
/// <param name="Name">What is counted.</param>
/// <param name="Kind">What kind of figure it is.</param>
internal sealed record CountedSource(string Key, LocalizedText Name, CountKind Kind)
{
    public static CountedSource Registered { get; } = new("registered", new("登録を続けているボランティア（実人数）", "Volunteers who stay registered (people)"), CountKind.DistinctPeople);

    public static CountedSource SignUps { get; } = new("sign-ups", new("確定した申込（延べ件数）", "Confirmed sign-ups"), CountKind.Participations);

    public static CountedSource Participations { get; } = new("participations", new("参加（延べ人数）", "Participations"), CountKind.Participations);

    public static CountedSource People { get; } = new("people", new("参加した人（実人数）", "Different people who took part"), CountKind.DistinctPeople);

    public static CountedSource Hours { get; } = new("hours", new("活動した時間", "Hours of activity"), CountKind.Hours);

    public static IReadOnlyList<CountedSource> All { get; } = [Registered, SignUps, Participations, People, Hours];

    /// <summary>Where staff see the records of a year.</summary>
    public string AddressOf(FiscalYear year) => $"/staff/sports/progress/{Key}/{year.StartYear}";

    /// <summary>The message that says how many there are.</summary>
    public IndicatorCounted Counted(FiscalYear year, decimal value, DateTimeOffset asOf) =>
        new($"sports-volunteers.{Key}", year, Kind, value, asOf, AddressOf(year));
}
