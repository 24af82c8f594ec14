using Kenmin.Modularity;

namespace Kenmin.CommunityBusiness;

/// <summary>Which notices also go out by mail.</summary>
internal static class MailKinds
{
    public const string Ventures = "community-business.ventures";
    public const string Contests = "community-business.contests";
    public const string Resources = "community-business.resources";
    public const string Money = "community-business.money";

    /// <summary>For the manifest. What is decided and due must be known.</summary>
    public static IReadOnlyList<MailKindDeclaration> All { get; } =
    [
        new(Ventures, new("事業の段階、次の予定、資金繰りのご連絡", "Steps of your business, what is due, and its cash"), Needed: true),
        new(Contests, new("公募の審査のお願いと結果のご連絡", "Requests to judge, and results of calls"), Needed: true),
        new(Resources, new("地域資源・困りごとのお申し出と紹介のご連絡", "What you proposed, and introductions to resources and problems"), Needed: true),
        new(Money, new("補助金・融資の決定と期限のご連絡", "Decisions on grants and loans, and what is due"), Needed: true),
    ];
}
