namespace Kenmin.Persistence.Audit;

/// <summary>What was done to another person's data.</summary>
public enum AuditKind
{
    /// <summary>Shown on a page or in an answer (閲覧).</summary>
    View,

    /// <summary>Taken out as a file (持出し).</summary>
    Export,

    /// <summary>Changed, or something was decided about it (変更).</summary>
    Change,

    /// <summary>Asked for, and not given (拒否).</summary>
    Refusal,
}

/// <summary>Kinds by the last words of the actions' keys.</summary>
internal static class AuditKinds
{
    private static readonly string[] Views = ["viewed", "listed", "previewed", "searched", "searched-for-walk-in"];
    private static readonly string[] Exports = ["exported", "fetched", "downloaded"];

    public static AuditKind Of(string action)
    {
        if (Views.Any(w => EndsWith(action, w))) return AuditKind.View;
        if (Exports.Any(w => EndsWith(action, w))) return AuditKind.Export;
        return EndsWith(action, "refused") ? AuditKind.Refusal : AuditKind.Change;
    }

    public static string ToStored(AuditKind kind) => kind switch
    {
        AuditKind.View => "view",
        AuditKind.Export => "export",
        AuditKind.Refusal => "refusal",
        _ => "change",
    };

    public static AuditKind FromStored(string kind) => kind switch
    {
        "view" => AuditKind.View,
        "export" => AuditKind.Export,
        "refusal" => AuditKind.Refusal,
        _ => AuditKind.Change,
    };

    private static bool EndsWith(string action, string word) =>
        action.EndsWith('.' + word, StringComparison.Ordinal) || action.EndsWith('-' + word, StringComparison.Ordinal);
}
