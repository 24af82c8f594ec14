namespace Kenmin.CleanUp.Photos;

/// <summary>What a photo belongs to.</summary>
public enum PhotoSubject
{
    /// <summary>A group's activity (活動).</summary>
    Activity,

    /// <summary>A report of litter (ごみの通報).</summary>
    LitterReport,
}

/// <summary>When a photo was taken.</summary>
public enum PhotoMoment
{
    /// <summary>Before the clean-up.</summary>
    Before,

    /// <summary>After it.</summary>
    After,
}

/// <summary>Where a photo stands.</summary>
public enum PhotoState
{
    /// <summary>Staff have not looked at it; only who sent it, the leader and staff see it.</summary>
    Waiting,

    /// <summary>Staff made it public (公開).</summary>
    Approved,

    /// <summary>Staff did not; the picture itself is gone.</summary>
    Refused,
}

/// <summary>A photo: what is known of it. The picture stands in <c>photo_pictures</c>, drawn anew, without what the camera wrote into the file.</summary>
public sealed class Photo
{
    /// <summary>Its id, given by who sends it: sent again, it is the same photo.</summary>
    public Guid Id { get; set; }

    /// <summary>What it belongs to.</summary>
    public PhotoSubject Subject { get; set; }

    /// <summary>The id of what it belongs to.</summary>
    public Guid SubjectId { get; set; }

    /// <summary>Whose staff look at it.</summary>
    public string MunicipalityCode { get; set; } = "";

    /// <summary>When it was taken.</summary>
    public PhotoMoment Moment { get; set; }

    /// <summary>Who sent it; null where nobody signed in did, or once the person's data are erased.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>Where it stands.</summary>
    public PhotoState State { get; set; }

    /// <summary>Why it is not shown; who sent it reads it.</summary>
    public string Reason { get; set; } = "";

    /// <summary>Width in pixels.</summary>
    public int Width { get; set; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; set; }

    /// <summary>When it arrived.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>When staff decided.</summary>
    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>Who decided.</summary>
    public Doer? DecidedBy { get; set; }

    internal string Href => $"/clean-up/photos/{Id}.jpg";

    internal string SmallHref => $"/clean-up/photos/{Id}-small.jpg";
}
