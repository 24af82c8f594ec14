namespace Kenmin.CommunityBusiness;

/// <summary>Features of this module.</summary>
internal static class Features
{
    public const string Ideas = "community-business.ideas";
    public const string Plans = "community-business.plans";
    public const string Contests = "community-business.contests";
    public const string Organisations = "community-business.organisations";
    public const string Support = "community-business.support";
    public const string Library = "community-business.library";
    public const string Showcase = "community-business.showcase";
    public const string Resources = "community-business.resources";
    public const string Money = "community-business.money";
}

/// <summary>Permissions of this module.</summary>
internal static class Permissions
{
    public const string Own = "community-business.own";
    public const string Read = "community-business.read";
    public const string Manage = "community-business.manage";
    public const string ReadContests = "community-business.contests.read";
    public const string ManageContests = "community-business.contests.manage";
    public const string Judge = "community-business.contests.judge";
    public const string ManageGates = "community-business.gates.manage";
    public const string AssignCases = "community-business.cases.assign";
    public const string Publish = "community-business.publish";
    public const string ManageMoney = "community-business.money.manage";
}
