using Kenmin.Persistence.PersonalData;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;

namespace Kenmin.CleanUp.Education;

/// <summary>What environmental education adds to the module.</summary>
internal static class EducationSetup
{
    /// <summary>Where it holds data of persons.</summary>
    public static IReadOnlyList<PersonalDataTable> Tables { get; } =
    [
        new("mt_doc_courseleader", new("環境学習指導者の登録", "Your registration as a leader of courses, and those you decided about in office"),
            "(t.data ->> 'accountId')::uuid = any($1) or (t.data -> 'decidedBy' ->> 'accountId')::uuid = any($1)",
            "case when (t.data ->> 'accountId')::uuid = any($1) then t.data - 'decidedBy' else jsonb_build_object('id', t.id, 'decidedAt', t.data -> 'decidedAt') end"),
        new("mt_doc_courserequest", new("環境学習の講座の依頼", "Courses that you asked for, led, or decided about in office"),
            "(t.data ->> 'accountId')::uuid = any($1) or (t.data -> 'decidedBy' ->> 'accountId')::uuid = any($1) or exists (select 1 from clean_up.mt_doc_courseleader l where l.id = (t.data ->> 'leaderId')::uuid and (l.data ->> 'accountId')::uuid = any($1))",
            "case when (t.data ->> 'accountId')::uuid = any($1) then t.data - 'decidedBy' else t.data - 'decidedBy' - 'accountId' - 'contact' - 'phone' - 'note' end"),
    ];

    public static void Configure(StoreOptions options)
    {
        options.Schema.For<Course>();
        options.Schema.For<CourseLeader>().Index(l => l.AccountId!);
        options.Schema.For<CourseRequest>().Index(r => r.AccountId!).Index(r => r.LeaderId!).Index(r => r.Day);
        MaterialTable.AddTo(options);
    }

    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<EducationReader>();
        services.AddHostedService<LeaderWatch>();
    }
}

/// <summary>What becomes of education when a person is merged or erased.</summary>
internal static class EducationPersons
{
    /// <summary>Moves what an account leads and asked for to another; the answer says what, so that it can be put back.</summary>
    public static async Task<List<Guid>> MoveAsync(IDocumentSession session, Guid from, Guid to, IReadOnlyCollection<Guid>? only, CancellationToken cancellationToken)
    {
        List<Guid> moved = [];
        foreach (var leader in await session.Query<CourseLeader>().Where(l => l.AccountId == from).ToListAsync(cancellationToken))
        {
            if (only?.Contains(leader.Id) == false) continue;
            leader.AccountId = to;
            moved.Add(leader.Id);
            session.Store(leader);
        }

        foreach (var request in await session.Query<CourseRequest>().Where(r => r.AccountId == from).ToListAsync(cancellationToken))
        {
            if (only?.Contains(request.Id) == false) continue;
            request.AccountId = to;
            moved.Add(request.Id);
            session.Store(request);
        }

        return moved;
    }

    /// <summary>A leader leads nothing to come any more; what was asked for is called off; what was held stays, for nobody.</summary>
    /// <returns>Whether there was anything, and what has to be told.</returns>
    public static async Task<(bool Known, OutgoingMessages Outgoing)> ForgetAsync(IDocumentSession session, Guid account, DateTimeOffset now, CancellationToken cancellationToken)
    {
        OutgoingMessages outgoing = [];
        var leaders = await session.Query<CourseLeader>().Where(l => l.AccountId == account).ToListAsync(cancellationToken);
        foreach (var leader in leaders)
        {
            leader.End("本人の希望");
            (leader.AccountId, leader.Name, leader.Phone, leader.Experience) = (null, "", "", "");
            session.Store(leader);
            outgoing.AddRange(await LeaderLocks.ReleaseUnfitAsync(session, leader, now, cancellationToken));
        }

        var requests = await session.Query<CourseRequest>().Where(r => r.AccountId == account).ToListAsync(cancellationToken);
        foreach (var request in requests)
        {
            (request.AccountId, request.Contact, request.Phone, request.Note) = (null, "", "", "");
            if (request.IsOpen && request.Starts > now)
            {
                if (request.LeaderId is { } id && (await session.LoadAsync<CourseLeader>(id, cancellationToken))?.AccountId is { } leader && leader != account)
                    outgoing.Add(EducationNotice.Of($"closed|{request.Id:N}|leader", leader, now, $"/clean-up/me/education/lessons/{request.Id}",
                        (new("環境学習の講座が取りやめになりました", "A course that you were to lead is called off"), new($"{request.Day:yyyy-MM-dd}", $"{request.Day:yyyy-MM-dd}"))));
                (request.State, request.Reason) = (CourseRequestState.Cancelled, "依頼した人がいなくなったため");
            }

            session.Store(request);
        }

        return (leaders.Count + requests.Count > 0, outgoing);
    }
}
