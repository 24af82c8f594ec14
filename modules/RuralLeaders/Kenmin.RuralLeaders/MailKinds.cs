using Kenmin.Modularity;

namespace Kenmin.RuralLeaders;

/// <summary>Which notices also go out by mail.</summary>
internal static class MailKinds
{
    public const string Place = "rural-leaders.place-changed";
    public const string Registration = "rural-leaders.registration";
    public const string Network = "rural-leaders.network";
    public const string Help = "rural-leaders.help";

    /// <summary>For the manifest. All are needed by those who take part.</summary>
    public static IReadOnlyList<MailKindDeclaration> All { get; } =
    [
        new(Place, new("リーダー養成講座の席の確定や中止のご連絡", "Places at courses for leaders, and sessions called off"), Needed: true),
        new(Registration, new("リーダー登録の期限のご連絡", "When the registration as leader runs out"), Needed: true),
        new(Network, new("ネットワークの加入や役割、備品の予約のご連絡", "Joining a network, roles in it, and bookings of equipment"), Needed: true),
        new(Help, new("地域の応援の提案、約束、取りやめのご連絡", "Help in villages: proposals, what is agreed, and what is called off"), Needed: true),
    ];
}
