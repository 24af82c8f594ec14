namespace Kenmin.CommunityBusiness.Support.Mentors;

/// <summary>Where a pair of mentor and venture stands.</summary>
public enum MentorState
{
    /// <summary>Proposed; not both have agreed (返事待ち).</summary>
    Proposed,

    /// <summary>Both agreed (伴走中).</summary>
    Agreed,

    /// <summary>One side does not want it (見送り).</summary>
    Declined,

    /// <summary>Ended, or taken back (終了).</summary>
    Ended,
}

/// <summary>What the two wrote down of a talk: written once.</summary>
/// <param name="Id">Its id, made by the page, so that sending twice writes once.</param>
/// <param name="On">The day.</param>
/// <param name="Text">What was talked about, and what comes next.</param>
/// <param name="At">When it was written.</param>
/// <param name="By">Who wrote it.</param>
public sealed record MentorNote(Guid Id, DateOnly On, string Text, DateTimeOffset At, Doer By);

/// <summary>A mentor who goes along with a venture (伴走支援), because both sides agreed. What they write is read by the two sides only.</summary>
public sealed class Mentorship
{
    /// <summary>The id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The venture.</summary>
    public Guid VentureId { get; set; }

    /// <summary>The venture's municipality.</summary>
    public string MunicipalityCode { get; set; } = "";

    /// <summary>The mentor's entry as an expert.</summary>
    public Guid ExpertId { get; set; }

    /// <summary>Where it stands.</summary>
    public MentorState State { get; set; }

    /// <summary>When the team agreed; null before.</summary>
    public DateTimeOffset? TeamAgreedAt { get; set; }

    /// <summary>When the mentor agreed; null before.</summary>
    public DateTimeOffset? MentorAgreedAt { get; set; }

    /// <summary>A word to the other side.</summary>
    public string Message { get; set; } = "";

    /// <summary>When it was proposed.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Who proposed it.</summary>
    public Doer ProposedBy { get; set; } = new(Guid.Empty, "");

    /// <summary>What they wrote down, in the order in which it was written.</summary>
    public List<MentorNote> Notes { get; set; } = [];

    internal bool IsRunning => State is MentorState.Proposed or MentorState.Agreed;
}
