using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Mail;
using Kenmin.SharedKernel;

namespace Kenmin.Accounts.Addresses;

/// <summary>What the platform writes to the holder of an account about the account itself.</summary>
internal sealed class AccountMails(Outbox outbox, OneTimeLinks links, TimeProvider clock)
{
    private static readonly LocalizedText NotYou = new(
        "お心当たりがない場合は、このメールを捨ててください。何も変わりません。", "If you did not ask for this, throw this mail away. Nothing changes.");

    private static readonly LocalizedText Alarm = new(
        "お心当たりがない場合は、ほかの人がアカウントを使っているおそれがあります。すぐに「パスワードを忘れたとき」からパスワードを変え、お住まいの市町または県の担当窓口にご連絡ください。",
        "If it was not you, somebody else may be using your account. Change your password at once by “Forgot your password” and call your municipality or the prefecture.");

    /// <summary>Asks whoever registered to say that the address is theirs.</summary>
    public async Task VerifyAsync(Account account, string returnUrl, CancellationToken cancellationToken)
    {
        if (await links.IssueAsync(account.Id, LinkPurpose.Verify, account.Email!, cancellationToken) is not { } token) return;
        await SendAsync(account, new(
            new("メールアドレスの確認", "Please confirm your address"),
            [
                // Without the name: whoever typed the address could have typed an advertisement there.
                new("県民活動プラットフォームにご登録いただき、ありがとうございます。下のボタンを押して、登録を終えてください。24 時間のあいだ使えます。",
                    "Thank you for registering. Press the button to finish. It works for 24 hours."),
                NotYou,
            ],
            new("登録を終える", "Finish registering"), $"/accounts/verify?token={token}&returnUrl={Uri.EscapeDataString(returnUrl)}"), cancellationToken);
    }

    /// <summary>Somebody tried to register an address that has an account: its holder, most likely.</summary>
    public async Task AlreadyRegisteredAsync(Account account, CancellationToken cancellationToken)
    {
        if (await links.IssueAsync(account.Id, LinkPurpose.ResetPassword, account.Email!, cancellationToken) is not { } token) return;
        await SendAsync(account, new(
            new("すでに登録されています", "You are registered already"),
            [
                new("このメールアドレスで新しい登録のお申し込みがありましたが、すでにアカウントがあります。これまでのパスワードでサインインしてください。",
                    "Somebody asked to register with this address, but it has an account already. Sign in with your present password."),
                new("パスワードをお忘れのときは、下のボタンから新しく決められます。1 時間のあいだ使えます。", "If you forgot it, set a new one with the button. It works for an hour."),
                NotYou,
            ],
            new("パスワードを新しくする", "Set a new password"), ResetAddress(token)), cancellationToken);
    }

    /// <summary>A link that sets a new password.</summary>
    public async Task ResetPasswordAsync(Account account, CancellationToken cancellationToken)
    {
        if (await links.IssueAsync(account.Id, LinkPurpose.ResetPassword, account.Email!, cancellationToken) is not { } token) return;
        await SendAsync(account, new(
            new("パスワードの再設定", "Set a new password"),
            [
                new("下のボタンを押して、新しいパスワードを決めてください。1 時間のあいだ、1 回だけ使えます。", "Press the button and choose a new password. It works once, for an hour."),
                NotYou,
            ],
            new("新しいパスワードを決める", "Choose a new password"), ResetAddress(token)), cancellationToken);
    }

    /// <summary>Asks at a new address whether it is to be the account's.</summary>
    public async Task ChangeAddressAsync(Account account, string email, CancellationToken cancellationToken)
    {
        if (await links.IssueAsync(account.Id, LinkPurpose.ChangeAddress, email, cancellationToken) is not { } token) return;
        await SendAsync(account, new(
            new("新しいメールアドレスの確認", "Please confirm your new address"),
            [
                new("このアドレスを、県民活動プラットフォームでお使いになるアドレスにするには、下のボタンを押してください。24 時間のあいだ使えます。",
                    "Press the button to use this address from now on. It works for 24 hours."),
                NotYou,
            ],
            new("このアドレスに変える", "Use this address"), $"/accounts/change-address?token={token}", To: email), cancellationToken);
    }

    /// <summary>Tells the address before the change that it is no longer used.</summary>
    public Task AddressChangedAsync(Account account, string before, CancellationToken cancellationToken) => SendAsync(account, new(
        new("メールアドレスが変わりました", "Your address was changed"),
        [
            new($"{Now.Ja}に、あなたのアカウントのメールアドレスが別のアドレスに変わりました。このアドレスには、これからお送りしません。",
                $"On {Now.En} the address of your account was changed. We no longer write to this address."),
            Alarm,
        ], To: before), cancellationToken);

    /// <summary>Tells that something that protects the account was changed.</summary>
    /// <param name="account">The account.</param>
    /// <param name="what">What was changed, as a whole sentence without the time.</param>
    /// <param name="cancellationToken">Stops before it is on its way.</param>
    public Task ChangedAsync(Account account, LocalizedText what, CancellationToken cancellationToken) => SendAsync(account, new(
        new("アカウントの安全に関するお知らせ", "About the security of your account"),
        [new($"{Now.Ja}：{what.Ja}", $"{Now.En}: {what.En}"), Alarm],
        new("サインインと安全の設定を見る", "See sign-in and security"), "/me/security"), cancellationToken);

    private LocalizedText Now
    {
        get
        {
            var local = JapanTime.Local(clock.GetUtcNow());
            return new($"{local:M月d日 H:mm}", local.ToString("d MMMM, H:mm", System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    private static string ResetAddress(string token) => $"/accounts/reset-password?token={token}";

    private Task SendAsync(Account account, MailContent content, CancellationToken cancellationToken) =>
        outbox.SendAsync(account.Id, MailKinds.Security, content, cancellationToken);
}
