using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.Points;

/// <summary>A person wants points exchanged (ポイントの交換の申請).</summary>
/// <param name="Id">The exchange: sent again, there is one.</param>
/// <param name="RuleId">The rule.</param>
/// <param name="Points">How many.</param>
/// <param name="By">The person, or the member of staff at the counter.</param>
/// <param name="HolderId">For whom staff enter it; null where the person does.</param>
[MessageIdentity("senior-engagement.request-exchange.v1")]
[NewEntries(Features.Points)]
public sealed record RequestExchange(Guid Id, Guid RuleId, int? Points, Doer By, Guid? HolderId = null);

/// <summary>Sets the points aside.</summary>
public static class RequestExchangeHandler
{
    /// <summary>Within the time of the exchange, in its unit, and no more than there are; the database stands behind that.</summary>
    public static async Task<(CommandAnswer, TellPoints?)> Handle(RequestExchange command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await session.LoadAsync<PointRule>(command.RuleId, cancellationToken) is not { } rule) return (CommandAnswer.Unknown, null);
        // A merging waits, or is done: the collector stays who it is until the transaction ends.
        var (collector, refusal) = await session.CollectorAsync(command.HolderId, command.By, JapanTime.DayOf(now), cancellationToken);
        if (collector is not { } who) return (refusal, null);
        if (await session.MemberAsync(rule.Id, who, cancellationToken) is not { } member) return (CommandAnswer.Unknown, null);
        var id = member.Id;
        await session.TakeTurnsAsync(PointLedger.TurnOf(id), cancellationToken);
        if (await session.MemberAsync(rule.Id, who, cancellationToken) is not { } still || still.Id != id) return (CommandAnswer.Unknown, null);
        if (await session.LoadAsync<PointExchange>(command.Id, cancellationToken) is { } sent) return (sent.MemberId == id ? CommandAnswer.Done : CommandAnswer.Unknown, null);
        if (!await gates.IsOnAsync(Features.Points, rule.FiscalYear, rule.InitiativeId)) return (CommandAnswer.Off, null);
        var today = JapanTime.DayOf(now);
        if (today < rule.ExchangeFrom || today > rule.ExchangeUntil)
            return (CommandAnswer.Refused("not-now", $"交換できるのは、{Dates.LongText(rule.ExchangeFrom).Ja}から{Dates.LongText(rule.ExchangeUntil).Ja}までです。", $"Points are exchanged from {Dates.LongText(rule.ExchangeFrom).En} to {Dates.LongText(rule.ExchangeUntil).En}."), null);
        if (command.Points is not { } points || points <= 0 || points % rule.Terms.ExchangeUnit != 0)
            return (CommandAnswer.Invalid(new(nameof(command.Points), new($"{rule.Terms.ExchangeUnit:#,0} ポイントごとに入力してください。", $"Enter a multiple of {rule.Terms.ExchangeUnit:#,0} points."))), null);
        var balance = await session.BalanceAsync(rule.Id, id, cancellationToken);
        if (points > balance.Held)
            return (CommandAnswer.Refused("too-few", $"いま交換できるのは {balance.Held:#,0} ポイントまでです。", $"You have {balance.Held:#,0} points to exchange.", nameof(command.Points)), null);
        await session.MoveAsync(rule.Id, id, PointAccount.Held, PointAccount.Reserved, points, PointMove.Requested, command.Id, now, cancellationToken);
        session.Insert(new PointExchange
        {
            Id = command.Id, RuleId = rule.Id, MemberId = id, AccountId = member.OnPaper ? null : who, HolderId = member.OnPaper ? who : null, EnteredBy = command.HolderId is null ? null : command.By, Name = member.Name, Points = points,
            Yen = points * rule.Terms.YenPerPoint, RequestedAt = now,
        });
        return (CommandAnswer.Done, new(id));
    }
}

/// <summary>Staff approve an exchange or refuse it, or the person takes it back (交換の決定).</summary>
/// <param name="Id">The exchange.</param>
/// <param name="To">Approved, refused or withdrawn.</param>
/// <param name="Reason">Why it is refused.</param>
/// <param name="By">Who says so.</param>
/// <param name="HolderId">For whom staff take it back at the counter; null otherwise.</param>
[MessageIdentity("senior-engagement.decide-exchange.v1")]
[NoNewEntries("decides what was asked for")]
public sealed record DecideExchange(Guid Id, ExchangeState To, string? Reason, Doer By, Guid? HolderId = null);

/// <summary>Decides.</summary>
public static class DecideExchangeHandler
{
    /// <summary>Nobody approves their own, or what they entered for somebody. What is given back makes up first for what was corrected meanwhile.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(DecideExchange command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        Guid? collector = command.By.AccountId;
        if (command.HolderId is not null)
        {
            (collector, var refusal) = await session.CollectorAsync(command.HolderId, command.By, JapanTime.Today(clock), cancellationToken);
            if (collector is null) return (refusal, []);
        }

        if (await session.LoadAsync<PointExchange>(command.Id, cancellationToken) is not { } found) return (CommandAnswer.Unknown, []);
        await session.TakeTurnsAsync(PointLedger.TurnOf(found.MemberId), cancellationToken);
        if (await session.LockAsync<PointExchange>(command.Id, cancellationToken) is not { } exchange || await session.LoadAsync<PointRule>(exchange.RuleId, cancellationToken) is not { } rule) return (CommandAnswer.Unknown, []);
        if (exchange.MemberId != found.MemberId)
            return (CommandAnswer.Refused("changed", "この人の記録が、いま変わりました。もう一度押してください。", "This person's record changed just now. Please press again."), []);
        var own = (exchange.AccountId ?? exchange.HolderId) == collector;
        if (command.To == ExchangeState.Withdrawn ? !own : command.To is not (ExchangeState.Approved or ExchangeState.Refused)) return (CommandAnswer.Unknown, []);
        if (exchange.State == command.To) return (CommandAnswer.Done, []);
        if (exchange.State != ExchangeState.Requested) return (CommandAnswer.Refused("decided", "この申請は、もう決定されています。", "This was decided already."), []);
        if ((own || exchange.EnteredBy?.AccountId == command.By.AccountId) && command.To != ExchangeState.Withdrawn) return (CommandAnswer.Refused("own", "自分の申請と、自分が入力した申請は、ほかの職員が決めます。", "Somebody else decides about your own, and about what you entered."), []);
        if (command.To == ExchangeState.Refused)
            foreach (var flaw in Flaw.OfText(command.Reason, nameof(command.Reason), 200)) return (CommandAnswer.Invalid(flaw), []);
        var now = clock.GetUtcNow();
        if (command.To == ExchangeState.Approved) await session.MoveAsync(rule.Id, exchange.MemberId, PointAccount.Reserved, PointAccount.Exchanged, exchange.Points, PointMove.Approved, exchange.Id, now, cancellationToken);
        else await ReturnAsync(session, rule, exchange, now, cancellationToken);
        (exchange.State, exchange.DecidedBy, exchange.DecidedAt, exchange.Reason) = (command.To, command.By, now, command.To == ExchangeState.Refused ? command.Reason!.Trim() : "");
        session.Store(exchange);
        OutgoingMessages outgoing = [new TellPoints(exchange.MemberId)];
        if (command.To != ExchangeState.Withdrawn && exchange.AccountId is { } account) outgoing.Add(Notice(exchange, account, now));
        return (CommandAnswer.Done, outgoing);
    }

    private static async Task ReturnAsync(IDocumentSession session, PointRule rule, PointExchange exchange, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var member = (await session.LoadAsync<PointMember>(exchange.MemberId, cancellationToken))!;
        var activities = await session.Query<PointActivity>().Where(a => a.AccountId == member.AccountId && a.Year == rule.Year).ToListAsync(cancellationToken);
        var balance = await session.BalanceAsync(rule.Id, member.Id, cancellationToken);
        var back = PointLedger.Due(PointReckoning.Earned(rule, member, activities), balance.Reserved - exchange.Points + balance.Exchanged) - balance.Held;
        await session.MoveAsync(rule.Id, member.Id, PointAccount.Reserved, PointAccount.Held, back, PointMove.Returned, exchange.Id, now, cancellationToken);
        await session.MoveAsync(rule.Id, member.Id, PointAccount.Reserved, PointAccount.Issued, exchange.Points - back, PointMove.Corrected, exchange.Id, now, cancellationToken);
    }

    private static NoticeIssued Notice(PointExchange exchange, Guid account, DateTimeOffset now) => exchange.State == ExchangeState.Approved
        ? new(FactId.Of($"senior-engagement.exchange-approved|{exchange.Id:N}"), account, new("ポイントの交換が決まりました", "Your exchange of points was approved"),
            new($"{exchange.Points:#,0} ポイント（{exchange.Yen:#,0} 円）の交換が承認されました。", $"{exchange.Points:#,0} points ({exchange.Yen:#,0} yen) were approved."), "/senior-engagement/points", now, MailKinds.Points)
        : new(FactId.Of($"senior-engagement.exchange-refused|{exchange.Id:N}"), account, new("ポイントの交換ができませんでした", "Your exchange of points was not approved"),
            new($"{exchange.Points:#,0} ポイントの交換は承認されませんでした。理由：{exchange.Reason}。ポイントは戻っています。", $"{exchange.Points:#,0} points were not approved: {exchange.Reason}. The points are back."), "/senior-engagement/points", now, MailKinds.Points);
}

/// <summary>Staff make a file for payment of all that is approved and in no file yet (支払データ).</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="RunId">The file.</param>
[MessageIdentity("senior-engagement.pay-exchanges.v1")]
[NoNewEntries("pays what was approved")]
public sealed record PayExchanges(Guid RuleId, Guid RunId);

/// <summary>Makes it.</summary>
public static class PayExchangesHandler
{
    /// <summary>Each exchange is in one file, however many make files at once.</summary>
    public static async Task<CommandAnswer> Handle(PayExchanges command, IDocumentSession session, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync($"payment|{command.RuleId:N}", cancellationToken);
        if (await session.Query<PointExchange>().AnyAsync(e => e.RunId == command.RunId, cancellationToken)) return CommandAnswer.Done;
        var approved = await session.QueryAsync<PointExchange>("where d.data ->> 'ruleId' = ? and d.data ->> 'state' = 'Approved' order by d.id for update", cancellationToken, command.RuleId.ToString());
        if (approved.Count == 0) return CommandAnswer.Refused("nothing-to-pay", "支払うものはありません。", "There is nothing to pay.");
        foreach (var exchange in approved)
        {
            (exchange.State, exchange.RunId) = (ExchangeState.InPayment, command.RunId);
            session.Store(exchange);
        }

        return CommandAnswer.Done;
    }
}
