using Kenmin.Modularity;

namespace Kenmin.CleanUp;

/// <summary>Which notices also go out by mail.</summary>
internal static class MailKinds
{
    public const string Decision = "clean-up.activity-decided";
    public const string Helper = "clean-up.helper-changed";
    public const string CareDecided = "clean-up.care-decided";
    public const string Education = "clean-up.education";
    public const string LitterReport = "clean-up.litter-report";
    public const string CareReminder = "clean-up.care-reminder";

    /// <summary>For the manifest. All but reminders and news of reports are needed by those who take part.</summary>
    public static IReadOnlyList<MailKindDeclaration> All { get; } =
    [
        new(Decision, new("清掃の計画の受理・差戻しのご連絡", "Decisions about clean-up plans"), Needed: true),
        new(Helper, new("清掃への参加の確定や取りやめのご連絡", "Places at clean-ups, and those called off"), Needed: true),
        new(CareDecided, new("受け持つ場所（アダプト）の決定のご連絡", "Decisions about places you care for"), Needed: true),
        new(Education, new("環境学習の依頼と指導者の登録のご連絡", "Requests for courses and leaders' registration"), Needed: true),
        new(LitterReport, new("ごみの通報がどうなったかのご連絡", "What became of your reports of litter"), Needed: false),
        new(CareReminder, new("受け持つ場所（アダプト）の清掃時期・更新のご案内", "Reminders of places you care for"), Needed: false),
    ];
}
