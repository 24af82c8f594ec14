using Kenmin.Accounts.Contracts;
using Kenmin.SharedKernel;

namespace Kenmin.Programs.Initiatives.Steps;

/// <summary>Tells those in charge of an initiative what others, or the calendar, did with it.</summary>
internal static class StepNotices
{
    /// <summary>A notice for each owner but the one who acted.</summary>
    public static IEnumerable<NoticeIssued> For(TakeInitiativeStep step, InitiativeDetails details, DateTimeOffset at)
    {
        var what = What(step.Step);
        var subject = new LocalizedText($"事業「{details.Name.Ja}」が{what.Ja}", $"The initiative \u201c{details.Name.En}\u201d {what.En}");
        var by = step.By.Account is null
            ? new LocalizedText("年度が始まったため、自動で行われました。", "This happened by itself, as the fiscal year began.")
            : new LocalizedText($"行った人：{step.By.Name}", $"Done by: {step.By.Name}");
        var reason = string.IsNullOrWhiteSpace(step.Reason) ? default : new LocalizedText($"\n理由：{step.Reason.Trim()}", $"\nReason: {step.Reason.Trim()}");
        foreach (var owner in details.Owners.Where(o => o.Account != step.By.Account))
            yield return new(Guid.CreateVersion7(at), owner.Account, subject, new(by.Ja + reason.Ja, by.En + reason.En), $"/staff/initiatives/{step.Id}", at);
    }

    private static LocalizedText What(InitiativeStep step) => step switch
    {
        InitiativeStep.Approve => new("承認されました", "was approved"),
        InitiativeStep.SendBack => new("下書きに差し戻されました", "was sent back to draft"),
        InitiativeStep.Start => new("始まりました", "has begun"),
        InitiativeStep.Close => new("終了しました", "was closed"),
        _ => new("保管されました", "was archived"),
    };
}
