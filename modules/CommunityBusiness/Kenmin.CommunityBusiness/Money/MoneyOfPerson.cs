using Kenmin.CommunityBusiness.Money.Offers;
using Kenmin.CommunityBusiness.Money.Tables;
using Kenmin.CommunityBusiness.PersonalData;
using Kenmin.Persistence;
using Kenmin.Persistence.PersonalData;
using Marten;

namespace Kenmin.CommunityBusiness.Money;

/// <summary>What grants and loans hold on a person, for taking out, erasing and merging.</summary>
internal static class MoneyOfPerson
{
    public static IReadOnlyList<PersonalDataTable> Tables { get; } =
    [
        new("mt_doc_moneyapplication", new("補助金・融資の申請で、あなたがしたこと", "What you did about grants and loans"), BusinessTables.Anywhere,
            "jsonb_build_object('id', t.id, 'offerName', t.data -> 'offerName', 'state', t.data -> 'state', 'history', (select jsonb_agg(h - 'by') from jsonb_array_elements(t.data -> 'history') h where (h -> 'by' ->> 'accountId')::uuid = any($1))) "
            + "|| case when (t.data -> 'requestedBy' ->> 'accountId')::uuid = any($1) then jsonb_build_object('asked', t.data -> 'asked', 'expenses', t.data -> 'expenses', 'finalYen', t.data -> 'finalYen', 'plan', t.data -> 'plan') else '{}'::jsonb end"),
        new("mt_doc_moneyfile", new("補助金・融資の申請に付けたファイル", "Files you put to applications for grants and loans"), "(t.data -> 'by' ->> 'accountId')::uuid = any($1)", "t.data - 'by'"),
        new("mt_doc_moneyoffer", new("職務で登録した制度", "Offers that you entered in office"), "(t.data -> 'changedBy' ->> 'accountId')::uuid = any($1)", "jsonb_build_object('id', t.id, 'name', t.data -> 'name', 'changedAt', t.data -> 'changedAt')"),
    ];

    /// <summary>
    /// Takes a person out: names go from what stays. Of a venture that went, what was not granted goes with it; of what was granted, amounts,
    /// decision and payments stay for the accounts, without words, files and names. Comes after the ventures, whose locks are held then.
    /// </summary>
    public static async Task<bool> ForgetAsync(IDocumentSession session, IReadOnlyList<Guid> accounts, IReadOnlySet<Guid> gone, Doer nobody, CancellationToken cancellationToken)
    {
        Doer Without(Doer by) => accounts.Contains(by.AccountId) ? nobody : by;
        string[] names = [.. accounts.Select(a => a.ToString())], ventures = [.. gone.Select(v => v.ToString())];
        var applications = await session.QueryAsync<MoneyApplication>(
            "where d.data ->> 'ventureId' = any(?) or exists (select from unnest(?) x where d.data::text like '%' || x || '%') order by d.id for update", cancellationToken, (object)ventures, (object)names);
        HashSet<Guid> dropped = [];
        foreach (var application in applications)
        {
            if (gone.Contains(application.VentureId))
            {
                dropped.Add(application.Id);
                if (application.Decision is not { Given: true })
                {
                    session.Delete(application);
                    continue;
                }

                // Nothing is paid out any more.
                await session.FreeAsync(application.Id, cancellationToken);
                (application.VentureTitle, application.Asked, application.RequestedBy) = ("", application.Asked with { Purpose = "", Lines = [] }, nobody);
                application.Conditions = [.. application.Conditions.Select(c => c with { Evidence = "" })];
                application.Expenses = [.. application.Expenses.Select(e => e with { Text = "" })];
                application.History = [.. application.History.Select(h => h.What is MoneyEvent.HandedIn or MoneyEvent.Withdrawn or MoneyEvent.ConditionSaid or MoneyEvent.Reported ? h with { Words = "", By = nobody } : h)];
            }

            application.RequestedBy = Without(application.RequestedBy);
            if (application.Recommendation is { } recommendation) application.Recommendation = recommendation with { By = Without(recommendation.By) };
            if (application.Decision is { } decision) application.Decision = decision with { By = Without(decision.By) };
            application.Conditions = [.. application.Conditions.Select(c => c.Checked is { } by ? c with { Checked = Without(by) } : c)];
            application.History = [.. application.History.Select(h => h with { By = Without(h.By) })];
            session.Store(application);
        }

        foreach (var file in await session.QueryAsync<MoneyFile>(
            "where (d.data ->> 'applicationId')::uuid = any(?) or d.data -> 'by' ->> 'accountId' = any(?) order by d.id for update", cancellationToken, (object)dropped.ToArray(), (object)names))
        {
            if (dropped.Contains(file.ApplicationId))
            {
                session.DropFile(file);
                continue;
            }

            file.By = nobody;
            session.Store(file);
        }

        foreach (var offer in await session.QueryAsync<MoneyOffer>("where d.data -> 'changedBy' ->> 'accountId' = any(?) order by d.id for update", cancellationToken, (object)names))
        {
            offer.ChangedBy = nobody;
            session.Store(offer);
        }

        return applications.Count > 0;
    }

    /// <summary>Who applied follows to the account that stays, so that nobody decides on their own; who wrote something stays as it was written.</summary>
    /// <returns>The applications that changed.</returns>
    public static async Task<List<Guid>> MoveAsync(IDocumentSession session, Guid gone, Guid kept, CancellationToken cancellationToken)
    {
        List<Guid> moved = [];
        foreach (var application in await session.QueryAsync<MoneyApplication>("where d.data -> 'requestedBy' ->> 'accountId' = ? order by d.id for update", cancellationToken, gone.ToString()))
        {
            application.RequestedBy = application.RequestedBy with { AccountId = kept };
            session.Store(application);
            moved.Add(application.Id);
        }

        return moved;
    }

    /// <summary>Puts it back.</summary>
    public static async Task MoveBackAsync(IDocumentSession session, IReadOnlyList<Guid> moved, Guid gone, Guid kept, CancellationToken cancellationToken)
    {
        foreach (var application in (await session.LockBatchAsync<MoneyApplication>(moved, cancellationToken)).Where(a => a.RequestedBy.AccountId == kept))
        {
            application.RequestedBy = application.RequestedBy with { AccountId = gone };
            session.Store(application);
        }
    }
}
