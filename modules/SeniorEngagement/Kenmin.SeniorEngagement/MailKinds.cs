using Kenmin.Modularity;

namespace Kenmin.SeniorEngagement;

/// <summary>Which notices also go out by mail.</summary>
internal static class MailKinds
{
    public const string Proxy = "senior-engagement.proxy";
    public const string Points = "senior-engagement.points";
    public const string Rides = "senior-engagement.rides";
    public const string Circles = "senior-engagement.circles";
    public const string Training = "senior-engagement.training";
    public const string Requests = "senior-engagement.requests";

    /// <summary>For the manifest. Who may act for one must be known.</summary>
    public static IReadOnlyList<MailKindDeclaration> All { get; } =
    [
        new(Proxy, new("代理の人についてのご連絡", "Who may act for you, or for whom you may act"), Needed: true),
        new(Points, new("活動ポイントの交換のご連絡", "Exchange of activity points"), Needed: true),
        new(Rides, new("送迎の相乗りのご連絡", "Rides that you share"), Needed: true),
        new(Circles, new("仲間の輪の集まり、申込み、紹介のご連絡", "Meetings of circles, and who would like to join or meet"), Needed: false),
        new(Requests, new("活動リーダーの依頼と返事のご連絡", "Requests for leaders, and answers to them"), Needed: true),
        new(Training, new("活動リーダーの資格の期限のご連絡", "When your licence as activity leader ends"), Needed: true),
    ];
}
