using Kenmin.CommunityBusiness.Scope;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Ventures;

/// <summary>An account takes over an idea that was brought without one (アカウントとの結びつけ).</summary>
/// <param name="Number">The number on the receipt.</param>
/// <param name="Code">The code on the receipt.</param>
/// <param name="By">Who takes it over.</param>
[MessageIdentity("community-business.take-over-idea.v1")]
[NoNewEntries("joins what exists to an account")]
public sealed record TakeOverIdea(string? Number, string? Code, Doer By);

/// <summary>Joins it.</summary>
public static class TakeOverIdeaHandler
{
    /// <summary>The code works once; after that the account opens it, and the contact is not needed any more.</summary>
    public static async Task<CommandAnswer> Handle(TakeOverIdea command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var number = VentureWords.ReadNumber(command.Number);
        if (await session.Query<Venture>().FirstOrDefaultAsync(v => v.Number == number, cancellationToken) is not { } found) return Wrong;
        await session.TakeTurnsAsync(VentureWork.TurnOf(found.Id), cancellationToken);
        if (await session.LockAsync<Venture>(found.Id, cancellationToken) is not { OwnerAccountId: null } venture || !venture.Opens(command.Code)) return Wrong;
        (venture.OwnerAccountId, venture.OwnerName, venture.Contact, venture.CodeHash) = (command.By.AccountId, command.By.Name, null, null);
        venture.Team.RemoveAll(t => t.AccountId == command.By.AccountId);
        if (venture.State == VentureState.Draft) session.Store(venture);
        else session.Record(venture, StepKind.TakenOver, venture.Stage, "", command.By, clock.GetUtcNow());
        return CommandAnswer.Done;
    }

    internal static CommandAnswer Wrong { get; } = CommandAnswer.Refused("no-such-code",
        "受付番号と合言葉が合いません。受付票を確かめてください。アカウントに結びつけたものは、もう使えません。", "Number and code do not fit. Check the receipt; what an account took over cannot be opened any more.", "Code");
}

/// <summary>A code is made by which somebody joins the team (仲間を招く); it takes the place of the former one.</summary>
/// <param name="VentureId">The venture.</param>
/// <param name="Code">The code; whoever has it joins.</param>
/// <param name="By">Somebody of the team; null at the counter.</param>
/// <param name="Office">Who makes it at the counter; else null.</param>
[MessageIdentity("community-business.invite-to-team.v1")]
[NewEntries(Features.Ideas)]
public sealed record InviteToTeam(Guid VentureId, string Code, Doer? By, OfficePowers? Office);

/// <summary>Makes it.</summary>
public static class InviteToTeamHandler
{
    internal const int DaysToJoin = 14, MostMembers = 10;

    /// <summary>Only a hash is kept.</summary>
    public static async Task<CommandAnswer> Handle(InviteToTeam command, IDocumentSession session, FeatureGates gates, InitiativeDirectory initiatives, TimeProvider clock, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync(VentureWork.TurnOf(command.VentureId), cancellationToken);
        if (await session.LockAsync<Venture>(command.VentureId, cancellationToken) is not { } venture || Venture.Codes.Read(command.Code) is not { } code) return CommandAnswer.Unknown;
        if (command.Office is { } office ? venture.State == VentureState.Draft || !office.Covers(venture, initiatives) : command.By is null || !venture.IsOf(command.By.AccountId)) return CommandAnswer.Unknown;
        if (!await gates.TakesAsync(Features.Ideas, venture)) return CommandAnswer.Off;
        if (venture.State == VentureState.Stopped) return VentureWork.IsStopped;
        if (venture.Team.Count >= MostMembers) return CommandAnswer.Refused("too-many", $"仲間は {MostMembers} 人までです。", $"A team has up to {MostMembers} members.");
        (venture.InviteHash, venture.InviteUntil) = (Venture.HashOf(code), JapanTime.Today(clock).AddDays(DaysToJoin));
        session.Store(venture);
        return CommandAnswer.Done;
    }
}

/// <summary>Somebody joins the team by the code that they were given (仲間になる).</summary>
/// <param name="Code">The code.</param>
/// <param name="By">Who joins.</param>
[MessageIdentity("community-business.join-team.v1")]
[NewEntries(Features.Ideas)]
public sealed record JoinTeam(string? Code, Doer By);

/// <summary>Takes them in.</summary>
public static class JoinTeamHandler
{
    /// <summary>A code works once.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(JoinTeam command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!await gates.IsOnNowAsync(Features.Ideas)) return (CommandAnswer.Off, []);
        if (Venture.Codes.Read(command.Code) is not { } code)
            return (CommandAnswer.Invalid(new(nameof(command.Code), new("合言葉は 12 文字です。例：ABCD-2345-EFGH", "The code has 12 characters, such as ABCD-2345-EFGH."))), []);
        var hash = Venture.HashOf(code);
        var found = await session.Query<Venture>().FirstOrDefaultAsync(v => v.InviteHash == hash, cancellationToken);
        if (found is not null) await session.TakeTurnsAsync(VentureWork.TurnOf(found.Id), cancellationToken);
        if (found is null || await session.LockAsync<Venture>(found.Id, cancellationToken) is not { } venture || venture.InviteHash != hash || venture.InviteUntil < JapanTime.Today(clock))
            return (CommandAnswer.Refused("no-such-code", "この合言葉は使えません。新しい合言葉をもらってください。", "This code cannot be used. Ask for a new one.", nameof(command.Code)), []);
        if (!await gates.TakesAsync(Features.Ideas, venture)) return (CommandAnswer.Off, []);
        if (venture.IsOf(command.By.AccountId)) return (CommandAnswer.Refused("already", "もう仲間に入っています。", "You belong to it already.", nameof(command.Code)), []);
        var now = clock.GetUtcNow();
        venture.InviteHash = null;
        venture.Team.Add(new(command.By.AccountId, command.By.Name, JapanTime.DayOf(now)));
        var step = session.Record(venture, StepKind.Joined, venture.Stage, "", command.By, now);
        return (CommandAnswer.Done, [.. VentureWork.Tell(venture, step, new("仲間が増えました", "Somebody joined your team"),
            new($"「{venture.Title}」に{command.By.Name}さんが加わりました。", $"{command.By.Name} joined “{venture.Title}”."))]);
    }
}

/// <summary>Somebody leaves the team, or the owner takes them out (仲間から外れる).</summary>
/// <param name="VentureId">The venture.</param>
/// <param name="AccountId">Who leaves.</param>
/// <param name="By">They themselves, or the owner.</param>
[MessageIdentity("community-business.leave-team.v1")]
[NoNewEntries("ends what a person agreed to")]
public sealed record LeaveTeam(Guid VentureId, Guid AccountId, Doer By);

/// <summary>Takes them out.</summary>
public static class LeaveTeamHandler
{
    /// <summary>As often as it is asked.</summary>
    public static async Task<CommandAnswer> Handle(LeaveTeam command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync(VentureWork.TurnOf(command.VentureId), cancellationToken);
        if (await session.LockAsync<Venture>(command.VentureId, cancellationToken) is not { } venture || (command.By.AccountId != command.AccountId && command.By.AccountId != venture.OwnerAccountId)) return CommandAnswer.Unknown;
        if (venture.Team.RemoveAll(t => t.AccountId == command.AccountId) == 0) return command.By.AccountId == venture.OwnerAccountId ? CommandAnswer.Done : CommandAnswer.Unknown;
        session.Record(venture, StepKind.Left, venture.Stage, "", command.By, clock.GetUtcNow());
        return CommandAnswer.Done;
    }
}
