using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.RuralLeaders.Areas;
using Kenmin.RuralLeaders.Leaders;
using Kenmin.RuralLeaders.PersonalData;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.RuralLeaders.Networks;

/// <summary>A registered leader founds a network, or its coordinator changes what is said of it (ネットワークをつくる).</summary>
/// <param name="Id">The network's id; a new one founds it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="AreaIds">The areas for which it works.</param>
/// <param name="Rule">How somebody new gets in.</param>
/// <param name="QuorumPercent">How many of the members must vote, in percent.</param>
/// <param name="AccountId">Who does it.</param>
[MessageIdentity("rural-leaders.save-network.v1")]
[NewEntries(Features.Networks)]
public sealed record SaveNetwork(Guid Id, string Name, string Purpose, IReadOnlyList<Guid> AreaIds, JoinRule Rule, int? QuorumPercent, Guid AccountId)
{
    internal IEnumerable<Flaw> Flaws()
    {
        foreach (var flaw in Flaw.OfText(Name, nameof(Name), 60)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Purpose, nameof(Purpose), 500, lines: true)) yield return flaw;
        if (AreaIds.Count is 0 or > 50) yield return new(nameof(AreaIds), new("活動する区域を 1 か所から 50 か所まで選んでください。", "Choose from 1 to 50 areas."));
        if (QuorumPercent is null) yield return new(nameof(QuorumPercent), new("数字を入力してください。", "Enter a number."));
        foreach (var flaw in Flaw.OfNumber(QuorumPercent, nameof(QuorumPercent), 1, 100)) yield return flaw;
    }
}

/// <summary>Keeps the network.</summary>
public static class SaveNetworkHandler
{
    /// <summary>A new one needs the feature to be on at present and a registration in force; votes under way go on by the rule they began with.</summary>
    public static async Task<CommandAnswer> Handle(SaveNetwork command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var network = await session.LockAsync<Network>(command.Id, cancellationToken);
        if (network is not null && network.Find(command.AccountId) is not { Role: NetworkRole.Coordinator }) return CommandAnswer.Unknown;
        foreach (var flaw in command.Flaws()) return CommandAnswer.Invalid(flaw);
        if (network is null)
        {
            if (!await gates.IsOnNowAsync(Features.Networks)) return CommandAnswer.Off;
            if (await session.GuardianStopsAsync(command.AccountId, cancellationToken)) return GuardianRule.Refusal;
            if (await session.LoadAsync<Learner>(command.AccountId, cancellationToken) is not { Registration: { } registration } leader || registration.StateOn(JapanTime.DayOf(now)) != LeaderState.Active)
                return CommandAnswer.Refused("not-registered", "ネットワークをつくれるのは、登録中のリーダーです。", "Registered leaders found networks.");
            network = new() { Id = command.Id, FoundedAt = now };
            network.Join(command.AccountId, leader.Name, "", now);
        }

        Guid[] areas = [.. command.AreaIds.Distinct()];
        if (await session.Query<Area>().CountAsync(a => a.Id.IsOneOf(areas), cancellationToken) != areas.Length)
            return CommandAnswer.Invalid(new(nameof(command.AreaIds), new("区域を一覧から選んでください。", "Choose areas from the list.")));
        var key = Network.KeyOf(command.Name);
        await session.TakeTurnsAsync($"network|{key}", cancellationToken);
        if (await session.Query<Network>().AnyAsync(n => n.Key == key && n.Id != command.Id, cancellationToken))
            return CommandAnswer.Refused("name-taken", "同じ名前のネットワークがあります。", "There is a network of this name already.", nameof(command.Name));
        (network.Name, network.Key, network.Purpose, network.AreaIds) = (command.Name.Trim(), key, command.Purpose.Trim(), [.. areas]);
        (network.Rule, network.QuorumPercent) = (command.Rule, command.QuorumPercent!.Value);
        session.Store(network);
        return CommandAnswer.Done;
    }
}

/// <summary>Leaves a network (脱退): at once, and nobody is told.</summary>
/// <param name="NetworkId">The network.</param>
/// <param name="AccountId">Who leaves.</param>
[MessageIdentity("rural-leaders.leave-network.v1")]
[NoNewEntries("ends what exists")]
public sealed record LeaveNetwork(Guid NetworkId, Guid AccountId);

/// <summary>Lets them go.</summary>
public static class LeaveNetworkHandler
{
    /// <summary>Only who has to take over as coordinator is told so.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(LeaveNetwork command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<Network>(command.NetworkId, cancellationToken) is not { } network || network.Find(command.AccountId) is null) return (CommandAnswer.Unknown, []);
        var next = network.Leave(command.AccountId);
        session.Store(network);
        return (CommandAnswer.Done, next is null ? [] : [NetworkNotices.Leads(network, next, clock.GetUtcNow())]);
    }
}

/// <summary>The coordinator gives a member a role, or hands over to them (役割を決める・世話人を引きつぐ).</summary>
/// <param name="NetworkId">The network.</param>
/// <param name="MemberId">The member.</param>
/// <param name="Role">The role.</param>
/// <param name="AccountId">Who decides.</param>
[MessageIdentity("rural-leaders.assign-role.v1")]
[NoNewEntries("changes what exists")]
public sealed record AssignRole(Guid NetworkId, Guid MemberId, NetworkRole Role, Guid AccountId);

/// <summary>Gives it.</summary>
public static class AssignRoleHandler
{
    /// <summary>Who takes over as coordinator is told.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(AssignRole command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<Network>(command.NetworkId, cancellationToken) is not { } network || network.Find(command.AccountId) is not { Role: NetworkRole.Coordinator }
            || network.Find(command.MemberId) is not { } member || !Enum.IsDefined(command.Role)) return (CommandAnswer.Unknown, []);
        if (member.Role == command.Role) return (CommandAnswer.Done, []);
        if (member.Role == NetworkRole.Coordinator)
            return (CommandAnswer.Refused("hand-over", "世話人は、ほかの会員に引きつぐと交代します。", "Hand over to another member to stop being coordinator."), []);
        network.Assign(member, command.Role);
        session.Store(network);
        return (CommandAnswer.Done, command.Role == NetworkRole.Coordinator ? [NetworkNotices.Leads(network, network.Coordinator!, clock.GetUtcNow())] : []);
    }
}

/// <summary>The coordinator says who follows (後任を決める).</summary>
/// <param name="NetworkId">The network.</param>
/// <param name="MemberId">The member; null for nobody.</param>
/// <param name="AccountId">Who decides.</param>
[MessageIdentity("rural-leaders.name-successor.v1")]
[NoNewEntries("changes what exists")]
public sealed record NameSuccessor(Guid NetworkId, Guid? MemberId, Guid AccountId);

/// <summary>Keeps it.</summary>
public static class NameSuccessorHandler
{
    /// <summary>A member other than the coordinator.</summary>
    public static async Task<CommandAnswer> Handle(NameSuccessor command, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<Network>(command.NetworkId, cancellationToken) is not { } network || network.Find(command.AccountId) is not { Role: NetworkRole.Coordinator }) return CommandAnswer.Unknown;
        if (command.MemberId is { } id && network.Find(id) is not { Role: not NetworkRole.Coordinator })
            return CommandAnswer.Invalid(new(nameof(command.MemberId), new("世話人のほかの会員を選んでください。", "Choose a member other than the coordinator.")));
        network.SuccessorId = command.MemberId;
        session.Store(network);
        return CommandAnswer.Done;
    }
}
