using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SportsVolunteers.Registrations.Links;

/// <summary>
/// Makes a link for everybody of a festival who stays and has neither an account nor a link that still works. Repeating it
/// makes no second link and ends none.
/// </summary>
/// <param name="RunId">The act's id, given by the caller: the same id is the same act.</param>
/// <param name="Festival">The festival's name.</param>
/// <param name="LastDay">The last day the links can be used, after today.</param>
/// <param name="By">The account of the member of staff.</param>
[MessageIdentity("sports-volunteers.issue-all-account-links.v1")]
public sealed record IssueAllAccountLinks(Guid RunId, string Festival, DateOnly LastDay, Guid By);

/// <summary>Makes links for the next persons of a run.</summary>
/// <param name="RunId">The run.</param>
/// <param name="After">The last person who was looked at; empty at the start. A message that was overtaken does nothing.</param>
[MessageIdentity("sports-volunteers.issue-next-account-links.v1")]
public sealed record IssueNextAccountLinks(Guid RunId, Guid After);

/// <summary>Starts the run.</summary>
public static class IssueAllAccountLinksHandler
{
    /// <summary>Keeps what is to be done, and leaves the rest to the background.</summary>
    public static async Task<(Outcome, IssueNextAccountLinks?)> Handle(
        IssueAllAccountLinks command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (command.LastDay <= JapanTime.Today(clock))
            return (new(new LocalizedText("リンクの期限は、明日以降の日にしてください。", "The last day of the links must be after today.")), null);
        if (await session.LoadAsync<RegistrationRun>(command.RunId, cancellationToken) is not null) return (Outcome.Done, null);
        session.Insert(new RegistrationRun
        {
            Id = command.RunId, Kind = RunKind.AccountLinks, Festival = command.Festival, LastDay = command.LastDay, By = command.By, StartedAt = clock.GetUtcNow(),
        });
        return (Outcome.Done, new IssueNextAccountLinks(command.RunId, Guid.Empty));
    }
}

/// <summary>Works a run off.</summary>
public static class IssueNextAccountLinksHandler
{
    /// <summary>Looks at up to <see cref="RegistrationRun.BatchSize"/> persons and goes on with the next.</summary>
    public static async Task<OutgoingMessages> Handle(
        IssueNextAccountLinks message, IDocumentSession session, LinkTokens tokens, TimeProvider clock, CancellationToken cancellationToken)
    {
        var next = new OutgoingMessages();
        if (await session.LoadAsync<RegistrationRun>(message.RunId, cancellationToken) is not { FinishedAt: null, LastDay: { } lastDay } run
            || run.LookedAt != message.After) return next;

        var now = clock.GetUtcNow();
        var staying = await session.QueryAsync<Registration>(
            "where d.data ->> 'state' = 'Continuing' and jsonb_exists(d.data -> 'festivals', ?) and d.id > ? order by d.id limit ?",
            cancellationToken, run.Festival, message.After, RegistrationRun.BatchSize);
        var ids = staying.Select(r => r.Id).ToArray();
        foreach (var id in await InNeedAsync(session, ids, clock, cancellationToken))
        {
            // Another run may have served the person since the list was read.
            var outcome = await session.DecideAsync(
                id,
                async r => await InNeedAsync(session, [id], clock, cancellationToken) is []
                    ? Decision.Nothing : r.IssueAccountLink(hasAccount: false, lastDay, run.By, now),
                cancellationToken);
            if (!outcome.Recorded) continue;
            session.Store(tokens.Create(id, LinkPurpose.Account, run.Festival, lastDay).Link);
            run.Done++;
        }

        // When the last day has come meanwhile no link would work; the rest needs a new run.
        if (ids.Length < RegistrationRun.BatchSize || lastDay <= JapanTime.DayOf(now)) run.FinishedAt = now;
        else next.Add(new IssueNextAccountLinks(run.Id, run.LookedAt = ids[^1]));
        session.Store(run);
        return next;
    }

    /// <summary>Those of <paramref name="ids"/> who have neither an account nor a link that still works, in order.</summary>
    private static async Task<IReadOnlyList<Guid>> InNeedAsync(IDocumentSession session, Guid[] ids, TimeProvider clock, CancellationToken cancellationToken)
    {
        var people = (await session.LoadManyAsync<Volunteer>(cancellationToken, ids)).Where(v => v is { Erased: false, AccountId: null }).Select(v => v.Id).ToHashSet();
        people.ExceptWith((await session.OpenAccountLinksAsync(ids, clock, cancellationToken)).Select(l => l.VolunteerId));
        return [.. ids.Where(people.Contains)];
    }
}
