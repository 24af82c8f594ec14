using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Identity;

namespace Kenmin.Accounts.Identity;

/// <summary>
/// An account (アカウント). The user name that Identity wants is the id, so that a changed address changes one column only.
/// </summary>
internal sealed class Account : IdentityUser<Guid>
{
    /// <summary>For the database.</summary>
    private Account()
    {
    }

    public Account(Guid id, string displayName, string? email, DateTimeOffset createdAt)
    {
        Id = id;
        UserName = id.ToString("N");
        Email = email;
        Rename(displayName);
        CreatedAt = createdAt;
    }

    /// <summary>The language of mails to its holder: <c>ja</c> or <c>en</c>.</summary>
    public string Language { get; set; } = "ja";

    /// <summary>Keys of the kinds of mail that its holder does not want.</summary>
    public List<string> UnwantedMail { get; set; } = [];

    /// <summary>Since when mail to the address comes back; null while it arrives.</summary>
    public DateTimeOffset? MailReturnedAt { get; set; }

    /// <summary>The time step of the last one-time code (TOTP) that was used: none works twice.</summary>
    public long LastCodeStep { get; set; }

    /// <summary>The name as it was entered.</summary>
    public string DisplayName { get; private set; } = "";

    /// <summary>The name folded for searching.</summary>
    public string NameKey { get; private set; } = "";

    /// <summary>Some of the five roles. They are part of the program, not data, and so have no table of their own.</summary>
    public List<string> Roles { get; set; } = [];

    /// <summary>Codes (6 digits) of the municipalities that municipal staff are scoped to.</summary>
    public List<string> Municipalities { get; set; } = [];

    /// <summary>Whether the account is a fictional one of the demonstration.</summary>
    public bool IsPersona { get; init; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? LastSignInAt { get; set; }

    /// <summary>Since when nobody may sign in with it; null while it is active.</summary>
    public DateTimeOffset? DeactivatedAt { get; set; }

    /// <summary>Who rules over it.</summary>
    public AccountStanding Standing { get; set; }

    /// <summary>The account that its data went to; null while they are its own.</summary>
    public Guid? MergedInto { get; private set; }

    /// <summary>Whether a role lets its holder see or change what belongs to others.</summary>
    public bool IsStaff => Roles.Any(Kenmin.Modularity.Access.Roles.Staff.Contains);

    /// <summary>An account for somebody without mail or smartphone: a person with an id, with which nobody can sign in.</summary>
    public static Account OfPersonWithoutMail(Guid id, string name, DateTimeOffset now) => new(id, name, null, now)
    {
        Standing = AccountStanding.Entered, NormalizedUserName = id.ToString("N").ToUpperInvariant(), SecurityStamp = Guid.NewGuid().ToString("N"),
        Roles = [Kenmin.Modularity.Access.Roles.Resident],
    };

    public void Rename(string displayName)
    {
        DisplayName = displayName;
        NameKey = FoldedText.OfName(displayName);
    }
}

/// <summary>Who rules over an account.</summary>
internal enum AccountStanding
{
    /// <summary>Its holder, who signs in.</summary>
    Held = 0,

    /// <summary>Staff entered it for somebody who has neither mail nor smartphone (アカウントのない人). Nobody signs in.</summary>
    Entered = 1,

    /// <summary>Its data went to another account of the same person. Nobody signs in.</summary>
    Merged = 2,
}
