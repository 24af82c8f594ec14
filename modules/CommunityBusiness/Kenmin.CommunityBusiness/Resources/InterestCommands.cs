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

/// <summary>A team says that it would use a resource or take on a problem (つなぐ申込み).</summary>
/// <param name="Id">The interest; made by the page.</param>
/// <param name="EntryId">The resource or problem.</param>
/// <param name="VentureId">The venture.</param>
/// <param name="Message">What it would do with it.</param>
/// <param name="By">Somebody of the team.</param>
[MessageIdentity("community-business.show-interest.v1")]
[NewEntries(Features.Resources)]
public sealed record ShowInterest(Guid Id, Guid EntryId, Guid VentureId, string? Message, Doer By);

/// <summary>Keeps it.</summary>
public static class ShowInterestHandler
{
    internal const int MostOfVenture = 10;

    /// <summary>Any number of teams may be interested in one entry, each once at a time; the office decides whom to introduce.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(ShowInterest command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await session.TakeTurnsAsync(VentureWork.TurnOf(command.VentureId), cancellationToken);
        if (await session.LoadAsync<Venture>(command.VentureId, cancellationToken) is not { } venture || !venture.IsOf(command.By.AccountId)) return (CommandAnswer.Unknown, []);
        if (await session.LoadAsync<LocalInterest>(command.Id, cancellationToken) is { } there) return (there.VentureId == venture.Id && there.EntryId == command.EntryId ? CommandAnswer.Done : CommandAnswer.Unknown, []);
        await session.TakeTurnsAsync(LocalEntry.TurnOf(command.EntryId), cancellationToken);
        if (await session.LockAsync<LocalEntry>(command.EntryId, cancellationToken) is not { } entry || !entry.IsOpen(JapanTime.DayOf(now))) return (CommandAnswer.Unknown, []);
        if (!await gates.IsOnNowAsync(Features.Resources)) return (CommandAnswer.Off, []);
        if (venture.State == VentureState.Draft) return (CommandAnswer.Refused("draft", "先に、アイデアを窓口に送ってください。", "Hand your idea in first."), []);
        if (venture.State == VentureState.Stopped) return (VentureWork.IsStopped, []);
        if (entry.ProposerAccountId is { } proposer && venture.IsOf(proposer))
            return (CommandAnswer.Refused("own", "ご自分か仲間のお申し出です。窓口を通さずに使えます。", "You or your team proposed it: no introduction is needed."), []);
        foreach (var flaw in Flaw.OfText(command.Message, nameof(command.Message), InterestWork.LongestMessage, lines: true)) return (CommandAnswer.Invalid(flaw), []);
        var ventureId = venture.Id;
        var running = (await session.Query<LocalInterest>().Where(i => i.VentureId == ventureId).ToListAsync(cancellationToken)).Where(i => i.IsRunning).ToList();
        if (running.Any(i => i.EntryId == entry.Id)) return (CommandAnswer.Refused("asked", "この申込みは、もう出ています。", "You said so already."), []);
        if (running.Count >= MostOfVenture) return (CommandAnswer.Refused("too-many", $"続いている申込みは {MostOfVenture} 件までです。要らないものを終わりにしてください。", $"Up to {MostOfVenture} at a time. End those you do not need."), []);
        LocalInterest interest = new() { Id = command.Id, EntryId = entry.Id, MunicipalityCode = entry.MunicipalityCode, VentureId = venture.Id, Message = VentureWork.Tidy(command.Message), At = now, By = command.By };
        session.Insert(interest);
        return (CommandAnswer.Done, [.. InterestWork.TellProposer(interest, entry, command.By, now, new("お申し出を使いたい事業があります", "A business is interested in what you proposed"))]);
    }
}

/// <summary>The office introduces a team, or does not (紹介、見送り).</summary>
/// <param name="Id">The interest.</param>
/// <param name="Introduce">Whether it introduces the two.</param>
/// <param name="Words">How they get together, or why not.</param>
/// <param name="Office">Who answers.</param>
[MessageIdentity("community-business.answer-interest.v1")]
[NoNewEntries("answers what was asked")]
public sealed record AnswerInterest(Guid Id, bool Introduce, string? Words, OfficePowers Office);

/// <summary>Answers.</summary>
public static class AnswerInterestHandler
{
    /// <summary>No contact is handed over without consent, and nobody answers the own matter. Both sides are told.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(AnswerInterest command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<LocalInterest>(command.Id, cancellationToken) is not { } seen || !command.Office.Covers(seen.MunicipalityCode)) return (CommandAnswer.Unknown, []);
        await session.TakeTurnsAsync(LocalEntry.TurnOf(seen.EntryId), cancellationToken);
        if (await session.LockAsync<LocalInterest>(command.Id, cancellationToken) is not { } interest || await session.LoadAsync<LocalEntry>(interest.EntryId, cancellationToken) is not { } entry
            || await session.LoadAsync<Venture>(interest.VentureId, cancellationToken) is not { } venture) return (CommandAnswer.Unknown, []);
        var by = command.Office.By;
        if (venture.IsOf(by.AccountId) || entry.ProposerAccountId == by.AccountId) return (EntryWords.Own, []);
        if (interest.State != InterestState.Asked) return (VentureWork.Changed, []);
        foreach (var flaw in Flaw.OfText(command.Words, nameof(command.Words), VentureWork.LongestReason, lines: true)) return (CommandAnswer.Invalid(flaw), []);
        if (command.Introduce && entry.State != EntryState.Published) return (VentureWork.Changed, []);
        if (command.Introduce && entry is { Contact.Length: > 0, HandOver: null })
            return (CommandAnswer.Refused("no-consent", "連絡先を伝える同意がありません。先に、同意をもらってください。", "There is no consent to hand the contact over. Ask for it first."), []);
        var now = clock.GetUtcNow();
        (interest.State, interest.Answer, interest.AnsweredAt, interest.AnsweredBy) = (command.Introduce ? InterestState.Introduced : InterestState.Declined, VentureWork.Tidy(command.Words), now, by);
        session.Store(interest);
        return (CommandAnswer.Done,
        [
            .. await InterestWork.TellTeamAsync(session, interest, entry, by, now, cancellationToken),
            .. command.Introduce ? InterestWork.TellProposer(interest, entry, by, now, new("お申し出に、事業を紹介しました", "The office introduced a business to you")) : [],
        ]);
    }
}

/// <summary>An interest is over: the team takes it back, or the office notes that it ended (つなぐの終了).</summary>
/// <param name="Id">The interest.</param>
/// <param name="By">Somebody of the team; null for the office.</param>
/// <param name="Office">The office; else null.</param>
[MessageIdentity("community-business.end-interest.v1")]
[NoNewEntries("ends what was asked")]
public sealed record EndInterest(Guid Id, Doer? By, OfficePowers? Office);

/// <summary>Ends it.</summary>
public static class EndInterestHandler
{
    /// <summary>As often as it is asked; the team does not see the contact any more.</summary>
    public static async Task<CommandAnswer> Handle(EndInterest command, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<LocalInterest>(command.Id, cancellationToken) is not { } seen) return CommandAnswer.Unknown;
        await session.TakeTurnsAsync(LocalEntry.TurnOf(seen.EntryId), cancellationToken);
        if (await session.LockAsync<LocalInterest>(command.Id, cancellationToken) is not { } interest || await session.LoadAsync<Venture>(interest.VentureId, cancellationToken) is not { } venture
            || !(command.Office?.Covers(interest.MunicipalityCode) ?? (command.By is { } by && venture.IsOf(by.AccountId)))) return CommandAnswer.Unknown;
        if (!interest.IsRunning) return CommandAnswer.Done;
        interest.State = InterestState.Ended;
        session.Store(interest);
        return CommandAnswer.Done;
    }
}

/// <summary>What all commands about an interest have in common.</summary>
internal static class InterestWork
{
    internal const int LongestMessage = 500;

    /// <summary>Tells owner and team of the office's answer.</summary>
    public static async Task<IEnumerable<NoticeIssued>> TellTeamAsync(IQuerySession session, LocalInterest interest, LocalEntry entry, Doer by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<Venture>(interest.VentureId, cancellationToken) is not { } venture) return [];
        var subject = interest.State == InterestState.Introduced ? new LocalizedText("地域資源・困りごとに紹介しました", "The office introduced your business") : new("地域資源・困りごとの申込みの結果", "About what you would use or take on");
        return venture.Accounts.Where(a => a != by.AccountId).Distinct().Select(account => new NoticeIssued(
            FactId.Of($"community-business.interest-told|{interest.Id:N}|{interest.State}|{account:N}"), account, subject, new($"「{entry.Title}」への窓口の答えをごらんください。", $"See the office's answer about “{entry.Title}”."),
            $"/community-business/mine/{venture.Id}/local/{entry.Id}", now, MailKinds.Resources));
    }

    /// <summary>Tells who proposed the entry.</summary>
    public static IEnumerable<NoticeIssued> TellProposer(LocalInterest interest, LocalEntry entry, Doer by, DateTimeOffset now, LocalizedText subject) =>
        entry.ProposerAccountId is { } proposer && proposer != by.AccountId
            ? [new(FactId.Of($"community-business.interest-told|{interest.Id:N}|{interest.State}|{proposer:N}"), proposer, subject, new($"「{entry.Title}」について、ごらんください。", $"See what it is about: “{entry.Title}”."), $"/community-business/local/mine/{entry.Id}", now, MailKinds.Resources)] : [];
}
