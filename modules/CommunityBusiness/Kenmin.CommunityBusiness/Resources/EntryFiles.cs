using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kenmin.CommunityBusiness.Resources.Import;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.CommunityBusiness.Resources;

/// <summary>What is published as open data, without contacts and exact homes, and all of it as a table for staff.</summary>
internal sealed class EntryFiles : ISiteEndpoints
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Map(IEndpointRouteBuilder site)
    {
        site.MapGet("/community-business/open-data/local.csv", async (EntryReader entries, CancellationToken cancellationToken) =>
                Results.File(Table(await entries.PublicAsync(new(), cancellationToken)).ToCsv(), TableFile.CsvType, "local-resources-and-problems.csv"))
            .AllowAnonymous().AlwaysOn("what was published stays visible").ExcludeFromDescription();
        site.MapGet("/community-business/open-data/local.geojson", async (EntryReader entries, CancellationToken cancellationToken) =>
                Results.Json(GeoJson(await entries.PublicAsync(new(), cancellationToken)), Json, "application/geo+json"))
            .AllowAnonymous().AlwaysOn("what was published stays visible").ExcludeFromDescription();
        site.MapGet("/staff/community-business/local.csv", async (ClaimsPrincipal user, EntryReader entries, CancellationToken cancellationToken) => Results.File(
                new TableFile(EntryTable.Header, EntryTable.Write(await entries.ListAsync(new(), user, cancellationToken, AuditKind.Export))).ToCsv(), TableFile.CsvType, "local-entries.csv"))
            .RequirePermission(Permissions.Manage).AlwaysOn("what exists can always be taken out").ExcludeFromDescription();
    }

    private static TableFile Table(IReadOnlyList<EntryLine> lines) => new(
        ["ID", "層", "種類", "題名", "説明", "市町コード", "市町", "場所", "状態・広さ", "緯度", "経度", "位置の精度", "使える日（はじめ）", "使える日（終わり）", "窓口", "出典", "話し合い中"],
        lines.Select(l => l.Entry is var e ? (IReadOnlyList<string?>)
        [
            e.Id.ToString(), EntryWords.LayerOf(e.IsProblem).Ja, EntryWords.NameOf(e.Kind).Ja, e.Title, e.Text, e.MunicipalityCode, e.Municipality?.Name, e.Place, e.Condition,
            e.Shown is { } north ? LocalEntry.Degrees(north.Latitude) : "", e.Shown is { } east ? LocalEntry.Degrees(east.Longitude) : "", EntryWords.PlaceOnMap(e).Ja, Iso(e.From), Iso(e.Until), e.Office, e.Source, l.Talks ? "はい" : "いいえ",
        ] : []));

    private static object GeoJson(IReadOnlyList<EntryLine> lines) => new
    {
        Type = "FeatureCollection",
        Features = lines.Select(l => new { Type = "Feature", l.Entry.Id, Geometry = l.Entry.Shown is { } at ? new { Type = "Point", Coordinates = new[] { at.Longitude, at.Latitude } } : null, Properties = EntryView.Of(l) }),
    };

    private static string Iso(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
