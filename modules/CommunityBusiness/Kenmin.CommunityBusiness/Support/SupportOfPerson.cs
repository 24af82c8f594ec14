using Kenmin.CommunityBusiness.PersonalData;
using Kenmin.CommunityBusiness.Support.Consultations;
using Kenmin.CommunityBusiness.Support.Dispatches;
using Kenmin.CommunityBusiness.Support.Experts;
using Kenmin.CommunityBusiness.Support.Mentors;
using Kenmin.Persistence;
using Kenmin.Persistence.PersonalData;
using Marten;

namespace Kenmin.CommunityBusiness.Support;

/// <summary>What the support network holds on a person, for taking out, erasing and merging.</summary>
internal static class SupportOfPerson
{
    private const string Named = "where d.data::text like '%' || ? || '%' order by d.id for update";

    public static IReadOnlyList<PersonalDataTable> Tables { get; } =
    [
        new("mt_doc_expert", new("専門家・支援者としての登録", "Your entry as an expert, and entries you kept in office"), BusinessTables.Anywhere,
            "case when (t.data ->> 'accountId')::uuid = any($1) then t.data - 'consent' - 'confirmedBy' - 'changedBy' - 'codeHash' || jsonb_build_object('consent', case when jsonb_typeof(t.data -> 'consent') = 'object' then (t.data -> 'consent') - 'by' end) else jsonb_build_object('id', t.id, 'changedAt', t.data -> 'changedAt') end"),
        new("mt_doc_dispatch", new("専門家の派遣で、あなたがしたこと", "What you did about experts' visits"), BusinessTables.Anywhere,
            "jsonb_build_object('id', t.id, 'state', t.data -> 'state') || case when (t.data -> 'requestedBy' ->> 'accountId')::uuid = any($1) then jsonb_build_object('need', t.data -> 'need', 'requestedAt', t.data -> 'requestedAt') else '{}'::jsonb end "
            + "|| case when (t.data -> 'report' -> 'by' ->> 'accountId')::uuid = any($1) then jsonb_build_object('report', (t.data -> 'report') - 'by') else '{}'::jsonb end "
            + "|| case when (t.data -> 'end' -> 'by' ->> 'accountId')::uuid = any($1) then jsonb_build_object('end', (t.data -> 'end') - 'by') else '{}'::jsonb end"),
        new("mt_doc_mentorship", new("伴走で、あなたが書いたこと", "What you wrote to mentors, or as one"), BusinessTables.Anywhere,
            "jsonb_build_object('id', t.id, 'state', t.data -> 'state', 'notes', (select jsonb_agg(n - 'by') from jsonb_array_elements(t.data -> 'notes') n where (n -> 'by' ->> 'accountId')::uuid = any($1))) "
            + "|| case when (t.data -> 'proposedBy' ->> 'accountId')::uuid = any($1) then jsonb_build_object('message', t.data -> 'message') else '{}'::jsonb end"),
        // What others said in confidence is not the staff member's to take out.
        new("mt_doc_consultationcase", new("職務で名を記した相談", "Consultations on which you are named in office"), BusinessTables.Anywhere, "jsonb_build_object('id', t.id)"),
    ];

    /// <summary>Takes a person out: the own entry goes, visits to come are called off, and names are taken out of what stays.</summary>
    public static async Task<bool> ForgetAsync(IDocumentSession session, Guid account, IReadOnlySet<Guid> gone, Doer nobody, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var touched = false;
        foreach (var own in await session.Query<Expert>().Where(e => e.AccountId == account).ToListAsync(cancellationToken)) touched |= await ForgetExpertAsync(session, own.Id, gone, nobody, now, cancellationToken);
        foreach (var dispatch in await session.QueryAsync<Dispatch>(Named, cancellationToken, account.ToString()))
        {
            if (gone.Contains(dispatch.VentureId)) continue;
            if (dispatch.RequestedBy.AccountId == account) dispatch.RequestedBy = nobody;
            if (dispatch.Approval?.By.AccountId == account) dispatch.Approval = dispatch.Approval with { By = nobody };
            if (dispatch.Report?.By.AccountId == account) dispatch.Report = dispatch.Report with { By = nobody };
            if (dispatch.End?.By.AccountId == account) dispatch.End = dispatch.End with { By = nobody };
            session.Store(dispatch);
            touched = true;
        }

        foreach (var expert in await session.QueryAsync<Expert>(Named, cancellationToken, account.ToString()))
        {
            if (expert.AccountId == account) continue;
            if (expert.ChangedBy.AccountId == account) expert.ChangedBy = nobody;
            if (expert.ConfirmedBy?.AccountId == account) expert.ConfirmedBy = nobody;
            if (expert.Consent?.By.AccountId == account) expert.Consent = expert.Consent with { By = nobody };
            session.Store(expert);
        }

        foreach (var pair in await session.QueryAsync<Mentorship>(Named, cancellationToken, account.ToString()))
        {
            if (gone.Contains(pair.VentureId)) continue;
            if (pair.ProposedBy.AccountId == account) pair.ProposedBy = nobody;
            pair.Notes = [.. pair.Notes.Select(n => n.By.AccountId == account ? n with { By = nobody } : n)];
            session.Store(pair);
            touched = true;
        }

        foreach (var of in await session.QueryAsync<ConsultationCase>(Named, cancellationToken, account.ToString()))
        {
            of.Readers = [.. of.Readers.Where(r => r.AccountId != account).Select(r => r.AddedBy.AccountId == account ? r with { AddedBy = nobody } : r)];
            of.Entries = [.. of.Entries.Select(e => e.By.AccountId == account ? e with { By = nobody } : e)];
            of.Referrals = [.. of.Referrals.Select(r => r.By.AccountId == account ? r with { By = nobody } : r)];
            session.Store(of);
            touched = true;
        }

        return touched;
    }

    /// <summary>Takes out all that was said in a consultation; that there was one stays, for the counts. Who came is known by the case.</summary>
    public static async Task<bool> ForgetCaseAsync(IDocumentSession session, Guid id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<ConsultationCase>(id, cancellationToken) is not { } of) return false;
        (of.Person, of.Contact, of.Entries, of.Referrals) = ("", "", [], []);
        of.ClosedAt ??= now;
        session.Store(of);
        return true;
    }

    /// <summary>Takes an expert's entry out; who has no account is known by it. Dispatches are locked before experts, as everywhere.</summary>
    public static async Task<bool> ForgetExpertAsync(IDocumentSession session, Guid id, IReadOnlySet<Guid> gone, Doer nobody, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await session.BeginAsync(cancellationToken);
        foreach (var dispatch in await session.QueryAsync<Dispatch>("where d.data ->> 'expertId' = ? order by d.id for update", cancellationToken, id.ToString()))
        {
            if (gone.Contains(dispatch.VentureId)) continue;
            dispatch.ExpertId = null;
            if (dispatch.State == DispatchState.Approved)
            {
                await session.ReleaseAsync(dispatch.Id, cancellationToken);
                dispatch.State = DispatchState.CalledOff;
                dispatch.End = new("専門家の登録がなくなりました。", now, nobody);
            }

            session.Store(dispatch);
        }

        if (await session.LockAsync<Expert>(id, cancellationToken) is not { } expert) return false;
        await MentorWork.EndAllAsync(session, id, cancellationToken);
        session.Delete(expert);
        return true;
    }
}
