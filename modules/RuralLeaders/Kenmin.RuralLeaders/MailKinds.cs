using Kenmin.Modularity;

namespace Kenmin.RuralLeaders;

/// <summary>Which notices also go out by mail.</summary>
internal static class MailKinds
{
    public const string Place = "rural-leaders.place-changed";
    public const string Registration = "rural-leaders.registration";
    public const string Network = "rural-leaders.network";
    public const string Help = "rural-leaders.help";
    public const string Digest = "rural-leaders.digest";
    public const string Plans = "rural-leaders.plans";
    public const string Mentoring = "rural-leaders.mentoring";
    public const string Incorporation = "rural-leaders.incorporation";

    /// <summary>For the manifest. Those that only remind can be stopped.</summary>
    public static IReadOnlyList<MailKindDeclaration> All { get; } =
    [
        new(Place, new("リーダー養成講座の席の確定や中止のご連絡", "Places at courses for leaders, and sessions called off"), Needed: true),
        new(Registration, new("リーダー登録の期限のご連絡", "When the registration as leader runs out"), Needed: true),
        new(Network, new("ネットワークの加入や役割、備品の予約のご連絡", "Joining a network, roles in it, and bookings of equipment"), Needed: true),
        new(Help, new("地域の応援の提案、約束、取りやめのご連絡", "Help in villages: proposals, what is agreed, and what is called off"), Needed: true),
        new(Digest, new("ネットワークの新着のまとめ", "What is new in your networks"), Needed: false),
        new(Plans, new("村づくり計画の取り組みと見直しの期限のお知らせ", "Actions and reviews of village plans that are due"), Needed: false),
        new(Mentoring, new("相談相手のお願いと、視察の申込や変更のご連絡", "Mentors that were asked, and visits"), Needed: true),
        new(Incorporation, new("NPO 法人になる手順の期限のお知らせ", "Steps towards an NPO corporation that are due"), Needed: false),
    ];
}
