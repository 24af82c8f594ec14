using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Collection;

/// <summary>What became of bags that were reported.</summary>
public enum BagState
{
    /// <summary>They wait for the crew (収集待ち).</summary>
    Waiting,

    /// <summary>Picked up (収集済み).</summary>
    PickedUp,

    /// <summary>Picked up, and more than announced (報告より多かった).</summary>
    MoreThanAnnounced,

    /// <summary>Not found (見つからなかった).</summary>
    NotFound,
}

/// <summary>Where a group left its bags for collection (ごみ袋の置き場所).</summary>
public sealed class BagSpot
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The activity.</summary>
    public Guid ActivityId { get; set; }

    /// <summary>The campaign.</summary>
    public Guid CampaignId { get; set; }

    /// <summary>The municipality that collects.</summary>
    public string MunicipalityCode { get; set; } = "";

    /// <summary>The place in words.</summary>
    public string Place { get; set; } = "";

    /// <summary>The position; the site's where the leader gave none.</summary>
    public GeoPoint Point { get; set; }

    /// <summary>How many bags for burnable litter, about.</summary>
    public int BurnableBags { get; set; }

    /// <summary>How many bags for other litter, about.</summary>
    public int OtherBags { get; set; }

    /// <summary>The day of the collection on which the crew comes.</summary>
    public DateOnly CollectionDay { get; set; }

    /// <summary>Whether so many had to be announced earlier.</summary>
    public bool Late { get; set; }

    /// <summary>When it was reported.</summary>
    public DateTimeOffset ReportedAt { get; set; }

    /// <summary>What became of them.</summary>
    public BagState State { get; set; }

    /// <summary>How many bags there were in fact, where there were more than announced.</summary>
    public int? BagsFound { get; set; }

    /// <summary>When that was recorded.</summary>
    public DateTimeOffset? MarkedAt { get; set; }

    /// <summary>Who recorded it.</summary>
    public Doer? MarkedBy { get; set; }

    internal int Bags => BurnableBags + OtherBags;

    internal Municipality Municipality => SharedKernel.Municipality.ByCode(MunicipalityCode)!;
}

/// <summary>Names of <see cref="BagState"/>.</summary>
internal static class BagWords
{
    public static LocalizedText StateOf(BagSpot spot) => spot.State switch
    {
        BagState.Waiting => new("収集待ち", "Waiting"), BagState.PickedUp => new("収集済み", "Picked up"), BagState.NotFound => new("見つからなかった", "Not found"),
        _ => new($"収集済み（実際は {spot.BagsFound} 袋）", $"Picked up ({spot.BagsFound} bags in fact)"),
    };

    public static Kenmin.Pages.Tone ToneOf(BagState state) => state switch
    {
        BagState.Waiting => Kenmin.Pages.Tone.Info, BagState.PickedUp => Kenmin.Pages.Tone.Success, BagState.NotFound => Kenmin.Pages.Tone.Error, _ => Kenmin.Pages.Tone.Warning,
    };

    public static LocalizedText Bags(BagSpot spot) => new(
        $"燃やせるごみ {spot.BurnableBags} 袋、その他 {spot.OtherBags} 袋", $"{spot.BurnableBags} burnable, {spot.OtherBags} other");
}
