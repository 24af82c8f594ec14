namespace Kenmin.Programs.Contracts;

/// <summary>
/// The fictional initiatives of the demonstration. They exist in Development only; their ids are fixed so that other modules'
/// demonstration data can belong to them.
/// </summary>
public static class DemonstrationInitiatives
{
    /// <summary>A large sports event (大きな大会), run by the demonstration's program owner, for the whole prefecture.</summary>
    public static Guid SportsFestival { get; } = new("0199f000-0000-7000-8000-000000001001");

    /// <summary>Local sports days (地域の運動行事) in the city of Yamaguchi, run by the demonstration's program owner.</summary>
    public static Guid LocalSports { get; } = new("0199f000-0000-7000-8000-000000001002");

    /// <summary>Something for next year, a draft that waits for an administrator.</summary>
    public static Guid NextYear { get; } = new("0199f000-0000-7000-8000-000000001003");

    /// <summary>A clean-up campaign (一斉清掃) all over the prefecture, run by the demonstration's program owner.</summary>
    public static Guid CleanUp { get; } = new("0199f000-0000-7000-8000-000000001004");

    /// <summary>Courses for leaders of hilly-rural areas (中山間地域づくり), run by the demonstration's program owner.</summary>
    public static Guid RuralLeaders { get; } = new("0199f000-0000-7000-8000-000000001005");

    /// <summary>Activities of older people (高齢者の活動参加) in the city of Yamaguchi, run by the demonstration's program owner.</summary>
    public static Guid SeniorEngagement { get; } = new("0199f000-0000-7000-8000-000000001006");
}
