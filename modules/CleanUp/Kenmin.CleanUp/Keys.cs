namespace Kenmin.CleanUp;

/// <summary>Features of this module. What belongs to a campaign is decided for the campaign's fiscal year and initiative.</summary>
internal static class Features
{
    public const string Campaigns = "clean-up.campaigns";
    public const string Sites = "clean-up.sites";
    public const string Activities = "clean-up.activities";
    public const string Supplies = "clean-up.supplies";
    public const string Collection = "clean-up.collection";
    public const string Results = "clean-up.results";
    public const string Care = "clean-up.care";
    public const string Education = "clean-up.education";
    public const string LitterReports = "clean-up.litter-reports";
    public const string Photos = "clean-up.photos";
}

/// <summary>Permissions of this module.</summary>
internal static class Permissions
{
    public const string Read = "clean-up.read";
    public const string ManageCampaigns = "clean-up.campaigns.manage";
    public const string Manage = "clean-up.manage";
    public const string TakePart = "clean-up.take-part";
    public const string ReadEducation = "clean-up.education.read";
    public const string ManageEducation = "clean-up.education.manage";
}
