using Kenmin.SharedKernel;

namespace Kenmin.RuralLeaders.Help;

/// <summary>Where a proposal stands.</summary>
public enum MatchState
{
    /// <summary>Proposed; not both have accepted (返事待ち).</summary>
    Proposed,

    /// <summary>Both accepted (約束).</summary>
    Agreed,

    /// <summary>The help came (お礼済み).</summary>
    Done,

    /// <summary>One side does not want it (見送り).</summary>
    Refused,

    /// <summary>Taken back after both had accepted (取りやめ).</summary>
    Withdrawn,

    /// <summary>Nobody answered in time, or it was no longer needed (期限切れ).</summary>
    Lapsed,

    /// <summary>Nobody came (実施なし).</summary>
    NotDone,
}

/// <summary>Who of the two.</summary>
public enum HelpSide
{
    /// <summary>Who asks for help.</summary>
    Asker,

    /// <summary>Who offers it.</summary>
    Helper,
}

/// <summary>
/// A request and an offer brought together (組み合わせ). A pair is brought together once only, whatever becomes of it: the database holds
/// one for request and offer.
/// </summary>
public sealed class HelpMatch
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>What makes it one: request and offer.</summary>
    public string Pair { get; set; } = "";

    /// <summary>The request.</summary>
    public Guid RequestId { get; set; }

    /// <summary>The offer.</summary>
    public Guid OfferId { get; set; }

    /// <summary>Who asks; null when the person was erased.</summary>
    public Guid? AskerId { get; set; }

    /// <summary>Who helps; null when the person was erased.</summary>
    public Guid? HelperId { get; set; }

    /// <summary>Whose time it takes: the person's, or the group's or thing's own.</summary>
    public Guid Holder { get; set; }

    /// <summary>For whom the help counts: the network, or the person who asks.</summary>
    public Guid Beneficiary { get; set; }

    /// <summary>How many people come; 1 for a thing.</summary>
    public int People { get; set; }

    /// <summary>The skills that are wanted of them here.</summary>
    public List<HelpSkill> Skills { get; set; } = [];

    /// <summary>The thing that is lent; null where people come.</summary>
    public HelpTool? Tool { get; set; }

    /// <summary>The day.</summary>
    public DateOnly Day { get; set; }

    /// <summary>When it begins.</summary>
    public TimeOnly Start { get; set; }

    /// <summary>When it ends.</summary>
    public TimeOnly End { get; set; }

    /// <summary>How far it is, in minutes by car; null when it is not known.</summary>
    public int? Minutes { get; set; }

    /// <summary>Why these two, in plain words, without anybody's name.</summary>
    public List<LocalizedText> Reasons { get; set; } = [];

    /// <summary>Where it stands.</summary>
    public MatchState State { get; set; }

    /// <summary>When it was proposed.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Until when both answer.</summary>
    public DateTimeOffset AnswerBy { get; set; }

    /// <summary>When the asker accepted; null before.</summary>
    public DateTimeOffset? AskerAccepted { get; set; }

    /// <summary>When the helper accepted; null before.</summary>
    public DateTimeOffset? HelperAccepted { get; set; }

    /// <summary>Who refused or took it back; null where nobody did.</summary>
    public HelpSide? EndedBy { get; set; }

    /// <summary>Why; may be empty.</summary>
    public string Why { get; set; } = "";

    /// <summary>How many came; null before it was recorded.</summary>
    public int? Came { get; set; }

    /// <summary>For how many minutes, each.</summary>
    public int? MinutesEach { get; set; }

    /// <summary>Thanks from who asked; may be empty.</summary>
    public string Thanks { get; set; } = "";

    internal DateTimeOffset Starts => JapanTime.At(Day, Start);

    internal DateTimeOffset Ends => JapanTime.At(Day, End);

    /// <summary>Whether it takes the helper's time, or may still.</summary>
    internal bool IsAlive => State is MatchState.Proposed or MatchState.Agreed or MatchState.Done;

    /// <summary>Whether it counts as help in the fiscal year.</summary>
    internal bool CountsIn(FiscalYear year) => State is MatchState.Agreed or MatchState.Done && FiscalYear.Of(Day) == year;

    internal bool HasAccepted(HelpSide side) => (side == HelpSide.Asker ? AskerAccepted : HelperAccepted) is not null;

    internal static string PairOf(Guid request, Guid offer) => $"{request:N}|{offer:N}";

    internal void Accept(HelpSide side, DateTimeOffset at)
    {
        if (side == HelpSide.Asker) AskerAccepted ??= at;
        else HelperAccepted ??= at;
    }

    internal void Close(MatchState state, HelpSide? by, string? why) => (State, EndedBy, Why) = (state, by, why?.Trim() ?? "");
}
