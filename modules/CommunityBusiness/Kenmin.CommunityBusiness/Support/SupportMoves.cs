using Kenmin.CommunityBusiness.Support.Consultations;
using Kenmin.CommunityBusiness.Support.Dispatches;
using Kenmin.CommunityBusiness.Support.Experts;
using Kenmin.CommunityBusiness.Support.Mentors;
using Kenmin.Persistence;
using Marten;

namespace Kenmin.CommunityBusiness.Support;

/// <summary>A name on a consultation that fell away, because the account that stays was named already.</summary>
/// <param name="CaseId">The consultation.</param>
/// <param name="Reader">The name.</param>
public sealed record LostReader(Guid CaseId, CaseReader Reader);

/// <summary>A mentor's pair that ended, because the other entry of the same person goes along with that venture already.</summary>
/// <param name="Id">The pair.</param>
/// <param name="State">Where it stood.</param>
public sealed record DoublePair(Guid Id, MentorState State);

/// <summary>What of the support network a merging of accounts moved, so that it can be put back.</summary>
public sealed class SupportMoved
{
    /// <summary>The entry as an expert that is the account's that stays: one that changed hands, or the own one where both had one; null where there is none.</summary>
    public Guid? Expert { get; set; }

    /// <summary>The entry of the account that went, where both had one; else null.</summary>
    public Expert? Gone { get; set; }

    /// <summary>Visits that went from that entry to the other.</summary>
    public List<Guid> Visits { get; set; } = [];

    /// <summary>Mentors' pairs that did.</summary>
    public List<Guid> Pairs { get; set; } = [];

    /// <summary>Those of them that ended.</summary>
    public List<DoublePair> Doubles { get; set; } = [];

    /// <summary>Visits that the account had asked for.</summary>
    public List<Guid> Asked { get; set; } = [];

    /// <summary>Visits that it had approved.</summary>
    public List<Guid> Approved { get; set; } = [];

    /// <summary>Entries of experts on which it had noted the consent.</summary>
    public List<Guid> Consents { get; set; } = [];

    /// <summary>Consultations on which it was named.</summary>
    public List<Guid> Cases { get; set; } = [];

    /// <summary>Names on consultations that fell away.</summary>
    public List<LostReader> Lost { get; set; } = [];
}

/// <summary>
/// Moves what the support network keeps by an account to another. What gives rights or tasks follows: the own entry with its visits and
/// pairs, who asked and who approved, who is named on a consultation. Who wrote or reported something stays as it was written.
/// </summary>
internal static class SupportMoves
{
    /// <summary>Moves it. Where both have an entry, that of the account that stays stands.</summary>
    public static async Task<SupportMoved> MoveAsync(IDocumentSession session, Guid gone, Guid kept, CancellationToken cancellationToken)
    {
        SupportMoved moved = new();
        await TakeTurnsAsync(session, gone, kept, cancellationToken);
        var (from, to) = (await EntryOfAsync(session, gone, cancellationToken), await EntryOfAsync(session, kept, cancellationToken));
        if (from is not null && to is not null) await MovePairsAsync(session, from.Id, to.Id, moved, cancellationToken);
        var entries = (await session.LockBatchAsync<Expert>(new[] { from?.Id, to?.Id }.OfType<Guid>(), cancellationToken)).ToDictionary(e => e.AccountId ?? Guid.Empty);
        (from, to) = (entries.GetValueOrDefault(gone), entries.GetValueOrDefault(kept));
        if (from is not null && to is not null)
        {
            (moved.Gone, moved.Expert) = (from, to.Id);
            session.Delete(from);
        }
        else if (from is not null)
        {
            (from.AccountId, moved.Expert) = (kept, from.Id);
            from.Revision++;
            session.Store(from);
        }

        var (entry, account) = (moved.Gone?.Id.ToString() ?? "", gone.ToString());
        foreach (var dispatch in await session.QueryAsync<Dispatch>(
            "where d.data ->> 'expertId' = ? or d.data -> 'requestedBy' ->> 'accountId' = ? or d.data -> 'approval' -> 'by' ->> 'accountId' = ? order by d.id for update", cancellationToken, entry, account, account))
        {
            if (moved.Gone is { } former && dispatch.ExpertId == former.Id)
            {
                dispatch.ExpertId = moved.Expert;
                moved.Visits.Add(dispatch.Id);
            }

            if (Change(dispatch, gone, kept, asked: true)) moved.Asked.Add(dispatch.Id);
            if (Change(dispatch, gone, kept, asked: false)) moved.Approved.Add(dispatch.Id);
            session.Store(dispatch);
        }

        foreach (var expert in await session.QueryAsync<Expert>("where d.data -> 'consent' -> 'by' ->> 'accountId' = ? and d.data ->> 'accountId' is null order by d.id for update", cancellationToken, account))
        {
            expert.Consent = expert.Consent! with { By = expert.Consent.By with { AccountId = kept } };
            session.Store(expert);
            moved.Consents.Add(expert.Id);
        }

        await MoveReadersAsync(session, gone, kept, moved, cancellationToken);
        return moved;
    }

    /// <summary>Puts it back: what still is where it was put.</summary>
    public static async Task MoveBackAsync(IDocumentSession session, SupportMoved moved, Guid gone, Guid kept, CancellationToken cancellationToken)
    {
        await TakeTurnsAsync(session, gone, kept, cancellationToken);
        var free = await EntryOfAsync(session, gone, cancellationToken) is null;
        if (moved.Gone is { } entry && free)
        {
            foreach (var pair in await session.LockBatchAsync<Mentorship>(moved.Pairs, cancellationToken))
            {
                if (pair.ExpertId != moved.Expert) continue;
                pair.ExpertId = entry.Id;
                if (pair.State == MentorState.Ended && moved.Doubles.FirstOrDefault(d => d.Id == pair.Id) is { } ended) pair.State = ended.State;
                session.Store(pair);
            }

            session.Store(entry);
        }
        else if (moved is { Gone: null, Expert: { } id } && free && await session.LockAsync<Expert>(id, cancellationToken) is { } expert && expert.AccountId == kept)
        {
            expert.AccountId = gone;
            expert.Revision++;
            session.Store(expert);
        }

        foreach (var dispatch in await session.LockBatchAsync<Dispatch>(moved.Visits.Concat(moved.Asked).Concat(moved.Approved), cancellationToken))
        {
            if (moved.Gone is { } former && free && moved.Visits.Contains(dispatch.Id) && dispatch.ExpertId == moved.Expert) dispatch.ExpertId = former.Id;
            if (moved.Asked.Contains(dispatch.Id)) Change(dispatch, kept, gone, asked: true);
            if (moved.Approved.Contains(dispatch.Id)) Change(dispatch, kept, gone, asked: false);
            session.Store(dispatch);
        }

        foreach (var noted in await session.LockBatchAsync<Expert>(moved.Consents, cancellationToken))
        {
            if (noted.Consent is not { } consent || consent.By.AccountId != kept) continue;
            noted.Consent = consent with { By = consent.By with { AccountId = gone } };
            session.Store(noted);
        }

        // Where the account that stays was taken off since, the other does not come back by it.
        foreach (var of in await session.LockBatchAsync<ConsultationCase>(moved.Cases.Concat(moved.Lost.Select(l => l.CaseId)), cancellationToken))
        {
            if (!of.IsKnownTo(kept) || of.IsKnownTo(gone)) continue;
            if (moved.Cases.Contains(of.Id)) of.Readers = [.. of.Readers.Select(r => r.AccountId == kept ? r with { AccountId = gone } : r)];
            else of.Readers.AddRange(moved.Lost.Where(l => l.CaseId == of.Id).Select(l => l.Reader));
            session.Store(of);
        }
    }

    // Saving an entry takes the turn of its account, so that nobody begins one meanwhile.
    private static Task TakeTurnsAsync(IDocumentSession session, Guid gone, Guid kept, CancellationToken cancellationToken) =>
        session.TakeTurnsAsync([ExpertWork.TurnOfAccount(gone), ExpertWork.TurnOfAccount(kept)], cancellationToken);

    private static Task<Expert?> EntryOfAsync(IDocumentSession session, Guid account, CancellationToken cancellationToken) => session.Query<Expert>().FirstOrDefaultAsync(e => e.AccountId == account, cancellationToken);

    private static bool Change(Dispatch dispatch, Guid from, Guid to, bool asked)
    {
        if (asked && dispatch.RequestedBy.AccountId == from) dispatch.RequestedBy = dispatch.RequestedBy with { AccountId = to };
        else if (!asked && dispatch.Approval is { } approval && approval.By.AccountId == from) dispatch.Approval = approval with { By = approval.By with { AccountId = to } };
        else return false;
        return true;
    }

    private static async Task MovePairsAsync(IDocumentSession session, Guid from, Guid to, SupportMoved moved, CancellationToken cancellationToken)
    {
        var known = (await session.Query<Mentorship>().Where(m => m.ExpertId == to).ToListAsync(cancellationToken)).Where(m => m.IsRunning).Select(m => m.VentureId).ToHashSet();
        foreach (var pair in await session.QueryAsync<Mentorship>("where d.data ->> 'expertId' = ? order by d.id for update", cancellationToken, from.ToString()))
        {
            if (pair.IsRunning && known.Contains(pair.VentureId))
            {
                moved.Doubles.Add(new(pair.Id, pair.State));
                pair.State = MentorState.Ended;
            }

            pair.ExpertId = to;
            session.Store(pair);
            moved.Pairs.Add(pair.Id);
        }
    }

    private static async Task MoveReadersAsync(IDocumentSession session, Guid gone, Guid kept, SupportMoved moved, CancellationToken cancellationToken)
    {
        foreach (var of in await session.QueryAsync<ConsultationCase>("where d.data -> 'readers' @> jsonb_build_array(jsonb_build_object('accountId', ?::text)) order by d.id for update", cancellationToken, gone.ToString()))
        {
            if (of.IsKnownTo(kept))
            {
                moved.Lost.AddRange(of.Readers.Where(r => r.AccountId == gone).Select(r => new LostReader(of.Id, r)));
                of.Readers.RemoveAll(r => r.AccountId == gone);
            }
            else
            {
                of.Readers = [.. of.Readers.Select(r => r.AccountId == gone ? r with { AccountId = kept } : r)];
                moved.Cases.Add(of.Id);
            }

            session.Store(of);
        }
    }
}
