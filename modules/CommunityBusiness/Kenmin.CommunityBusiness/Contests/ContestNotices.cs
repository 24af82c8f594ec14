using Kenmin.Accounts.Contracts;
using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Contests;

/// <summary>What people are told. Notices name no other person.</summary>
internal static class ContestNotices
{
    public static NoticeIssued Asked(Guid judge, Call call, Guid account, DateTimeOffset now) => new(
        FactId.Of($"community-business.judge-asked|{judge:N}"), account, new("審査のお願いが届いています", "You are asked to judge"),
        new($"「{call.Text.Title.Ja}」の審査をお願いします。引き受けるかどうかを答えてください。", $"You are asked to judge “{call.Text.Title.En}”. Please say whether you will."), "/community-business/judging", now, MailKinds.Contests);

    public static NoticeIssued Assigned(CallJudge judge, Call call, DateTimeOffset now) => new(
        FactId.Of($"community-business.cases-assigned|{judge.Id:N}|{now:O}"), judge.AccountId!.Value, new("審査する応募が決まりました", "There are cases for you to judge"),
        new($"「{call.Text.Title.Ja}」の応募を審査してください。期限は {Dates.LongText(call.ScoresUntil).Ja} です。", $"Please judge the cases of “{call.Text.Title.En}” until {Dates.LongText(call.ScoresUntil).En}."),
        $"/community-business/judging/{call.Id}", now, MailKinds.Contests);

    public static NoticeIssued Decided(Submission submission, Call call, Guid owner, DateTimeOffset now) => new(
        FactId.Of($"community-business.submission-decided|{submission.Id:N}"), owner, new("応募の結果が決まりました", "Your submission was decided on"),
        new($"「{call.Text.Title.Ja}」への応募の採否が決まりました。結果と理由を見てください。", $"Your submission to “{call.Text.Title.En}” was decided on. See the result and the reason."),
        $"/community-business/submissions/{submission.Id}", now, MailKinds.Contests);
}
