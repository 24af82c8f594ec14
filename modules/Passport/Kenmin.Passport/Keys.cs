namespace Kenmin.Passport;

/// <summary>Features of this module.</summary>
internal static class Features
{
    public const string Search = "passport.search";
    public const string PaperRecords = "passport.paper-records";
    public const string Sharing = "passport.sharing";
    public const string SavedSearches = "passport.saved-searches";
}

/// <summary>Permissions of this module.</summary>
internal static class Permissions
{
    public const string Own = "passport.own";
    public const string Read = "passport.read";
    public const string Refill = "passport.refill";
}
