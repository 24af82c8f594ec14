namespace Kenmin.SportsVolunteers;

/// <summary>Features of this module.</summary>
internal static class Features
{
    public const string Imports = "sports-volunteers.imports";
    public const string ContinuingRegistration = "sports-volunteers.continuing-registration";
    public const string Shifts = "sports-volunteers.shifts";
    public const string CheckIn = "sports-volunteers.check-in";
    public const string WalkIns = "sports-volunteers.walk-ins";
    public const string Legacy = "sports-volunteers.legacy";
}

/// <summary>Permissions of this module.</summary>
internal static class Permissions
{
    public const string ReadRoster = "sports-volunteers.roster.read";
    public const string ChangeRoster = "sports-volunteers.roster.change";
    public const string Import = "sports-volunteers.import";
    public const string ManageShifts = "sports-volunteers.shifts.manage";
    public const string ReadShifts = "sports-volunteers.shifts.read";
    public const string CheckIn = "sports-volunteers.check-in";
    public const string ReadLegacy = "sports-volunteers.legacy.read";
    public const string ReadSupportNeeds = "sports-volunteers.support-needs.read";
    public const string Assign = "sports-volunteers.assign";
    public const string TakePart = "sports-volunteers.take-part";
}
