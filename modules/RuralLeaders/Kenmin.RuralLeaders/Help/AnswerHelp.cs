using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.RuralLeaders.Help;

/// <summary>One side accepts a proposal, or refuses it (提案への返事).</summary>
/// <param name="MatchId">The proposal.</param>
/// <param name="PersonId">Who answers; who is on paper answers through staff.</param>
/// <param name="Accept">Whether it is accepted.</param>
/// <param name="Why">Why not; may be empty. Only staff read it.</param>
/// <param name="By">Staff; null where the person does.</param>
[MessageIdentity("rural-leaders.answer-help.v1")]
[NoNewEntries("answers what was proposed")]
public sealed record AnswerHelp(Guid MatchId, Guid PersonId, bool Accept, string? Why, Doer? By);

/// <summary>Takes the answer in. When both have accepted it is agreed, and the helper's time is promised.</summary>
public static class AnswerHelpHandler
{
    /// <summary>Locks request, offer and proposal, always in that order. The database lets no time be promised twice.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(AnswerHelp command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        foreach (var flaw in Flaw.OfText(command.Why, nameof(command.Why), 300, required: false, lines: true)) return (CommandAnswer.Invalid(flaw), []);
        if (await session.LockMatchAsync(command.MatchId, cancellationToken) is not var (request, offer, match)
            || await session.SideOfAsync(request, offer, command.PersonId, command.By, cancellationToken) is not { } side) return (CommandAnswer.Unknown, []);
        var now = clock.GetUtcNow();
        var other = side == HelpSide.Asker ? offer.AccountId : request.AccountId;
        if (match.State is MatchState.Agreed or MatchState.Refused)
            return (match.State == MatchState.Agreed == command.Accept ? CommandAnswer.Done : CommandAnswer.Refused("answered", "すでに返事が決まっています。", "This has been answered already."), []);
        if (match.State != MatchState.Proposed || request.State != HelpState.Open || offer.State != HelpState.Open || match.Starts <= now)
            return (CommandAnswer.Refused("over", "この提案は、もう終わっています。", "This proposal is over."), []);
        if (!command.Accept)
        {
            var told = match.HasAccepted(side == HelpSide.Asker ? HelpSide.Helper : HelpSide.Asker);
            match.Close(MatchState.Refused, side, command.Why);
            session.Store(match);
            return (CommandAnswer.Done, told && HelpNotices.Refused(match, other, now) is { } refused ? [refused] : []);
        }

        match.Accept(side, now);
        if (match.AskerAccepted is null || match.HelperAccepted is null)
        {
            session.Store(match);
            return (CommandAnswer.Done, HelpNotices.Accepted(match, other, side, now) is { } accepted ? [accepted] : []);
        }

        if (await PromiseAsync(request, offer, match, session, cancellationToken) is { IsDone: false } refusal) return (refusal, []);
        match.State = MatchState.Agreed;
        session.Store(match);
        return (CommandAnswer.Done, [.. new object?[] { HelpNotices.Agreed(match, request.AccountId, HelpSide.Asker, now), HelpNotices.Agreed(match, offer.AccountId, HelpSide.Helper, now), request.Public ? new TellHelp(request.Id) : null }.OfType<object>()]);
    }

    private static async Task<CommandAnswer> PromiseAsync(HelpRequest request, HelpOffer offer, HelpMatch match, IDocumentSession session, CancellationToken cancellationToken)
    {
        var agreed = await session.Query<HelpMatch>().Where(m => m.RequestId == request.Id && (m.State == MatchState.Agreed || m.State == MatchState.Done)).ToListAsync(cancellationToken);
        if (match.Tool is { } tool ? agreed.Any(m => m.Tool == tool) : agreed.Where(m => m.Tool is null).Sum(m => m.People) + match.People > request.People)
            return CommandAnswer.Refused("full", "必要な人手は、もうそろいました。", "Enough help has been agreed already.");
        var year = FiscalYear.Of(match.Day);
        var given = await session.Query<HelpMatch>().Where(m => m.OfferId == offer.Id && (m.State == MatchState.Agreed || m.State == MatchState.Done)).ToListAsync(cancellationToken);
        if (given.Count(m => m.CountsIn(year)) >= offer.TimesAYear)
            return CommandAnswer.Refused("enough", "手伝う人が決めた、1 年の回数に達しています。", "The helper has reached the number of times a year that they offered.");
        return await session.TryPromiseAsync(match, offer, cancellationToken) ? CommandAnswer.Done
            : CommandAnswer.Refused("promised", "手伝う人は、同じ時間に別の約束をしています。", "The helper has promised the same time to somebody else.");
    }
}

/// <summary>One side takes back what both had agreed (約束の取りやめ).</summary>
/// <param name="MatchId">What was agreed.</param>
/// <param name="PersonId">Who.</param>
/// <param name="Why">Why; may be empty. The other side reads it.</param>
/// <param name="By">Staff; null where the person does.</param>
[MessageIdentity("rural-leaders.call-off-help.v1")]
[NoNewEntries("ends what exists")]
public sealed record CallOffHelp(Guid MatchId, Guid PersonId, string? Why, Doer? By);

/// <summary>Takes it back; the time is free again, and the other side is told.</summary>
public static class CallOffHelpHandler
{
    /// <summary>Until the result is recorded.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(CallOffHelp command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        foreach (var flaw in Flaw.OfText(command.Why, nameof(command.Why), 300, required: false, lines: true)) return (CommandAnswer.Invalid(flaw), []);
        if (await session.LockMatchAsync(command.MatchId, cancellationToken) is not var (request, offer, match)
            || await session.SideOfAsync(request, offer, command.PersonId, command.By, cancellationToken) is not { } side) return (CommandAnswer.Unknown, []);
        if (match.State == MatchState.Withdrawn) return (CommandAnswer.Done, []);
        if (match.State != MatchState.Agreed) return (CommandAnswer.Refused("not-agreed", "取りやめられるのは、約束ができていて、結果がまだ記録されていないものです。", "Only what is agreed and not recorded yet can be called off."), []);
        match.Close(MatchState.Withdrawn, side, command.Why);
        session.Store(match);
        await session.ReleaseAsync([match.Id], cancellationToken);
        return (CommandAnswer.Done, [.. new object?[] { HelpNotices.CalledOff(match, side == HelpSide.Asker ? offer.AccountId : request.AccountId, clock.GetUtcNow()), new TellHelp(request.Id) }.OfType<object>()]);
    }
}

/// <summary>Who asked records how it went, and says thank you (結果とお礼).</summary>
/// <param name="MatchId">What was agreed.</param>
/// <param name="PersonId">Who asked.</param>
/// <param name="Came">How many came; 0: it did not take place. 1 for a thing that was lent.</param>
/// <param name="MinutesEach">For how many minutes, each.</param>
/// <param name="Thanks">Thanks for the helper.</param>
/// <param name="By">Staff; null where the person does.</param>
[MessageIdentity("rural-leaders.record-help.v1")]
[NoNewEntries("records what took place")]
public sealed record RecordHelp(Guid MatchId, Guid PersonId, int? Came, int? MinutesEach, string? Thanks, Doer? By);

/// <summary>Keeps it.</summary>
public static class RecordHelpHandler
{
    /// <summary>From the day on. Recorded again, it is a correction.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(RecordHelp command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockMatchAsync(command.MatchId, cancellationToken) is not var (request, offer, match)
            || await session.SideOfAsync(request, offer, command.PersonId, command.By, cancellationToken) is not HelpSide.Asker) return (CommandAnswer.Unknown, []);
        if (match.State is not (MatchState.Agreed or MatchState.Done or MatchState.NotDone)) return (CommandAnswer.Refused("not-agreed", "約束ができた応援だけ、結果を記録できます。", "Only help that was agreed can be recorded."), []);
        var now = clock.GetUtcNow();
        if (match.Starts > now) return (CommandAnswer.Refused("not-yet", $"結果は、始まってから（{match.Day:M月d日} {match.Start:H:mm}）記録できます。", $"It can be recorded once it has begun ({match.Day:yyyy-MM-dd} {match.Start:H:mm})."), []);
        if (command.Came is not { } came || came < 0 || came > match.People)
            return (CommandAnswer.Invalid(new(nameof(command.Came), new($"0 から {match.People} までの数で入力してください。", $"Enter a number from 0 to {match.People}."))), []);
        if (came > 0 && command.MinutesEach is not (>= 10 and <= 960))
            return (CommandAnswer.Invalid(new(nameof(command.MinutesEach), new("1 人あたりの分数を 10 から 960 までで入力してください。", "Enter minutes for each, from 10 to 960."))), []);
        foreach (var flaw in Flaw.OfText(command.Thanks, nameof(command.Thanks), 500, required: false, lines: true)) return (CommandAnswer.Invalid(flaw), []);
        (match.State, match.Came, match.MinutesEach, match.Thanks) = (came > 0 ? MatchState.Done : MatchState.NotDone, came, came > 0 ? command.MinutesEach : null, command.Thanks?.Trim() ?? "");
        session.Store(match);
        return (CommandAnswer.Done, [.. new object?[] { came > 0 ? HelpNotices.Thanked(match, offer.AccountId, now) : null, new TellHelp(request.Id) }.OfType<object>()]);
    }
}

/// <summary>Finding a proposal with both its sides.</summary>
internal static class MatchSides
{
    /// <summary>The request, the offer and the proposal, locked in this order; null when there is none.</summary>
    public static async Task<(HelpRequest Request, HelpOffer Offer, HelpMatch Match)?> LockMatchAsync(this IDocumentSession session, Guid id, CancellationToken cancellationToken) =>
        await session.LoadAsync<HelpMatch>(id, cancellationToken) is { } found && await session.LockAsync<HelpRequest>(found.RequestId, cancellationToken) is { } request
        && await session.LockAsync<HelpOffer>(found.OfferId, cancellationToken) is { } offer && await session.LockAsync<HelpMatch>(id, cancellationToken) is { } match ? (request, offer, match) : null;

    /// <summary>For which side somebody acts; null for none.</summary>
    public static async Task<HelpSide?> SideOfAsync(this IQuerySession session, HelpRequest request, HelpOffer offer, Guid person, Doer? by, CancellationToken cancellationToken) =>
        HelpPeople.Helps(offer, person, by) ? HelpSide.Helper : await session.AsksAsync(request, person, by, cancellationToken) ? HelpSide.Asker : null;
}
