using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Wolverine.Attributes;

namespace Kenmin.Accounts.Guardians;

/// <summary>A minor, or staff for them, has the guardian asked by mail.</summary>
/// <param name="AccountId">The minor's account.</param>
/// <param name="Name">The guardian's name.</param>
/// <param name="Relation">Their relation to the minor.</param>
/// <param name="Email">Where to ask.</param>
/// <param name="By">The account of who asks.</param>
[MessageIdentity("accounts.ask-guardian.v1")]
[NoNewEntries("those under 18 can show that their guardian agrees whatever is switched on")]
public sealed record AskGuardian(Guid AccountId, string Name, string Relation, string Email, Guid By)
{
    /// <summary>Without persons, for logs.</summary>
    public override string ToString() => nameof(AskGuardian);
}

/// <summary>Staff enter a guardian's consent that came on paper.</summary>
/// <param name="AccountId">The minor's account.</param>
/// <param name="Name">The guardian's name.</param>
/// <param name="Relation">Their relation to the minor.</param>
/// <param name="Paper">Kind, date and place of the paper.</param>
/// <param name="By">The member of staff.</param>
[MessageIdentity("accounts.enter-guardian-consent.v1")]
[NoNewEntries("those under 18 can show that their guardian agrees whatever is switched on")]
public sealed record EnterGuardianConsent(Guid AccountId, string Name, string Relation, string Paper, Guid By)
{
    /// <inheritdoc cref="AskGuardian.ToString"/>
    public override string ToString() => nameof(EnterGuardianConsent);
}

/// <summary>A guardian answers by the link of the mail.</summary>
/// <param name="Token">The secret of the link.</param>
/// <param name="Agrees">Whether they agree.</param>
/// <param name="Name">Their name, as they correct it.</param>
/// <param name="GuardianAccountId">Their account, where they are signed in.</param>
[MessageIdentity("accounts.answer-as-guardian.v1")]
[NoNewEntries("those under 18 can show that their guardian agrees whatever is switched on")]
public sealed record AnswerAsGuardian(string Token, bool Agrees, string? Name, Guid? GuardianAccountId)
{
    /// <inheritdoc cref="AskGuardian.ToString"/>
    public override string ToString() => nameof(AnswerAsGuardian);
}

/// <summary>A guardian no longer agrees, or says so by staff.</summary>
/// <param name="GuardianshipId">Which consent.</param>
/// <param name="Token">The secret of the link, by which the guardian acts.</param>
/// <param name="GuardianAccountId">The account with which the guardian acts.</param>
/// <param name="Staff">The member of staff who was told.</param>
[MessageIdentity("accounts.revoke-guardian-consent.v1")]
[NoNewEntries("a consent can always be withdrawn")]
public sealed record RevokeGuardianConsent(Guid GuardianshipId, string? Token, Guid? GuardianAccountId, Guid? Staff)
{
    /// <inheritdoc cref="AskGuardian.ToString"/>
    public override string ToString() => nameof(RevokeGuardianConsent);
}

/// <summary>Ends the consents of guardians of up to a batch of people who have come of age, and asks these whether their own consents stand.</summary>
[MessageIdentity("accounts.end-guardianships-of-age.v1")]
[NoNewEntries("ends what has run out")]
public sealed record EndGuardianshipsOfAge;

/// <summary>What became of a command.</summary>
/// <param name="Refusal">Why nothing was changed; null when it is done.</param>
public sealed record GuardianOutcome(LocalizedText? Refusal = null);
