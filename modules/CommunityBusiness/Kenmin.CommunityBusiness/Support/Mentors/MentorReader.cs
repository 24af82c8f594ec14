using System.Security.Claims;
using Kenmin.CommunityBusiness.Support.Experts;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Access;
using Kenmin.Pages;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.CommunityBusiness.Support.Mentors;

/// <summary>A pair with its two sides.</summary>
/// <param name="Pair">The pair.</param>
/// <param name="Venture">The venture.</param>
/// <param name="Expert">The mentor; null where they are registered no more.</param>
internal sealed record MentorLook(Mentorship Pair, Venture Venture, Expert? Expert)
{
    public LocalizedText MentorName => Expert is { } expert ? LocalizedText.Same(expert.Name) : new("（登録がなくなりました）", "(registered no more)");
}

/// <summary>Reads pairs: the two sides all, staff of the place only that there are some and who.</summary>
internal sealed class MentorReader(ICommunityBusinessStore store, IAuditTrail audit)
{
    /// <summary>Those of a venture, for who may see it. The look at the mentors is recorded.</summary>
    public async Task<IReadOnlyList<MentorLook>> OfAsync(Venture venture, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var id = venture.Id;
        await using var session = store.QuerySession();
        return await WithAsync(session, await session.Query<Mentorship>().Where(m => m.VentureId == id).OrderByDescending(m => m.Id).ToListAsync(cancellationToken), user, cancellationToken);
    }

    /// <summary>Those of a mentor, for themselves. The look at the teams is recorded.</summary>
    public async Task<IReadOnlyList<MentorLook>> OfMentorAsync(Expert expert, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var id = expert.Id;
        await using var session = store.QuerySession();
        return await WithAsync(session, await session.Query<Mentorship>().Where(m => m.ExpertId == id).OrderByDescending(m => m.Id).ToListAsync(cancellationToken), user, cancellationToken);
    }

    /// <summary>One of which the user is a side; null for everybody else. The look at the other side is recorded.</summary>
    public async Task<MentorLook?> FindAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (user.AccountId() is not { } me || await session.LoadAsync<Mentorship>(id, cancellationToken) is not { } pair || await session.LoadAsync<Venture>(pair.VentureId, cancellationToken) is not { } venture) return null;
        return venture.IsOf(me) || (await session.LoadAsync<Expert>(pair.ExpertId, cancellationToken))?.AccountId == me ? (await WithAsync(session, [pair], user, cancellationToken)).SingleOrDefault() : null;
    }

    private async Task<IReadOnlyList<MentorLook>> WithAsync(IQuerySession session, IReadOnlyList<Mentorship> pairs, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var ventures = (await session.LoadManyAsync<Venture>(cancellationToken, [.. pairs.Select(p => p.VentureId).Distinct()])).ToDictionary(v => v.Id);
        var experts = (await session.LoadManyAsync<Expert>(cancellationToken, [.. pairs.Select(p => p.ExpertId).Distinct()])).ToDictionary(e => e.Id);
        List<MentorLook> looks = [.. pairs.Where(p => ventures.ContainsKey(p.VentureId)).Select(p => new MentorLook(p, ventures[p.VentureId], experts.GetValueOrDefault(p.ExpertId)))];
        if (user.AccountId() is { } me && looks.SelectMany(l => VentureReader.Subjects(l.Venture).Concat(l.Expert is { } e ? new[] { e.Subject } : [])).Where(s => s != me).Distinct().ToList() is { Count: > 0 } people)
            await audit.RecordAsync(new(me, "community-business.mentors.listed", people, looks.Count == 1 ? looks[0].Pair.Id.ToString() : ""), cancellationToken);
        return looks;
    }
}

/// <summary>Mentors in words.</summary>
internal static class MentorWords
{
    public static (LocalizedText Text, Tone Tone) Standing(Mentorship pair) => pair.State switch
    {
        MentorState.Proposed => (new("返事待ち", "Waiting for an answer"), Tone.Info), MentorState.Agreed => (new("伴走中", "Goes along"), Tone.Success), MentorState.Declined => (new("見送り", "Not agreed"), Tone.Neutral), _ => (new("終了", "Ended"), Tone.Neutral),
    };
}
