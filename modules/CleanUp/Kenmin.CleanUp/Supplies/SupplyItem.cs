using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Supplies;

/// <summary>What a municipality gives to groups (用品).</summary>
public enum SupplyItem
{
    /// <summary>Bags for burnable litter (燃やせるごみの袋).</summary>
    BurnableBag,

    /// <summary>Bags for other litter (その他のごみの袋).</summary>
    OtherBag,

    /// <summary>Gloves (軍手).</summary>
    Gloves,

    /// <summary>Tongs (トング), which come back.</summary>
    Tongs,
}

/// <summary>How supplies move (用品の移動).</summary>
public enum SupplyMove
{
    /// <summary>They come into the office's stock (入庫).</summary>
    Receive,

    /// <summary>Stocktaking found fewer (棚卸しの減).</summary>
    WriteOff,

    /// <summary>They are kept for an activity (割当).</summary>
    Allocate,

    /// <summary>They are no longer kept for it (割当の取消).</summary>
    Release,

    /// <summary>The group takes them (引渡し).</summary>
    HandOver,

    /// <summary>They come back (返却).</summary>
    Return,

    /// <summary>They are used up or lost (使用・紛失).</summary>
    UseUp,
}

/// <summary>Where supplies are: each move takes them from one place to another, so that nothing comes from nowhere.</summary>
internal static class SupplyPlaces
{
    /// <summary>Outside of what is counted; the only place that may fall below zero.</summary>
    public const string Outside = "outside";

    public const string Office = "office";
    public const string Kept = "kept";
    public const string Out = "out";
    public const string Used = "used";

    public static (string From, string To) Of(SupplyMove move) => move switch
    {
        SupplyMove.Receive => (Outside, Office), SupplyMove.WriteOff => (Office, Outside), SupplyMove.Allocate => (Office, Kept), SupplyMove.Release => (Kept, Office),
        SupplyMove.HandOver => (Kept, Out), SupplyMove.Return => (Out, Office), _ => (Out, Used),
    };

    /// <summary>Whether a place is an activity's, and not the office's or the outside.</summary>
    public static bool IsOfActivity(string place) => place is Kept or Out or Used;

    public static bool IsOfActivity(SupplyMove move) => move is not (SupplyMove.Receive or SupplyMove.WriteOff);
}

/// <summary>Names of items, moves and places.</summary>
internal static class SupplyWords
{
    public static bool IsBag(SupplyItem item) => item is SupplyItem.BurnableBag or SupplyItem.OtherBag;

    public static LocalizedText NameOf(SupplyItem item) => item switch
    {
        SupplyItem.BurnableBag => new("燃やせるごみの袋", "Bags for burnable litter"), SupplyItem.OtherBag => new("その他のごみの袋", "Bags for other litter"),
        SupplyItem.Gloves => new("軍手", "Gloves"), _ => new("トング（返却）", "Tongs (to be returned)"),
    };

    public static LocalizedText NameOf(SupplyMove move) => move switch
    {
        SupplyMove.Receive => new("入庫", "Received"), SupplyMove.WriteOff => new("棚卸しの減", "Written off"), SupplyMove.Allocate => new("割当", "Allocated"),
        SupplyMove.Release => new("割当の取消", "Released"), SupplyMove.HandOver => new("引渡し", "Handed over"), SupplyMove.Return => new("返却", "Returned"),
        _ => new("使用・紛失", "Used up or lost"),
    };
}
