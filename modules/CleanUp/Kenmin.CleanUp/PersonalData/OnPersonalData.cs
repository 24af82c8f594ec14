using Kenmin.Accounts.Contracts;
using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Groups;
using Kenmin.CleanUp.Helpers;
using Kenmin.CleanUp.Insurance;
using Kenmin.CleanUp.Opportunities;
using Kenmin.CleanUp.Outcomes;
using Kenmin.CleanUp.Photos;
using Kenmin.CleanUp.Supplies;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence.PersonalData;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;
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
    public static void Configure(HandlerChain chain) => chain.RepeatWhileSignUpsAreBusy();

    /// <summary>
    /// The sign-ups have a transaction of their own and are forgotten first: a repetition finds them forgotten and goes on. Activities to
    /// come are called off: nobody leads them any more.
    /// </summary>
    public static async Task<(ErasureConfirmed, OutgoingMessages)> Handle(
        ErasureAsked message, IDocumentSession session, IParticipation<ICleanUpStore> participation, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (message.AccountId is not { } account) return (new(message.RequestId, CleanUpModule.Key, [], [], now), []);
        await participation.EraseSignUpsAsync(account, cancellationToken);

        OutgoingMessages outgoing = [];
        var groups = await session.Query<Group>().Where(g => g.AccountId == account).ToListAsync(cancellationToken);
        foreach (var group in groups)
        {
            group.ForgetLeader();
            session.Store(group);
            await Care.CareSetup.ForgetLeaderAsync(session, group, JapanTime.DayOf(now), cancellationToken);
            outgoing.Add(new TellActivities(GroupId: group.Id));
            // In one order for all, because what is kept is released under the lock of each municipality.
            foreach (var activity in await session.Query<Activity>().Where(a => a.GroupId == group.Id).OrderBy(a => a.MunicipalityCode).ToListAsync(cancellationToken))
            {
                // What was decided about a day stays, without who decided.
                var named = activity.Decisions.Any(d => d.By?.AccountId == account);
                if (named) activity.Decisions = [.. activity.Decisions.Select(d => d.By?.AccountId == account ? d with { By = null } : d)];
                var calledOff = activity.IsLive && activity.Starts > now;
                if (calledOff)
                {
                    if (activity.State == ActivityState.Accepted && activity.HelperPlaces > 0) outgoing.Add(new ApplyHelperPlaces(activity.Id));
                    (activity.State, activity.Reason) = (ActivityState.Cancelled, "代表者がいなくなったため");
                }

                if (named || calledOff) session.Store(activity);
                if (calledOff) await new SupplyLedger(session).ReleaseAsync(activity, now, cancellationToken);
                // Whom a leader entered who is gone can be asked by nobody; the office has what it handed to the insurer.
                session.Delete<InsuredList>(activity.Id);
            }
        }

        foreach (var list in (await session.Query<InsuredList>().ToListAsync(cancellationToken)).Where(l => l.Helpers.Any(h => h.AccountId == account)))
        {
            list.Helpers = [.. list.Helpers.Where(h => h.AccountId != account)];
            session.Store(list);
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
        session.DeleteWhere<RainAnswer>(a => a.AccountId == account);
        session.Delete<GuardianStanding>(account);
        session.DeleteWhere<AccountMergeSeen>(m => m.KeptId == account || m.GoneId == account);
        var (learned, told) = await CleanUp.Education.EducationPersons.ForgetAsync(session, account, now, cancellationToken);
        outgoing.AddRange(told);
        learned |= await CleanUp.LitterReports.LitterReportSetup.ForgetAsync(session, account, now, cancellationToken);
        return groups.Count == 0 && !known && !learned
            ? (new(message.RequestId, CleanUpModule.Key, [], [], now), outgoing)
            : (new(message.RequestId, CleanUpModule.Key,
                [new("清掃と環境学習：代表者・参加者・指導者・依頼者・通報者の氏名と電話番号、申込の本人との結びつき、公開していない写真", "Clean-ups and courses: name and telephone of who led, helped or asked, the tie between sign-ups and the person, photos that are not public")],
                [new("個人がわからない清掃の記録（グループ、日、人数、結果、公開した写真）", "Records of clean-ups in which nobody can be recognized: group, day, people, results, photos that were made public")], now), outgoing);
    }
}
