using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.RuralLeaders.Networks;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.RuralLeaders.Exchange;

/// <summary>Where a note stands with a network that it is for.</summary>
public enum ShareState
{
    /// <summary>The coordinator there has not answered: no other member sees it.</summary>
    Offered,

    /// <summary>Both coordinators agree: the members there read it.</summary>
    Accepted,

    /// <summary>The coordinator there does not want it, or no longer.</summary>
    Refused,
}

/// <summary>A network that a note is for.</summary>
/// <param name="NetworkId">The network.</param>
/// <param name="Name">Its name at that time.</param>
/// <param name="State">Where it stands.</param>
/// <param name="By">Who answered there; null before.</param>
public sealed record ShareTarget(Guid NetworkId, string Name, ShareState State, Attendee? By);

/// <summary>
/// A note or invitation that a network shares with others (ネットワーク間の共有): words of its coordinator. The others read these words and
/// the network's name, nothing else of it.
/// </summary>
public sealed class SharedNote
{
    /// <summary>Its id.</summary>
    public Guid Id { get; set; }

    /// <summary>The network that shares it.</summary>
    public Guid NetworkId { get; set; }

    /// <summary>The network's name at that time.</summary>
    public string NetworkName { get; set; } = "";

    /// <summary>What it says.</summary>
    public string Text { get; set; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Who wrote it; the others do not see that.</summary>
    public Attendee By { get; set; } = new(null, "");

    /// <summary>Whom it is for.</summary>
    public List<ShareTarget> Targets { get; set; } = [];

    internal ShareTarget? Find(Guid network) => Targets.FirstOrDefault(t => t.NetworkId == network);

    internal void Rename(Guid from, Guid? to, string? name)
    {
        Attendee Of(Attendee a) => a.AccountId == from ? new(to, name ?? a.Name) : a;
        By = Of(By);
        Targets = [.. Targets.Select(t => t.By is null ? t : t with { By = Of(t.By) })];
    }
}

/// <summary>A coordinator shares a note with chosen networks (ほかのネットワークと共有する).</summary>
/// <param name="Id">The note's id: sent again, there is one.</param>
/// <param name="NetworkId">The network that shares it.</param>
/// <param name="Text">What it says.</param>
/// <param name="Targets">The networks that it is for.</param>
/// <param name="AccountId">Who shares: the coordinator.</param>
[MessageIdentity("rural-leaders.share-note.v1")]
[NewEntries(Features.Networks)]
public sealed record ShareNote(Guid Id, Guid NetworkId, string? Text, IReadOnlyList<Guid> Targets, Guid AccountId);

/// <summary>Offers it.</summary>
public static class ShareNoteHandler
{
    internal const int MostOpen = 20;

    /// <summary>The coordinators there are asked; until they agree nobody else reads it.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(ShareNote command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await session.LockAsync<Network>(command.NetworkId, cancellationToken) is not { } network || network.Find(command.AccountId) is not { Role: NetworkRole.Coordinator } me) return (CommandAnswer.Unknown, []);
        if (await session.LoadAsync<SharedNote>(command.Id, cancellationToken) is { } known) return (known.NetworkId == network.Id ? CommandAnswer.Done : CommandAnswer.Unknown, []);
        foreach (var flaw in Flaw.OfText(command.Text, nameof(command.Text), 2000, lines: true)) return (CommandAnswer.Invalid(flaw), []);
        Guid[] ids = [.. command.Targets.Distinct()];
        var targets = (await session.LoadManyAsync<Network>(cancellationToken, ids)).Where(n => n.Id != network.Id && n.Members.Count > 0).ToList();
        if (ids.Length is 0 or > 50 || targets.Count != ids.Length) return (CommandAnswer.Invalid(new(nameof(command.Targets), new("共有する相手のネットワークを選んでください。", "Choose the networks that it is for."))), []);
        if (!await gates.IsOnNowAsync(Features.Networks)) return (CommandAnswer.Off, []);
        if ((await session.Query<SharedNote>().Where(n => n.NetworkId == network.Id).ToListAsync(cancellationToken)).Count(n => n.Targets.Any(t => t.State == ShareState.Offered)) >= MostOpen)
            return (CommandAnswer.Refused("too-many", $"返事を待っているものは {MostOpen} 件までです。", $"Up to {MostOpen} may wait for an answer."), []);
        session.Insert(new SharedNote
        {
            Id = command.Id, NetworkId = network.Id, NetworkName = network.Name, Text = command.Text!.Trim(), At = now, By = new(command.AccountId, me.Name),
            Targets = [.. targets.Select(t => new ShareTarget(t.Id, t.Name, ShareState.Offered, null))],
        });
        return (CommandAnswer.Done,
        [
            .. targets.Select(t => new NoticeIssued(
                FactId.Of($"rural-leaders.note-offered|{command.Id:N}|{t.Id:N}"), t.Coordinator!.AccountId, new("ほかのネットワークからお知らせが届きました", "Another network shares a note with yours"),
                new($"「{network.Name}」からです。会員に見せるかどうかを決めてください。", $"It is from “{network.Name}”. Please decide whether your members see it."), $"/rural-leaders/networks/{t.Id}/exchange", now, MailKinds.Network)),
        ]);
    }
}

/// <summary>The coordinator of a network that a note is for lets the members read it, or not, or no longer (見せる・見せない).</summary>
/// <param name="NoteId">The note.</param>
/// <param name="NetworkId">The network that it is for.</param>
/// <param name="Accept">Whether the members read it.</param>
/// <param name="AccountId">Who decides: the coordinator.</param>
[MessageIdentity("rural-leaders.answer-note.v1")]
[NoNewEntries("answers what was offered")]
public sealed record AnswerNote(Guid NoteId, Guid NetworkId, bool Accept, Guid AccountId);

/// <summary>Keeps the answer.</summary>
public static class AnswerNoteHandler
{
    /// <summary>It can be changed later; the network that shares it sees how it stands.</summary>
    public static async Task<CommandAnswer> Handle(AnswerNote command, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<SharedNote>(command.NoteId, cancellationToken) is not { } note || note.Find(command.NetworkId) is not { } target
            || (await session.LoadAsync<Network>(command.NetworkId, cancellationToken))?.Find(command.AccountId) is not { Role: NetworkRole.Coordinator } me) return CommandAnswer.Unknown;
        var state = command.Accept ? ShareState.Accepted : ShareState.Refused;
        if (target.State == state) return CommandAnswer.Done;
        note.Targets[note.Targets.IndexOf(target)] = target with { State = state, By = new(command.AccountId, me.Name) };
        session.Store(note);
        return CommandAnswer.Done;
    }
}

/// <summary>The coordinator takes a note back (共有をやめる): it is gone everywhere at once.</summary>
/// <param name="NoteId">The note.</param>
/// <param name="AccountId">Who does it: the coordinator of the network that shares it.</param>
[MessageIdentity("rural-leaders.withdraw-note.v1")]
[NoNewEntries("removes what exists")]
public sealed record WithdrawNote(Guid NoteId, Guid AccountId);

/// <summary>Takes it back.</summary>
public static class WithdrawNoteHandler
{
    /// <summary>For good.</summary>
    public static async Task<CommandAnswer> Handle(WithdrawNote command, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<SharedNote>(command.NoteId, cancellationToken) is not { } note
            || (await session.LoadAsync<Network>(note.NetworkId, cancellationToken))?.Find(command.AccountId) is not { Role: NetworkRole.Coordinator }) return CommandAnswer.Unknown;
        session.Delete(note);
        return CommandAnswer.Done;
    }
}
