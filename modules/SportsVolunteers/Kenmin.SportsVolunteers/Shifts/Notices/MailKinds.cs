using Kenmin.Modularity;

namespace Kenmin.SportsVolunteers.Shifts.Notices;

/// <summary>Which notices also go out by mail, and which of these can be stopped.</summary>
internal static class MailKinds
{
    /// <summary>What people must know to take part.</summary>
    public const string Changed = "sports-volunteers.sign-up-changed";

    private const string Confirmed = "sports-volunteers.sign-up-confirmed";

    /// <summary>Reminders of the day before.</summary>
    public const string Reminder = "sports-volunteers.shift-reminder";

    /// <summary>Thanks after an event.</summary>
    public const string Thanks = "sports-volunteers.thanks";

    /// <summary>For the manifest. An offer with a deadline, or a shift that moved, is needed to take part; a mere yes is not.</summary>
    public static IReadOnlyList<MailKindDeclaration> All { get; } =
    [
        new(Changed, new("活動の空き、変更、中止のご連絡", "Free places, changes and cancellations of shifts"), Needed: true),
        new(Confirmed, new("活動への参加が確定したご連絡", "Confirmations of shifts"), Needed: false),
        new(Thanks, new("大会のあとのお礼", "Thanks after an event"), Needed: false),
        new(Reminder, new("活動の前日のお知らせ", "Reminders on the day before a shift"), Needed: false),
    ];

    public static string Of(SignUpChangeKind kind) => kind == SignUpChangeKind.Confirmed ? Confirmed : Changed;
}
