using Kenmin.SharedKernel;

namespace Kenmin.Api;

/// <summary>The words for problems that no endpoint words itself.</summary>
internal static class StandardProblems
{
    public static (string Code, LocalizedText Title)? For(int? status) => status switch
    {
        400 => ("malformed", new("要求の形式が正しくありません。JSON の形と値の型を確かめてください。", "The request is malformed. Check the JSON and the types of its values.")),
        401 => ("sign-in-required", new("サインインが必要です。", "Sign in first.")),
        403 => ("not-allowed", new("この操作をする権限がありません。", "You are not allowed to do this.")),
        404 => ("not-found", new("見つかりません。", "There is no such thing here.")),
        405 => ("method-not-allowed", new("この操作はできません。", "This method is not offered here.")),
        413 => ("too-large", new("送信された内容が大きすぎます。", "What was sent is too large.")),
        415 => ("unsupported-media-type", new("この形式は受け付けていません。application/json で送ってください。", "This media type is not taken. Send application/json.")),
        429 => ("too-many-requests", new("要求が多すぎます。少し待ってからもう一度お試しください。", "Too many requests. Wait a little and try again.")),
        >= 500 => ("failed", new("処理中に問題が起きました。内容は保存されていません。時間をおいてもう一度お試しください。", "Something went wrong and nothing was saved. Try again later.")),
        _ => null,
    };
}
