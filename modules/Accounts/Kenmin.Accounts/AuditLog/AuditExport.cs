using System.Globalization;
using System.Security.Claims;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.Accounts.AuditLog;

/// <summary>Entries of the audit log as a file, written while it is read: it may be long.</summary>
internal sealed class AuditExport : ISiteEndpoints
{
    public const string Address = "/admin/audit/export.csv";
    private const int AtOnce = 200;

    private static readonly LocalizedText[] Header =
    [
        new("番号", "Number"), new("封の位置", "Place in the chain"), new("日時", "When"), new("行った人の ID", "Id of who acted"), new("種類", "Kind"), new("内容", "Action"),
        new("対象の人の ID", "Ids of the persons concerned"), new("補足", "Matter"),
    ];

    public void Map(IEndpointRouteBuilder site) => site.MapGet(Address, DownloadAsync)
        .RequirePermission(AccountsPermissions.ReadAudit).AlwaysOn("Auditors can always read the audit log.").ExcludeFromDescription();

    /// <summary>A moment in Japan for spreadsheets.</summary>
    public static string Time(DateTimeOffset at) => JapanTime.Local(at).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    private static async Task<IResult> DownloadAsync(
        string? actor, string? subject, string? kind, string? action, string? from, string? until, ClaimsPrincipal user, IAuditTrail audit, CancellationToken cancellationToken)
    {
        var filter = new AuditFilter(actor, subject, kind, action, from, until);
        if (filter.Errors.Count > 0) return Results.LocalRedirect(filter.Address("/admin/audit"));
        await audit.RecordAsync(
            new(user.AccountId(), "accounts.audit.exported", filter.Query.SubjectId is { } one ? [one] : [], filter.Matter()), cancellationToken);
        var heading = Header.Select(h => h.ToString()).ToList();
        return Results.Stream(stream => WriteAsync(stream, heading, filter.Query, audit, cancellationToken), "text/csv; charset=utf-8", "audit-log.csv");
    }

    private static async Task WriteAsync(Stream stream, IReadOnlyList<string> heading, AuditQuery query, IAuditTrail audit, CancellationToken cancellationToken)
    {
        await using var csv = new CsvWriter(stream);
        await csv.WriteRowAsync(heading, cancellationToken);
        query = query with { Take = AtOnce };
        IReadOnlyList<RecordedAuditEntry> page;
        do
        {
            page = await audit.FindAsync(query, cancellationToken);
            foreach (var recorded in page)
                await csv.WriteRowAsync(
                [
                    recorded.Id.ToString(CultureInfo.InvariantCulture), recorded.Position?.ToString(CultureInfo.InvariantCulture), Time(recorded.At),
                    recorded.Entry.ActorId?.ToString(), recorded.Entry.Kind.ToString().ToLowerInvariant(), recorded.Entry.Action,
                    string.Join(' ', recorded.Entry.SubjectIds), recorded.Entry.Matter,
                ], cancellationToken);
            if (page.Count > 0) query = query with { Before = page[^1].Id };
        }
        while (page.Count == AtOnce);
    }
}
