using Kenmin.Pages;

namespace Kenmin.CleanUp.Supplies.Pages;

/// <summary>What is typed to move supplies.</summary>
internal sealed class SupplyForm
{
    /// <summary>The movement's id, made with the form: sent twice, it is made once.</summary>
    public string? CommandId { get; set; }

    /// <summary>How they move.</summary>
    public string? Move { get; set; }

    /// <summary>Bags for burnable litter.</summary>
    public string? BurnableBag { get; set; }

    /// <summary>Bags for other litter.</summary>
    public string? OtherBag { get; set; }

    /// <summary>Gloves.</summary>
    public string? Gloves { get; set; }

    /// <summary>Tongs.</summary>
    public string? Tongs { get; set; }

    /// <summary>Why.</summary>
    public string? Note { get; set; }

    internal MoveSupplies? ToCommand(string municipality, Guid? activity, Doer by, IReadOnlyList<SupplyMove> allowed, FormErrors errors)
    {
        if (!Enum.TryParse<SupplyMove>(Move, out var move) || !allowed.Contains(move))
            errors.Add("Input.Move", new("何をするかを選んでください。", "Choose what to do."));
        List<SupplyLine> lines = [];
        foreach (var (item, text) in new[] { (SupplyItem.BurnableBag, BurnableBag), (SupplyItem.OtherBag, OtherBag), (SupplyItem.Gloves, Gloves), (SupplyItem.Tongs, Tongs) })
            if (errors.TakeNumber($"Input.{item}", text) is { } number && number != 0) lines.Add(new(item, number));
        return errors.Any ? null : new(Guid.TryParse(CommandId, out var id) ? id : Guid.CreateVersion7(), move, municipality, activity, lines, Note, by);
    }
}
