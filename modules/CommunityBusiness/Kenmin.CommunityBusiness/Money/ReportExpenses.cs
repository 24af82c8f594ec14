using Kenmin.CommunityBusiness.Money.Offers;
using Kenmin.CommunityBusiness.Money.Tables;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Money;

/// <summary>Something that was paid for, as it is entered.</summary>
/// <param name="Id">Its id, made by who enters it.</param>
/// <param name="Day">When it was paid.</param>
/// <param name="Text">What.</param>
/// <param name="Yen">How much.</param>
public sealed record ExpenseEntry(Guid Id, DateOnly? Day, string? Text, long? Yen)
{
    internal IEnumerable<Flaw> Flaws(DateOnly today)
    {
        if (Day is not { } day || day > today || day < today.AddYears(-3)) yield return new(nameof(Day), new("支払った日を、今日までの日で入力してください。例：2026-07-01", "Enter when it was paid, until today, such as 2026-07-01."));
        foreach (var flaw in Flaw.OfText(Text, nameof(Text), 100)) yield return flaw;
        if (Yen is not (>= 1 and <= SaveMoneyOffer.HighestYen)) yield return new(nameof(Yen), new("金額を、1 円以上の整数で入力してください。例：12000", "Enter whole yen, 1 or more, such as 12000."));
    }
}

/// <summary>A team enters what a grant paid for (実績の入力).</summary>
/// <param name="Id">The application.</param>
/// <param name="Entries">What was paid for; what is there by the same id is replaced.</param>
/// <param name="By">Who enters it.</param>
[MessageIdentity("community-business.save-expenses.v1")]
[NoNewEntries("reports what was granted")]
public sealed record SaveExpenses(Guid Id, IReadOnlyList<ExpenseEntry> Entries, Doer By);

/// <summary>Keeps it.</summary>
public static class SaveExpensesHandler
{
    // As many as a form can carry.
    internal const int Most = 100;

    /// <summary>All or none, as long as the report is not handed in.</summary>
    public static async Task<CommandAnswer> Handle(SaveExpenses command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await MoneyWork.LockForTeamAsync(session, command.Id, command.By, cancellationToken) is not { } found) return CommandAnswer.Unknown;
        var application = found.Application;
        if (!TakesExpenses(application)) return MoneyWork.NotNow(application);
        foreach (var entry in command.Entries)
            foreach (var flaw in entry.Flaws(JapanTime.DayOf(now))) return CommandAnswer.Invalid(flaw);
        var ids = command.Entries.Select(e => e.Id).ToHashSet();
        if (command.Entries.Count == 0 || ids.Count != command.Entries.Count) return CommandAnswer.Unknown;
        List<Expense> all = [.. application.Expenses.Where(e => !ids.Contains(e.Id)), .. command.Entries.Select(e => new Expense(e.Id, e.Day!.Value, VentureWork.Tidy(e.Text), e.Yen!.Value))];
        if (all.Count > Most) return CommandAnswer.Refused("too-many", $"明細は {Most} 件までです。", $"Up to {Most} entries.");
        application.Expenses = [.. all.OrderBy(e => e.Day).ThenBy(e => e.Id)];
        application.Revision++;
        await MoneyWork.FinishAsync(session, application, command.By, now, cancellationToken);
        return CommandAnswer.Done;
    }

    internal static bool TakesExpenses(MoneyApplication application) => application is { State: ApplicationState.Granted, Terms.Kind: MoneyKind.Grant };
}

/// <summary>A team takes an entry out of its report (明細を消す).</summary>
/// <param name="Id">The application.</param>
/// <param name="ExpenseId">The entry.</param>
/// <param name="By">Who takes it out.</param>
[MessageIdentity("community-business.drop-expense.v1")]
[NoNewEntries("reports what was granted")]
public sealed record DropExpense(Guid Id, Guid ExpenseId, Doer By);

/// <summary>Takes it out.</summary>
public static class DropExpenseHandler
{
    /// <summary>With its receipts.</summary>
    public static async Task<CommandAnswer> Handle(DropExpense command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await MoneyWork.LockForTeamAsync(session, command.Id, command.By, cancellationToken) is not { } found || found.Application.Expenses.All(e => e.Id != command.ExpenseId)) return CommandAnswer.Unknown;
        var application = found.Application;
        if (!SaveExpensesHandler.TakesExpenses(application)) return MoneyWork.NotNow(application);
        var (id, key) = (application.Id, command.ExpenseId.ToString());
        foreach (var file in await session.Query<MoneyFile>().Where(f => f.ApplicationId == id && f.Use == MoneyFileUse.Receipt && f.Key == key).ToListAsync(cancellationToken)) session.DropFile(file);
        application.Expenses.RemoveAll(e => e.Id == command.ExpenseId);
        application.Revision++;
        await MoneyWork.FinishAsync(session, application, command.By, clock.GetUtcNow(), cancellationToken);
        return CommandAnswer.Done;
    }
}

/// <summary>A team hands in its report of what a grant paid for (実績報告).</summary>
/// <param name="Id">The application.</param>
/// <param name="By">Who hands it in.</param>
[MessageIdentity("community-business.hand-in-expenses.v1")]
[NoNewEntries("reports what was granted")]
public sealed record HandInExpenses(Guid Id, Doer By);

/// <summary>Takes it in.</summary>
public static class HandInExpensesHandler
{
    /// <summary>With a receipt for each entry.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(HandInExpenses command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await MoneyWork.LockForTeamAsync(session, command.Id, command.By, cancellationToken) is not { } found) return (CommandAnswer.Unknown, []);
        var application = found.Application;
        if (application.State == ApplicationState.Reported) return (CommandAnswer.Done, []);
        if (!SaveExpensesHandler.TakesExpenses(application)) return (MoneyWork.NotNow(application), []);
        if (application.Expenses.Count == 0) return (CommandAnswer.Refused("empty", "明細がありません。1 件以上入力してください。", "There are no entries yet."), []);
        var id = application.Id;
        var receipts = (await session.Query<MoneyFile>().Where(f => f.ApplicationId == id && f.Use == MoneyFileUse.Receipt).ToListAsync(cancellationToken)).Select(f => f.Key).ToHashSet();
        if (application.Expenses.Where(e => !receipts.Contains(e.Id.ToString())).ToList() is { Count: > 0 } missing)
            return (CommandAnswer.Refused("receipts", $"領収書のない明細が {missing.Count} 件あります：{string.Join("、", missing.Take(5).Select(e => e.Text))}", $"{missing.Count} entries have no receipt: {string.Join(", ", missing.Take(5).Select(e => e.Text))}"), []);
        session.Go(application, ApplicationState.Reported, MoneyEvent.Reported, "", application.Expenses.Sum(e => e.Yen), command.By, now);
        await MoneyWork.FinishAsync(session, application, command.By, now, cancellationToken);
        return (CommandAnswer.Done, [.. MoneyWork.Tell(found, new("実績報告を出しました", "What a grant paid for was reported"), command.By, now)]);
    }
}

/// <summary>What staff recognise of an expense.</summary>
/// <param name="Id">The expense.</param>
/// <param name="Yen">How much.</param>
public sealed record RecognisedYen(Guid Id, long? Yen);

/// <summary>Staff accept a report, or send it back (実績報告の審査・額の確定).</summary>
/// <param name="Id">The application.</param>
/// <param name="Accept">Whether it is accepted.</param>
/// <param name="Recognised">What is recognised of each expense.</param>
/// <param name="Reason">Why; needed where it is sent back, or not all is recognised.</param>
/// <param name="Office">Who decides.</param>
[MessageIdentity("community-business.judge-expenses.v1")]
[NoNewEntries("decides on what was reported")]
public sealed record JudgeExpenses(Guid Id, bool? Accept, IReadOnlyList<RecognisedYen> Recognised, string? Reason, OfficePowers Office);

/// <summary>Decides on it.</summary>
public static class JudgeExpensesHandler
{
    /// <summary>The final amount is the rate of what is recognised, rounded down, and no more than was granted. What is not to be paid out any more is free again.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(JudgeExpenses command, IDocumentSession session, InitiativeDirectory initiatives, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await MoneyWork.LockForOfficeAsync(session, command.Id, command.Office, initiatives, cancellationToken) is not { } found) return (CommandAnswer.Unknown, []);
        var (application, by) = (found.Application, command.Office.By);
        if (MoneyWork.Against(found, command.Office, program: true) is { } against) return (against, []);
        if (application.State != ApplicationState.Reported) return (MoneyWork.NotNow(application), []);
        if (command.Accept is not { } accept) return (CommandAnswer.Invalid(new(nameof(command.Accept), new("認めるか、差し戻すかを選んでください。", "Choose whether it is accepted."))), []);
        var reason = VentureWork.Tidy(command.Reason);
        var of = command.Recognised.GroupBy(r => r.Id).ToDictionary(r => r.Key, r => r.Last().Yen);
        if (accept)
            foreach (var expense in application.Expenses)
                if (of.GetValueOrDefault(expense.Id) is not { } yen || yen < 0 || yen > expense.Yen)
                    return (CommandAnswer.Invalid(new(nameof(command.Recognised), new($"「{expense.Text}」で認める額を、0 から {expense.Yen:#,0} 円までで入力してください。", $"Enter what is recognised of “{expense.Text}”, from 0 to {expense.Yen:#,0} yen."))), []);
        var needed = !accept || application.Expenses.Any(e => of[e.Id] < e.Yen);
        foreach (var flaw in Flaw.OfText(command.Reason, nameof(command.Reason), VentureWork.LongestReason, required: needed, lines: true)) return (CommandAnswer.Invalid(flaw), []);
        if (!accept)
        {
            session.Go(application, ApplicationState.Granted, MoneyEvent.SentBack, reason, null, by, now);
            await MoneyWork.FinishAsync(session, application, by, now, cancellationToken);
            return (CommandAnswer.Done, [.. MoneyWork.Tell(found, new("実績報告が差し戻されました", "Your report was sent back"), by, now)]);
        }

        application.Expenses = [.. application.Expenses.Select(e => e with { Recognised = of[e.Id] })];
        application.FinalYen = MoneyRules.Final(application.Decision!.Yen, application.Recognised, application.Terms.PerMille);
        await session.KeepAsync(application.Id, application.FinalYen.Value, cancellationToken);
        session.Go(application, ApplicationState.Settled, MoneyEvent.Settled, reason, application.FinalYen, by, now);
        await MoneyWork.FinishAsync(session, application, by, now, cancellationToken);
        return (CommandAnswer.Done, [.. MoneyWork.Tell(found, new("補助金の額が確定しました", "The final amount of your grant is known"), by, now)]);
    }
}
