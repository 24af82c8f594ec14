namespace Kenmin.Accounts;

/// <summary>Keys of the permissions that the manifest declares.</summary>
internal static class AccountsPermissions
{
    public const string ReadPeople = "accounts.people.read";
    public const string WritePeople = "accounts.people.write";
    public const string ReadEnteredPeople = "accounts.entered-people.read";
    public const string EnterPeople = "accounts.entered-people.enter";
    public const string MergePeople = "accounts.entered-people.merge";
    public const string PrintLetters = "accounts.letters.print";
    public const string ReadAudit = "accounts.audit.read";
    public const string ReadConsents = "accounts.consents.read";
    public const string RecordConsents = "accounts.consents.record";
    public const string ReadRequests = "accounts.requests.read";
    public const string EnterRequests = "accounts.requests.enter";
    public const string DecideRequests = "accounts.requests.decide";
}

/// <summary>Keys of the features that the manifest declares.</summary>
internal static class AccountsFeatures
{
    public const string Registration = "accounts.registration";
}
