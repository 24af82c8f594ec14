using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.Persistence.PersonalData;
using Kenmin.SeniorEngagement.PersonalData;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;
using Wolverine.Runtime.Handlers;

namespace Kenmin.SeniorEngagement.Circles;

/// <summary>What of circles a merging of two records moved, so that it can be put back.</summary>
public sealed class CirclesMoved
{
    /// <summary>The circles that only the record that went belonged to.</summary>
    public List<Guid> Circles { get; set; } = [];

    /// <summary>The circles that it led.</summary>
    public List<Guid> Leads { get; set; } = [];

    /// <summary>Its wishes, where the other had none.</summary>
    public bool Companion { get; set; }

    /// <summary>The meetings that it had signed up for.</summary>
    public List<Guid> SignUps { get; set; } = [];
}

/// <summary>A person's circles, when records are merged or erased.</summary>
internal static class CirclesOfPerson
{
    public static IReadOnlyList<PersonalDataTable> Tables { get; } =
    [
        new("mt_doc_circlemember", new("仲間の輪への参加", "Circles that you belong to"), "(t.data ->> 'holderId')::uuid = any($1)"),
        new("mt_doc_circle", new("世話役をしている、または職務でつくった仲間の輪", "Circles that you lead, or founded in office"), "(t.data ->> 'leaderId')::uuid = any($1) or (t.data ->> 'leadOfferedTo')::uuid = any($1) or (t.data -> 'foundedBy' ->> 'accountId')::uuid = any($1)",
            "jsonb_build_object('id', t.id, 'name', t.data -> 'name')"),
        new("mt_doc_companion", new("仲間づくりの希望", "How you would like to find companions"), "t.id = any($1)"),
        new("mt_doc_introduction", new("仲間の紹介", "Introductions"), "(t.data ->> 'firstId')::uuid = any($1) or (t.data ->> 'secondId')::uuid = any($1) or (t.data -> 'proposedBy' ->> 'accountId')::uuid = any($1)",
            "jsonb_build_object('id', t.id, 'said', case when (t.data ->> 'firstId')::uuid = any($1) then t.data -> 'firstSays' when (t.data ->> 'secondId')::uuid = any($1) then t.data -> 'secondSays' end, 'answerBy', t.data -> 'answerBy')"),
        new("mt_doc_companionsignups", new("仲間の輪に知らせてよいとした参加予定", "Where you go, as your circles may know"), "(t.data ->> 'accountId')::uuid = any($1)"),
        new("participation_sign_ups", new("集まりの申込", "Sign-ups for meetings"), "t.person_id = any($1)", "to_jsonb(t)"),
        new("participation_attendance", new("集まりの出席", "Attendance at meetings"), "t.person_id = any($1)", "to_jsonb(t)"),
    ];

    /// <summary>
    /// Gives what a record has of circles to another one, or back. Nobody becomes a member twice. Introductions go along where the other
    /// has none with the same person. Sign-ups follow in a message.
    /// </summary>
    public static async Task<CirclesMoved> MoveAsync(IDocumentSession session, Guid from, Guid to, CirclesMoved? only, DateOnly today, CancellationToken cancellationToken)
    {
        CirclesMoved moved = new();
        var held = (await session.Query<CircleMember>().Where(m => m.HolderId == from).ToListAsync(cancellationToken)).Where(m => only is null || only.Circles.Contains(m.CircleId)).ToList();
        foreach (var circle in held.Select(m => m.CircleId).Order())
        {
            if (await CircleRoster.HoldAsync(session, circle, cancellationToken) is not { } roster || roster.Find(from) is not { } member) continue;
            var (leads, offered) = (roster.Circle.LeaderId == from, roster.Circle.LeadOfferedTo == from);
            roster.Remove(from, today);
            if (roster.Find(to) is null) moved.Circles.Add(circle);
            if (roster.Find(to) is null || (member.State == MemberState.Member && !roster.IsMember(to))) roster.Put(to, member.State, member.Note, member.Since);
            if (leads && (only is null || only.Leads.Contains(circle))) (roster.Circle.LeaderId, _) = (to, Add(moved.Leads, circle));
            if (offered) roster.Circle.LeadOfferedTo = to;
            roster.Keep(today);
        }

        if ((only is null || only.Companion) && await session.LoadAsync<Companion>(from, cancellationToken) is { } wishes)
        {
            session.Delete<Companion>(from);
            if (moved.Companion = await session.LoadAsync<Companion>(to, cancellationToken) is null)
                session.Store(new Companion { Id = to, Nickname = wishes.Nickname, Introduce = wishes.Introduce, ShowsSignUps = wishes.ShowsSignUps });
        }

        if (only is not null) return moved;
        foreach (var introduction in await session.Query<Introduction>().Where(i => i.FirstId == from || i.SecondId == from).ToListAsync(cancellationToken))
        {
            var other = introduction.OtherOf(from);
            session.Delete<Introduction>(introduction.Id);
            if (other == to || await session.LoadAsync<Introduction>(Introduction.IdOf(to, other), cancellationToken) is not null) continue;
            var next = Introduction.Between(to, other, introduction.ProposedBy, today);
            next.AnswerBy = introduction.AnswerBy;
            next.Say(to, introduction.SaysOf(from));
            next.Say(other, introduction.SaysOf(other));
            session.Store(next);
        }

        return moved;

        static bool Add(List<Guid> list, Guid id)
        {
            list.Add(id);
            return true;
        }
    }

    /// <summary>Takes a person out of all circles and introductions, which nobody is told, and the accounts out of what they did in office.</summary>
    public static async Task ForgetAsync(IDocumentSession session, Guid? holder, IReadOnlyList<Guid> accounts, Doer nobody, DateOnly today, CancellationToken cancellationToken)
    {
        var ids = string.Join(',', accounts);
        HashSet<Guid> circles = [.. (await session.QueryAsync<Circle>("where d.data -> 'foundedBy' ->> 'accountId' = any(string_to_array(?, ','))", cancellationToken, ids)).Select(c => c.Id)];
        if (holder is { } member) circles.UnionWith(await session.Query<CircleMember>().Where(m => m.HolderId == member).Select(m => m.CircleId).ToListAsync(cancellationToken));
        foreach (var circle in circles.Order())
        {
            if (await CircleRoster.HoldAsync(session, circle, cancellationToken) is not { } roster) continue;
            if (holder is { } id) roster.Remove(id, today);
            if (accounts.Contains(roster.Circle.FoundedBy.AccountId)) roster.Circle.FoundedBy = nobody;
            roster.Keep(today);
        }

        foreach (var introduction in await session.QueryAsync<Introduction>("where d.data -> 'proposedBy' ->> 'accountId' = any(string_to_array(?, ',')) order by d.id for update", cancellationToken, ids))
        {
            if (holder is { } one && introduction.Concerns(one)) continue;
            introduction.ProposedBy = nobody;
            session.Store(introduction);
        }

        foreach (var account in accounts)
        {
            session.DeleteWhere<CompanionSignUps>(s => s.AccountId == account);
            session.Delete<ToldSignUps>(ToldSignUps.IdOf(SeniorEngagementModule.Key, account));
        }

        if (holder is not { } gone) return;
        session.Delete<Companion>(gone);
        session.DeleteWhere<Introduction>(i => i.FirstId == gone || i.SecondId == gone);
    }
}

/// <summary>
/// Moves the sign-ups of one record to another that is the same person: for a merging of accounts as it stands when this is handled, done
/// or undone, so that it does not matter which message comes first.
/// </summary>
/// <param name="From">The record that went.</param>
/// <param name="To">The record that stays.</param>
/// <param name="MergeId">The merging of accounts; null where a card was joined, which is not undone.</param>
[MessageIdentity("senior-engagement.move-sign-ups.v1")]
[NoNewEntries("joins what exists")]
public sealed record MoveSignUps(Guid From, Guid To, Guid? MergeId);

/// <summary>Moves them.</summary>
public static class MoveSignUpsHandler
{
    /// <summary>A duty: who is busy now is asked again later, until it is done.</summary>
    public static void Configure(HandlerChain chain) => chain.RepeatWhileSignUpsAreBusy();

    /// <summary>Sent again, there is nothing left to move. What others were told follows.</summary>
    public static async Task<OutgoingMessages> Handle(MoveSignUps message, IDocumentSession session, IParticipation<ISeniorEngagementStore> participation, CancellationToken cancellationToken)
    {
        if (message.MergeId is { } merge)
        {
            await session.TakeTurnsAsync($"merge|{merge:N}", cancellationToken);
            if (await session.LoadAsync<AccountMergeSeen>(merge, cancellationToken) is not { } seen) return [];
            var (from, to) = seen.Undone ? (message.To, message.From) : (message.From, message.To);
            if (seen.Circles.SignUps.Count > 0 && await participation.HandOverAsync(from, to, seen.Circles.SignUps, Actor.Platform, cancellationToken) is Result<PersonsMerged>.Busy) throw new SignUpsBusyException();
        }
        else if (await participation.MergePersonsAsync(message.From, message.To, Actor.Platform, cancellationToken) is Result<PersonsMerged>.Busy)
        {
            throw new SignUpsBusyException();
        }

        return [new TellMeetingsOf(message.From), new TellMeetingsOf(message.To)];
    }
}
