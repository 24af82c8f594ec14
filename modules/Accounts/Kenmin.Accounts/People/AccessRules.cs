using Kenmin.Modularity.Access;
using Kenmin.SharedKernel;

namespace Kenmin.Accounts.People;

/// <summary>Which roles and municipalities go together on one account.</summary>
internal static class AccessRules
{
    /// <summary>What is wrong with the choice; empty when nothing is.</summary>
    public static IReadOnlyList<FieldRefusal> Check(IReadOnlyCollection<string> roles, IReadOnlyCollection<string> municipalities)
    {
        List<FieldRefusal> refusals = [];
        if (roles.FirstOrDefault(r => !Roles.All.Contains(r)) is { } unknown)
            refusals.Add(new("Roles", new(
                $"「{unknown}」という役割はありません。一覧から選んでください。", $"There is no role “{unknown}”. Choose from the list.")));
        if (roles.Contains(Roles.Auditor) && roles.Any(r => r is not (Roles.Auditor or Roles.Resident)))
            refusals.Add(new("Roles", new(
                "監査担当者は記録を確かめる役割なので、職員や管理者の役割とは兼ねられません。どちらかを外してください。",
                "An auditor only reads, and so cannot also be staff or an administrator. Take one of them away.")));
        if (municipalities.FirstOrDefault(c => Municipality.ByCode(c)?.Code6 != c) is { } code)
            refusals.Add(new("Municipalities", new(
                $"「{code}」という市町のコード（6 桁）はありません。一覧から選んでください。",
                $"There is no municipality with the 6-digit code “{code}”. Choose from the list.")));
        if (roles.Contains(Roles.MunicipalStaff) && municipalities.Count == 0)
            refusals.Add(new("Municipalities", new(
                "市町職員には、担当する市町を 1 つ以上選んでください。", "Choose at least one municipality for municipal staff.")));
        if (!roles.Contains(Roles.MunicipalStaff) && municipalities.Count > 0)
            refusals.Add(new("Municipalities", new(
                "担当市町は市町職員だけに付けられます。市町の選択を外すか、市町職員の役割を付けてください。",
                "Only municipal staff have municipalities. Clear them, or give the role.")));
        return refusals;
    }
}
