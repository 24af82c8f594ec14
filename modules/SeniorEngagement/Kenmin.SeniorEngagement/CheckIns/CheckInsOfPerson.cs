using Kenmin.Persistence.PersonalData;
using Kenmin.SharedKernel;
using Marten;
using Marten.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SeniorEngagement.CheckIns;

/// <summary>A person's agreement to be called, when records are merged or erased; and where it is kept.</summary>
internal static class CheckInsOfPerson
{
    public static IReadOnlyList<PersonalDataTable> Tables { get; } =
    [
        new("mt_doc_checkin", new("見守りの電話の同意", "Your agreement to be called"), "t.id = any($1) or (t.data ->> 'callerId')::uuid = any($1) or (t.data -> 'enteredBy' ->> 'accountId')::uuid = any($1)",
            "case when t.id = any($1) then t.data - 'enteredBy' - 'callerId' else jsonb_build_object('agreedAt', t.data -> 'agreedAt', 'until', t.data -> 'until') end"),
        new("mt_doc_calltask", new("見守りの電話", "Calls to you, and those you made"), "(t.data ->> 'holderId')::uuid = any($1) or exists (select from unnest($1) x where (t.data -> 'tries')::text like '%' || x::text || '%')",
            "case when (t.data ->> 'holderId')::uuid = any($1) then t.data - 'tries' else jsonb_build_object('id', t.id, 'madeAt', t.data -> 'madeAt') end"),
        new("mt_doc_seenday", new("見守りのために数えた活動の日", "Days on which you were somewhere, noted for check-ins"), "(t.data ->> 'holderId')::uuid = any($1)"),
    ];

    public static void AddTo(StoreOptions options)
    {
        options.Schema.For<CheckIn>();
        options.Schema.For<CallTask>().Index(t => t.HolderId);
        options.Schema.For<SeenDay>().Index(d => d.HolderId);
    }

    public static void AddCheckIns(this IServiceCollection services)
    {
        services.AddOptions<CheckInOptions>().BindConfiguration($"Modules:{SeniorEngagementModule.Key}:CheckIns").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<CheckInReader>();
        services.AddHostedService<UnseenClock>();
        services.AddHostedService<CheckInClock>();
    }

    /// <summary>Gives an agreement to another record of the person where that has none; otherwise the one that stays stands.</summary>
    /// <returns>Whether it moved.</returns>
    public static async Task<bool> MoveAsync(IDocumentSession session, Guid from, Guid to, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<CheckIn>(from, cancellationToken) is not { } checkIn) return false;
        session.Delete<CheckIn>(from);
        var free = await session.LoadAsync<CheckIn>(to, cancellationToken) is not { EndedAt: null };
        if (free)
        {
            checkIn.Id = to;
            session.Store(checkIn);
        }

        foreach (var task in await session.Query<CallTask>().Where(t => t.HolderId == from).ToListAsync(cancellationToken))
        {
            if (!free && task.DoneAt is null)
            {
                session.Delete<CallTask>(task.Id);
                continue;
            }

            task.HolderId = to;
            session.Store(task);
        }

        foreach (var day in await session.Query<SeenDay>().Where(d => d.HolderId == from).ToListAsync(cancellationToken))
        {
            day.HolderId = to;
            session.Store(day);
        }

        return free;
    }

    /// <summary>Removes all of a person, and says nobody where the accounts entered something or called.</summary>
    public static async Task ForgetAsync(IDocumentSession session, Guid? holder, IReadOnlyList<Guid> accounts, Doer nobody, CancellationToken cancellationToken)
    {
        var ids = string.Join(',', accounts);
        foreach (var checkIn in await session.QueryAsync<CheckIn>("where d.data -> 'enteredBy' ->> 'accountId' = any(string_to_array(?, ',')) or d.data ->> 'callerId' = ? order by d.id for update", cancellationToken, ids, holder?.ToString() ?? ""))
        {
            if (checkIn.Id == holder) continue;
            if (accounts.Contains(checkIn.EnteredBy.AccountId)) checkIn.EnteredBy = nobody;
            // Who was to call is gone: staff call.
            if (checkIn.CallerId == holder) (checkIn.CallerId, checkIn.CircleId) = (null, null);
            session.Store(checkIn);
        }

        foreach (var account in accounts)
            foreach (var task in await session.QueryAsync<CallTask>("where (d.data -> 'tries')::text like '%' || ? || '%' order by d.id for update", cancellationToken, account.ToString()))
            {
                if (task.HolderId == holder) continue;
                task.Tries = [.. task.Tries.Select(t => accounts.Contains(t.By.AccountId) ? t with { By = nobody } : t)];
                session.Store(task);
            }

        if (holder is not { } gone) return;
        session.Delete<CheckIn>(gone);
        session.DeleteWhere<CallTask>(t => t.HolderId == gone);
        session.DeleteWhere<SeenDay>(d => d.HolderId == gone);
    }
}
