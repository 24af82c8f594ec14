using Marten;

namespace Kenmin.Programs.Initiatives;

/// <summary>What became of a command.</summary>
/// <param name="Id">The initiative.</param>
/// <param name="Code">done, or why not.</param>
/// <param name="Problems">What stands against it, by field.</param>
public sealed record InitiativeOutcome(Guid Id, string Code, IReadOnlyList<InitiativeProblem> Problems)
{
    /// <summary>It is so now.</summary>
    public const string Done = "done";

    /// <summary>There is no such initiative, or it is not the actor's.</summary>
    public const string NotFound = "not-found";

    /// <summary>Somebody else takes this step.</summary>
    public const string NotYours = "not-yours";

    /// <summary>It does not stand where this can be done.</summary>
    public const string NotNow = "not-now";

    /// <summary>Something that was entered cannot be taken.</summary>
    public const string Invalid = "invalid";

    /// <summary>Somebody else was faster.</summary>
    public const string ChangedMeanwhile = "changed-meanwhile";

    /// <summary>It was copied to that year before; the id is that of the copy.</summary>
    public const string CopiedAlready = "copied-already";

    /// <summary>Whether it is so now.</summary>
    public bool IsDone => Code == Done;
}

/// <summary>Deciding on what is recorded, so that of two who decide at once the second sees what the first did.</summary>
internal static class InitiativeSessions
{
    public static async Task<InitiativeOutcome> DecideAsync(
        this IDocumentSession session, Guid id, Func<Initiative, InitiativeDecision> decide, CancellationToken cancellationToken)
    {
        var stream = await session.Events.FetchForWriting<Initiative>(id, cancellationToken);
        if (stream.Aggregate is null) return new(id, InitiativeOutcome.NotFound, []);
        var decision = decide(stream.Aggregate);
        if (decision.Events.Count > 0) stream.AppendMany(decision.Events);
        return new(id, decision.Code, decision.Problems);
    }
}
