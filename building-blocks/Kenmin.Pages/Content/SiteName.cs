using Kenmin.SharedKernel;

namespace Kenmin.Pages;

/// <summary>What the site is called.</summary>
public static class SiteName
{
    /// <summary>県民活動プラットフォーム, Kenmin Platform.</summary>
    public static LocalizedText Text { get; } = new("県民活動プラットフォーム", "Kenmin Platform");
}
