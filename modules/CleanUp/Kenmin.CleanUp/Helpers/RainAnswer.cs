using Kenmin.CleanUp.Activities;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.Helpers;

/// <summary>A helper said to come on the rain date (予備日に参加). Who does not come gives the place back; who does not answer keeps it.</summary>
public sealed class RainAnswer
{
    /// <summary>Made from activity and account: there is one.</summary>
    public Guid Id { get; set; }

    /// <summary>The activity.</summary>
    public Guid ActivityId { get; set; }

    /// <summary>The helper.</summary>
    public Guid AccountId { get; set; }

    /// <summary>When it was said.</summary>
    public DateTimeOffset At { get; set; }

    internal static Guid IdOf(Guid activity, Guid account) => FactId.Of($"clean-up.rain-answer|{activity:N}|{account:N}");

    internal RainAnswer For(Guid account) => new() { Id = IdOf(ActivityId, account), ActivityId = ActivityId, AccountId = account, At = At };
}

/// <summary>A helper says to come on the rain date.</summary>
/// <param name="ActivityId">The activity.</param>
/// <param name="AccountId">The helper.</param>
[MessageIdentity("clean-up.come-on-rain-day.v1")]
[NoNewEntries("answers about a sign-up that exists")]
public sealed record ComeOnRainDay(Guid ActivityId, Guid AccountId);

/// <summary>Keeps the answer.</summary>
public static class ComeOnRainDayHandler
{
    /// <summary>Said twice, it is kept once.</summary>
    public static async Task<CommandAnswer> Handle(
        ComeOnRainDay command, IDocumentSession session, IParticipation<ICleanUpStore> participation, TimeProvider clock, CancellationToken cancellationToken)
    {
        var mine = (await participation.SignUpsOfPersonAsync(command.AccountId, cancellationToken)).FirstOrDefault(s => s.OpeningId == command.ActivityId);
        if (mine is null or { State: SignUpState.Cancelled }
            || await session.LoadAsync<Activity>(command.ActivityId, cancellationToken) is not { State: ActivityState.Accepted, PostponedFrom: not null } activity) return CommandAnswer.Unknown;
        var now = clock.GetUtcNow();
        if (activity.Starts <= now) return CommandAnswer.Refused("begun", "始まった活動については答えられません。", "It has begun.");
        session.Store(new RainAnswer { Id = RainAnswer.IdOf(activity.Id, command.AccountId), ActivityId = activity.Id, AccountId = command.AccountId, At = now });
        return CommandAnswer.Done;
    }
}

/// <summary>How helpers answered about the rain date, in numbers.</summary>
/// <param name="Come">Have a place and come.</param>
/// <param name="NotAnswered">Have a place and have not answered.</param>
/// <param name="GaveBack">Gave their place back since it was postponed.</param>
internal sealed record RainNumbers(int Come, int NotAnswered, int GaveBack);
