namespace Kenmin.CommunityBusiness.Resources;

/// <summary>Where a team's interest stands.</summary>
public enum InterestState
{
    /// <summary>The team said so; the office has not answered (返事待ち).</summary>
    Asked,

    /// <summary>The office brought the two together (紹介した).</summary>
    Introduced,

    /// <summary>The office did not, with a reason (見送り).</summary>
    Declined,

    /// <summary>It is over (終了).</summary>
    Ended,
}

/// <summary>A team would use a resource or take on a problem (つなぐ).</summary>
public sealed class LocalInterest
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The resource or problem.</summary>
    public Guid EntryId { get; set; }

    /// <summary>Its municipality, whose staff answer.</summary>
    public string MunicipalityCode { get; set; } = "";

    /// <summary>The venture.</summary>
    public Guid VentureId { get; set; }

    /// <summary>What the team would do with it.</summary>
    public string Message { get; set; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Who of the team said so.</summary>
    public Doer By { get; set; } = new(Guid.Empty, "");

    /// <summary>Where it stands.</summary>
    public InterestState State { get; set; }

    /// <summary>What the office answered.</summary>
    public string Answer { get; set; } = "";

    /// <summary>When it was answered.</summary>
    public DateTimeOffset? AnsweredAt { get; set; }

    /// <summary>Who answered.</summary>
    public Doer? AnsweredBy { get; set; }

    internal bool IsRunning => State is InterestState.Asked or InterestState.Introduced;
}
