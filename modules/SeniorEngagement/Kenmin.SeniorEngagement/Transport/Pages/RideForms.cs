using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.SeniorEngagement.Transport.Pages;

/// <summary>What is typed to ask for a ride.</summary>
public sealed class RideAskForm
{
    /// <summary>The request's id, made with the form: sent twice, it is one.</summary>
    public string? Id { get; set; }

    /// <summary>The activity, where it is chosen on the form.</summary>
    public string? Activity { get; set; }

    /// <summary>The district.</summary>
    public string? Area { get; set; }

    /// <summary>Where exactly.</summary>
    public string? Address { get; set; }

    /// <summary>The telephone.</summary>
    public string? Phone { get; set; }

    /// <summary>How many people.</summary>
    public string? People { get; set; } = "1";

    /// <summary>Whether one is in a wheelchair.</summary>
    public bool Wheelchair { get; set; }

    /// <summary>What else.</summary>
    public string? Note { get; set; }
}

/// <summary>What is typed to offer seats.</summary>
internal sealed class RideOfferForm
{
    /// <summary>The offer's id, made with the form.</summary>
    public string? Id { get; set; }

    /// <summary>The municipality.</summary>
    public string? Municipality { get; set; }

    /// <summary>The district.</summary>
    public string? Area { get; set; }

    /// <summary>When the car leaves.</summary>
    public string? LeavesAt { get; set; }

    /// <summary>How many seats.</summary>
    public string? Seats { get; set; }

    /// <summary>Whether one takes a wheelchair.</summary>
    public bool Wheelchair { get; set; }

    /// <summary>Whether it takes people back.</summary>
    public bool ComesBack { get; set; } = true;

    /// <summary>Where exactly they meet.</summary>
    public string? MeetingPoint { get; set; }

    /// <summary>The telephone.</summary>
    public string? Phone { get; set; }

    /// <summary>What else.</summary>
    public string? Note { get; set; }

    /// <summary>The rules were read.</summary>
    public bool KeepsRules { get; set; }

    internal TimeOnly? TakeLeavesAt(FormErrors errors)
    {
        if (string.IsNullOrWhiteSpace(LeavesAt)) return null;
        var parsed = LenientTime.Parse(LeavesAt);
        if (parsed.TryGet(out var time)) return time;
        errors.Add("Input.LeavesAt", parsed.Error);
        return null;
    }
}
