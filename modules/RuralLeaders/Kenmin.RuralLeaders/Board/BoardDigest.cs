using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.Persistence.Jobs;
using Kenmin.RuralLeaders.Networks;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.Logging;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.RuralLeaders.Board;

/// <summary>How often a member wants to be told by mail what is new.</summary>
public enum DigestRhythm
{
    /// <summary>Never.</summary>
    Off,

    /// <summary>Every morning when something is new.</summary>
    Daily,

    /// <summary>On Monday mornings when something is new.</summary>
    Weekly,
}

/// <summary>A member's wish to be told by mail (新着のまとめメール). Who does not want it has none.</summary>
public sealed class DigestWish
{
    /// <summary>Its id, made of network and member.</summary>
    public Guid Id { get; set; }

    /// <summary>The network.</summary>
    public Guid NetworkId { get; set; }

    /// <summary>The member.</summary>
    public Guid AccountId { get; set; }

    /// <summary>How often.</summary>
    public DigestRhythm Rhythm { get; set; }

    /// <summary>What came until then was told.</summary>
    public DateTimeOffset Told { get; set; }

    /// <summary>When to look next.</summary>
    public DateTimeOffset NextAt { get; set; }

    internal static Guid IdOf(Guid network, Guid account) => FactId.Of($"rural-leaders.digest|{network:N}|{account:N}");

    /// <summary>The next morning, or the next Monday morning, in the time of Japan.</summary>
    internal static DateTimeOffset After(DateTimeOffset now, DigestRhythm rhythm)
    {
        var day = JapanTime.DayOf(now);
        if (JapanTime.At(day, Morning) <= now) day = day.AddDays(1);
        while (rhythm == DigestRhythm.Weekly && day.DayOfWeek != DayOfWeek.Monday) day = day.AddDays(1);
        return JapanTime.At(day, Morning).ToUniversalTime();
    }

    private static TimeOnly Morning => new(7, 0);
}

/// <summary>A member says how often to be told by mail (まとめメールを選ぶ).</summary>
/// <param name="NetworkId">The network.</param>
/// <param name="Rhythm">How often.</param>
/// <param name="AccountId">The member.</param>
[MessageIdentity("rural-leaders.choose-digest.v1")]
[NoNewEntries("says how one wants to be told of what exists")]
public sealed record ChooseDigest(Guid NetworkId, DigestRhythm Rhythm, Guid AccountId);

/// <summary>Keeps it.</summary>
public static class ChooseDigestHandler
{
    /// <summary>What is new counts from now on.</summary>
    public static async Task<CommandAnswer> Handle(ChooseDigest command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<Network>(command.NetworkId, cancellationToken) is not { } network || network.Find(command.AccountId) is null || !Enum.IsDefined(command.Rhythm)) return CommandAnswer.Unknown;
        var id = DigestWish.IdOf(network.Id, command.AccountId);
        var known = await session.LockAsync<DigestWish>(id, cancellationToken);
        if (command.Rhythm == DigestRhythm.Off) session.Delete<DigestWish>(id);
        else session.Store(new DigestWish { Id = id, NetworkId = network.Id, AccountId = command.AccountId, Rhythm = command.Rhythm, Told = known?.Told ?? clock.GetUtcNow(), NextAt = DigestWish.After(clock.GetUtcNow(), command.Rhythm) });
        return CommandAnswer.Done;
    }
}

/// <summary>Tells those of what is new who want it (まとめメールを送る).</summary>
[MessageIdentity("rural-leaders.send-digests.v1")]
[NoNewEntries("tells of what is there")]
public sealed record SendDigests;

/// <summary>Tells a batch.</summary>
public static class SendDigestsHandler
{
    /// <summary>
    /// Numbers only, and none of the own: what is written on the board stays there. Where nothing is new no mail goes out. A wish of who has
    /// left goes silently.
    /// </summary>
    public static async Task<(BatchDone, OutgoingMessages)> Handle(SendDigests command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await session.BeginAsync(cancellationToken);
        var wishes = await session.QueryAsync<DigestWish>(
            "where (d.data ->> 'nextAt')::timestamptz <= ? order by d.id limit ? for update skip locked", cancellationToken, now.ToUniversalTime(), BatchService.BatchSize);
        OutgoingMessages outgoing = [];
        foreach (var wish in wishes)
        {
            if (await session.LoadAsync<Network>(wish.NetworkId, cancellationToken) is not { } network || network.Find(wish.AccountId) is null)
            {
                session.Delete(wish);
                continue;
            }

            var (since, me) = (wish.Told, wish.AccountId);
            var posts = await session.Query<NetworkPost>().CountAsync(p => p.NetworkId == network.Id && p.At > since && p.AccountId != me, cancellationToken);
            var files = (await session.Query<BoardFile>().Where(f => f.NetworkId == network.Id && f.At > since).ToListAsync(cancellationToken)).Count(f => f.By.AccountId != me);
            (wish.Told, wish.NextAt) = (now, DigestWish.After(now, wish.Rhythm));
            session.Store(wish);
            if (posts + files == 0) continue;
            outgoing.Add(new MailRequested(
                FactId.Of($"rural-leaders.digest|{wish.Id:N}|{JapanTime.DayOf(now):yyyy-MM-dd}"), me, MailKinds.Digest, new("ネットワークの新着のまとめ", "What is new in your network"),
                [
                    new($"「{network.Name}」の掲示板に、新しい書きこみが {posts} 件、新しいファイルが {files} 件あります。", $"On the board of “{network.Name}” there are {posts} new posts and {files} new files."),
                    new("書きこみの内容は、サインインして読んでください。", "Sign in to read them."),
                ],
                new("掲示板を開く", "Open the board"), $"/rural-leaders/networks/{network.Id}/board"));
        }

        return (new(wishes.Count), outgoing);
    }
}

/// <summary>Looks every quarter of an hour.</summary>
[NoNewEntries("tells of what is there")]
internal sealed class DigestSender(IServiceProvider services, TimeProvider clock, ILogger<DigestSender> logger)
    : BatchService(services, TimeSpan.FromMinutes(15), clock, logger)
{
    /// <inheritdoc/>
    protected override object Command() => new SendDigests();
}
