using Kenmin.Modularity.Initiatives;

namespace Kenmin.SportsVolunteers.Initiatives;

/// <summary>
/// What an initiative (事業) sets for its events. Events take these over when they come in with a shift plan; each event's rules
/// can then be changed by themselves.
/// </summary>
internal sealed class SportsSettings
{
    [Setting("申込の締切（活動の何日前まで）", "Sign-up closes how many days before a shift",
        HintJa = "新しく取り込む大会のはじめの値です。0 なら、活動が始まるまで申し込めます。",
        HintEn = "What new events begin with. 0: until the shift starts.", UnitJa = "日前", UnitEn = "days", Maximum = 60)]
    public int SignUpClosesDaysBefore { get; set; }

    [Setting("空きが出たとき、お返事を待つ時間", "How long a freed place is kept for an answer",
        HintJa = "新しく取り込む大会のはじめの値です。0 なら、尋ねずにすぐ確定します。",
        HintEn = "What new events begin with. 0: it is given at once, without asking.", UnitJa = "時間", UnitEn = "hours", Maximum = 336)]
    public int OfferHours { get; set; } = 48;

    [Setting("参加できる最少年齢", "Minimum age",
        HintJa = "シフト表の「最少年齢」が空欄の活動に使います。", HintEn = "For shifts whose plan does not say a minimum age.",
        UnitJa = "歳", UnitEn = "years", Maximum = 120)]
    public int? MinimumAge { get; set; }

    [Setting("受付の締切（活動の開始から）", "Check-in closes so long after a shift's start",
        HintJa = "新しく取り込む大会のはじめの値です。空欄なら、いつ来ても受け付けます。", HintEn = "What new events begin with. Blank: whenever people come.",
        UnitJa = "分後", UnitEn = "minutes", Maximum = 1440)]
    public int? CheckInMinutes { get; set; }

    [Setting("記録のない人を欠席にする（活動の終了から）", "Who has no record counts as absent so long after a shift's end",
        HintJa = "新しく取り込む大会のはじめの値です。空欄なら、自動では欠席にしません。", HintEn = "What new events begin with. Blank: nobody does by itself.",
        UnitJa = "時間後", UnitEn = "hours", Minimum = 1, Maximum = 336)]
    public int? NoShowHours { get; set; }

    [Setting("継続登録を受け持つ", "Keeps the standing register",
        HintJa = "「はい」にすると、サイトで自分から登録した人は、この事業の登録者になります。受け持つ事業は年度に1つにしてください。",
        HintEn = "Yes: people who register themselves on the site belong to this initiative. Let one initiative a year keep the register.")]
    public bool KeepsRegister { get; set; }
}
