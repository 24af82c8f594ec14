using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;

namespace Kenmin.Accounts.AuditLog;

/// <summary>The audit log in words.</summary>
internal static class AuditWords
{
    public static LocalizedText Of(AuditKind kind) => kind switch
    {
        AuditKind.View => new("閲覧", "View"),
        AuditKind.Export => new("持出し", "Export"),
        AuditKind.Refusal => new("拒否", "Refusal"),
        _ => new("変更", "Change"),
    };
}
