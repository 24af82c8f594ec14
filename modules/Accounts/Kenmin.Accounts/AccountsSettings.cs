using Kenmin.Accounts.ExternalSignIn;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Mail;
using Kenmin.SharedKernel;

namespace Kenmin.Accounts;

/// <summary>What an installation can set in the section <c>Modules:accounts</c>.</summary>
internal sealed class AccountsSettings
{
    /// <summary>How long a sign-in lasts without use.</summary>
    public TimeSpan SessionLength { get; set; } = TimeSpan.FromHours(8);

    /// <summary>How long a sign-in lasts at most, however much it is used.</summary>
    public TimeSpan LongestSession { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How many attempts to sign in are taken from one network address each minute.</summary>
    public int SignInAttemptsPerMinute { get; set; } = 20;

    /// <summary>How many registrations are taken from one network address each hour. Libraries and schools share one.</summary>
    public int RegistrationsPerHour { get; set; } = 60;

    /// <summary>How many mails about an account (verifying, resetting) one network address may ask for each hour.</summary>
    public int AccountMailsPerHour { get; set; } = 30;

    /// <summary>How many calls of the API one access token may make each minute.</summary>
    public int TokenRequestsPerMinute { get; set; } = 600;

    /// <summary>How many calls of the API all access tokens of one network address may make each minute.</summary>
    public int TokenRequestsPerMinuteFromOneAddress { get; set; } = 1800;

    /// <summary>For how many days the code of a letter works by which people take over what staff entered for them.</summary>
    public int ClaimCodeDays { get; set; } = 90;

    /// <summary>Whom to call, in a sentence, at the end of letters; Japanese.</summary>
    public string LetterContactJa { get; set; } = "ご不明な点は、お住まいの市町または県の担当課までお問い合わせください。";

    /// <summary>The same in English.</summary>
    public string LetterContactEn { get; set; } = "If you have a question, please call your municipality or the prefecture.";

    internal LocalizedText LetterContact => new(LetterContactJa, LetterContactEn);

    /// <summary>The address of the site, for links in mails and in the log; the address that the host listens on when empty.</summary>
    public Uri? SiteAddress { get; set; }

    /// <summary>Whether the fictional people of Development do without the second factor that staff need. Of no effect elsewhere.</summary>
    public bool PersonasWithoutSecondFactor { get; set; } = true;

    /// <summary>Providers with which people may sign in, by their keys.</summary>
    public Dictionary<string, ProviderSettings> OpenIdConnect { get; set; } = [];

    /// <summary>What encrypts the platform's keys in the database.</summary>
    public KeySettings Keys { get; set; } = new();

    /// <summary>How mail leaves the platform.</summary>
    public MailSettings Mail { get; set; } = new();
}
