using Kenmin.Accounts.Contracts;
using Kenmin.CommunityBusiness.Consents;
using Kenmin.CommunityBusiness.Contests;
using Kenmin.CommunityBusiness.Money;
using Kenmin.CommunityBusiness.Organisations;
using Kenmin.CommunityBusiness.Resources;
using Kenmin.CommunityBusiness.Support;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.PersonalData;

/// <summary>What a merging of accounts moved here, so that it can be put back.</summary>
public sealed class AccountMergeSeen
{
    /// <summary>The merging.</summary>
    public Guid Id { get; set; }

    /// <summary>The account that stays.</summary>
    public Guid KeptId { get; set; }

    /// <summary>The account that went.</summary>
    public Guid GoneId { get; set; }

    /// <summary>Ventures whose owner changed.</summary>
    public List<Guid> Owned { get; set; } = [];

    /// <summary>Ventures in whose team the one account took the other's place.</summary>
    public List<Guid> Joined { get; set; } = [];

    /// <summary>Places in teams that fell away, because the account that stays belonged to the venture already.</summary>
    public List<LostPlace> Lost { get; set; } = [];

    /// <summary>Organisations whose owner changed.</summary>
    public List<Guid> Organisations { get; set; } = [];

    /// <summary>Submissions whose owner changed.</summary>
    public List<Guid> Submissions { get; set; } = [];

    /// <summary>Submissions whose team changed.</summary>
    public List<Guid> SubmissionTeams { get; set; } = [];

    /// <summary>Places among judges that changed.</summary>
    public List<Guid> Judges { get; set; } = [];

    /// <summary>Places among judges that fell away, because nobody judges a call twice.</summary>
    public List<LostSeat> LostSeats { get; set; } = [];

    /// <summary>Ventures whose next step the account that went had set in office.</summary>
    public List<Guid> NextSteps { get; set; } = [];

    /// <summary>What of the support network changed hands.</summary>
    public SupportMoved Support { get; set; } = new();

    /// <summary>Consents to show something that it had given or noted.</summary>
    public PublicityMoved Publicity { get; set; } = new();

    /// <summary>Resources and problems whose proposer changed.</summary>
    public List<Guid> LocalEntries { get; set; } = [];

    /// <summary>Applications for grants and loans that the account had begun.</summary>
    public List<Guid> Applications { get; set; } = [];

    /// <summary>Whether it was undone, also before it came.</summary>
    public bool Undone { get; set; }
}

/// <summary>A place in a team that fell away.</summary>
/// <param name="VentureId">The venture.</param>
/// <param name="Member">The place.</param>
public sealed record LostPlace(Guid VentureId, TeamMember Member);

/// <summary>A place among the judges of a call that fell away.</summary>
/// <param name="Id">The judge.</param>
/// <param name="State">What they had said.</param>
public sealed record LostSeat(Guid Id, JudgeState State);

/// <summary>What the account that went owned and carried becomes the other's.</summary>
[WolverineHandler]
[StickyHandler("community-business-accounts-merged")]
[NoNewEntries("joins what exists")]
public static class OnAccountsMerged
{
    /// <summary>Who belonged to a venture with both belongs to it once.</summary>
    public static async Task Handle(AccountsMerged message, IDocumentSession session, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync($"merge|{message.MergeId:N}", cancellationToken);
        if (await session.LoadAsync<AccountMergeSeen>(message.MergeId, cancellationToken) is not null) return;
        AccountMergeSeen seen = new() { Id = message.MergeId, KeptId = message.KeptId, GoneId = message.GoneId };
        foreach (var venture in await VenturesOfPerson.LockAllAsync(session, message.GoneId, cancellationToken))
        {
            if (venture.OwnerAccountId == message.GoneId)
            {
                if (venture.Team.FirstOrDefault(t => t.AccountId == message.KeptId) is { } place) seen.Lost.Add(new(venture.Id, place));
                venture.Team.RemoveAll(t => t.AccountId == message.KeptId);
                venture.OwnerAccountId = message.KeptId;
                seen.Owned.Add(venture.Id);
            }

            if (venture.Team.FirstOrDefault(t => t.AccountId == message.GoneId) is { } member)
            {
                venture.Team.Remove(member);
                if (venture.IsOf(message.KeptId)) seen.Lost.Add(new(venture.Id, member));
                else
                {
                    venture.Team.Add(member with { AccountId = message.KeptId });
                    seen.Joined.Add(venture.Id);
                }
            }

            if (venture.Next is { } next && next.SetBy == message.GoneId)
            {
                venture.Next = next with { SetBy = message.KeptId };
                seen.NextSteps.Add(venture.Id);
            }

            session.Store(venture);
        }

        foreach (var organisation in (await OrganisationsOfPerson.LockAllAsync(session, message.GoneId, cancellationToken)).Where(o => o.OwnerAccountId == message.GoneId))
        {
            organisation.OwnerAccountId = message.KeptId;
            seen.Organisations.Add(organisation.Id);
            session.Store(organisation);
        }

        await ContestsOfPerson.MoveAsync(session, seen, cancellationToken);
        seen.Support = await SupportMoves.MoveAsync(session, message.GoneId, message.KeptId, cancellationToken);
        seen.Publicity = await PublicityOfPerson.MoveAsync(session, message.GoneId, message.KeptId, cancellationToken);
        seen.LocalEntries = await EntriesOfPerson.MoveAsync(session, message.GoneId, message.KeptId, null, cancellationToken);
        seen.Applications = await MoneyOfPerson.MoveAsync(session, message.GoneId, message.KeptId, cancellationToken);
        session.Insert(seen);
    }
}

/// <summary>Puts back what <see cref="OnAccountsMerged"/> moved.</summary>
[WolverineHandler]
[StickyHandler("community-business-accounts-unmerged")]
[NoNewEntries("takes apart what was joined by mistake")]
public static class OnAccountsUnmerged
{
    /// <summary>Where the merging has not come yet, it is noted that it need not be done any more.</summary>
    public static async Task Handle(AccountsUnmerged message, IDocumentSession session, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync($"merge|{message.MergeId:N}", cancellationToken);
        if (await session.LoadAsync<AccountMergeSeen>(message.MergeId, cancellationToken) is not { } seen)
        {
            session.Insert(new AccountMergeSeen { Id = message.MergeId, KeptId = message.KeptId, GoneId = message.GoneId, Undone = true });
            return;
        }

        if (seen.Undone) return;
        foreach (var venture in await VenturesOfPerson.LockAllAsync(session, [.. seen.Owned, .. seen.Joined, .. seen.NextSteps, .. seen.Lost.Select(l => l.VentureId)], cancellationToken))
        {
            var id = venture.Id;
            if (seen.Owned.Contains(id) && venture.OwnerAccountId == message.KeptId) venture.OwnerAccountId = message.GoneId;
            if (seen.Joined.Contains(id)) venture.Team = [.. venture.Team.Select(t => t.AccountId == message.KeptId ? t with { AccountId = message.GoneId } : t)];
            foreach (var lost in seen.Lost.Where(l => l.VentureId == id && !venture.IsOf(l.Member.AccountId))) venture.Team.Add(lost.Member);
            if (seen.NextSteps.Contains(id) && venture.Next is { } next && next.SetBy == message.KeptId) venture.Next = next with { SetBy = message.GoneId };
            session.Store(venture);
        }

        foreach (var organisation in (await OrganisationsOfPerson.LockAllAsync(session, seen.Organisations, cancellationToken)).Where(o => o.OwnerAccountId == message.KeptId))
        {
            organisation.OwnerAccountId = message.GoneId;
            session.Store(organisation);
        }

        await ContestsOfPerson.MoveBackAsync(session, seen, cancellationToken);
        await SupportMoves.MoveBackAsync(session, seen.Support, message.GoneId, message.KeptId, cancellationToken);
        await PublicityOfPerson.MoveBackAsync(session, seen.Publicity, message.GoneId, message.KeptId, cancellationToken);
        await EntriesOfPerson.MoveAsync(session, message.KeptId, message.GoneId, seen.LocalEntries, cancellationToken);
        await MoneyOfPerson.MoveBackAsync(session, seen.Applications, message.GoneId, message.KeptId, cancellationToken);
        (seen.Undone, seen.Support, seen.Publicity) = (true, new(), new());
        session.Store(seen);
    }
}
