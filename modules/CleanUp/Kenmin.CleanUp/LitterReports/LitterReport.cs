using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.LitterReports;

/// <summary>What kind of litter was seen.</summary>
public enum LitterSort
{
    /// <summary>Scattered litter (散乱ごみ).</summary>
    Scattered,

    /// <summary>Litter from the sea (漂着ごみ).</summary>
    Drifted,

    /// <summary>Large items (粗大ごみ・家電).</summary>
    Large,

    /// <summary>Illegal dumping (不法投棄).</summary>
    Dumped,

    /// <summary>Something else (その他).</summary>
    Other,
}

/// <summary>Where a report stands.</summary>
public enum LitterReportState
{
    /// <summary>Nobody has looked at it yet (受付). Only staff see it.</summary>
    Reported,

    /// <summary>Staff looked at it, and it is ours (確認済み).</summary>
    Checked,

    /// <summary>It is known who clears it (対応予定).</summary>
    Planned,

    /// <summary>It was cleared (対応済み).</summary>
    Resolved,

    /// <summary>Another office's business (管轄外).</summary>
    NotOurs,

    /// <summary>Reported before (重複).</summary>
    Duplicate,

    /// <summary>Not taken, with a reason (見送り).</summary>
    Refused,
}

/// <summary>Somebody, known or not, says where litter lies (ごみの通報).</summary>
public sealed class LitterReport
{
    /// <summary>Its id, made by who sends it: sent again, it is the same report.</summary>
    public Guid Id { get; set; }

    /// <summary>SHA-256 of the reporter's secret, base64url; null once contact data are erased. Who reads the database cannot use the link.</summary>
    public string? SecretHash { get; set; }

    /// <summary>The municipality, by its code of 6 digits.</summary>
    public string MunicipalityCode { get; set; } = "";

    /// <summary>Where it lies; null where only words say so.</summary>
    public GeoPoint? Point { get; set; }

    /// <summary>Where it lies, in the reporter's words; for staff.</summary>
    public string Place { get; set; } = "";

    /// <summary>The site that it lies at or close to; null where there is none.</summary>
    public Guid? SiteId { get; set; }

    /// <summary>What kind it is.</summary>
    public LitterSort Sort { get; set; }

    /// <summary>Kinds of the published list (<c>litter.csv</c>).</summary>
    public List<string> Kinds { get; set; } = [];

    /// <summary>What else the reporter said; for staff; may be empty.</summary>
    public string Words { get; set; } = "";

    /// <summary>The reporter's account, where signed in; null otherwise, or once contact data are erased.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>Tells the sender's network of one day from others, without saying which it is; removed after two days.</summary>
    public string? SenderKey { get; set; }

    /// <summary>Whether staff found that it was sent to annoy.</summary>
    public bool Abuse { get; set; }

    /// <summary>Where it stands.</summary>
    public LitterReportState State { get; set; }

    /// <summary>What staff say to the reporter.</summary>
    public string Answer { get; set; } = "";

    /// <summary>Where it lies, as staff write it for everybody.</summary>
    public string PublicPlace { get; set; } = "";

    /// <summary>The report that said it before.</summary>
    public Guid? DuplicateOf { get; set; }

    /// <summary>The group's activity that clears it.</summary>
    public Guid? ActivityId { get; set; }

    /// <summary>The adoption whose group clears it.</summary>
    public Guid? AdoptionId { get; set; }

    /// <summary>When it was sent.</summary>
    public DateTimeOffset ReportedAt { get; set; }

    /// <summary>When staff decided the last time.</summary>
    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>Who decided.</summary>
    public Doer? DecidedBy { get; set; }

    /// <summary>When contact data were erased.</summary>
    public DateTimeOffset? ForgottenAt { get; set; }

    internal Municipality Municipality => SharedKernel.Municipality.ByCode(MunicipalityCode)!;

    /// <summary>Whether everybody may see that it lies there.</summary>
    internal bool IsPublic => State is LitterReportState.Checked or LitterReportState.Planned or LitterReportState.Resolved;

    /// <summary>Whether nothing more is to be done.</summary>
    internal bool IsSettled => State is LitterReportState.Resolved or LitterReportState.NotOurs or LitterReportState.Duplicate or LitterReportState.Refused;

    /// <summary>What the reporter said and how the reporter is reached goes; what lies where stays.</summary>
    internal void Forget(DateTimeOffset now) => (AccountId, SecretHash, SenderKey, Words, Place, ForgottenAt) = (null, null, null, "", "", now);
}

/// <summary>Random letters of a day that make senders' keys; gone with the day, so that no key can be traced back.</summary>
public sealed class LitterSalt
{
    /// <summary>The day, such as <c>2026-06-10</c>.</summary>
    public string Id { get; set; } = "";

    /// <summary>The letters.</summary>
    public string Salt { get; set; } = "";
}

/// <summary>Reports in words.</summary>
internal static class LitterReportWords
{
    public static LocalizedText SortOf(LitterSort sort) => sort switch
    {
        LitterSort.Scattered => new("散乱ごみ", "Scattered litter"), LitterSort.Drifted => new("漂着ごみ", "Litter from the sea"), LitterSort.Large => new("粗大ごみ・家電", "Large items"),
        LitterSort.Dumped => new("不法投棄", "Illegal dumping"), _ => new("その他", "Something else"),
    };

    public static LocalizedText StateOf(LitterReportState state) => state switch
    {
        LitterReportState.Reported => new("受付", "Received"), LitterReportState.Checked => new("確認済み", "Checked"), LitterReportState.Planned => new("対応予定", "To be cleared"),
        LitterReportState.Resolved => new("対応済み", "Cleared"), LitterReportState.NotOurs => new("管轄外", "Another office's"), LitterReportState.Duplicate => new("重複", "Reported before"), _ => new("見送り", "Not taken"),
    };

    public static Kenmin.Pages.Tone ToneOf(LitterReportState state) => state switch
    {
        LitterReportState.Reported => Kenmin.Pages.Tone.Warning, LitterReportState.Checked or LitterReportState.Planned => Kenmin.Pages.Tone.Info, LitterReportState.Resolved => Kenmin.Pages.Tone.Success, _ => Kenmin.Pages.Tone.Neutral,
    };

    public static string Kinds(LitterReport report) => string.Join(Kenmin.Pages.Texts.L("、", ", ").ToString(), Outcomes.Litter.All.Where(k => report.Kinds.Contains(k.Code)).Select(k => k.Name.ToString()));
}
