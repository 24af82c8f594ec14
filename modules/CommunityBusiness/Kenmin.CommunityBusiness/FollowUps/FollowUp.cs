using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.CommunityBusiness.FollowUps;

/// <summary>What a business takes in a year, in classes (年間の売上の区分).</summary>
public enum TurnoverClass
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Less than 500,000 yen.</summary>
    UnderHalfAMillion,

    /// <summary>From 500,000 to less than 2 million yen.</summary>
    UnderTwoMillion,

    /// <summary>From 2 to less than 5 million yen.</summary>
    UnderFiveMillion,

    /// <summary>From 5 to less than 10 million yen.</summary>
    UnderTenMillion,

    /// <summary>10 million yen and more.</summary>
    TenMillionAndMore,
}

/// <summary>What became of a business.</summary>
/// <param name="GoesOn">Whether it goes on.</param>
/// <param name="Jobs">How many people are paid for work in it.</param>
/// <param name="Turnover">What it took in the last twelve months.</param>
/// <param name="Residents">How many residents were served in the last twelve months.</param>
/// <param name="Worked">What worked, and why.</param>
/// <param name="Failed">What did not, and why.</param>
/// <param name="At">When it was said.</param>
/// <param name="By">Who said it.</param>
public sealed record FollowUpAnswer(bool GoesOn, int Jobs, TurnoverClass Turnover, int Residents, string Worked, string Failed, DateTimeOffset At, Doer By);

/// <summary>A question that comes 6, 12 and 36 months after the launch (フォローアップ); its id is made of venture and months.</summary>
public sealed class FollowUp
{
    /// <summary>Its id.</summary>
    public Guid Id { get; set; }

    /// <summary>The venture.</summary>
    public Guid VentureId { get; set; }

    /// <summary>How many months after the launch: 6, 12 or 36.</summary>
    public int Months { get; set; }

    /// <summary>By when it is to be answered.</summary>
    public DateOnly DueOn { get; set; }

    /// <summary>The answer; null until there is one.</summary>
    public FollowUpAnswer? Answer { get; set; }

    /// <summary>Whether the team was told.</summary>
    public bool Told { get; set; }

    /// <summary>Whether the team was asked for its story after it had answered.</summary>
    public bool StoryAsked { get; set; }

    internal const int DaysBefore = 30;

    internal static IReadOnlyList<int> After { get; } = [6, 12, 36];

    internal bool IsOpen(DateOnly today) => Answer is null && today >= DueOn.AddDays(-DaysBefore);

    internal bool IsOverdue(DateOnly today) => Answer is null && DueOn < today;

    internal static Guid IdOf(Guid venture, int months) => FactId.Of($"community-business.follow-up|{venture:N}|{months}");

    /// <summary>Plans the three, when a venture was launched.</summary>
    internal static void Plan(IDocumentSession session, Guid venture, DateOnly launched)
    {
        foreach (var months in After) session.Insert(new FollowUp { Id = IdOf(venture, months), VentureId = venture, Months = months, DueOn = launched.AddMonths(months) });
    }
}
