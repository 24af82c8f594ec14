namespace Kenmin.SeniorEngagement;

/// <summary>Features of this module. What belongs to points is decided for the rule's fiscal year and initiative.</summary>
internal static class Features
{
    public const string Cards = "senior-engagement.cards";
    public const string Proxies = "senior-engagement.proxies";
    public const string Steps = "senior-engagement.steps";
    public const string Points = "senior-engagement.points";
    public const string Rides = "senior-engagement.rides";
    public const string Circles = "senior-engagement.circles";
    public const string CheckIns = "senior-engagement.check-ins";
    public const string Training = "senior-engagement.training";
    public const string Requests = "senior-engagement.requests";
}

/// <summary>Permissions of this module.</summary>
internal static class Permissions
{
    public const string Own = "senior-engagement.own";
    public const string Read = "senior-engagement.read";
    public const string Manage = "senior-engagement.manage";
    public const string ManagePoints = "senior-engagement.points.manage";
    public const string ManageLicenceKinds = "senior-engagement.licence-kinds.manage";
}

/// <summary>What personal data are used for only while the person agrees.</summary>
internal static class Purposes
{
    public const string Proxy = "senior-engagement.proxy";
    public const string ProxyText = "2026-11";
    public const string CheckIn = "senior-engagement.check-in";
    public const string CheckInText = "2026-11";
    public const string Leading = "senior-engagement.leading";
    public const string LeadingText = "2026-11";
}
