using Kenmin.Persistence;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Proxies;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.SeniorEngagement.Circles;

/// <summary>A circle with its members, held by one transaction at a time, so that what is counted is what there is.</summary>
internal sealed class CircleRoster
{
    private readonly IDocumentSession _session;
    private readonly List<CircleMember> _members;

    private CircleRoster(IDocumentSession session, Circle circle, List<CircleMember> members) => (_session, Circle, _members) = (session, circle, members);

    public Circle Circle { get; }

    public IEnumerable<CircleMember> Members => _members.Where(m => m.State == MemberState.Member);

    public IReadOnlyList<CircleMember> All => _members;

    /// <summary>Takes turns with all who change the circle or its members; null when there is none. Several circles go in the order of their ids.</summary>
    public static async Task<CircleRoster?> HoldAsync(IDocumentSession session, Guid circle, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync($"circle|{circle:N}", cancellationToken);
        if (await session.LoadAsync<Circle>(circle, cancellationToken) is not { } found) return null;
        return new(session, found, [.. await session.Query<CircleMember>().Where(m => m.CircleId == circle).ToListAsync(cancellationToken)]);
    }

    /// <summary>Two circles at once.</summary>
    public static async Task<(CircleRoster? First, CircleRoster? Second)> HoldAsync(IDocumentSession session, Guid first, Guid second, CancellationToken cancellationToken)
    {
        var one = await HoldAsync(session, first < second ? first : second, cancellationToken);
        var other = await HoldAsync(session, first < second ? second : first, cancellationToken);
        return first < second ? (one, other) : (other, one);
    }

    public CircleMember? Find(Guid holder) => _members.FirstOrDefault(m => m.HolderId == holder);

    public bool IsMember(Guid holder) => Find(holder) is { State: MemberState.Member };

    /// <summary>Puts somebody in, or changes how they stand.</summary>
    public CircleMember Put(Guid holder, MemberState state, string note, DateOnly today)
    {
        var member = Find(holder) ?? new() { Id = CircleMember.IdOf(Circle.Id, holder), CircleId = Circle.Id, HolderId = holder };
        (member.State, member.Note, member.Since) = (state, note, today);
        if (Find(holder) is null) _members.Add(member);
        _session.Store(member);
        Keep(today);
        return member;
    }

    /// <summary>Takes somebody out, without a trace. Whoever leads no longer does.</summary>
    public void Remove(Guid holder, DateOnly today)
    {
        if (Find(holder) is not { } member) return;
        _members.Remove(member);
        _session.Delete<CircleMember>(member.Id);
        if (Circle.LeaderId == holder) (Circle.LeaderId, Circle.LeadOfferedTo) = (null, null);
        if (Circle.LeadOfferedTo == holder) Circle.LeadOfferedTo = null;
        Keep(today);
    }

    /// <summary>Closes the circle: nobody belongs to it any more.</summary>
    public void Close(string because, DateOnly today)
    {
        foreach (var member in _members) _session.Delete<CircleMember>(member.Id);
        _members.Clear();
        (Circle.State, Circle.ClosedBecause, Circle.LeaderId, Circle.LeadOfferedTo, Circle.Key) = (CircleState.Closed, because, null, null, $"closed|{Circle.Id:N}");
        Keep(today);
    }

    /// <summary>Keeps the circle, with what its number of members means.</summary>
    public void Keep(DateOnly today)
    {
        CircleRules.Count(Circle, Members.Count(), today);
        _session.Store(Circle);
    }
}

/// <summary>Who may do something for a person or a circle, until the transaction ends.</summary>
internal static class Acting
{
    private static readonly CommandAnswer NoConsent = CommandAnswer.Refused("no-consent", "この人は自分のアカウントで手続きしています。職員が代わりにするには、本人の同意（代理の登録）が要ります。",
        "This person uses an account. Staff may act only with the person's consent: register a proxy first.");

    /// <summary>The person, where the doer may act; otherwise why not.</summary>
    public static async Task<(CardHolder? Holder, CommandAnswer Answer)> ActAsync(
        this IDocumentSession session, Guid holderId, Doer by, ActingAs @as, DateOnly day, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync(ProxyRules.TurnOf(holderId), cancellationToken);
        if (await session.LoadAsync<CardHolder>(holderId, cancellationToken) is not { } holder) return (null, CommandAnswer.Unknown);
        return @as switch
        {
            ActingAs.Self => holder.AccountId == by.AccountId ? (holder, CommandAnswer.Done) : (null, CommandAnswer.Unknown),
            ActingAs.Proxy => await session.MayActAsync(holderId, by.AccountId, day, cancellationToken) ? (holder, CommandAnswer.Done) : (null, CommandAnswer.Unknown),
            _ => holder.AccountId is null || await session.StaffMayActAsync(holderId, day, cancellationToken) ? (holder, CommandAnswer.Done) : (null, NoConsent),
        };
    }

    /// <summary>Whether somebody acts as a circle's leader, or is staff. Whether it is for this staff to do is decided before it is sent.</summary>
    public static async Task<bool> LeadsAsync(this IDocumentSession session, Circle circle, Doer by, ActingAs @as, DateOnly day, CancellationToken cancellationToken) =>
        @as == ActingAs.Staff || (circle.LeaderId is { } leader && (await session.ActAsync(leader, by, @as, day, cancellationToken)).Holder is not null);

    /// <summary>The account of a person; null for who has none.</summary>
    public static async Task<Guid?> AccountOfAsync(this IQuerySession session, Guid? holder, CancellationToken cancellationToken) =>
        holder is { } id && await session.LoadAsync<CardHolder>(id, cancellationToken) is { AccountId: { } account } ? account : null;
}
