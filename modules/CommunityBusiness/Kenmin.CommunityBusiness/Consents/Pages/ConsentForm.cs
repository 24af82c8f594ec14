namespace Kenmin.CommunityBusiness.Consents.Pages;

/// <summary>What is typed about a consent.</summary>
public sealed class PublicConsentForm
{
    /// <summary>For what.</summary>
    public string? Purpose { get; set; }

    /// <summary>The last day.</summary>
    public string? Until { get; set; }

    /// <summary>How it was given.</summary>
    public string? How { get; set; }
}
