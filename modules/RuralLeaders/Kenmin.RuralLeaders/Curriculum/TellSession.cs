using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Passport.Contracts;
using Kenmin.Persistence;
using Kenmin.RuralLeaders.Leaders;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.RuralLeaders.Curriculum;

/// <summary>What other modules were told of a session (知らせた内容).</summary>
public sealed class ToldSession : IToldFacts
{
    /// <summary>The session.</summary>
    public Guid Id { get; set; }

    /// <summary>Each fact that was ever told, by its key, which says nothing of persons.</summary>
    public Dictionary<Guid, ToldFact> Facts { get; set; } = [];
}

/// <summary>
/// Tells other modules what changed of a session: that one can take part, and who was there. What there is to tell is looked up then, so
/// that it does not matter how often it is sent.
/// </summary>
/// <param name="SessionId">The session.</param>
/// <param name="Again">Whether what was told is told once more.</param>
[MessageIdentity("rural-leaders.tell-session.v1")]
[NoNewEntries("tells of what there is")]
public sealed record TellSession(Guid SessionId, bool Again = false);

/// <summary>Who was at a session was recorded or put right, or is another record of the same person. Sent in the transaction of the change.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="PersonId">The person.</param>
[MessageIdentity("rural-leaders.attendance-changed.v1")]
[NoNewEntries("tells of what happened")]
public sealed record AttendanceChanged(Guid SessionId, Guid PersonId)
{
    /// <summary>The message of a change; null for all else.</summary>
    internal static AttendanceChanged? Of(SignUpChange change) =>
        change.Event is AttendanceRecorded or AttendanceWithdrawn or HoursCorrected or SignUpHandedOver or SignUpTakenOver ? new(change.Event.OpeningId, change.Event.PersonId) : null;
}

/// <summary>What others know of the session and of the person changed with it.</summary>
public static class AttendanceChangedHandler
{
    /// <summary>Has them told.</summary>
    public static (TellSession, TellLearner) Handle(AttendanceChanged message) => (new(message.SessionId), new(message.PersonId));
}

/// <summary>Tells.</summary>
public static class TellSessionHandler
{
    private static readonly Guid OpportunityKey = FactId.Of("rural-leaders.session-opportunity");

    /// <summary>The session's row is the lock: what is told last is what was changed last.</summary>
    public static async Task<OutgoingMessages> Handle(TellSession message, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<CourseSession>(message.SessionId, cancellationToken) is not { } held) return [];
        var next = await session.NextToTellAsync<ToldSession>(held.Id, await FactsAsync(held, session, cancellationToken), message.Again, clock.GetUtcNow(), cancellationToken);
        return [.. next.Select(t => t.ToMessage(RuralLeadersModule.Key, OpportunityKey, held.Id))];
    }

    private static async Task<Dictionary<Guid, object>> FactsAsync(CourseSession held, IDocumentSession session, CancellationToken cancellationToken)
    {
        Dictionary<Guid, object> facts = [];
        var course = (await session.LoadAsync<Course>(held.CourseId, cancellationToken))!;
        var (title, href) = (ApplySessionPlacesHandler.Terms(held, course).Label, course.Published ? $"/rural-leaders/courses/{course.Id}" : null);
        if (href is not null && !held.Cancelled)
            facts[OpportunityKey] = new OpportunityPublished(
                RuralLeadersModule.Key, held.Id, 0, default, new("講座", "Course"), title, course.Summary, held.Starts, held.Ends, held.MunicipalityCode, held.Place, null, held.Capacity, href,
                course.InitiativeId, course.FiscalYear, Suitability.NotKnown);
        // Who is on paper has no account and no record there.
        var people = await session.LoadManyAsync<Learner>(cancellationToken, [.. await session.AttendeesAsync(held.Id, cancellationToken)]);
        foreach (var account in people.Select(p => p.AccountId).OfType<Guid>())
        {
            var key = FactId.Of($"rural-leaders.session-participation|{held.Id:N}|{account:N}");
            facts[key] = new ParticipationRecorded(
                RuralLeadersModule.Key, key, 0, account, held.Id, title, new("受講", "Learner"), held.Day, (int)(held.End - held.Start).TotalMinutes, held.MunicipalityCode, held.Place,
                course.FiscalYear, ProofLevel.CheckedIn, href);
        }

        return facts;
    }
}

/// <summary>Has all sessions told of, a batch at a time.</summary>
/// <param name="After">Where the batch begins.</param>
[MessageIdentity("rural-leaders.tell-all-sessions.v1")]
[NoNewEntries("tells of what there is")]
public sealed record TellAllSessions(Guid? After = null);

/// <summary>Has them told of.</summary>
public static class TellAllSessionsHandler
{
    private const int Batch = 200;

    /// <summary>The next batch follows.</summary>
    public static async Task<OutgoingMessages> Handle(TellAllSessions message, IDocumentSession session, CancellationToken cancellationToken)
    {
        var ids = await session.Query<CourseSession>().IdsAfterAsync(t => t.Id, message.After, Batch, cancellationToken);
        OutgoingMessages outgoing = [.. ids.Select(id => new TellSession(id, Again: true))];
        if (ids.Count == Batch) outgoing.Add(new TellAllSessions(ids[^1]));
        return outgoing;
    }
}
