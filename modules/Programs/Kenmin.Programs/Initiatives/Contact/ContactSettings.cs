using Kenmin.Modularity.Initiatives;
using Kenmin.SharedKernel;

namespace Kenmin.Programs.Initiatives.Contact;

/// <summary>Where people ask about an initiative (問い合わせ窓口).</summary>
internal sealed class ContactSettings : IValidatedSettings
{
    [Setting("窓口の名前", "Name of the office", HintJa = "例：県民生活課 県民活動推進班", HintEn = "For example: Citizens' Life Division", Longest = 100)]
    public string Office { get; set; } = "";

    [Setting("電話番号", "Telephone", HintJa = "例：083-933-0000", HintEn = "For example: 083-933-0000", Longest = 30)]
    public string Phone { get; set; } = "";

    [Setting("メールアドレス", "E-mail", Longest = 254)]
    public string Email { get; set; } = "";

    [Setting("受付の始まり", "Open from", UnitJa = "時", UnitEn = "o'clock", Maximum = 23)]
    public int OpensAt { get; set; } = 9;

    [Setting("受付の終わり", "Open until", UnitJa = "時", UnitEn = "o'clock", Minimum = 1, Maximum = 24)]
    public int ClosesAt { get; set; } = 17;

    [Setting("土日・祝日も受け付ける", "Also at weekends and on holidays")]
    public bool EveryDay { get; set; }

    public IEnumerable<SettingProblem> Problems()
    {
        if (Email.Length > 0 && !EmailAddress.Parse(Email).IsOk) yield return new("email", EmailAddress.Parse(Email).Error);
        if (Phone.Length > 0 && !PhoneNumber.Parse(Phone).IsOk) yield return new("phone", PhoneNumber.Parse(Phone).Error);
        if (ClosesAt <= OpensAt)
            yield return new("closesAt", new("受付の終わりは、始まりより後の時刻にしてください。", "The end must be later than the beginning."));
    }
}
