using System.Security.Claims;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using static Kenmin.Pages.Texts;

namespace Kenmin.Pages;

/// <summary>What the modules' manifests offer to a reader: by role, by permission, by what is switched on.</summary>
internal sealed class VisibleNavigation(ModuleCatalog catalog, FeatureGates gates)
{
    /// <summary>The entries for this reader, by area, in the order of the manifests' numbers.</summary>
    public async Task<IReadOnlyList<NavigationGroup>> ForAsync(ClaimsPrincipal? reader)
    {
        var visible = new List<NavigationItem>();
        foreach (var item in catalog.Modules.SelectMany(m => m.Manifest.Navigation))
            if (await IsForAsync(reader, item)) visible.Add(item);
        return [.. visible.GroupBy(i => i.Area).OrderBy(g => g.Key).Select(g => new NavigationGroup(
            g.Key, [.. g.OrderBy(i => i.Order).ThenBy(i => i.Href, StringComparer.Ordinal)]))];
    }

    public static LocalizedText NameOf(NavigationArea area) => area switch
    {
        NavigationArea.Resident => L("わたしの活動", "My activities"),
        NavigationArea.Staff => L("職員", "Staff"),
        NavigationArea.Administration => L("管理", "Administration"),
        _ => L("一般", "Public"),
    };

    private async Task<bool> IsForAsync(ClaimsPrincipal? reader, NavigationItem item)
    {
        if (item.Area != NavigationArea.Public && reader?.Identity?.IsAuthenticated != true) return false;
        if (item.Permission is not null && (reader is null || !catalog.Holds(reader, item.Permission))) return false;
        return item.Feature is null || await gates.IsOnNowAsync(item.Feature);
    }
}

/// <summary>Entries of one area.</summary>
internal sealed record NavigationGroup(NavigationArea Area, IReadOnlyList<NavigationItem> Items);
