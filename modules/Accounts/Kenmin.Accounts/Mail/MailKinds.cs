using Kenmin.Modularity;

namespace Kenmin.Accounts.Mail;

/// <summary>The kinds of mail that manifests declare.</summary>
internal sealed class MailKinds(ModuleCatalog modules)
{
    /// <summary>Mails about the account itself: signing in, the address, the password.</summary>
    public const string Security = "accounts.security";

    /// <summary>Requests about personal data, which have a last day.</summary>
    public const string Requests = "accounts.requests";

    /// <summary>Consents that end or change: without them people cannot take part.</summary>
    public const string Consents = "accounts.consents";

    /// <summary>The consent of a minor's guardian.</summary>
    public const string Guardians = "accounts.guardians";

    /// <summary>For the manifest.</summary>
    public static IReadOnlyList<MailKindDeclaration> Declared { get; } =
    [
        new(Security, new("サインイン、メールアドレス、パスワードについて", "Signing in, address and password"), Needed: true),
        new(Requests, new("個人情報の請求について", "Requests about personal data"), Needed: true),
        new(Consents, new("同意の期限や文面の変更について", "Consents that end or change"), Needed: true),
        new(Guardians, new("保護者の同意について", "A guardian's consent"), Needed: true),
    ];

    /// <summary>The declared kind; null when no manifest declares it.</summary>
    public MailKindDeclaration? Find(string key) => All.FirstOrDefault(k => k.Key == key);

    public IEnumerable<MailKindDeclaration> All => modules.Modules.SelectMany(m => m.Manifest.MailKinds);
}
