namespace Kenmin.Accounts;

/// <summary>What an installation can set in the section <c>Modules:accounts</c>.</summary>
internal sealed class AccountsSettings
{
    /// <summary>How long a sign-in lasts without use.</summary>
    public TimeSpan SessionLength { get; set; } = TimeSpan.FromHours(8);

    /// <summary>After how long at most a removed role or a deactivation takes effect on those already signed in.</summary>
    public TimeSpan RecheckInterval { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How many attempts to sign in are taken from one network address each minute.</summary>
    public int SignInAttemptsPerMinute { get; set; } = 20;

    /// <summary>How many registrations are taken from one network address each hour. Libraries and schools share one.</summary>
    public int RegistrationsPerHour { get; set; } = 60;

    /// <summary>The address of the site, for the link in the log; the address that the host listens on when empty.</summary>
    public Uri? SiteAddress { get; set; }
}
