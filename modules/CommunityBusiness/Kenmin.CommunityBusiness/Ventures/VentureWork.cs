using Kenmin.Accounts.Contracts;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.CommunityBusiness.Ventures;

/// <summary>What all commands about a venture have in common.</summary>
internal static class VentureWork
{
    internal const int LongestReason = 1000, LongestNext = 200, MostDaysAhead = 730, DaysToLook = 14, DaysUntilAskedAgain = 365;

    public static CommandAnswer Changed { get; } = CommandAnswer.Refused("changed-meanwhile",
        "ほかの人が先に変更しました。書いた文を手元に写してから、ページを開きなおしてください。", "Somebody else changed it meanwhile. Copy what you wrote, then open the page again.");

    public static CommandAnswer IsStopped { get; } = CommandAnswer.Refused("stopped", "中止しています。先に再開してください。", "It is stopped. Take it up again first.");

    public static string TurnOf(Guid venture) => $"venture|{venture:N}";

    public static string Tidy(string? text) => (text ?? "").ReplaceLineEndings("\n").Trim();

    public static NextStep OfficeLooks(DateOnly today, int days = DaysToLook) => new(new("窓口が内容を確かめて、ご連絡します", "The office looks at it and gets in touch"), today.AddDays(days), NextSide.Office);

    public static NextStep OfficeReads(DateOnly today) => new(new("窓口が報告を読み、次の予定を決めます", "The office reads what was done and says what comes next"), today.AddDays(DaysToLook), NextSide.Office);

    public static NextStep AskAgain(DateOnly today) => new(new("再開できるかを、窓口がたずねます", "The office asks whether it can be taken up again"), today.AddDays(DaysUntilAskedAgain), NextSide.Office);

    /// <summary>What stands against a next step.</summary>
    public static IEnumerable<Flaw> FlawsOfNext(string? text, DateOnly? dueOn, DateOnly today)
    {
        foreach (var flaw in Flaw.OfText(text, "NextText", LongestNext)) yield return flaw;
        if (dueOn is not { } day || day < today || day > today.AddDays(MostDaysAhead))
            yield return new("NextDueOn", new("今日から 2 年後までの日にしてください。", "Choose a day within two years from today."));
    }

    /// <summary>Writes a line of the history, and the venture with it.</summary>
    public static VentureStep Record(this IDocumentSession session, Venture venture, StepKind kind, VentureStage from, string reason, Doer by, DateTimeOffset now, GateSheet? gate = null)
    {
        venture.Steps++;
        venture.ChangedAt = now;
        var step = new VentureStep
        {
            Id = VentureStep.IdOf(venture.Id, venture.Steps), VentureId = venture.Id, Number = venture.Steps, Kind = kind, From = from, To = venture.Stage, Reason = reason, Gate = gate, Next = venture.Next, At = now, By = by,
        };
        session.Insert(step);
        session.Store(venture);
        return step;
    }

    /// <summary>What owner and team are told of a step; who did it is not told.</summary>
    public static IEnumerable<NoticeIssued> Tell(Venture venture, VentureStep step, LocalizedText subject, LocalizedText words) => venture.Accounts.Where(a => a != step.By.AccountId).Distinct().Select(account => new NoticeIssued(
        FactId.Of($"community-business.step-told|{step.Id:N}|{account:N}"), account, subject, words, $"/community-business/mine/{venture.Id}", step.At, MailKinds.Ventures));
}
