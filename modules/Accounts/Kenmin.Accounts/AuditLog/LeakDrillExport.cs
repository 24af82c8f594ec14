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

/// <summary>The persons whose data an account saw, as a file for sending notices.</summary>
internal sealed class LeakDrillExport : ISiteEndpoints
{
    public const string Address = "/admin/audit/leak-drill.csv";
    private const int AtOnce = 1000;

    private static readonly LocalizedText[] Header =
    [
        new("ID", "Id"), new("お名前", "Name"), new("郵便番号", "Postal code"), new("住所", "Address"), new("電話番号", "Phone"), new("メールアドレス", "E-mail"),
        new("初めて見た日時", "First seen"), new("最後に見た日時", "Last seen"), new("回数", "Looks"), new("内容", "What"),
    ];

    public void Map(IEndpointRouteBuilder site) => site.MapGet(Address, DownloadAsync)
        .RequirePermission(AccountsPermissions.ReadAudit).AlwaysOn("After a leak the persons concerned must be found, whatever is switched on.").ExcludeFromDescription();

    private static async Task<IResult> DownloadAsync(
        string? actor, string? from, string? until, ClaimsPrincipal user, LeakDrill drill, CancellationToken cancellationToken)
    {
        if (new AuditFilter(actor, null, null, null, from, until) is not { Errors.Count: 0, Query: { ActorId: { } account, From: { } start, Until: { } end } })
            return Results.LocalRedirect("/admin/audit/leak-drill");
        var file = new MemoryStream();
        await using (var csv = new CsvWriter(file))
        {
            csv.WriteRow([.. Header.Select(h => h.ToString())]);
            Guid? after = null;
            IReadOnlyList<AffectedPerson> page;
            do
            {
                page = await drill.FindAsync(user.AccountId()!.Value, new(account, start, end, after, AtOnce), "accounts.leak-drill.exported", cancellationToken);
                foreach (var person in page)
                    csv.WriteRow(
                    [
                        person.Seen.PersonId.ToString(), person.Known?.Name, person.Known?.PostalCode, person.Known?.Address, person.Known?.Phone, person.Known?.Email,
                        AuditExport.Time(person.Seen.First), AuditExport.Time(person.Seen.Last),
                        person.Seen.Looks.ToString(CultureInfo.InvariantCulture), string.Join(' ', person.Seen.Actions),
                    ]);
                if (page.Count > 0) after = page[^1].Seen.PersonId;
            }
            while (page.Count == AtOnce);
        }

        return Results.File(file.ToArray(), "text/csv; charset=utf-8", "leak-drill.csv");
    }
}
