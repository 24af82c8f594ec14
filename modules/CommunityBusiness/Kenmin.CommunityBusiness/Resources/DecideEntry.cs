using Kenmin.Accounts.Contracts;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Resources;

/// <summary>The office publishes an entry, also one that was closed (公開).</summary>
/// <param name="Id">The entry.</param>
/// <param name="AnsweringOffice">The office that answers for it.</param>
/// <param name="Revision">The revision that was read.</param>
/// <param name="Office">Who publishes it.</param>
[MessageIdentity("community-business.publish-local-entry.v1")]
[NewEntries(Features.Resources)]
public sealed record PublishEntry(Guid Id, string? AnsweringOffice, int Revision, OfficePowers Office);

/// <summary>Publishes it.</summary>
public static class PublishEntryHandler
{
    /// <summary>What was read is published, and nobody publishes the own proposal.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(PublishEntry command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync(LocalEntry.TurnOf(command.Id), cancellationToken);
        if (await session.LockAsync<LocalEntry>(command.Id, cancellationToken) is not { } entry || !command.Office.Covers(entry.MunicipalityCode)) return (CommandAnswer.Unknown, []);
        if (!await gates.IsOnNowAsync(Features.Resources)) return (CommandAnswer.Off, []);
        if (entry.ProposerAccountId == command.Office.By.AccountId) return (EntryWords.Own, []);
        foreach (var flaw in Flaw.OfText(command.AnsweringOffice, nameof(command.AnsweringOffice), SaveEntry.LongestOffice)) return (CommandAnswer.Invalid(flaw), []);
        if (entry.State == EntryState.Published) return (CommandAnswer.Done, []);
        if (entry.Revision != command.Revision) return (VentureWork.Changed, []);
        var now = clock.GetUtcNow();
        (entry.State, entry.Reason, entry.Office, entry.PublishedAt) = (EntryState.Published, "", VentureWork.Tidy(command.AnsweringOffice), now);
        EntryWork.Keep(session, entry, command.Office.By, now);
        return (CommandAnswer.Done, [.. EntryWork.TellProposer(entry, command.Office.By, now, new("お申し出を公開しました", "What you proposed was published"), new($"「{entry.Title}」が地図と一覧に載りました。", $"“{entry.Title}” is on the map and in the list."))]);
    }
}

/// <summary>The office does not publish a proposal (見送り).</summary>
/// <param name="Id">The entry.</param>
/// <param name="Reason">Why; the one who proposed it reads it.</param>
/// <param name="Office">Who says so.</param>
[MessageIdentity("community-business.refuse-local-entry.v1")]
[NoNewEntries("answers what was proposed")]
public sealed record RefuseEntry(Guid Id, string? Reason, OfficePowers Office);

/// <summary>Keeps the answer.</summary>
public static class RefuseEntryHandler
{
    /// <summary>Only what waits; it can be proposed again.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(RefuseEntry command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync(LocalEntry.TurnOf(command.Id), cancellationToken);
        if (await session.LockAsync<LocalEntry>(command.Id, cancellationToken) is not { } entry || !command.Office.Covers(entry.MunicipalityCode)) return (CommandAnswer.Unknown, []);
        if (entry.ProposerAccountId == command.Office.By.AccountId) return (EntryWords.Own, []);
        foreach (var flaw in Flaw.OfText(command.Reason, nameof(command.Reason), VentureWork.LongestReason, lines: true)) return (CommandAnswer.Invalid(flaw), []);
        if (entry.State != EntryState.Waiting) return (VentureWork.Changed, []);
        var now = clock.GetUtcNow();
        (entry.State, entry.Reason) = (EntryState.Refused, VentureWork.Tidy(command.Reason));
        EntryWork.Keep(session, entry, command.Office.By, now);
        return (CommandAnswer.Done, [.. EntryWork.TellProposer(entry, command.Office.By, now, new("お申し出は見送りになりました", "What you proposed is not published"), new($"「{entry.Title}」の理由をごらんください。", $"See why “{entry.Title}” is not published."))]);
    }
}

/// <summary>An entry is used, solved or taken back (終了、取下げ).</summary>
/// <param name="Id">The entry.</param>
/// <param name="Reason">Why; for a resident not needed.</param>
/// <param name="By">Who proposed it; null for the office.</param>
/// <param name="Office">The office; else null.</param>
[MessageIdentity("community-business.close-local-entry.v1")]
[NoNewEntries("ends what exists")]
public sealed record CloseEntry(Guid Id, string? Reason, Doer? By, OfficePowers? Office);

/// <summary>Closes it.</summary>
public static class CloseEntryHandler
{
    /// <summary>What never was published is thrown away when who proposed it takes it back. Teams that wait are told that it is over.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(CloseEntry command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync(LocalEntry.TurnOf(command.Id), cancellationToken);
        if (await session.LockAsync<LocalEntry>(command.Id, cancellationToken) is not { } entry || !EntryWork.May(entry, command.By, command.Office)) return (CommandAnswer.Unknown, []);
        foreach (var flaw in Flaw.OfText(command.Reason, nameof(command.Reason), VentureWork.LongestReason, required: command.Office is not null, lines: true)) return (CommandAnswer.Invalid(flaw), []);
        if (entry.State == EntryState.Closed) return (CommandAnswer.Done, []);
        if (command.By is not null && entry.PublishedAt is null)
        {
            session.Delete(entry);
            return (CommandAnswer.Done, []);
        }

        var (now, by) = (clock.GetUtcNow(), command.By ?? command.Office!.By);
        var reason = VentureWork.Tidy(command.Reason) is { Length: > 0 } said ? said : EntryWords.TakenBack;
        (entry.State, entry.Reason) = (EntryState.Closed, reason);
        EntryWork.Keep(session, entry, by, now);
        OutgoingMessages outgoing = [.. EntryWork.TellProposer(entry, by, now, new("地域資源・困りごとの掲載を終わりました", "An entry of yours was closed"), new($"「{entry.Title}」の掲載を、窓口が終わりにしました。", $"The office closed “{entry.Title}”."))];
        foreach (var interest in await session.QueryAsync<LocalInterest>("where d.data ->> 'entryId' = ? and d.data ->> 'state' = 'Asked' order by d.id for update", cancellationToken, command.Id.ToString()))
        {
            (interest.State, interest.Answer, interest.AnsweredAt, interest.AnsweredBy) = (InterestState.Declined, reason, now, by);
            session.Store(interest);
            outgoing.AddRange(await InterestWork.TellTeamAsync(session, interest, entry, by, now, cancellationToken));
        }

        return (CommandAnswer.Done, outgoing);
    }
}

/// <summary>Whether the private contact may be handed to teams that the office introduces (連絡先を伝える同意).</summary>
/// <param name="Id">The entry.</param>
/// <param name="Agree">Whether it may.</param>
/// <param name="How">How the office was told; for a resident not needed.</param>
/// <param name="By">Who proposed it; null for the office.</param>
/// <param name="Office">The office, for entries of people without an account; else null.</param>
[MessageIdentity("community-business.set-hand-over.v1")]
[NoNewEntries("people rule over their contact whatever is switched on")]
public sealed record SetHandOver(Guid Id, bool Agree, string? How, Doer? By, OfficePowers? Office);

/// <summary>Keeps it.</summary>
public static class SetHandOverHandler
{
    /// <summary>Who has an account says so themselves. Taken back, teams do not see the contact any more.</summary>
    public static async Task<CommandAnswer> Handle(SetHandOver command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync(LocalEntry.TurnOf(command.Id), cancellationToken);
        if (await session.LockAsync<LocalEntry>(command.Id, cancellationToken) is not { } entry || !EntryWork.May(entry, command.By, command.Office)) return CommandAnswer.Unknown;
        if (command is { Office: not null, Agree: true } && entry.ProposerAccountId is not null)
            return CommandAnswer.Refused("not-yours", "申し出た方が、ご自分のページで同意します。", "Who proposed it agrees on a page of their own.");
        foreach (var flaw in Flaw.OfText(command.How, nameof(command.How), 200, required: command is { Office: not null, Agree: true })) return CommandAnswer.Invalid(flaw);
        var (now, by) = (clock.GetUtcNow(), command.By ?? command.Office!.By);
        if (command.Agree == entry.HandOver is not null) return CommandAnswer.Done;
        entry.HandOver = command.Agree ? new(JapanTime.DayOf(now), VentureWork.Tidy(command.How), by) : null;
        EntryWork.Keep(session, entry, by, now);
        return CommandAnswer.Done;
    }
}
