namespace Kenmin.RuralLeaders.Leaders;

/// <summary>Where a registration stands on a day.</summary>
internal enum LeaderState
{
    /// <summary>In force (登録中).</summary>
    Active,

    /// <summary>Ran out, and can still be renewed (失効).</summary>
    Lapsed,

    /// <summary>Over: given back, or not renewed in time (登録終了).</summary>
    Ended,
}

/// <summary>Which reminder a leader got last in a term.</summary>
public enum LeaderReminder
{
    /// <summary>None.</summary>
    None,

    /// <summary>That the registration can be renewed.</summary>
    Opens,

    /// <summary>That it runs out soon.</summary>
    Soon,

    /// <summary>That it has run out.</summary>
    Lapsed,
}

/// <summary>A person's registration as leader (リーダー登録): a number for good, and terms one after the other.</summary>
/// <param name="CourseId">The course that was completed for it.</param>
/// <param name="RegisteredOn">The first day.</param>
/// <param name="ExpiresOn">The last day of the present term.</param>
/// <param name="CountsFrom">Sessions of this day or later count for the next renewal.</param>
/// <param name="Terms">How many terms there were.</param>
/// <param name="EndedOn">The last day when it was given back; null otherwise.</param>
/// <param name="Reminded">The last reminder of this term.</param>
public sealed record LeaderRegistration(
    Guid CourseId, DateOnly RegisteredOn, DateOnly ExpiresOn, DateOnly CountsFrom, int Terms, DateOnly? EndedOn = null, LeaderReminder Reminded = LeaderReminder.None)
{
    /// <summary>How many days before its end a term can be renewed.</summary>
    internal const int OpensDaysBefore = 180;

    /// <summary>How many days before the end a leader is reminded a second time.</summary>
    internal const int SoonDaysBefore = 30;

    internal DateOnly RenewalOpens => ExpiresOn.AddDays(-OpensDaysBefore);

    /// <summary>The last day on which a lapsed registration can still be renewed.</summary>
    internal DateOnly RenewalCloses => ExpiresOn.AddYears(1);

    /// <summary>A first term, or one after a registration that is over.</summary>
    internal static LeaderRegistration Begin(Guid course, DateOnly today, int years, LeaderRegistration? former) => new(
        course, former?.RegisteredOn ?? today, today.AddYears(years).AddDays(-1), today.AddDays(1), (former?.Terms ?? 0) + 1);

    internal LeaderState StateOn(DateOnly day) =>
        EndedOn is not null || day > RenewalCloses ? LeaderState.Ended : day > ExpiresOn ? LeaderState.Lapsed : LeaderState.Active;

    internal bool IsRenewable(DateOnly day) => StateOn(day) != LeaderState.Ended && day >= RenewalOpens;

    /// <summary>The next term: it follows the present one, or begins today where that has run out.</summary>
    internal LeaderRegistration Renew(DateOnly today, int years)
    {
        var begins = today > ExpiresOn ? today : ExpiresOn.AddDays(1);
        return this with { ExpiresOn = begins.AddYears(years).AddDays(-1), CountsFrom = today.AddDays(1), Terms = Terms + 1, Reminded = LeaderReminder.None };
    }

    /// <summary>The reminder that is due on a day and was not given yet; null when there is none. An older one is not made up for.</summary>
    internal LeaderReminder? DueOn(DateOnly day)
    {
        var due = EndedOn is not null || day > RenewalCloses ? LeaderReminder.None
            : day > ExpiresOn ? LeaderReminder.Lapsed : day >= ExpiresOn.AddDays(-SoonDaysBefore) ? LeaderReminder.Soon : day >= RenewalOpens ? LeaderReminder.Opens : LeaderReminder.None;
        return due > Reminded ? due : null;
    }
}
