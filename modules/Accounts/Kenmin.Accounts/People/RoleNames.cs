using Kenmin.Modularity.Access;
using Kenmin.SharedKernel;

namespace Kenmin.Accounts.People;

/// <summary>The roles as people read them.</summary>
internal static class RoleNames
{
    public static LocalizedText Of(string role) => role switch
    {
        Roles.Resident => new("県民", "Resident"),
        Roles.MunicipalStaff => new("市町職員", "Municipal staff"),
        Roles.ProgramOwner => new("事業担当者", "Program owner"),
        Roles.Administrator => new("管理者", "Administrator"),
        Roles.Auditor => new("監査担当者", "Auditor"),
        _ => LocalizedText.Same(role),
    };

    /// <summary>The names of several roles in one line.</summary>
    public static LocalizedText Of(IEnumerable<string> roles)
    {
        var names = roles.Select(Of).ToList();
        return new(string.Join('、', names.Select(n => n.Ja)), string.Join(", ", names.Select(n => n.En)));
    }
}
