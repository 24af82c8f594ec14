using Kenmin.Accounts.Contracts;
using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Groups;
using Kenmin.CleanUp.Helpers;
using Kenmin.CleanUp.Opportunities;
using Kenmin.CleanUp.Outcomes;
using Kenmin.CleanUp.Photos;
using Kenmin.CleanUp.Supplies;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence.PersonalData;
using Marten;
using Wolverine;
using Wolverine.Attributes;
using Wolverine.ErrorHandling;
using Wolverine.Runtime.Handlers;

namespace Kenmin.CleanUp.PersonalData;

/// <summary>Tells a person all that the module holds on them.</summary>
[WolverineHandler]
[StickyHandler("clean-up-personal-data-asked")]
[NoNewEntries("people rule over their data whatever is switched on")]
public static class OnPersonalDataAsked
{
    /// <summary>Reads it.</summary>
    public static async Task<PersonalDataAnswered> Handle(PersonalDataAsked message, PersonalDataReader reader, CancellationToken cancellationToken) => new(
        message.RequestId, CleanUpModule.Key,
        await reader.ReadAsync("clean_up", CleanUpTables.All, message.AccountId, [message.AccountId], cancellationToken));
}

/// <summary>Erases a person on request. What groups did stays, without the person.</summary>
[WolverineHandler]
[StickyHandler("clean-up-erasure-asked")]
[NoNewEntries("people rule over their data whatever is switched on")]
public static class OnErasureAsked
{
    /// <summary>A duty: who is busy now is asked again later, until it is done.</summary>
    public static void Configure(HandlerChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        chain.OnException<SignUpsBusyException>().ScheduleRetryIndefinitely(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10));
    }

    /// <summary>
    /// The sign-ups have a transaction of their own and are forgotten first: a repetition finds them forgotten and goes on. Activities to
    /// come are called off: nobody leads them any more.
    /// </summary>
    public static async Task<(ErasureConfirmed, OutgoingMessages)> Handle(
        ErasureAsked message, IDocumentSession session, IParticipation<ICleanUpStore> participation, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (message.AccountId is not { } account) return (new(message.RequestId, CleanUpModule.Key, [], [], now), []);
        switch (await participation.ForgetPersonAsync(account, Actor.Platform, cancellationToken))
        {
            case Result<PersonForgotten>.Busy:
                throw new SignUpsBusyException();
            case Result<PersonForgotten>.Refused refused:
                throw new InvalidOperationException($"The sign-ups of an erased person stay: {refused.Reason.Code}.");
        }

        OutgoingMessages outgoing = [];
        var groups = await session.Query<Group>().Where(g => g.AccountId == account).ToListAsync(cancellationToken);
        foreach (var group in groups)
        {
            group.ForgetLeader();
            session.Store(group);
            outgoing.Add(new TellActivities(GroupId: group.Id));
            // In one order for all, because what is kept is released under the lock of each municipality.
            foreach (var activity in await session.Query<Activity>().Where(a => a.GroupId == group.Id
                && (a.State == ActivityState.HandedIn || a.State == ActivityState.Accepted)).OrderBy(a => a.MunicipalityCode).ToListAsync(cancellationToken))
            {
                if (activity.Starts <= now) continue;
                if (activity.State == ActivityState.Accepted && activity.HelperPlaces > 0) outgoing.Add(new ApplyHelperPlaces(activity.Id));
                (activity.State, activity.Reason) = (ActivityState.Cancelled, "代表者がいなくなったため");
                session.Store(activity);
                await new SupplyLedger(session).ReleaseAsync(activity, now, cancellationToken);
            }
        }

        // What counts stays, for nobody; what the leader has not approved goes.
        foreach (var report in await session.Query<OwnReport>().Where(r => r.AccountId == account).ToListAsync(cancellationToken))
        {
            session.Delete(report);
            if (report.State != ReportState.Approved) continue;
            (report.Id, report.AccountId) = (Guid.CreateVersion7(now), null);
            session.Insert(report);
            outgoing.Add(new TellActivity(report.ActivityId));
        }

        await session.ForgetPhotosAsync(account, cancellationToken);

        var known = await session.LoadAsync<Helper>(account, cancellationToken) is not null;
        session.Delete<Helper>(account);
        session.Delete<GuardianStanding>(account);
        session.DeleteWhere<AccountMergeSeen>(m => m.KeptId == account || m.GoneId == account);
        return groups.Count == 0 && !known
            ? (new(message.RequestId, CleanUpModule.Key, [], [], now), outgoing)
            : (new(message.RequestId, CleanUpModule.Key,
                [new("清掃：代表者・参加者の氏名と電話番号、申込の本人との結びつき、公開していない写真", "Clean-ups: the leader's or helper's name and telephone, the tie between sign-ups and the person, photos that are not public")],
                [new("個人がわからない清掃の記録（グループ、日、人数、結果、公開した写真）", "Records of clean-ups in which nobody can be recognized: group, day, people, results, photos that were made public")], now), outgoing);
    }
}
