using Kenmin.Accounts.Contracts;

namespace Kenmin.Accounts.Consents;

/// <summary>An entry of the consent ledger (同意台帳): a person agreed to a purpose, and until when that holds.</summary>
public sealed class ConsentEntry
{
    /// <summary>Its id.</summary>
    public Guid Id { get; set; }

    /// <summary>The person, by the id of the module that declares the purpose.</summary>
    public Guid PersonId { get; set; }

    /// <summary>The person's account, once it is known.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>The purpose's key.</summary>
    public string Purpose { get; set; } = "";

    /// <summary>The version of the text that was agreed to.</summary>
    public string TextVersion { get; set; } = "";

    /// <summary>How it was said.</summary>
    public ConsentChannel Channel { get; set; }

    /// <summary>The account of the member of staff who entered it; null when the person did.</summary>
    public Guid? RecordedBy { get; set; }

    /// <summary>When it was given.</summary>
    public DateTimeOffset GivenAt { get; set; }

    /// <summary>Until when it holds; null until it is withdrawn.</summary>
    public DateTimeOffset? Until { get; set; }

    /// <summary>When it ended; null while it holds.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Why it ended.</summary>
    public ConsentEnd? End { get; set; }

    /// <summary>How the withdrawal was said.</summary>
    public ConsentChannel? EndChannel { get; set; }

    /// <summary>The account of the member of staff who entered the withdrawal.</summary>
    public Guid? EndRecordedBy { get; set; }

    /// <summary>Whether the person was told that it runs out.</summary>
    public bool RenewalAsked { get; set; }

    /// <summary>The version of a newer text for which the person was asked again.</summary>
    public string? AskedAgainFor { get; set; }

    /// <summary>When the person, having come of age, was asked whether it stands; null when they were not.</summary>
    public DateTimeOffset? AskedAsAdult { get; set; }

    /// <summary>Whether it holds.</summary>
    public bool InForce => EndedAt is null;

    internal void Finish(ConsentEnd end, DateTimeOffset at, ConsentChannel? channel = null, Guid? recordedBy = null) =>
        (End, EndedAt, EndChannel, EndRecordedBy) = (end, at, channel, recordedBy);
}

/// <summary>Why a consent ended.</summary>
public enum ConsentEnd
{
    /// <summary>The person withdrew it (撤回).</summary>
    Withdrawn,

    /// <summary>It was not renewed in time (期限切れ).</summary>
    RanOut,

    /// <summary>A later consent took its place.</summary>
    Renewed,
}
