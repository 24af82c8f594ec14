using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.RuralLeaders.Networks;

/// <summary>Something on the notice board of a network (掲示板). Only its members see it.</summary>
public sealed class NetworkPost
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The network.</summary>
    public Guid NetworkId { get; set; }

    /// <summary>Who wrote it; null when the person was erased.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>The name at that time.</summary>
    public string Name { get; set; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>What it says.</summary>
    public string Text { get; set; } = "";
}

/// <summary>A member writes on the notice board (掲示板に書く).</summary>
/// <param name="Id">The post's id: sent again, there is one post.</param>
/// <param name="NetworkId">The network.</param>
/// <param name="Text">What it says.</param>
/// <param name="AccountId">Who writes.</param>
[MessageIdentity("rural-leaders.write-post.v1")]
[NewEntries(Features.Networks)]
public sealed record WritePost(Guid Id, Guid NetworkId, string? Text, Guid AccountId);

/// <summary>Keeps it.</summary>
public static class WritePostHandler
{
    internal const int Longest = 2000;

    /// <summary>To who is not a member, the board does not exist.</summary>
    public static async Task<CommandAnswer> Handle(WritePost command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<Network>(command.NetworkId, cancellationToken) is not { } network || network.Find(command.AccountId) is not { } member) return CommandAnswer.Unknown;
        foreach (var flaw in Flaw.OfText(command.Text, nameof(command.Text), Longest, lines: true)) return CommandAnswer.Invalid(flaw);
        if (!await gates.IsOnNowAsync(Features.Networks)) return CommandAnswer.Off;
        if (await session.LoadAsync<NetworkPost>(command.Id, cancellationToken) is { } known) return known.AccountId == command.AccountId ? CommandAnswer.Done : CommandAnswer.Unknown;
        session.Insert(new NetworkPost
        {
            Id = command.Id, NetworkId = network.Id, AccountId = command.AccountId, Name = member.Name, At = clock.GetUtcNow(), Text = command.Text!.Trim(),
        });
        return CommandAnswer.Done;
    }
}

/// <summary>Takes something off the board.</summary>
/// <param name="PostId">The post.</param>
/// <param name="AccountId">Who does it: who wrote it, or the coordinator.</param>
[MessageIdentity("rural-leaders.remove-post.v1")]
[NoNewEntries("removes what exists")]
public sealed record RemovePost(Guid PostId, Guid AccountId);

/// <summary>Takes it off.</summary>
public static class RemovePostHandler
{
    /// <summary>For good: nothing of it is kept.</summary>
    public static async Task<CommandAnswer> Handle(RemovePost command, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<NetworkPost>(command.PostId, cancellationToken) is not { } post || await session.LoadAsync<Network>(post.NetworkId, cancellationToken) is not { } network
            || network.Find(command.AccountId) is not { } member || (post.AccountId != command.AccountId && member.Role != NetworkRole.Coordinator)) return CommandAnswer.Unknown;
        session.Delete(post);
        return CommandAnswer.Done;
    }
}
