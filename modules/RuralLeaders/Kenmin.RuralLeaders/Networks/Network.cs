using Kenmin.SharedKernel;

namespace Kenmin.RuralLeaders.Networks;

/// <summary>How somebody new gets into a network.</summary>
public enum JoinRule
{
    /// <summary>The coordinator decides (世話人の承認).</summary>
    Coordinator,

    /// <summary>The members vote (会員の投票).</summary>
    Vote,
}

/// <summary>What a member does in a network, and in no other.</summary>
public enum NetworkRole
{
    /// <summary>Member (会員).</summary>
    Member,

    /// <summary>Secretary (書記), who plans and records meetings.</summary>
    Secretary,

    /// <summary>Coordinator (世話人): one in each network.</summary>
    Coordinator,
}

/// <summary>A member of a network.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Name">The name, as it was when the person joined.</param>
/// <param name="Group">The group for which the person is there; empty for who comes alone.</param>
/// <param name="Role">The role.</param>
/// <param name="JoinedAt">Since when.</param>
public sealed record NetworkMember(Guid AccountId, string Name, string Group, NetworkRole Role, DateTimeOffset JoinedAt);

/// <summary>
/// A network of leaders and groups (地域づくりネットワーク). It holds its own members, so that who is in it, and who leads it, is decided
/// under the lock of one row. As long as it has members, exactly one of them is the coordinator.
/// </summary>
public sealed class Network
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>Its name.</summary>
    public string Name { get; set; } = "";

    /// <summary>What makes it one network: the folded name.</summary>
    public string Key { get; set; } = "";

    /// <summary>What it is for, as everybody reads it.</summary>
    public string Purpose { get; set; } = "";

    /// <summary>The areas for which it works. An area may belong to several networks.</summary>
    public List<Guid> AreaIds { get; set; } = [];

    /// <summary>How somebody new gets in.</summary>
    public JoinRule Rule { get; set; }

    /// <summary>How many of the members must vote, in percent (定足数).</summary>
    public int QuorumPercent { get; set; } = 50;

    /// <summary>Its members.</summary>
    public List<NetworkMember> Members { get; set; } = [];

    /// <summary>Who follows the coordinator (後任); null when nobody is named.</summary>
    public Guid? SuccessorId { get; set; }

    /// <summary>When it was founded.</summary>
    public DateTimeOffset FoundedAt { get; set; }

    internal NetworkMember? Find(Guid account) => Members.FirstOrDefault(m => m.AccountId == account);

    internal NetworkMember? Coordinator => Members.FirstOrDefault(m => m.Role == NetworkRole.Coordinator);

    internal static string KeyOf(string name) => FoldedText.Of(name);

    /// <summary>Takes somebody in; the first of all leads. Who is in already stays what they are.</summary>
    internal void Join(Guid account, string name, string group, DateTimeOffset at)
    {
        if (Find(account) is null) Members.Add(new(account, name, group, Members.Count == 0 ? NetworkRole.Coordinator : NetworkRole.Member, at));
    }

    /// <summary>Lets somebody go. A coordinator who goes is followed by the successor, else by the longest-standing secretary, else member.</summary>
    /// <returns>Who leads from now on, when that changed.</returns>
    internal NetworkMember? Leave(Guid account)
    {
        if (Find(account) is not { } gone) return null;
        Members.Remove(gone);
        var named = SuccessorId;
        if (named == account) SuccessorId = null;
        if (gone.Role != NetworkRole.Coordinator || Members.Count == 0) return null;
        var next = Members.FirstOrDefault(m => m.AccountId == named) ?? Members.OrderByDescending(m => m.Role).ThenBy(m => m.JoinedAt).ThenBy(m => m.AccountId).First();
        SuccessorId = null;
        return Set(next, NetworkRole.Coordinator);
    }

    /// <summary>Gives a member a role; who becomes coordinator takes the place of the one there was.</summary>
    internal void Assign(NetworkMember member, NetworkRole role)
    {
        if (member.Role == role || (member.Role == NetworkRole.Coordinator && role != NetworkRole.Coordinator)) return;
        if (role == NetworkRole.Coordinator)
        {
            if (Coordinator is { } former) Set(former, NetworkRole.Member);
            if (SuccessorId == member.AccountId) SuccessorId = null;
        }

        Set(Find(member.AccountId)!, role);
    }

    /// <summary>A merging of accounts: what one was in the network the other is. Where both were in, the higher role stays.</summary>
    internal void Replace(Guid account, Guid by)
    {
        if (Find(account) is not { } gone) return;
        if (SuccessorId == account) SuccessorId = by;
        if (Find(by) is { } kept)
        {
            Members.Remove(gone);
            if (gone.Role > kept.Role) Set(kept, gone.Role);
        }
        else
        {
            Members[Members.IndexOf(gone)] = gone with { AccountId = by };
        }

        if (Coordinator?.AccountId == SuccessorId) SuccessorId = null;
    }

    private NetworkMember Set(NetworkMember member, NetworkRole role)
    {
        var changed = member with { Role = role };
        Members[Members.IndexOf(member)] = changed;
        return changed;
    }
}
