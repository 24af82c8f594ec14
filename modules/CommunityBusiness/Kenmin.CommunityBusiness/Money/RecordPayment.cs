using Kenmin.CommunityBusiness.Money.Offers;
using Kenmin.CommunityBusiness.Money.Tables;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Money;

/// <summary>A payment is recorded: to the team, or back from it (支払い・返還・返済の記録).</summary>
/// <param name="EntryId">The entry; made by the sender, so that it is written once.</param>
/// <param name="Id">The application.</param>
/// <param name="Kind">Which way.</param>
/// <param name="Yen">How much.</param>
/// <param name="Day">When it was paid.</param>
/// <param name="Office">Who records it.</param>
[MessageIdentity("community-business.record-payment.v1")]
[NoNewEntries("records what follows from what was granted")]
public sealed record RecordPayment(Guid EntryId, Guid Id, PaymentKind? Kind, long? Yen, DateOnly? Day, OfficePowers Office);

/// <summary>Records it.</summary>
public static class RecordPaymentHandler
{
    /// <summary>No more than was granted goes out, no more than is due comes back. A loan is paid out at once, and is being paid back then.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(RecordPayment command, IDocumentSession session, InitiativeDirectory initiatives, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        await session.TakeTurnsAsync($"money-entry|{command.EntryId:N}", cancellationToken);
        if (await MoneyWork.LockForOfficeAsync(session, command.Id, command.Office, initiatives, cancellationToken) is not { } found) return (CommandAnswer.Unknown, []);
        var (application, by) = (found.Application, command.Office.By);
        if (MoneyWork.Against(found, command.Office, program: true) is { } against) return (against, []);
        if (command.Kind is not { } kind || !Enum.IsDefined(kind)) return (CommandAnswer.Invalid(new(nameof(command.Kind), new("支払いか、受取りかを選んでください。", "Choose which way the money went."))), []);
        if (command.Yen is not ({ } yen and >= 1)) return (CommandAnswer.Invalid(new(nameof(command.Yen), new("金額を、1 円以上の整数で入力してください。", "Enter whole yen, 1 or more."))), []);
        if (command.Day is not { } day || day > today || day < today.AddYears(-3)) return (CommandAnswer.Invalid(new(nameof(command.Day), new("支払った日を、今日までの日で入力してください。", "Enter when it was paid, until today."))), []);
        MoneyEntry entry = new(command.EntryId, application.Id, kind, yen, day);
        if (await session.EntryAsync(command.EntryId, cancellationToken) is { } known)
            return (known == entry ? CommandAnswer.Done : CommandAnswer.Refused("other-entry", "同じ番号で、ちがう記録があります。ページを開きなおしてください。", "There is another entry by this id. Open the page again."), []);
        if (await session.LockAccountAsync(application.Id, cancellationToken) is not { } account) return (MoneyWork.NotNow(application), []);
        if (kind == PaymentKind.PaidOut)
        {
            var loan = application.Terms.Kind == MoneyKind.Loan;
            if (application.State != ApplicationState.Granted && (loan || application.State is not (ApplicationState.Reported or ApplicationState.Settled))) return (MoneyWork.NotNow(application), []);
            if (yen > account.Unpaid) return (CommandAnswer.Refused("over", $"支払えるのは、あと {account.Unpaid:#,0} 円です。", $"{account.Unpaid:#,0} yen can be paid out still.", nameof(command.Yen)), []);
            await session.PostAsync(entry, now, cancellationToken);
            if (loan)
            {
                // What was granted and not taken is free again.
                await session.FreeAsync(application.Id, cancellationToken);
                session.Go(application, ApplicationState.Repaying, MoneyEvent.PaidOut, "", yen, by, now);
            }
            else
            {
                MoneyWork.Note(application, MoneyEvent.PaidOut, "", yen, by, now);
            }
        }
        else
        {
            if (application.State is not (ApplicationState.Settled or ApplicationState.Repaying)) return (MoneyWork.NotNow(application), []);
            if (yen > account.Due) return (CommandAnswer.Refused("over", $"戻していただくのは、あと {account.Due:#,0} 円です。", $"{account.Due:#,0} yen are due still.", nameof(command.Yen)), []);
            await session.PostAsync(entry, now, cancellationToken);
            MoneyWork.Note(application, MoneyEvent.Returned, "", yen, by, now);
        }

        await MoneyWork.FinishAsync(session, application, by, now, cancellationToken);
        return (CommandAnswer.Done, [.. MoneyWork.Tell(found, kind == PaymentKind.PaidOut ? new("支払いを記録しました", "A payment to you was recorded") : new("返還・返済を記録しました", "A payment of yours was recorded"), by, now)]);
    }
}

/// <summary>Staff say by when money comes back, in equal instalments (返還・返済の計画).</summary>
/// <param name="Id">The application.</param>
/// <param name="Count">How many instalments.</param>
/// <param name="FirstOn">By when the first is paid; the others follow month by month.</param>
/// <param name="Office">Who says so.</param>
[MessageIdentity("community-business.plan-repayment.v1")]
[NoNewEntries("follows from what was granted")]
public sealed record PlanRepayment(Guid Id, int? Count, DateOnly? FirstOn, OfficePowers Office);

/// <summary>Writes it.</summary>
public static class PlanRepaymentHandler
{
    private const int MostOfGrant = 60;

    /// <summary>Of all that is due still; it takes the place of what was planned before.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(PlanRepayment command, IDocumentSession session, InitiativeDirectory initiatives, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        if (await MoneyWork.LockForOfficeAsync(session, command.Id, command.Office, initiatives, cancellationToken) is not { } found) return (CommandAnswer.Unknown, []);
        var (application, by) = (found.Application, command.Office.By);
        if (MoneyWork.Against(found, command.Office, program: true) is { } against) return (against, []);
        if (await session.LockAccountAsync(application.Id, cancellationToken) is not { Due: > 0 } account) return (MoneyWork.NotNow(application), []);
        var most = (int)Math.Min(account.Due, application.Terms.Kind == MoneyKind.Loan ? application.Terms.Months : MostOfGrant);
        if (command.Count is not { } count || count < 1 || count > most) return (CommandAnswer.Invalid(new(nameof(command.Count), new($"回数を 1 から {most} までで入力してください。", $"Enter from 1 to {most} instalments."))), []);
        if (command.FirstOn is not { } first || first < today || first > today.AddYears(5)) return (CommandAnswer.Invalid(new(nameof(command.FirstOn), new("はじめの納期を、今日から 5 年後までの日で入力してください。", "Enter when the first is due, within five years from today."))), []);
        application.Plan = new(account.Returned, MoneyRules.Schedule(account.Due, count, first));
        MoneyWork.Note(application, MoneyEvent.Planned, "", account.Due, by, now);
        await MoneyWork.FinishAsync(session, application, by, now, cancellationToken);
        return (CommandAnswer.Done, [.. MoneyWork.Tell(found, new("返還・返済の納期が決まりました", "When to pay back is settled"), by, now)]);
    }
}

/// <summary>A grant, or a part of it, is demanded back because an obligation was broken (交付決定の取消し・返還の請求).</summary>
/// <param name="Id">The application.</param>
/// <param name="KeptYen">What may still be kept.</param>
/// <param name="Reason">Why.</param>
/// <param name="Office">Who demands it.</param>
[MessageIdentity("community-business.demand-back.v1")]
[NoNewEntries("follows from what was granted")]
public sealed record DemandBack(Guid Id, long? KeptYen, string? Reason, OfficePowers Office);

/// <summary>Demands it.</summary>
public static class DemandBackHandler
{
    /// <summary>What may be kept only becomes less. The instalments are set anew.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(DemandBack command, IDocumentSession session, InitiativeDirectory initiatives, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await MoneyWork.LockForOfficeAsync(session, command.Id, command.Office, initiatives, cancellationToken) is not { } found) return (CommandAnswer.Unknown, []);
        var (application, by) = (found.Application, command.Office.By);
        if (MoneyWork.Against(found, command.Office, program: true) is { } against) return (against, []);
        if (!May(application)) return (MoneyWork.NotNow(application), []);
        var standing = application.FinalYen ?? application.Decision!.Yen;
        if (command.KeptYen is not { } kept || kept < 0 || kept >= standing) return (CommandAnswer.Invalid(new(nameof(command.KeptYen), new($"取消しのあとの額を、0 から {standing - 1:#,0} 円までで入力してください。", $"Enter what may still be kept, from 0 to {standing - 1:#,0} yen."))), []);
        foreach (var flaw in Flaw.OfText(command.Reason, nameof(command.Reason), VentureWork.LongestReason, lines: true)) return (CommandAnswer.Invalid(flaw), []);
        await session.KeepAsync(application.Id, kept, cancellationToken);
        (application.FinalYen, application.Plan) = (kept, null);
        session.Go(application, ApplicationState.Settled, MoneyEvent.DemandedBack, VentureWork.Tidy(command.Reason), kept, by, now);
        await MoneyWork.FinishAsync(session, application, by, now, cancellationToken);
        return (CommandAnswer.Done, [.. MoneyWork.Tell(found, new("補助金の決定の取消しについて", "A grant is demanded back"), by, now)]);
    }

    internal static bool May(MoneyApplication application) => application.Terms.Kind == MoneyKind.Grant
        && application.State is ApplicationState.Granted or ApplicationState.Reported or ApplicationState.Settled or ApplicationState.Closed && (application.FinalYen ?? application.Decision!.Yen) > 0;
}
