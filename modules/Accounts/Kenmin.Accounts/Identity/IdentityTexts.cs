using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Identity;

namespace Kenmin.Accounts.Identity;

/// <summary>What Identity refuses, in words for the person at the keyboard, at the field concerned.</summary>
internal static class IdentityTexts
{
    /// <summary>The shortest password: length protects, prescribed kinds of characters do not.</summary>
    public const int ShortestPassword = 10;

    /// <summary>The longest password that is taken; hashing anything longer only costs time.</summary>
    public const int LongestPassword = 128;

    public static readonly LocalizedText AddressTaken = new(
        "このメールアドレスはすでに登録されています。サインインするか、別のアドレスを入力してください。",
        "This address is registered already. Sign in, or enter another one.");

    public static readonly LocalizedText PasswordTooShort = new(
        $"パスワードは {ShortestPassword} 文字以上にしてください。覚えやすい言葉をいくつかつなげても構いません。",
        $"A password needs at least {ShortestPassword} characters. A few words in a row will do.");

    public static readonly LocalizedText PasswordTooLong = new(
        $"パスワードは {LongestPassword} 文字までにしてください。", $"A password has at most {LongestPassword} characters.");

    private static readonly LocalizedText ChangedMeanwhile = new(
        "ほかの人が同時に変更したため、保存していません。最新の内容を確かめてから、もう一度お試しください。",
        "Somebody else changed this at the same time, so nothing was saved. Look at the present state and try again.");

    public static readonly LocalizedText PasswordWrong = new(
        "いまのパスワードが違います。もう一度入力してください。", "The present password is wrong. Enter it again.");

    private static readonly LocalizedText Unexpected = new(
        "保存できませんでした。もう一度お試しください。", "This could not be saved. Try again.");

    /// <summary>The refusals of <paramref name="result"/>.</summary>
    /// <param name="result">What Identity answered.</param>
    /// <param name="passwordField">The name of the field for a new password.</param>
    public static IReadOnlyList<FieldRefusal> Refusals(this IdentityResult result, string passwordField = "Password") =>
        [.. result.Errors.Select(e => Refusal(e.Code, passwordField)).Distinct()];

    private static FieldRefusal Refusal(string code, string passwordField) => code switch
    {
        nameof(IdentityErrorDescriber.DuplicateEmail) => new("Email", AddressTaken),
        nameof(IdentityErrorDescriber.PasswordTooShort) => new(passwordField, PasswordTooShort),
        nameof(IdentityErrorDescriber.PasswordMismatch) => new("CurrentPassword", PasswordWrong),
        nameof(IdentityErrorDescriber.ConcurrencyFailure) => new(null, ChangedMeanwhile),
        _ => new(null, Unexpected),
    };
}
