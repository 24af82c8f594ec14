using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.SportsVolunteers.Registrations.Retention;
using Marten;
using Wolverine.Attributes;
using Wolverine.Runtime.Handlers;

namespace Kenmin.SportsVolunteers.Volunteers.SamePerson;

/// <summary>Gives sign-ups of one record to another. Repeating it changes nothing.</summary>
/// <param name="MergeId">The joining, or the undoing of one, that they go with.</param>
/// <param name="From">The record that gives.</param>
/// <param name="To">The record that takes.</param>
/// <param name="Shifts">Which; null for all.</param>
/// <param name="By">The account of the member of staff.</param>
[MessageIdentity("sports-volunteers.hand-over-sign-ups.v1")]
[NoNewEntries("moves what exists")]
public sealed record HandOverSignUps(Guid MergeId, Guid From, Guid To, IReadOnlyList<Guid>? Shifts, Guid By);

/// <summary>Hands over.</summary>
public static class HandOverSignUpsHandler
{
    /// <summary>Who is busy now is asked again later, until it is done.</summary>
    public static void Configure(HandlerChain chain) => chain.RepeatWhileSignUpsAreBusy();

    /// <summary>The engine has a transaction of its own; what it did is noted with the joining, so that it can be undone.</summary>
    public static async Task Handle(
        HandOverSignUps message, IParticipation<ISportsVolunteersStore> participation, IDocumentSession session, CancellationToken cancellationToken)
    {
        var by = Actor.Staff(message.By);
        // What was taken apart before its turn came stays apart.
        if (message.Shifts is null && await session.LoadAsync<PersonMerge>(message.MergeId, cancellationToken) is { UndoneAt: not null }) return;
        var result = message.Shifts is { } shifts
            ? await participation.HandOverAsync(message.From, message.To, shifts, by, cancellationToken)
            : await participation.MergePersonsAsync(message.From, message.To, by, cancellationToken);
        switch (result)
        {
            case Result<PersonsMerged>.Busy:
                throw new SignUpsBusyException();
            case Result<PersonsMerged>.Refused refused:
                throw new InvalidOperationException($"The sign-ups of a joined person stay: {refused.Reason.Code}.");
            case Result<PersonsMerged>.Done done when message.Shifts is null && await session.LockAsync<PersonMerge>(message.MergeId, cancellationToken) is { } merge:
                if (merge.UndoneAt is not null)
                {
                    await participation.HandOverAsync(message.To, message.From, done.Value.Moved, by, cancellationToken);
                    break;
                }

                // A second delivery finds nothing left to hand over: what the first one noted stays.
                merge.MovedSignUps = [.. merge.MovedSignUps.Union(done.Value.Moved)];
                merge.JoinedSignUps = [.. merge.JoinedSignUps.Union(done.Value.Joined)];
                session.Store(merge);
                break;
        }
    }
}
