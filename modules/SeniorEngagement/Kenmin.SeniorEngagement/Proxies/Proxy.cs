using Kenmin.Accounts.Contracts;
using Kenmin.SharedKernel;

namespace Kenmin.SeniorEngagement.Proxies;

/// <summary>Somebody may act for a person (代理), for a purpose and until a day; the person can end it at any time.</summary>
public sealed class Proxy
{
    /// <summary>Its id.</summary>
    public Guid Id { get; set; }

    /// <summary>For whom.</summary>
    public Guid HolderId { get; set; }

    /// <summary>Who acts; null until somebody took it on, and after that person was erased.</summary>
    public Guid? ProxyAccountId { get; set; }

    /// <summary>The name of who acts, as the person said it, then as the account says it.</summary>
    public string ProxyName { get; set; } = "";

    /// <summary>Who that is to the person.</summary>
    public ProxyRelation Relation { get; set; }

    /// <summary>What it is for.</summary>
    public string Purpose { get; set; } = "";

    /// <summary>When the person agreed.</summary>
    public DateTimeOffset AgreedAt { get; set; }

    /// <summary>How the person said so.</summary>
    public ConsentChannel Channel { get; set; }

    /// <summary>Who entered it: the person, or the member of staff who was told.</summary>
    public Doer EnteredBy { get; set; } = new(Guid.Empty, "");

    /// <summary>The last day.</summary>
    public DateOnly Until { get; set; }

    /// <summary>The code by which it is taken on, hashed; null once it was.</summary>
    public string? CodeHash { get; set; }

    /// <summary>The last day on which it can be taken on.</summary>
    public DateOnly AcceptUntil { get; set; }

    /// <summary>When it was ended; null while it was not.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Who ended it; null for nobody: its day was over, or a consent was withdrawn.</summary>
    public Doer? EndedBy { get; set; }

    /// <summary>How it stands on a day.</summary>
    public ProxyState StateOn(DateOnly day) =>
        EndedAt is not null || day > Until ? ProxyState.Ended
        : ProxyAccountId is null && Relation != ProxyRelation.Staff ? (day > AcceptUntil ? ProxyState.Ended : ProxyState.Waiting)
        : ProxyState.Active;

    /// <summary>Codes by which a proxy is taken on.</summary>
    internal static PrintedCode Codes { get; } = new(12);

    internal static string HashOf(string code) => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(code)));
}

/// <summary>Who acts for a person.</summary>
public enum ProxyRelation
{
    /// <summary>Family (家族).</summary>
    Family,

    /// <summary>A friend or neighbour (友人・近所の人).</summary>
    Friend,

    /// <summary>Staff of the desk who receive the person (窓口の職員), whoever is there; nobody takes it on.</summary>
    Staff,
}

/// <summary>How a proxy stands.</summary>
public enum ProxyState
{
    /// <summary>Nobody took it on yet.</summary>
    Waiting,

    /// <summary>Somebody may act.</summary>
    Active,

    /// <summary>It is over.</summary>
    Ended,
}
