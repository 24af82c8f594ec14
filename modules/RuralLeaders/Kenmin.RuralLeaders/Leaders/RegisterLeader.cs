using System.Globalization;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.RuralLeaders.Curriculum;
using Kenmin.RuralLeaders.PersonalData;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.RuralLeaders.Leaders;

/// <summary>Registers a person who has completed a course as leader, with a number (リーダー登録).</summary>
/// <param name="PersonId">The person.</param>
/// <param name="CourseId">The course that was completed.</param>
[MessageIdentity("rural-leaders.register-leader.v1")]
[NewEntries(Features.Registration)]
public sealed record RegisterLeader(Guid PersonId, Guid CourseId);

/// <summary>Registers.</summary>
public static class RegisterLeaderHandler
{
    /// <summary>Whose registration is over begins anew under the same number, by what was learned since.</summary>
    public static async Task<(CommandAnswer, TellLearner?)> Handle(
        RegisterLeader command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var today = JapanTime.Today(clock);
        if (await session.LockAsync<Learner>(command.PersonId, cancellationToken) is not { } person
            || await session.LoadAsync<Course>(command.CourseId, cancellationToken) is not { } course) return (CommandAnswer.Unknown, null);
        if (person.Registration is { } there && there.StateOn(today) != LeaderState.Ended) return (CommandAnswer.Done, null);
        if (!await gates.IsOnNowAsync(Features.Registration)) return (CommandAnswer.Off, null);
        if (person.AccountId is { } account && await session.GuardianStopsAsync(account, cancellationToken)) return (GuardianRule.Refusal, null);
        if (person.Phone.Length == 0 || person.Municipality is null)
            return (CommandAnswer.Refused("details-missing", "先に、電話番号と市町を登録してください。", "First enter the telephone and the municipality."), null);
        var former = person.Registration;
        var progress = CourseProgress.Of(
            course, await session.Query<CourseSession>().Where(s => s.CourseId == course.Id).ToListAsync(cancellationToken),
            await session.AttendedAsync(person.Id, cancellationToken), former is null ? null : (former.EndedOn ?? former.ExpiresOn).AddDays(1));
        if (!progress.Complete)
            return (CommandAnswer.Refused("not-completed",
                $"「{course.Name.Ja}」をまだ修了していません（{progress.Credits} / {course.CreditsNeeded} 単位）。", $"“{course.Name.En}” is not completed yet ({progress.Credits} of {course.CreditsNeeded} credits)."), null);
        person.Number ??= await NextNumberAsync(session, FiscalYear.Of(today), cancellationToken);
        person.Registration = LeaderRegistration.Begin(course.Id, today, course.ValidYears, former);
        session.Store(person);
        return (CommandAnswer.Done, new(person.Id));
    }

    // Those who get a number in the same fiscal year take turns.
    private static async Task<string> NextNumberAsync(IDocumentSession session, FiscalYear year, CancellationToken cancellationToken)
    {
        var id = year.StartYear.ToString(CultureInfo.InvariantCulture);
        await session.TakeTurnsAsync($"leader-numbers|{id}", cancellationToken);
        var serial = await session.LoadAsync<LeaderSerial>(id, cancellationToken) ?? new LeaderSerial { Id = id };
        serial.Last++;
        session.Store(serial);
        return string.Create(CultureInfo.InvariantCulture, $"{id}-{serial.Last:0000}");
    }
}

/// <summary>Renews a registration (登録の更新).</summary>
/// <param name="PersonId">The person.</param>
[MessageIdentity("rural-leaders.renew-leader.v1")]
[NewEntries(Features.Registration)]
public sealed record RenewLeader(Guid PersonId);

/// <summary>Renews.</summary>
public static class RenewLeaderHandler
{
    /// <summary>In the half year before the end and the year after it, by credits of the term. Pressed twice, it is renewed once.</summary>
    public static async Task<(CommandAnswer, TellLearner?)> Handle(
        RenewLeader command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var today = JapanTime.Today(clock);
        if (await session.LockAsync<Learner>(command.PersonId, cancellationToken) is not { Registration: { } registration } person) return (CommandAnswer.Unknown, null);
        if (registration.StateOn(today) == LeaderState.Ended)
            return (CommandAnswer.Refused("over", "登録は終わっています。講座を修了すると、もう一度登録できます。", "The registration is over. Complete a course to register again."), null);
        if (!registration.IsRenewable(today))
            return (CommandAnswer.Refused("too-early", $"更新できるのは {registration.RenewalOpens:yyyy年M月d日} からです。", $"It can be renewed from {registration.RenewalOpens:yyyy-MM-dd}."), null);
        if (!await gates.IsOnNowAsync(Features.Registration)) return (CommandAnswer.Off, null);
        var course = (await session.LoadAsync<Course>(registration.CourseId, cancellationToken))!;
        var credits = await RenewalCreditsAsync(registration, await session.AttendedAsync(person.Id, cancellationToken), session, cancellationToken);
        if (credits < course.RenewalCredits)
            return (CommandAnswer.Refused("credits-missing",
                $"更新には、{registration.CountsFrom:yyyy年M月d日} からの受講が {course.RenewalCredits} 単位必要です。今は {credits} 単位です。",
                $"Renewal takes {course.RenewalCredits} credits since {registration.CountsFrom:yyyy-MM-dd}; there are {credits}."), null);
        person.Registration = registration.Renew(today, course.ValidYears);
        session.Store(person);
        return (CommandAnswer.Done, new(person.Id));
    }

    /// <summary>The credits that count for the next renewal.</summary>
    internal static async Task<int> RenewalCreditsAsync(
        LeaderRegistration registration, IReadOnlySet<Guid> attended, IQuerySession session, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. attended];
        var sessions = await session.Query<CourseSession>().Where(s => s.Id.IsOneOf(ids)).ToListAsync(cancellationToken);
        return sessions.Where(s => s.Day >= registration.CountsFrom).Sum(s => s.Credits);
    }
}

/// <summary>Ends a registration on the person's wish (登録の取りやめ).</summary>
/// <param name="PersonId">The person.</param>
[MessageIdentity("rural-leaders.end-registration.v1")]
[NoNewEntries("ends what exists")]
public sealed record EndRegistration(Guid PersonId);

/// <summary>Ends it.</summary>
public static class EndRegistrationHandler
{
    /// <summary>The number stays the person's.</summary>
    public static async Task<(CommandAnswer, TellLearner?)> Handle(EndRegistration command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<Learner>(command.PersonId, cancellationToken) is not { Registration: { } registration } person) return (CommandAnswer.Unknown, null);
        if (registration.EndedOn is not null) return (CommandAnswer.Done, null);
        person.Registration = registration with { EndedOn = JapanTime.Today(clock) };
        session.Store(person);
        return (CommandAnswer.Done, new(person.Id));
    }
}

/// <summary>What a person attended.</summary>
internal static class Attended
{
    /// <summary>
    /// The sessions at which the person was, read in the handler's own transaction: one that asked the engine would wait for a second
    /// connection while it holds the first, and many at once would wait for each other.
    /// </summary>
    public static Task<IReadOnlySet<Guid>> AttendedAsync(this IDocumentSession session, Guid person, CancellationToken cancellationToken) =>
        session.PresentAsync("opening_id", "person_id", person, cancellationToken);

    /// <summary>The people who were at a session, read in the same way.</summary>
    public static Task<IReadOnlySet<Guid>> AttendeesAsync(this IDocumentSession session, Guid held, CancellationToken cancellationToken) =>
        session.PresentAsync("person_id", "opening_id", held, cancellationToken);

    private static async Task<IReadOnlySet<Guid>> PresentAsync(this IDocumentSession session, string wanted, string by, Guid id, CancellationToken cancellationToken)
    {
        await using var command = await session.SqlAsync($"select {wanted} from {{s}}.participation_attendance where {by} = $1 and presence = $2", cancellationToken, id, (short)Presence.Present);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        HashSet<Guid> found = [];
        while (await reader.ReadAsync(cancellationToken)) found.Add(reader.GetGuid(0));
        return found;
    }
}
