namespace Kenmin.RuralLeaders;

/// <summary>Features of this module. What belongs to a course is decided for the course's fiscal year and initiative.</summary>
internal static class Features
{
    public const string Areas = "rural-leaders.areas";
    public const string Courses = "rural-leaders.courses";
    public const string Registration = "rural-leaders.registration";
    public const string Networks = "rural-leaders.networks";
    public const string Lending = "rural-leaders.lending";
    public const string Help = "rural-leaders.help";
    public const string Plans = "rural-leaders.plans";
    public const string Mentoring = "rural-leaders.mentoring";
    public const string Incorporation = "rural-leaders.incorporation";
}

/// <summary>Permissions of this module.</summary>
internal static class Permissions
{
    public const string Read = "rural-leaders.read";
    public const string Manage = "rural-leaders.manage";
    public const string ManageCourses = "rural-leaders.courses.manage";
    public const string TakePart = "rural-leaders.take-part";
}
