using Kenmin.SharedKernel;
using static Kenmin.Pages.Texts;

namespace Kenmin.SportsVolunteers.OnTheDay.Devices;

/// <summary>What the script of the check-in page says. {0} and {1} are put in by it.</summary>
internal static class DeviceTexts
{
    public static IReadOnlyDictionary<string, Func<LocalizedText>> All { get; } = new Dictionary<string, Func<LocalizedText>>
    {
        ["online"] = () => L("電波があります。", "Online."),
        ["offline"] = () => L("電波がありません。受付は続けられます。電波が戻ったら送ります。", "No network. Go on checking in; it is sent when the network is back."),
        ["waiting"] = () => L("送っていない受付が{0}件あります。", "{0} not sent yet."),
        ["allSent"] = () => L("すべて送りました。", "All is sent."),
        ["kept"] = () => L("{0}の名簿を保存しています。", "The roster of {0} is kept."),
        ["none"] = () => L("名簿はまだ保存していません。", "The roster is not kept yet."),
        ["forgotten"] = () => L("名簿を端末から消しました。", "The roster was deleted from this device."),
        ["expired"] = () => L("日が終わったので、名簿を端末から消しました。", "The day is over: the roster was deleted from this device."),
        ["signIn"] = () => L("サインインが切れています。サインインし直すと、続きを送れます。", "You are signed out. Sign in again to go on sending."),
        ["noAccess"] = () => L("この活動の受付は、いまは使えません。", "Check-in for this shift is not open to you at present."),
        ["takeFailed"] = () => L("名簿を受け取れませんでした。電波を確かめて、もう一度お試しください。", "The roster could not be fetched. Check the network and try again."),
        ["keepFailed"] = () => L("この端末には保存できません。プライベートブラウズを終えるか、申込者の一覧をお使いください。", "This device cannot keep it. Leave private browsing, or use the roster page."),
        ["in"] = () => L("来た", "Present"),
        ["out"] = () => L("帰った", "Left"),
        ["undo"] = () => L("取り消す", "Undo"),
        ["inAt"] = () => L("受付 {0}", "in at {0}"),
        ["outAt"] = () => L("退出 {0}", "left at {0}"),
        ["absent"] = () => L("欠席", "did not come"),
        ["unsent"] = () => L("未送信", "not sent"),
        ["label"] = () => L("{0}：{1}", "{0}: {1}"),
        ["done"] = () => L("{0}さんを受け付けました。", "{0} is checked in."),
        ["again"] = () => L("{0}さんは受付済みです。", "{0} is checked in already."),
        ["stranger"] = () => L("コード{0}は名簿にありません。当日参加として控えました。送るときに確かめます。", "{0} is not on the roster: noted as a walk-in, to be checked when it is sent."),
        ["badCode"] = () => L("コードは8文字です。見直してください。", "A code has 8 characters. Check it."),
        ["count"] = () => L("{0}人中 {1}人を受付", "{1} of {0} checked in"),
        ["noCamera"] = () => L("カメラを使えません。コードを入力するか、名簿から選んでください。", "The camera cannot be used. Type the code, or choose from the roster."),
        ["scan"] = () => L("カメラで読み取る", "Scan with the camera"),
        ["stopScan"] = () => L("カメラを止める", "Stop the camera"),
        ["seen"] = () => L("確認した", "Seen"),
        ["confirmForget"] = () => L("名簿をこの端末から消します。よろしいですか。", "The roster is deleted from this device. Are you sure?"),
        ["walkIn"] = () => L("当日参加を受け付ける", "Walk-in"),
        ["someone"] = () => L("コード{0}", "Code {0}"),
    };
}
