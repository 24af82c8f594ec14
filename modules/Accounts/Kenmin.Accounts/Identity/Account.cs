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

    public Account(Guid id, string displayName, string email, DateTimeOffset createdAt)
    {
        Id = id;
        UserName = id.ToString("N");
        Email = email;
        Rename(displayName);
        CreatedAt = createdAt;
    }

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

    public void Rename(string displayName)
    {
        DisplayName = displayName;
        NameKey = FoldedText.OfName(displayName);
    }
}
