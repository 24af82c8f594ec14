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

/// <summary>The municipality recommends an application, or does not (市町の推薦).</summary>
/// <param name="Id">The application.</param>
/// <param name="Recommend">Whether it does.</param>
/// <param name="Reason">Why.</param>
/// <param name="Office">Who says so.</param>
[MessageIdentity("community-business.recommend-application.v1")]
[NoNewEntries("decides on what was handed in")]
public sealed record RecommendApplication(Guid Id, bool? Recommend, string? Reason, OfficePowers Office);

/// <summary>Notes it.</summary>
public static class RecommendApplicationHandler
{
    /// <summary>Staff of the place, or of all places; never on their own.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(RecommendApplication command, IDocumentSession session, InitiativeDirectory initiatives, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await MoneyWork.LockForOfficeAsync(session, command.Id, command.Office, initiatives, cancellationToken) is not { } found) return (CommandAnswer.Unknown, []);
        var (application, by) = (found.Application, command.Office.By);
        if (MoneyWork.Against(found, command.Office, program: false) is { } against) return (against, []);
        if (application.State != ApplicationState.Requested || !application.Terms.RecommendedFirst) return (MoneyWork.NotNow(application), []);
        if (command.Recommend is not { } given) return (CommandAnswer.Invalid(new(nameof(command.Recommend), new("推薦するかどうかを選んでください。", "Choose whether it is recommended."))), []);
        foreach (var flaw in Flaw.OfText(command.Reason, nameof(command.Reason), VentureWork.LongestReason, lines: true)) return (CommandAnswer.Invalid(flaw), []);
        application.Recommendation = new(given, VentureWork.Tidy(command.Reason), now, by);
        session.Go(application, given ? ApplicationState.Recommended : ApplicationState.NotRecommended, given ? MoneyEvent.Recommended : MoneyEvent.NotRecommended, application.Recommendation.Reason, null, by, now);
        await MoneyWork.FinishAsync(session, application, by, now, cancellationToken);
        return (CommandAnswer.Done, [.. MoneyWork.Tell(found, given ? new("市町が申請を推薦しました", "The municipality recommends your application") : new("市町の推薦の結果", "What the municipality says of your application"), by, now)]);
    }
}

/// <summary>The office refers an application to who gives the money (取次ぎ).</summary>
/// <param name="Id">The application.</param>
/// <param name="Words">What is passed on with it; may be empty.</param>
/// <param name="Office">Who refers it.</param>
[MessageIdentity("community-business.refer-application.v1")]
[NoNewEntries("goes on with what was handed in")]
public sealed record ReferApplication(Guid Id, string? Words, OfficePowers Office);

/// <summary>Refers it.</summary>
public static class ReferApplicationHandler
{
    /// <summary>Where a recommendation is needed, not before it.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(ReferApplication command, IDocumentSession session, InitiativeDirectory initiatives, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await MoneyWork.LockForOfficeAsync(session, command.Id, command.Office, initiatives, cancellationToken) is not { } found) return (CommandAnswer.Unknown, []);
        var (application, by) = (found.Application, command.Office.By);
        if (MoneyWork.Against(found, command.Office, program: true) is { } against) return (against, []);
        if (application.State != ApplicationState.Recommended && (application.State != ApplicationState.Requested || application.Terms.RecommendedFirst)) return (MoneyWork.NotNow(application), []);
        foreach (var flaw in Flaw.OfText(command.Words, nameof(command.Words), VentureWork.LongestReason, required: false, lines: true)) return (CommandAnswer.Invalid(flaw), []);
        session.Go(application, ApplicationState.Referred, MoneyEvent.Referred, VentureWork.Tidy(command.Words), null, by, now);
        await MoneyWork.FinishAsync(session, application, by, now, cancellationToken);
        return (CommandAnswer.Done, [.. MoneyWork.Tell(found, new("申請を取り次ぎました", "Your application was referred"), by, now)]);
    }
}

/// <summary>A condition that comes with a decision.</summary>
/// <param name="Text">What is to be done.</param>
/// <param name="DueOn">By when.</param>
public sealed record ConditionText(string? Text, DateOnly? DueOn);

/// <summary>The decision of who gives the money is recorded (決定).</summary>
/// <param name="Id">The application.</param>
/// <param name="Grant">Whether it is granted.</param>
/// <param name="Yen">How much.</param>
/// <param name="Reason">Why.</param>
/// <param name="ReportBy">Until when it is to be reported what a grant paid for.</param>
/// <param name="Conditions">What is to be done for it.</param>
/// <param name="Office">Who records it.</param>
[MessageIdentity("community-business.decide-application.v1")]
[NoNewEntries("decides on what was handed in")]
public sealed record DecideApplication(Guid Id, bool? Grant, long? Yen, string? Reason, DateOnly? ReportBy, IReadOnlyList<ConditionText> Conditions, OfficePowers Office)
{
    internal const int MostConditions = 10;

    internal IEnumerable<Flaw> Flaws(MoneyApplication application, DateOnly today)
    {
        if (Grant is null) yield return new(nameof(Grant), new("決定の内容を選んでください。", "Choose what was decided."));
        foreach (var flaw in Flaw.OfText(Reason, nameof(Reason), VentureWork.LongestReason, lines: true)) yield return flaw;
        if (Grant != true) yield break;
        var most = Math.Min(application.Asked.Yen, application.Terms.MostYen);
        if (Yen is not { } yen || yen < 1 || yen > most) yield return new(nameof(Yen), new($"1 から {most:#,0} 円まで（申請の額と上限まで）の整数で入力してください。", $"Enter whole yen from 1 to {most:#,0}: no more than was asked for, and than the maximum."));
        if (application.Terms.Kind == MoneyKind.Grant && (ReportBy is not { } day || day < today || day > today.AddYears(3))) yield return new(nameof(ReportBy), new("実績報告の期限を、今日から 3 年後までの日で入力してください。", "Enter by when to report, within three years from today."));
        if (Conditions.Count > MostConditions) yield return new(nameof(Conditions), new($"条件は {MostConditions} 件までです。", $"Up to {MostConditions} conditions."));
        foreach (var condition in Conditions)
        {
            foreach (var flaw in Flaw.OfText(condition.Text, nameof(Conditions), 300)) yield return flaw;
            if (condition.DueOn is not { } due || due < today || due > today.AddYears(10)) yield return new(nameof(Conditions), new($"「{condition.Text}」の期限を、今日から 10 年後までの日で入力してください。", $"Enter by when “{condition.Text}” is to be met, within ten years from today."));
        }
    }
}

/// <summary>Records it.</summary>
public static class DecideApplicationHandler
{
    /// <summary>Never more than was asked for, than the maximum, and than is left of the year's budget. Application and budget are locked in this order.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(DecideApplication command, IDocumentSession session, InitiativeDirectory initiatives, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        if (await MoneyWork.LockForOfficeAsync(session, command.Id, command.Office, initiatives, cancellationToken) is not { } found) return (CommandAnswer.Unknown, []);
        var (application, by) = (found.Application, command.Office.By);
        if (MoneyWork.Against(found, command.Office, program: true) is { } against) return (against, []);
        if (application.State != ApplicationState.Referred) return (MoneyWork.NotNow(application), []);
        foreach (var flaw in command.Flaws(application, today)) return (CommandAnswer.Invalid(flaw), []);
        var (given, reason) = (command.Grant == true, VentureWork.Tidy(command.Reason));
        var yen = given ? command.Yen!.Value : 0;
        if (given)
        {
            var year = FiscalYear.Of(today);
            if (await session.LockMoneyAsync(application.OfferId, year.StartYear, cancellationToken) is not { } budget)
                return (CommandAnswer.Refused("no-budget", $"{year.ToJapanese()}の総額が、まだ決まっていません。", $"There is no budget for {year} yet.", nameof(command.Yen)), []);
            if (budget.Left < yen) return (CommandAnswer.Refused("over-budget", $"総額の残りは {budget.Left:#,0} 円です。", $"{budget.Left:#,0} yen are left of the budget.", nameof(command.Yen)), []);
            await session.OpenAccountAsync(application.Id, application.OfferId, year.StartYear, yen, application.Terms.Kind == MoneyKind.Loan ? 0 : null, cancellationToken);
            application.Conditions = [.. command.Conditions.Select(c => new Condition(Guid.CreateVersion7(now), VentureWork.Tidy(c.Text), c.DueOn!.Value, "", null, null, "", null, null))];
        }

        application.Decision = new(given, yen, reason, given && application.Terms.Kind == MoneyKind.Grant ? command.ReportBy : null, now, by);
        session.Go(application, given ? ApplicationState.Granted : ApplicationState.Refused, given ? MoneyEvent.Granted : MoneyEvent.Refused, reason, given ? yen : null, by, now);
        await MoneyWork.FinishAsync(session, application, by, now, cancellationToken);
        return (CommandAnswer.Done, [.. MoneyWork.Tell(found, given ? new("補助金・融資が決まりました", "Money was granted") : new("補助金・融資の申請の結果", "What was decided on your application"), by, now)]);
    }
}
