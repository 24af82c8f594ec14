using Kenmin.Modularity.Features;
using Kenmin.Passport.Contracts;
using Kenmin.Persistence;
using Kenmin.RuralLeaders.Curriculum;
using Kenmin.RuralLeaders.Help;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.RuralLeaders.Leaders;

/// <summary>What other modules were told of a learner (知らせた内容).</summary>
public sealed class ToldLearner : IToldFacts
{
    /// <summary>The person.</summary>
    public Guid Id { get; set; }

    /// <summary>Each certificate that was ever told of, by its key, which cannot be turned back.</summary>
    public Dictionary<Guid, ToldFact> Facts { get; set; } = [];
}

/// <summary>
/// Tells other modules what certificates a learner has: courses completed, and the registration as leader. What there is to tell is looked
/// up then, so that it does not matter how often it is sent. Who is on paper has no account, and nobody is told.
/// </summary>
/// <param name="PersonId">The person.</param>
/// <param name="Again">Whether what was told is told once more.</param>
[MessageIdentity("rural-leaders.tell-learner.v1")]
[NoNewEntries("tells of what there is")]
public sealed record TellLearner(Guid PersonId, bool Again = false);

/// <summary>Tells.</summary>
public static class TellLearnerHandler
{
    private static readonly LocalizedText Issuer = new("山口県", "Yamaguchi Prefecture");

    internal static string TurnOf(Guid person) => $"tell-learner|{person:N}";

    /// <summary>Those that tell of one person take turns: what is told last is what was changed last.</summary>
    public static async Task<OutgoingMessages> Handle(TellLearner message, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync(TurnOf(message.PersonId), cancellationToken);
        var learner = await session.LoadAsync<Learner>(message.PersonId, cancellationToken);
        var facts = learner?.AccountId is { } account ? await FactsAsync(learner, account, session, cancellationToken) : [];
        var next = await session.NextToTellAsync<ToldLearner>(message.PersonId, facts, message.Again, clock.GetUtcNow(), cancellationToken);
        return [.. next.Select(t => t.ToCertificateMessage(RuralLeadersModule.Key))];
    }

    private static async Task<Dictionary<Guid, object>> FactsAsync(Learner learner, Guid account, IDocumentSession session, CancellationToken cancellationToken)
    {
        Dictionary<Guid, object> facts = [];
        void Add(string key, CertificateKind kind, LocalizedText name, string number, DateOnly on, DateOnly? until)
        {
            var id = FactId.Of(key);
            facts[id] = new CertificateGiven(RuralLeadersModule.Key, id, 0, account, kind, name, number, Issuer, on, until, "/rural-leaders/me");
        }

        if (learner is { Registration: { } registration, Number: { } leaderNumber })
            Add($"rural-leaders.registration|{learner.Id:N}", CertificateKind.Licence, new("中山間地域づくりリーダー", "Leader of hilly-rural areas"), leaderNumber, registration.RegisteredOn, registration.EndedOn ?? registration.ExpiresOn);
        var attended = await session.AttendedAsync(learner.Id, cancellationToken);
        Guid[] ids = [.. attended];
        Guid[] courses = [.. (await session.Query<CourseSession>().Where(s => s.Id.IsOneOf(ids)).ToListAsync(cancellationToken)).Select(s => s.CourseId).Distinct()];
        var sessions = await session.Query<CourseSession>().Where(s => s.CourseId.IsOneOf(courses)).ToListAsync(cancellationToken);
        foreach (var course in await session.Query<Course>().Where(c => c.Id.IsOneOf(courses)).ToListAsync(cancellationToken))
            if (CourseProgress.Of(course, sessions, attended) is { Complete: true })
                Add($"rural-leaders.completion|{course.Id:N}|{learner.Id:N}", CertificateKind.Completion, course.Name, "", CompletedOn(course, [.. sessions.Where(s => s.CourseId == course.Id)], attended), null);
        return facts;
    }

    // The day from which on the course is completed.
    internal static DateOnly CompletedOn(Course course, IReadOnlyList<CourseSession> sessions, IReadOnlySet<Guid> attended)
    {
        HashSet<Guid> there = [];
        foreach (var held in sessions.Where(s => attended.Contains(s.Id)).OrderBy(s => s.Day))
        {
            there.Add(held.Id);
            if (CourseProgress.Of(course, sessions, there).Complete) return held.Day;
        }

        return sessions.Max(s => s.Day);
    }
}

/// <summary>Has all learners with an account told of, a batch at a time.</summary>
/// <param name="After">Where the batch begins.</param>
/// <param name="Again">Whether what was told is told once more.</param>
[MessageIdentity("rural-leaders.tell-all-learners.v1")]
[NoNewEntries("tells of what there is")]
public sealed record TellAllLearners(Guid? After = null, bool Again = true);

/// <summary>Has them told of.</summary>
public static class TellAllLearnersHandler
{
    /// <summary>All of them: what was completed before anybody was told is told then.</summary>
    public static async Task<OutgoingMessages> Handle(TellAllLearners message, IDocumentSession session, CancellationToken cancellationToken)
    {
        var ids = await session.Query<Learner>().IdsAfterAsync(t => t.Id, message.After, TellAllHelpHandler.Batch, cancellationToken);
        OutgoingMessages outgoing = [.. ids.Select(id => new TellLearner(id, message.Again))];
        if (ids.Count == TellAllHelpHandler.Batch) outgoing.Add(new TellAllLearners(ids[^1], message.Again));
        return outgoing;
    }
}
