namespace Kenmin.Modularity.Access;

/// <summary>The five roles of the platform. What a role may do is said by the permissions in the manifests.</summary>
public static class Roles
{
    /// <summary>A resident (県民) who takes part.</summary>
    public const string Resident = "resident";

    /// <summary>Municipal staff (市町職員), scoped to municipalities.</summary>
    public const string MunicipalStaff = "municipal-staff";

    /// <summary>A program owner (事業担当者): prefectural or municipal staff who run an initiative.</summary>
    public const string ProgramOwner = "program-owner";

    /// <summary>An administrator (管理者).</summary>
    public const string Administrator = "administrator";

    /// <summary>An auditor (監査担当者): reads, never writes.</summary>
    public const string Auditor = "auditor";

    /// <summary>All five.</summary>
    public static IReadOnlyList<string> All { get; } = [Resident, MunicipalStaff, ProgramOwner, Administrator, Auditor];

    /// <summary>The roles that reach other people's data. They need a second factor at sign-in.</summary>
    public static IReadOnlyList<string> Staff { get; } = [MunicipalStaff, ProgramOwner, Administrator, Auditor];
}
