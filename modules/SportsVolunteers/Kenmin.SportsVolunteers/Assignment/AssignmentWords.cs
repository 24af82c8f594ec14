using Kenmin.Participation;
using Kenmin.Pages;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Assignment.Solving;
using static Kenmin.Pages.Texts;

namespace Kenmin.SportsVolunteers.Assignment;

/// <summary>Assignments in the words of pages and of the API.</summary>
internal static class AssignmentWords
{
    /// <summary>What stands against a person on a shift.</summary>
    public static LocalizedText Of(Obstacle obstacle) => obstacle switch
    {
        Obstacle.NotQualified => L("資格がない", "not qualified"),
        Obstacle.Age => L("年齢が足りないか、生年月日がわからない", "too young, or birth date unknown"),
        Obstacle.CannotCome => L("その日時に来られない", "cannot come then"),
        Obstacle.Busy => L("同じ時間か、休みなく続く時間に別の活動がある", "has another shift then or too close to it"),
        Obstacle.Forbidden => L("担当者が外したか、本人が断った", "taken out by staff, or declined"),
        Obstacle.MinorAlone => L("18歳未満で、一緒に活動する大人がいない", "below 18 without an adult of the team"),
        Obstacle.Companion => L("一緒に活動する人が参加できない", "a companion cannot"),
        Obstacle.TooMany => L("一緒に活動する人数より席が少ない", "fewer places than companions"),
        Obstacle.MixKept => L("残りの席は資格や経験のある人のために取ってある", "the places left are kept for others"),
        Obstacle.Enough => L("回数・日数の上限に達した", "has as many shifts as allowed"),
        Obstacle.Full => L("席が足りない", "no places left"),
        _ => L("ほかの活動枠に回すほうがよい", "worth more elsewhere"),
    };

    /// <summary>Why a person was given a shift.</summary>
    public static LocalizedText Of(Merits why)
    {
        List<LocalizedText> parts = [];
        void Add(Merits merit, string ja, string en)
        {
            if (why.HasFlag(merit)) parts.Add(new(ja, en));
        }

        Add(Merits.Pinned, "担当者が固定した", "pinned by staff");
        Add(Merits.Waited, "キャンセル待ちをしていた", "was waiting for it");
        Add(Merits.Role, "希望の活動", "activity wished for");
        Add(Merits.Venue, "希望の会場", "venue wished for");
        Add(Merits.Municipality, "希望の市町", "municipality wished for");
        Add(Merits.Near, "住まいの近く", "near home");
        Add(Merits.Skill, "必要な資格・経験がある", "has what the shift needs");
        Add(Merits.Together, "一緒に活動する人と同じ", "with companions");
        Add(Merits.FewHours, "今年度の活動がまだ少ない", "few hours this year");
        Add(Merits.Kept, "前の案と同じ", "as before");
        return parts.Count == 0 ? L("空きがあり、条件に合う", "free, and nothing against it")
            : new(string.Join("、", parts.Select(p => p.Ja)), string.Join(", ", parts.Select(p => p.En)));
    }

    /// <summary>Where the assignment stands.</summary>
    public static LocalizedText Of(AssignmentState state) => state switch
    {
        AssignmentState.Queued => L("順番を待っています。", "Waiting for its turn."),
        AssignmentState.Running => L("割り当てを考えています。", "Working on the assignment."),
        AssignmentState.Sending => L("案内を送っています。", "Sending offers."),
        AssignmentState.BrokenOff => L("途中で終わりました。", "Broken off."),
        _ => L("割り当て案があります。", "There is a proposal."),
    };

    /// <summary>What became of a line.</summary>
    public static (LocalizedText Text, Tone Tone) StateOf(LineRow row) => row switch
    {
        { Line.Refusal: { } refusal } => (refusal, Tone.Error),
        { Line.SentAt: null } => (L("案（未送付）", "Proposed"), Tone.Neutral),
        { SignUp.State: SignUpState.Confirmed } => (L("参加する", "Accepted"), Tone.Success),
        { SignUp.State: SignUpState.Offered } => (L("回答待ち", "Waiting for an answer"), Tone.Info),
        _ => (L("断った・期限が切れた", "Declined or run out"), Tone.Warning),
    };

    /// <summary>What keeps people from a shift, most frequent first.</summary>
    public static LocalizedText Of(AssignmentGap gap)
    {
        var parts = gap.Why.OrderByDescending(w => w.Value).Take(4).Select(w => (Text: Of(w.Key), w.Value)).ToList();
        return new(string.Join("、", parts.Select(p => $"{p.Text.Ja}：{p.Value}人")), string.Join("; ", parts.Select(p => $"{p.Text.En}: {p.Value}")));
    }
}
