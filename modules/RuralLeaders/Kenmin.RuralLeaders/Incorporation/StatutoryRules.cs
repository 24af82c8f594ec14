namespace Kenmin.RuralLeaders.Incorporation;

/// <summary>Periods of the law as they were from a day on; what was filed before goes by the rules of its day.</summary>
/// <param name="From">The first day.</param>
/// <param name="Inspection">How long documents are open to the public from the day of receipt (縦覧, article 10 II).</param>
/// <param name="Correction">How long small mistakes can be corrected from the day of receipt (補正, article 10 III); null when they could not be.</param>
/// <param name="Source">The amendment.</param>
internal sealed record FilingRules(DateOnly From, CivilPeriod Inspection, CivilPeriod? Correction, string Source);

/// <summary>
/// What the Act on Promotion of Specified Non-profit Activities (特定非営利活動促進法, Act 7 of 1998; below “the Act”) and the order on
/// registration (組合等登記令, Cabinet Order 29 of 1964) ask of those who found a corporation, with its periods. Ordinances of the competent
/// authority (所轄庁) may set a shorter period for its decision and ask for further papers.
/// </summary>
internal static class StatutoryRules
{
    /// <summary>At least so many members with a vote (社員): article 12 I (iv).</summary>
    public const int Members = 10;

    /// <summary>At least so many directors (理事): article 15.</summary>
    public const int Directors = 3;

    /// <summary>At least so many auditors (監事), who are neither directors nor staff: articles 15 and 19.</summary>
    public const int Auditors = 1;

    /// <summary>Officers with a reward are at most a third of the officers: article 2 II (i) (b).</summary>
    public const int PaidOfficersShare = 3;

    /// <summary>The authority decides within two months after the inspection: article 12 II.</summary>
    public static CivilPeriod Decision { get; } = new(Months: 2);

    /// <summary>Registration within two weeks from the arrival of the certification: 組合等登記令 3 I, article 7 of the Act. The corporation exists by it: article 13 I.</summary>
    public static CivilPeriod Registration { get; } = new(Weeks: 2);

    /// <summary>The certification can be withdrawn when nothing was registered for six months since: article 13 III.</summary>
    public static CivilPeriod Withdrawal { get; } = new(Months: 6);

    /// <summary>Notification of the registration to the authority is due “without delay” (遅滞なく): article 13 II. We remind after two weeks.</summary>
    public static CivilPeriod NotificationReminder { get; } = new(Weeks: 2);

    /// <summary>Proof of an officer's address is made within six months before the application: 山口県 特定非営利活動促進法施行条例施行規則 3 II, as of 2017; other authorities may differ.</summary>
    public static CivilPeriod ProofOfAddress { get; } = new(Months: 6);

    private static readonly FilingRules[] Filing =
    [
        new(new(1998, 12, 1), new(Months: 2), null, "平成10年法律第7号"),
        new(new(2012, 4, 1), new(Months: 2), new(Months: 1), "平成23年法律第70号"),
        new(new(2017, 4, 1), new(Months: 1), new(Weeks: 2), "平成28年法律第70号"),
        new(new(2021, 6, 9), new(Weeks: 2), new(Weeks: 1), "令和2年法律第72号"),
    ];

    /// <summary>The rules for an application received on a day.</summary>
    public static FilingRules FilingOn(DateOnly day) => Filing.LastOrDefault(r => r.From <= day) ?? Filing[0];
}
