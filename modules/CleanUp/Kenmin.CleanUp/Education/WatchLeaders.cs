using System.Globalization;
using Kenmin.Modularity.Features;
using Kenmin.Persistence.Jobs;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.Logging;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.Education;

/// <summary>Looks at leaders whose term ends soon or is over (登録期間の確認).</summary>
[MessageIdentity("clean-up.watch-leaders.v1")]
[NoNewEntries("ends what is over")]
public sealed record WatchLeaders;

/// <summary>Tells them.</summary>
public static class WatchLeadersHandler
{
    internal const int DaysBefore = 60;

    /// <summary>Up to a batch; each is told once of each last day. Who asked for another term waits for staff.</summary>
    public static async Task<(BatchDone, OutgoingMessages)> Handle(WatchLeaders message, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        OutgoingMessages outgoing = [];
        await session.BeginAsync(cancellationToken);
        var due = await session.QueryAsync<CourseLeader>(
            """
            where d.data ->> 'state' = 'Registered' and not coalesce((d.data ->> 'renewalAsked')::boolean, false)
              and (d.data ->> 'until' < ? or (d.data ->> 'until' <= ? and coalesce(d.data ->> 'endToldOf', '') <> d.data ->> 'until'))
            order by d.id limit ? for update skip locked
            """, cancellationToken, Iso(today), Iso(today.AddDays(DaysBefore)), BatchService.BatchSize);
        foreach (var leader in due)
        {
            var over = leader.Until < today;
            if (over) leader.End("登録期間の満了");
            else leader.EndToldOf = leader.Until;
            session.Store(leader);
            if (leader.AccountId is { } account)
                outgoing.Add(EducationNotice.Of($"term|{leader.Id:N}|{leader.Until:yyyy-MM-dd}|{over}", account, now, "/clean-up/me/education/leader", over
                    ? (new("環境学習指導者の登録が終わりました", "Your registration as a leader of courses is over"), new("続けるときは、もう一度申請してください。", "To go on, please ask anew."))
                    : (new("環境学習指導者の登録がまもなく終わります", "Your registration as a leader of courses ends soon"), new($"{leader.Until:yyyy-MM-dd} までです。続けるときは、更新を申し込んでください。", $"It runs until {leader.Until:yyyy-MM-dd}. To go on, please ask for another term."))));
        }

        return (new(due.Count), outgoing);
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>Looks every hour. Runs on every host, whatever is switched on: what is over ends.</summary>
[NoNewEntries("ends what is over")]
internal sealed class LeaderWatch(IServiceProvider services, TimeProvider clock, ILogger<LeaderWatch> logger) : BatchService(services, TimeSpan.FromHours(1), clock, logger)
{
    protected override object Command() => new WatchLeaders();
}
