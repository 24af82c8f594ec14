using Kenmin.SharedKernel;

namespace Kenmin.RuralLeaders.Incorporation;

/// <summary>A step on the way to a corporation.</summary>
public enum StepKey
{
    /// <summary>The promoters prepare (発起人会).</summary>
    Promoters,

    /// <summary>The founding general meeting (設立総会).</summary>
    GeneralMeeting,

    /// <summary>The application for certification is received (設立認証の申請).</summary>
    Application,

    /// <summary>The documents are open to the public (縦覧).</summary>
    Inspection,

    /// <summary>The authority decides, and its certification arrives (認証書の到達).</summary>
    Certification,

    /// <summary>The corporation is registered (設立の登記).</summary>
    Registration,

    /// <summary>The registration is notified (設立登記完了届).</summary>
    Notification,

    /// <summary>Taxes, social insurance, the bank (税・社会保険などの届出).</summary>
    Afterwards,
}

/// <summary>A paper that a step needs.</summary>
/// <param name="Key">Its key, stable.</param>
/// <param name="Name">Its name.</param>
internal sealed record StepPaper(string Key, LocalizedText Name);

/// <summary>A step as the law describes it.</summary>
/// <param name="Key">Which.</param>
/// <param name="Name">Its name.</param>
/// <param name="What">What is to be done.</param>
/// <param name="Source">The article.</param>
/// <param name="When">What the day of it is, such as the day of receipt.</param>
/// <param name="Papers">The papers.</param>
internal sealed record StepRule(StepKey Key, LocalizedText Name, LocalizedText What, string Source, LocalizedText When, params IReadOnlyList<StepPaper> Papers)
{
    /// <summary>All steps in their order.</summary>
    public static IReadOnlyList<StepRule> All { get; } =
    [
        new(StepKey.Promoters, new("発起人で準備する", "The promoters prepare"),
            new("目的、活動の分野、名称、事務所、役員の候補を話し合い、書類の案を作ります。社員（議決権のある会員）になる人を 10 人以上集めます。営利を目的とせず、宗教や政治を主な目的とせず、暴力団などと関係がないことを確かめます。",
                "Talk about purpose, fields, name, office and officers, and draft the papers. Find ten or more who become members with a vote. Make sure that it is not for profit, not mainly religious or political, and free of organized crime."),
            "特定非営利活動促進法 2 条、別表、12 条 1 項", new("準備が終わった日", "Day on which this was done"),
            new("purpose", new("設立趣旨書の案", "Draft: why it is founded")), new("articles", new("定款の案", "Draft: articles of incorporation")), new("plan", new("事業計画書の案（2 事業年度分）", "Draft: plans for two business years")),
            new("budget", new("活動予算書の案（2 事業年度分）", "Draft: budgets for two business years")), new("officers", new("役員の候補の名簿", "List of those who become officers"))),
        new(StepKey.GeneralMeeting, new("設立総会を開く", "Hold the founding general meeting"),
            new("定款、役員、事業計画、予算を決め、議事録を作ります。", "Decide about articles, officers, plan and budget, and write the minutes."),
            "特定非営利活動促進法 10 条 1 項 6 号", new("総会の日", "Day of the meeting"),
            new("minutes", new("議事録", "Minutes")), new("confirmation", new("宗教・政治・暴力団に関する確認書（総会で確認）", "Confirmation about religion, politics and organized crime"))),
        new(StepKey.Application, new("設立の認証を申請する", "Apply for certification"),
            new("申請書に書類を添えて所轄庁に出します。日は、窓口で受理された日を入力してください。小さなまちがいは、受理の日から決まった期間だけ補正できます。",
                "Hand in the application with its papers. Enter the day on which it was received. Small mistakes can be corrected for some time from then on."),
            "特定非営利活動促進法 10 条 1 項・3 項", new("受理された日", "Day of receipt"),
            new("application", new("設立認証申請書", "Application")), new("articles", new("定款", "Articles of incorporation")), new("officers", new("役員名簿（報酬の有無を記載）", "List of officers, saying who is paid")),
            new("oaths", new("就任承諾と誓約の書面（写し）", "Officers' consents and oaths (copies)")), new("addresses", new("役員の住所を証する書面（申請前 6 か月以内のもの）", "Proof of officers' addresses, of the last six months")),
            new("members", new("社員のうち 10 人以上の名簿", "List of ten or more members")), new("confirmation", new("確認書", "Confirmation")), new("purpose", new("設立趣旨書", "Why it is founded")),
            new("minutes", new("設立総会の議事録（写し）", "Minutes of the general meeting (copy)")), new("plan", new("事業計画書（設立当初と翌事業年度）", "Plans for the first and the next business year")),
            new("budget", new("活動予算書（設立当初と翌事業年度）", "Budgets for the first and the next business year"))),
        new(StepKey.Inspection, new("縦覧を待つ", "Wait for the inspection"),
            new("所轄庁が、定款、役員名簿、設立趣旨書、事業計画書、活動予算書を公開します。することはありません。", "The authority makes articles, officers, purpose, plans and budgets public. There is nothing to do."),
            "特定非営利活動促進法 10 条 2 項", new("縦覧が終わった日", "Last day of it")),
        new(StepKey.Certification, new("認証を受ける", "Get the certification"),
            new("所轄庁は、縦覧が終わってから 2 か月以内（条例でもっと短いことがあります）に決めます。日は、認証書が届いた日を入力してください。認証されないときは、理由が書面で知らされ、直してまた申請できます。",
                "The authority decides within two months after the inspection; an ordinance may say sooner. Enter the day on which the certification arrived. A refusal comes with reasons, and you may apply again."),
            "特定非営利活動促進法 12 条 2 項・3 項", new("認証書が届いた日", "Day of arrival"), new StepPaper("certificate", new("認証書", "Certification"))),
        new(StepKey.Registration, new("設立の登記をする", "Register the corporation"),
            new("認証書が届いた日から 2 週間以内に、法務局で登記します。登記した日に法人が成立します。認証から 6 か月たっても登記しないと、認証が取り消されることがあります。",
                "Register at the Legal Affairs Bureau within two weeks from the arrival. The corporation exists from that day. Without it for six months, the certification may be withdrawn."),
            "特定非営利活動促進法 7 条、13 条 1 項・3 項、組合等登記令 3 条 1 項", new("登記した日", "Day of registration"),
            new("application", new("設立登記申請書", "Application for registration")), new("articles", new("定款", "Articles of incorporation")), new("certificate", new("認証書（写し）", "Certification (copy)")),
            new("consents", new("代表理事の就任承諾書など", "Consent of the representative")), new("inventory", new("設立当初の財産目録", "Inventory of assets")), new("seal", new("印鑑届（印鑑を届け出る場合）", "Registration of the seal, if one is used"))),
        new(StepKey.Notification, new("登記したことを所轄庁に届け出る", "Notify the authority"),
            new("登記をしたら、遅滞なく届け出ます。", "To be done without delay once it is registered."),
            "特定非営利活動促進法 13 条 2 項", new("届け出た日", "Day of notification"),
            new("notification", new("設立登記完了届", "Notification")), new("certificate", new("登記事項証明書", "Certificate of the register")), new("inventory", new("設立当初の財産目録（写し）", "Inventory of assets (copy)")), new("articles", new("定款", "Articles of incorporation"))),
        new(StepKey.Afterwards, new("税や社会保険などの届出", "Taxes, social insurance, bank"),
            new("税務署、県税事務所、市役所・町役場、働く人がいれば年金事務所や労働基準監督署への届出を、それぞれの窓口で確かめます。事業年度が終わったら、はじめの 3 か月以内に事業報告書などを所轄庁に出します。",
                "Ask tax office, prefecture and municipality what they need, and, with employees, the pension and labour offices. After each business year, reports go to the authority within its first three months."),
            "各税法、特定非営利活動促進法 28 条・29 条", new("終わった日", "Day on which this was done"),
            new("tax-office", new("税務署の届出を確かめた", "Asked the tax office")), new("prefecture", new("県税事務所の届出を確かめた", "Asked the prefecture's tax office")), new("municipality", new("市役所・町役場の届出を確かめた", "Asked the municipality")),
            new("labour", new("年金事務所・労働基準監督署の届出を確かめた（働く人がいる場合）", "Asked the pension and labour offices, with employees"))),
    ];

    public static StepRule Of(StepKey key) => All[(int)key];
}
