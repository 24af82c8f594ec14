using System.Globalization;
using System.Text;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.WebUtilities;

namespace Kenmin.Accounts.AuditLog;

/// <summary>What the audit log is searched by, as it was typed, and what is wrong with it.</summary>
internal sealed class AuditFilter
{
    private static readonly string[] Times = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy/M/d H:mm"];

    private readonly Dictionary<string, LocalizedText> _errors = new(StringComparer.Ordinal);
    private readonly (string Name, string? Value)[] _typed;

    public AuditFilter(string? actor, string? subject, string? kind, string? action, string? from, string? until)
    {
        _typed = [("actor", actor), ("subject", subject), ("kind", kind), ("action", action), ("from", from), ("until", until)];
        Query = new(ReadId("subject", subject), ReadId("actor", actor))
        {
            Kind = ReadKind(kind),
            Action = string.IsNullOrWhiteSpace(action) ? null : action.Trim(),
            From = ReadMoment("from", from, endOfDay: false),
            Until = ReadMoment("until", until, endOfDay: true),
        };
    }

    /// <summary>What to look for; without what could not be read.</summary>
    public AuditQuery Query { get; }

    /// <summary>Reasons by the names of fields.</summary>
    public IReadOnlyDictionary<string, LocalizedText> Errors => _errors;

    /// <summary>What is wrong with a field; null when nothing is.</summary>
    public LocalizedText? Error(string field) => _errors.TryGetValue(field, out var error) ? error : null;

    /// <summary>An address with the same search.</summary>
    public string Address(string path, params (string Name, string? Value)[] more) => QueryHelpers.AddQueryString(path,
        _typed.Concat(more).Where(p => !string.IsNullOrWhiteSpace(p.Value)).Select(p => KeyValuePair.Create(p.Name, (string?)p.Value)));

    /// <summary>What was searched for, for the audit log itself: ids, kinds and times only.</summary>
    public string? Matter()
    {
        List<string> parts = [];
        if (Query.ActorId is { } actor) parts.Add($"actor: {actor}");
        if (Query.Kind is { } kind) parts.Add($"kind: {kind}");
        if (Query.From is { } from) parts.Add($"from: {from.ToUniversalTime():O}");
        if (Query.Until is { } until) parts.Add($"until: {until.ToUniversalTime():O}");
        return parts.Count == 0 ? null : string.Join(' ', parts);
    }

    private Guid? ReadId(string field, string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (Guid.TryParse(text.Trim(), out var id)) return id;
        _errors[field] = new(
            "ID は 0199f000-0000-7000-8000-000000000001 のような形です。一覧から写して入力してください。",
            "An id looks like 0199f000-0000-7000-8000-000000000001. Copy it from a list.");
        return null;
    }

    private AuditKind? ReadKind(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (Enum.TryParse<AuditKind>(text, ignoreCase: true, out var kind) && Enum.IsDefined(kind)) return kind;
        _errors["kind"] = new("一覧から選んでください（view、export、change、refusal）。", "Choose one of view, export, change, refusal.");
        return null;
    }

    private DateTimeOffset? ReadMoment(string field, string? text, bool endOfDay)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        text = text.Normalize(NormalizationForm.FormKC).Trim();
        if (DateTime.TryParseExact(text, Times, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) && local.Year > 1900)
            return JapanTime.At(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local));
        if (text.Contains('T', StringComparison.Ordinal)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) && instant.Year > 1900)
            return instant;
        if (LenientDate.Parse(text).TryGet(out var day) && day.Year is > 1900 and < 9999) return JapanTime.StartOf(endOfDay ? day.AddDays(1) : day);
        _errors[field] = new(
            "日時は 2026-11-01 09:00、日付だけなら 令和8年11月1日 のように入力してください。",
            "Enter a time as 2026-11-01 09:00, or a day such as 2026-11-01.");
        return null;
    }
}
