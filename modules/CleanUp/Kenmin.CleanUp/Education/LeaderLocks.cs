using Kenmin.Accounts.Contracts;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;

namespace Kenmin.CleanUp.Education;

/// <summary>
/// What a leader is bound by is decided one at a time: everything that gives a leader a course, or takes it, holds the leader's turn first
/// and the request's row after it.
/// </summary>
internal static class LeaderLocks
{
    /// <summary>The turn of a person, over all registrations of the account.</summary>
    public static string Of(Guid account) => $"course-leader|{account:N}";

    /// <summary>The registration, with the turn of its person.</summary>
    public static async Task<CourseLeader?> LockAsync(IDocumentSession session, Guid id, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<CourseLeader>(id, cancellationToken) is not { } seen) return null;
        await session.TakeTurnsAsync(Of(seen.AccountId ?? seen.Id), cancellationToken);
        return await session.LockAsync<CourseLeader>(id, cancellationToken);
    }

    /// <summary>Whether the person comes to something else at that time, under any registration.</summary>
    public static async Task<bool> IsBusyAsync(IQuerySession session, CourseLeader leader, CourseRequest request, CancellationToken cancellationToken)
    {
        Guid[] same = [.. (await session.Query<CourseLeader>().Where(l => l.AccountId == leader.AccountId).Select(l => l.Id).ToListAsync(cancellationToken)).Append(leader.Id).Distinct()];
        var day = request.Day;
        var others = await session.Query<CourseRequest>().Where(r => r.Day == day && r.Id != request.Id && (r.State == CourseRequestState.Offered || r.State == CourseRequestState.Agreed)).ToListAsync(cancellationToken);
        return others.Any(r => r.LeaderId is { } id && same.Contains(id) && r.Overlaps(request));
    }

    /// <summary>Courses to come that the leader may no longer lead go back to the office; who asked is told where it was settled.</summary>
    public static async Task<OutgoingMessages> ReleaseUnfitAsync(IDocumentSession session, CourseLeader leader, DateTimeOffset now, CancellationToken cancellationToken)
    {
        OutgoingMessages outgoing = [];
        await session.BeginAsync(cancellationToken);
        foreach (var request in await session.QueryAsync<CourseRequest>("where d.data ->> 'leaderId' = ? and d.data ->> 'state' in ('Offered', 'Agreed') order by d.id for update", cancellationToken, leader.Id.ToString()))
        {
            if (request.Starts <= now || leader.CanLead(request)) continue;
            if (request is { State: CourseRequestState.Agreed, AccountId: { } asker }) outgoing.Add(EducationNotice.LeaderGone(request, asker, now));
            request.Release();
            request.DeclinedBy.Add(leader.Id);
            session.Store(request);
        }

        return outgoing;
    }
}

/// <summary>Notices of education.</summary>
internal static class EducationNotice
{
    /// <summary>A notice; the same fact has the same id.</summary>
    public static NoticeIssued Of(string fact, Guid account, DateTimeOffset at, string link, (LocalizedText Subject, LocalizedText Body) words) =>
        new(FactId.Of($"clean-up.education|{fact}"), account, words.Subject, words.Body, link, at, MailKinds.Education);

    public static NoticeIssued LeaderGone(CourseRequest request, Guid asker, DateTimeOffset at) => Of(
        $"gone|{request.Id:N}|{at.UtcTicks}", asker, at, $"/clean-up/me/education/requests/{request.Id}",
        (new("講師が来られなくなりました", "Your leader cannot come"), new($"{request.Day:yyyy-MM-dd} の環境学習の講師を、もう一度探しています。", $"We look for another leader for {request.Day:yyyy-MM-dd}.")));
}
