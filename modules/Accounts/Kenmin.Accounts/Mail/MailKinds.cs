using Kenmin.Modularity;

namespace Kenmin.Accounts.Mail;

/// <summary>The kinds of mail that manifests declare.</summary>
internal sealed class MailKinds(ModuleCatalog modules)
{
    /// <summary>Mails about the account itself: signing in, the address, the password.</summary>
    public const string Security = "accounts.security";

    /// <summary>The declared kind; null when no manifest declares it.</summary>
    public MailKindDeclaration? Find(string key) => All.FirstOrDefault(k => k.Key == key);

    public IEnumerable<MailKindDeclaration> All => modules.Modules.SelectMany(m => m.Manifest.MailKinds);
}
