using Kenmin.CommunityBusiness.Organisations;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Contests;

/// <summary>Whether a submission stands.</summary>
public enum SubmissionState
{
    /// <summary>Handed in (応募済み).</summary>
    Submitted,

    /// <summary>Taken back (取下げ).</summary>
    Withdrawn,
}

/// <summary>What judges read (審査員に見える部分): nothing of it says whose it is.</summary>
/// <param name="Title">The title.</param>
/// <param name="Problem">The problem to be solved.</param>
/// <param name="Approach">What is done.</param>
/// <param name="Resource">The local means that are used.</param>
/// <param name="Effect">What becomes better, and for whom.</param>
/// <param name="Continuation">How it carries itself and goes on.</param>
public sealed record BlindText(string Title, string Problem, string Approach, string Resource, string Effect, string Continuation)
{
    internal IEnumerable<(string Field, string Text)> Fields =>
        [(nameof(Title), Title), (nameof(Problem), Problem), (nameof(Approach), Approach), (nameof(Resource), Resource), (nameof(Effect), Effect), (nameof(Continuation), Continuation)];
}

/// <summary>The venture as it was when it was handed in or last changed (応募時点の写し). Judges see nothing of it but the stage.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Stage">How far it had come.</param>
/// <param name="MunicipalityCode">The municipality.</param>
/// <param name="OrganisationName">The organisation behind it; empty for none.</param>
/// <param name="OrganisationKind">Its kind.</param>
/// <param name="OrganisationNumber">Its corporate number.</param>
/// <param name="BegunOn">When the business was begun; null when it is not.</param>
/// <param name="TakenAt">When this was taken down.</param>
public sealed record VentureSnapshot(
    string Title, VentureStage Stage, string MunicipalityCode, string OrganisationName, OrganisationKind? OrganisationKind, string? OrganisationNumber, DateOnly? BegunOn, DateTimeOffset TakenAt);

/// <summary>What may be shown of an accepted submission beside its title (公表の同意).</summary>
/// <param name="ShowName">Whether the name of the organisation, or the owner's, is shown.</param>
/// <param name="Name">The name that is shown.</param>
/// <param name="Summary">A summary for everybody; empty for none.</param>
public sealed record Agreement(bool ShowName, string Name, string Summary)
{
    /// <summary>Nothing but the title.</summary>
    public static Agreement TitleOnly { get; } = new(false, "", "");
}

/// <summary>What was decided of a submission (採否).</summary>
/// <param name="Accepted">Whether it was accepted.</param>
/// <param name="Reason">Why; the submitter reads it.</param>
/// <param name="Place">Its place in the ranking; null when nobody judged it.</param>
public sealed record Verdict(bool Accepted, string Reason, int? Place);

/// <summary>A submission to a call (応募).</summary>
public sealed class Submission
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The call.</summary>
    public Guid CallId { get; set; }

    /// <summary>The venture.</summary>
    public Guid VentureId { get; set; }

    /// <summary>Who handed it in; null after erasure.</summary>
    public Guid? OwnerAccountId { get; set; }

    /// <summary>The name at that time.</summary>
    public string OwnerName { get; set; } = "";

    /// <summary>Who is of the team, at that time.</summary>
    public List<Guid> Team { get; set; } = [];

    /// <summary>Its number within the call, by which judges call it.</summary>
    public int Case { get; set; }

    /// <summary>Whether it stands.</summary>
    public SubmissionState State { get; set; }

    /// <summary>When it was handed in first; changes do not make it later.</summary>
    public DateTimeOffset SubmittedAt { get; set; }

    /// <summary>When it was changed last.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>What judges read.</summary>
    public BlindText Text { get; set; } = new("", "", "", "", "", "");

    /// <summary>The venture as it was.</summary>
    public VentureSnapshot Snapshot { get; set; } = new("", VentureStage.Idea, "", "", null, null, null, DateTimeOffset.UnixEpoch);

    /// <summary>What may be shown of it.</summary>
    public Agreement Agreement { get; set; } = Agreement.TitleOnly;

    /// <summary>What was decided; null before.</summary>
    public Verdict? Verdict { get; set; }

    /// <summary>Call and venture: one for each.</summary>
    public string Key { get; set; } = "";

    /// <summary>Its number as people read it.</summary>
    internal string CaseName => $"No. {Case}";

    internal bool IsOf(Guid account) => OwnerAccountId == account || Team.Contains(account);

    internal static string KeyOf(Guid call, Guid venture) => $"{call:N}|{venture:N}";

    internal static string TurnOf(Guid call) => $"contest|{call:N}";
}
