using System.Security.Cryptography;
using System.Text;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Contests;

/// <summary>Whether somebody judges.</summary>
public enum JudgeState
{
    /// <summary>Asked, and has not answered (依頼中).</summary>
    Asked,

    /// <summary>Judges (承諾).</summary>
    Accepted,

    /// <summary>Does not (辞退).</summary>
    Declined,

    /// <summary>Was taken out by staff (解任).</summary>
    Removed,
}

/// <summary>Somebody who was asked to judge a call (審査員). Scores name this id, and no account.</summary>
public sealed class CallJudge
{
    /// <summary>How many days a code works.</summary>
    internal const int DaysToAnswer = 30;

    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The call.</summary>
    public Guid CallId { get; set; }

    /// <summary>The name.</summary>
    public string Name { get; set; } = "";

    /// <summary>The account; null until the code is entered, and after erasure.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>The code by which somebody with an account takes it on, hashed; null where the account is known.</summary>
    public string? CodeHash { get; set; }

    /// <summary>The last day for an answer.</summary>
    public DateOnly AnswerUntil { get; set; }

    /// <summary>Whether they judge.</summary>
    public JudgeState State { get; set; }

    /// <summary>Who asked.</summary>
    public Doer AskedBy { get; set; } = new(Guid.Empty, "");

    internal static PrintedCode Codes { get; } = new(12);

    internal static string HashOf(string code) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"contest-judge|{code}")));
}

/// <summary>Who said that a judge is not impartial.</summary>
public enum ConflictSource
{
    /// <summary>The judge (申告).</summary>
    Judge,

    /// <summary>Staff (事務局).</summary>
    Staff,

    /// <summary>The system: the judge hands it in, or is of the team (自動).</summary>
    System,
}

/// <summary>What a judge has to do with a case.</summary>
public enum CaseState
{
    /// <summary>To be judged (割当て).</summary>
    Assigned,

    /// <summary>Not impartial (利益相反): the case is hidden from the judge.</summary>
    Conflict,

    /// <summary>Given to somebody else, or the judge went (解除).</summary>
    Released,
}

/// <summary>A conflict of interest (利益相反).</summary>
/// <param name="Source">Who said so.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
public sealed record Conflict(ConflictSource Source, string Reason, DateTimeOffset At);

/// <summary>A case and a judge.</summary>
public sealed class JudgeCase
{
    /// <summary>Its id, made of both.</summary>
    public Guid Id { get; set; }

    /// <summary>The call.</summary>
    public Guid CallId { get; set; }

    /// <summary>The submission.</summary>
    public Guid SubmissionId { get; set; }

    /// <summary>The judge.</summary>
    public Guid JudgeId { get; set; }

    /// <summary>What the judge has to do with it.</summary>
    public CaseState State { get; set; }

    /// <summary>When the judge said to be impartial; before, only the title is shown.</summary>
    public DateTimeOffset? ImpartialAt { get; set; }

    /// <summary>The conflict; null when there is none.</summary>
    public Conflict? Conflict { get; set; }

    internal static Guid IdOf(Guid submission, Guid judge) => FactId.Of($"community-business.judge-case|{submission:N}|{judge:N}");
}
