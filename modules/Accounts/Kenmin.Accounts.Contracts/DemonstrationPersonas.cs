namespace Kenmin.Accounts.Contracts;

/// <summary>
/// The fictional accounts of the demonstration, one for each role. They exist in Development only; their ids are fixed so that
/// other modules' demonstration data can belong to them.
/// </summary>
public static class DemonstrationPersonas
{
    /// <summary>A resident (県民).</summary>
    public static DemonstrationPersona Resident { get; } =
        new("resident", new("0199f000-0000-7000-8000-000000000001"), "見本 花子", "hanako@mihon.example.jp");

    /// <summary>Staff of the city of Yamaguchi (山口市職員), code 352039.</summary>
    public static DemonstrationPersona MunicipalStaff { get; } =
        new("municipal-staff", new("0199f000-0000-7000-8000-000000000002"), "見本 市太郎", "ichitaro@mihon.example.jp");

    /// <summary>A program owner (事業担当者).</summary>
    public static DemonstrationPersona ProgramOwner { get; } =
        new("program-owner", new("0199f000-0000-7000-8000-000000000003"), "見本 事子", "kotoko@mihon.example.jp");

    /// <summary>An administrator (管理者).</summary>
    public static DemonstrationPersona Administrator { get; } =
        new("administrator", new("0199f000-0000-7000-8000-000000000004"), "見本 管理", "kanri@mihon.example.jp");

    /// <summary>An auditor (監査担当者).</summary>
    public static DemonstrationPersona Auditor { get; } =
        new("auditor", new("0199f000-0000-7000-8000-000000000005"), "見本 監査", "kansa@mihon.example.jp");

    /// <summary>All five.</summary>
    public static IReadOnlyList<DemonstrationPersona> All { get; } = [Resident, MunicipalStaff, ProgramOwner, Administrator, Auditor];
}

/// <summary>A fictional account.</summary>
/// <param name="Key">The role that it plays.</param>
/// <param name="Id">The account's id.</param>
/// <param name="DisplayName">A name that says that it is a specimen (見本).</param>
/// <param name="Email">An address in a domain kept for examples.</param>
public sealed record DemonstrationPersona(string Key, Guid Id, string DisplayName, string Email);
