using Kenmin.Persistence.PersonalData;
using Kenmin.Persistence;
using Kenmin.SeniorEngagement.Training.Courses;
using Marten;

namespace Kenmin.SeniorEngagement.Training;

/// <summary>What of courses and licences a merging moved, so that it can be put back.</summary>
public sealed class LicencesMoved
{
    /// <summary>Courses.</summary>
    public List<Guid> Credits { get; set; } = [];

    /// <summary>Licences.</summary>
    public List<Guid> Licences { get; set; } = [];
}

/// <summary>A person's courses and licences, when records are merged or erased.</summary>
internal static class LicencesOfPerson
{
    public static IReadOnlyList<PersonalDataTable> Tables { get; } =
    [
        new("mt_doc_trainingcredit", new("受講した講座、職務で入力した受講", "Courses you attended, and those you entered in office"), "(t.data ->> 'holderId')::uuid = any($1) or (t.data -> 'enteredBy' ->> 'accountId')::uuid = any($1)",
            "case when (t.data ->> 'holderId')::uuid = any($1) then t.data - 'enteredBy' else jsonb_build_object('id', t.id) end"),
        new("mt_doc_licence", new("活動リーダーの資格", "Your licences as activity leader"), "(t.data ->> 'holderId')::uuid = any($1)"),
        new("mt_doc_leadercourse", new("職務で開いた講座", "Courses you opened in office"), "(t.data -> 'openedBy' ->> 'accountId')::uuid = any($1)", "jsonb_build_object('id', t.id, 'name', t.data -> 'name')"),
        new("mt_doc_toldlicences", new("資格について活動手帳に知らせた内容", "What the record of activities was told of your licences"), "t.id = any($1)"),
    ];

    /// <summary>Gives the courses and licences of a card to another one; all, or those that moved before. Where both have one of a kind, each stays, and the one that is valid longer counts.</summary>
    public static async Task<LicencesMoved> MoveAsync(IDocumentSession session, Guid from, Guid to, LicencesMoved? only, CancellationToken cancellationToken)
    {
        LicencesMoved moved = new();
        var known = (await session.Query<TrainingCredit>().Where(c => c.HolderId == to).ToListAsync(cancellationToken)).Select(c => c.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var credit in await session.Query<TrainingCredit>().Where(c => c.HolderId == from).ToListAsync(cancellationToken))
        {
            if (only is not null && !only.Credits.Contains(credit.Id)) continue;
            var key = TrainingCredit.KeyOf(to, credit.Kind, credit.Day, credit.Course);
            // The same course of the same day counts once for the one person: it stays where it is, of nobody's card.
            if (known.Contains(key)) continue;
            (credit.HolderId, credit.Key) = (to, key);
            session.Store(credit);
            moved.Credits.Add(credit.Id);
        }

        var kinds = (await session.Query<Licence>().Where(l => l.HolderId == to).ToListAsync(cancellationToken)).Select(l => l.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var licence in await session.Query<Licence>().Where(l => l.HolderId == from).ToListAsync(cancellationToken))
        {
            if (only is not null && !only.Licences.Contains(licence.Id)) continue;
            licence.HolderId = to;
            licence.Key = Licence.KeyOf(to, licence.Kind) is var key && kinds.Contains(key) ? $"{key}|{licence.Id:N}" : key;
            session.Store(licence);
            moved.Licences.Add(licence.Id);
        }

        return moved;
    }

    /// <summary>Takes a person out.</summary>
    public static async Task ForgetAsync(IDocumentSession session, Guid? holder, IReadOnlyList<Guid> accounts, Doer nobody, CancellationToken cancellationToken)
    {
        if (holder is { } id)
        {
            // Who is about to tell waits, and then finds nobody.
            await session.TakeTurnsAsync(TellLicencesHandler.TurnOf(id), cancellationToken);
            session.DeleteWhere<TrainingCredit>(c => c.HolderId == id);
            session.DeleteWhere<Licence>(l => l.HolderId == id);
            session.Delete<ToldLicences>(id);
        }

        foreach (var account in accounts)
            foreach (var entered in await session.QueryAsync<TrainingCredit>("where d.data -> 'enteredBy' ->> 'accountId' = ? order by d.id for update", cancellationToken, account.ToString()))
            {
                if (entered.HolderId == holder) continue;
                entered.EnteredBy = nobody;
                session.Store(entered);
            }

        foreach (var account in accounts)
            foreach (var course in await session.QueryAsync<LeaderCourse>("where d.data -> 'openedBy' ->> 'accountId' = ? order by d.id for update", cancellationToken, account.ToString()))
            {
                course.OpenedBy = nobody;
                session.Store(course);
            }
    }
}
