using Kenmin.Modularity.Initiatives;
using Kenmin.Pages;
using Kenmin.SharedKernel;
using static Kenmin.Pages.Texts;

namespace Kenmin.Programs.Initiatives;

/// <summary>Initiatives in the words of pages.</summary>
internal static class InitiativeWords
{
    /// <summary>Where it stands.</summary>
    public static LocalizedText Name(this InitiativeState state) => state switch
    {
        InitiativeState.Draft => L("下書き", "Draft"),
        InitiativeState.Approved => L("承認済み（開始前）", "Approved, not begun"),
        InitiativeState.Running => L("実施中", "Running"),
        InitiativeState.Closed => L("終了", "Closed"),
        _ => L("保管", "Archived"),
    };

    /// <summary>The colour that goes with it.</summary>
    public static Tone Tone(this InitiativeState state) => state switch
    {
        InitiativeState.Draft => Pages.Tone.Warning,
        InitiativeState.Approved => Pages.Tone.Info,
        InitiativeState.Running => Pages.Tone.Success,
        _ => Pages.Tone.Neutral,
    };

    /// <summary>The policies of the plan.</summary>
    public static LocalizedText Name(this PlanPolicy policy) => policy switch
    {
        PlanPolicy.Participation => L("県民活動への理解と参加の促進", "Understanding and taking part"),
        PlanPolicy.Organisations => L("自立した団体づくり", "Organisations that stand by themselves"),
        PlanPolicy.Collaboration => L("多様な主体との協働の推進", "Collaboration between all kinds of bodies"),
        _ => L("県の課題に応じた活動の活発化", "More activity where the prefecture needs it"),
    };

    /// <summary>A step as a button says it.</summary>
    public static LocalizedText Name(this InitiativeStep step) => step switch
    {
        InitiativeStep.Approve => L("承認する", "Approve"),
        InitiativeStep.SendBack => L("下書きに差し戻す", "Send back to draft"),
        InitiativeStep.Start => L("今すぐ開始する", "Start now"),
        InitiativeStep.Close => L("終了する", "Close"),
        _ => L("保管する", "Archive"),
    };

    /// <summary>What a step leads to, asked before it is taken.</summary>
    public static LocalizedText Consequence(this InitiativeStep step) => step switch
    {
        InitiativeStep.Approve => L("公開ページに載り、最初の年度の4月1日に自動で始まります。", "It appears on its public page and starts by itself on 1 April of its first fiscal year."),
        InitiativeStep.SendBack => L("公開ページから消え、担当者が直せるようになります。", "It leaves the public pages, and its owners can change it."),
        InitiativeStep.Start => L("年度の始まりを待たずに、使う機能の受付が始まります。", "Its modules take entries without waiting for the fiscal year."),
        InitiativeStep.Close => L("新しい申込や取り込みができなくなります。これまでの記録は見られ、取り出せ、取り消せます。元に戻せません。",
            "No new sign-ups or imports. Records stay readable, can be taken out and cancelled. This cannot be undone."),
        _ => L("一覧から外れます。記録は残ります。元に戻せません。", "It leaves the lists; its records stay. This cannot be undone."),
    };

    /// <summary>A field of the details.</summary>
    public static LocalizedText FieldName(string field) => field switch
    {
        nameof(InitiativeDetails.Slug) => L("ページの名前", "Address"),
        nameof(InitiativeDetails.Name) => L("事業名", "Name"),
        nameof(InitiativeDetails.Summary) => L("説明", "Description"),
        nameof(InitiativeDetails.Department) => L("担当課", "Department"),
        nameof(InitiativeDetails.Owners) => L("担当者", "Owners"),
        nameof(InitiativeDetails.Policy) => L("計画の施策", "Part of the plan"),
        nameof(InitiativeDetails.Years) => L("年度", "Fiscal years"),
        nameof(InitiativeDetails.Budgets) => L("予算額", "Budget"),
        _ => L("対象の市町", "Municipalities"),
    };

    /// <summary>The municipalities, or the whole prefecture.</summary>
    public static string Where(IEnumerable<string> municipalities)
    {
        var names = municipalities.Select(m => Municipality.ByCode(m)?.Names.ToString()).OfType<string>().ToList();
        return names.Count == 0 ? L("県全域", "Whole prefecture").ToString() : string.Join(L("、", ", ").ToString(), names);
    }

    /// <summary>The fiscal years.</summary>
    public static string Years(IEnumerable<FiscalYear> years) => string.Join(L("、", ", ").ToString(), years.Order().Select(FiscalYearText.Of));

    /// <summary>Who did it.</summary>
    public static string Who(InitiativeActor actor) => actor.Account is null ? L("自動（年度の始まり）", "Automatic (beginning of the year)").ToString() : actor.Name;
}
