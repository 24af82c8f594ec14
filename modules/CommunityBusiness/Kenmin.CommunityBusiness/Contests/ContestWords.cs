using Kenmin.CommunityBusiness.Organisations;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Pages;
using Kenmin.SharedKernel;
using static Kenmin.Pages.Texts;

namespace Kenmin.CommunityBusiness.Contests;

/// <summary>Words for calls and contests.</summary>
internal static class ContestWords
{
    public static (LocalizedText Text, Tone Tone) Phase(CallPhase phase) => phase switch
    {
        CallPhase.Draft => (L("下書き", "Draft"), Tone.Neutral),
        CallPhase.Upcoming => (L("受付前", "Not open yet"), Tone.Neutral),
        CallPhase.Open => (L("受付中", "Open"), Tone.Success),
        CallPhase.Judging => (L("審査中", "Being judged"), Tone.Info),
        CallPhase.Deciding => (L("決定待ち", "To be decided"), Tone.Warning),
        CallPhase.Decided => (L("決定済み（公表前）", "Decided, not published"), Tone.Info),
        _ => (L("結果公表", "Results published"), Tone.Info),
    };

    /// <summary>The same for everybody: that something is decided is said by its publication.</summary>
    public static (LocalizedText Text, Tone Tone) PublicPhase(CallPhase phase) => phase is CallPhase.Deciding or CallPhase.Decided ? Phase(CallPhase.Judging) : Phase(phase);

    public static (LocalizedText Text, Tone Tone) State(Submission s, Call call, DateTimeOffset now) => s switch
    {
        { State: SubmissionState.Withdrawn } => (L("取り下げました", "Taken back"), Tone.Neutral),
        { Verdict.Accepted: true } => (L("採択", "Accepted"), Tone.Success),
        { Verdict: not null } => (L("不採択", "Not accepted"), Tone.Neutral),
        _ when call.PhaseAt(now) == CallPhase.Open => (L("応募済み（締切まで直せます）", "Handed in; can be changed until the last day"), Tone.Success),
        _ => (L("審査中", "Being judged"), Tone.Info),
    };

    public static (LocalizedText Text, Tone Tone) StateForStaff(Submission s) => s switch
    {
        { State: SubmissionState.Withdrawn } => (L("取下げ", "Taken back"), Tone.Neutral),
        { Verdict.Accepted: true } => (L("採択", "Accepted"), Tone.Success),
        { Verdict: not null } => (L("不採択", "Not accepted"), Tone.Neutral),
        _ => (L("応募済み", "Handed in"), Tone.Info),
    };

    public static (LocalizedText Text, Tone Tone) Judge(JudgeState state) => state switch
    {
        JudgeState.Asked => (L("返事待ち", "Has to answer"), Tone.Warning), JudgeState.Accepted => (L("承諾", "Judges"), Tone.Success), JudgeState.Declined => (L("辞退", "Declined"), Tone.Neutral), _ => (L("解任", "Taken out"), Tone.Neutral),
    };

    public static LocalizedText Tie(TieStep tie, Call call) => tie.Rule == TieRule.EarlierSubmission ? L("先に応募したほう", "Who handed in earlier")
        : call.Criteria.FirstOrDefault(c => c.Key == tie.Criterion)?.Name is { } name ? L($"「{name.Ja}」の点が高いほう", $"The higher score in “{name.En}”") : LocalizedText.Same("");

    public static LocalizedText Against(DecidedBy by) => by switch
    {
        DecidedBy.Score => LocalizedText.Same(""), DecidedBy.Criterion => L("同点：項目の点で決定", "Equal: by a criterion"), DecidedBy.Earlier => L("同点：先に応募", "Equal: handed in earlier"), _ => L("同点：抽選", "Equal: by lot"),
    };

    public static LocalizedText Conflict(ConflictSource source) => source switch
    {
        ConflictSource.Judge => L("本人の申告", "Said by the judge"), ConflictSource.Staff => L("事務局の記録", "Recorded by staff"), _ => L("応募者かその仲間", "Hands it in, or is of the team"),
    };

    /// <summary>The rules of a call that everybody reads, in order.</summary>
    public static IEnumerable<LocalizedText> Rules(Call call)
    {
        var rules = call.Eligibility;
        if (rules.Stages.Count > 0) yield return L($"段階：{string.Join("、", rules.Stages.Select(s => VentureWords.NameOf(s).Ja))}", $"Step: {string.Join(", ", rules.Stages.Select(s => VentureWords.NameOf(s).En))}");
        if (rules.Municipalities.Count > 0)
            yield return L($"市町：{string.Join("、", rules.Municipalities.Select(m => Municipality.ByCode(m)?.Name))}", $"Municipality: {string.Join(", ", rules.Municipalities.Select(m => Municipality.ByCode(m)?.English))}");
        if (rules.NeedsOrganisation) yield return L("団体が決まっていること", "There is an organisation behind it");
        if (rules.Kinds.Count > 0)
            yield return L($"団体の種類：{string.Join("、", rules.Kinds.Select(k => OrganisationWords.NameOf(k).Ja))}", $"Kind of organisation: {string.Join(", ", rules.Kinds.Select(k => OrganisationWords.NameOf(k).En))}");
        if (rules.MostYears is { } most) yield return L($"事業を始めてから {most} 年以内（まだ始めていない事業も可）", $"Begun at most {most} years ago, or not yet");
        if (rules.LeastYears is { } least) yield return L($"事業を始めてから {least} 年以上", $"Begun at least {least} years ago");
    }

    public static IReadOnlyList<(LocalizedText Label, string Text)> Parts(BlindText text) =>
    [
        (L("解決したい課題", "The problem"), text.Problem), (L("取組みの内容", "What is done"), text.Approach), (L("活用する地域資源", "Local means"), text.Resource), (L("期待する効果", "What becomes better"), text.Effect), (L("続けていく見通し", "How it goes on"), text.Continuation),
    ];
}
