using Kenmin.Modularity;

namespace Kenmin.CleanUp;

/// <summary>Which notices also go out by mail.</summary>
internal static class MailKinds
{
    public const string Decision = "clean-up.activity-decided";
    public const string Helper = "clean-up.helper-changed";

    /// <summary>For the manifest. All are needed by those who take part.</summary>
    public static IReadOnlyList<MailKindDeclaration> All { get; } =
    [
        new(Decision, new("清掃の計画の受理・差戻しのご連絡", "Decisions about clean-up plans"), Needed: true),
        new(Helper, new("清掃への参加の確定や取りやめのご連絡", "Places at clean-ups, and those called off"), Needed: true),
    ];
}
