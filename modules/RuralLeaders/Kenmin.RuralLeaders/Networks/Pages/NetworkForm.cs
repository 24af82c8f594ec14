using System.Globalization;
using Kenmin.Pages;

namespace Kenmin.RuralLeaders.Networks.Pages;

/// <summary>What is typed about a network.</summary>
public sealed class NetworkForm
{
    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>What it is for.</summary>
    public string? Purpose { get; set; }

    /// <summary>An area.</summary>
    public string? Area1 { get; set; }

    /// <summary>Another.</summary>
    public string? Area2 { get; set; }

    /// <summary>Another.</summary>
    public string? Area3 { get; set; }

    /// <summary>Another.</summary>
    public string? Area4 { get; set; }

    /// <summary>Another.</summary>
    public string? Area5 { get; set; }

    /// <summary>How somebody new gets in.</summary>
    public string? Rule { get; set; }

    /// <summary>The quorum.</summary>
    public string? QuorumPercent { get; set; }

    internal static NetworkForm Of(Network n) => new()
    {
        Name = n.Name, Purpose = n.Purpose, Rule = n.Rule.ToString(), QuorumPercent = n.QuorumPercent.ToString(CultureInfo.InvariantCulture),
        Area1 = At(n, 0), Area2 = At(n, 1), Area3 = At(n, 2), Area4 = At(n, 3), Area5 = At(n, 4),
    };

    internal SaveNetwork ToCommand(Guid id, Guid account, FormErrors errors) => new(
        id, Name ?? "", Purpose ?? "", [.. new[] { Area1, Area2, Area3, Area4, Area5 }.Where(a => Guid.TryParse(a, out _)).Select(a => Guid.Parse(a!))],
        Rule == nameof(JoinRule.Vote) ? JoinRule.Vote : JoinRule.Coordinator, errors.TakeNumber("Input.QuorumPercent", QuorumPercent), account);

    private static string? At(Network n, int i) => i < n.AreaIds.Count ? n.AreaIds[i].ToString() : null;
}
