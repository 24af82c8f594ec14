using Kenmin.Modularity;

namespace Kenmin.Passport;

/// <summary>Which notices also go out by mail.</summary>
internal static class MailKinds
{
    public const string WhatIsNew = "passport.what-is-new";

    /// <summary>For the manifest.</summary>
    public static IReadOnlyList<MailKindDeclaration> All { get; } =
    [
        new(WhatIsNew, new("保存した条件に合う新しい活動のお知らせ", "What is new for searches you saved"), Needed: false),
    ];
}
