using Kenmin.Persistence.PersonalData;
using Marten;

namespace Kenmin.CommunityBusiness.Plans;

/// <summary>What plans say of a person, for taking out and for erasing. Plans themselves go with their venture.</summary>
internal static class PlansOfPerson
{
    private const string OfMine = "exists (select from community_business.mt_doc_venture v where v.id = {0} and ((v.data ->> 'ownerAccountId')::uuid = any($1) or exists (select from jsonb_array_elements(v.data -> 'team') m where (m ->> 'accountId')::uuid = any($1))))";
    private const string Acted = "exists (select from unnest($1) x where t.data::text like '%' || x::text || '%')";

    private static readonly string OfPlan = OfMine.Replace("{0}", "t.id", StringComparison.Ordinal);
    private static readonly string OfPart = OfMine.Replace("{0}", "(t.data ->> 'ventureId')::uuid", StringComparison.Ordinal);

    public static IReadOnlyList<PersonalDataTable> Tables { get; } =
    [
        new("mt_doc_businessplan", new("事業計画", "Plans of your businesses, and alarms you saw to in office"), $"{OfPlan} or {Acted}",
            $"case when {OfPlan} then t.data - 'changedBy' - 'alarm' else jsonb_build_object('id', t.id) end"),
        new("mt_doc_planversion", new("保存した計画の版", "Saved versions of plans"), $"{OfPart} or {Acted}", "t.data - 'by'"),
        new("mt_doc_actualmonth", new("月ごとの実績", "Actuals by month"), $"{OfPart} or {Acted}", "t.data - 'by'"),
    ];

    /// <summary>Takes a name out of what stays; the plans of ventures that are gone went with them.</summary>
    public static async Task<bool> ForgetAsync(IDocumentSession session, Guid account, IReadOnlySet<Guid> gone, Doer nobody, CancellationToken cancellationToken)
    {
        const string named = "where d.data::text like '%' || ? || '%' order by d.id for update";
        var touched = false;
        foreach (var plan in await session.QueryAsync<BusinessPlan>(named, cancellationToken, account.ToString()))
        {
            if (gone.Contains(plan.Id)) continue;
            if (plan.ChangedBy.AccountId == account) plan.ChangedBy = nobody;
            if (plan.Alarm is { SeenBy: { } seen } alarm && seen.AccountId == account) plan.Alarm = alarm with { SeenBy = nobody };
            session.Store(plan);
            touched = true;
        }

        foreach (var version in await session.QueryAsync<PlanVersion>(named, cancellationToken, account.ToString()))
        {
            if (gone.Contains(version.VentureId)) continue;
            version.By = nobody;
            session.Store(version);
        }

        foreach (var month in await session.QueryAsync<ActualMonth>(named, cancellationToken, account.ToString()))
        {
            if (gone.Contains(month.VentureId)) continue;
            month.By = nobody;
            session.Store(month);
        }

        return touched;
    }
}
