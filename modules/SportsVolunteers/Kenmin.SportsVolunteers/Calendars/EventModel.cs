using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Initiatives;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Shifts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Kenmin.SportsVolunteers.Calendars;

/// <summary>
/// Published events to come in the government's event model (政府相互運用性フレームワーク イベントデータモデル) as JSON: the fields of the
/// base model and those of the extended one that are known here. One entry for each event, its venues as sub-events. What is not known is left out.
/// </summary>
internal sealed class EventModel(IOptions<AskingSettings> settings) : ISiteEndpoints
{
    public void Map(IEndpointRouteBuilder site) => site
        .MapGet("/sports/open-data/events.json", async (HttpContext http, ShiftCatalog catalog, EventInitiatives initiatives, CancellationToken cancellationToken) =>
        {
            var address = http.SiteAddress();
            var events = new JsonArray();
            foreach (var sportsEvent in (await catalog.PublishedAsync(cancellationToken)).Coming)
                events.Add((JsonNode)EntryOf(sportsEvent, [.. (await catalog.AllShiftsAsync(sportsEvent.Id, new(), cancellationToken)).Where(r => !r.Cancelled)], initiatives.Find(sportsEvent.InitiativeId)?.Name.Ja, address));
            return Results.Text(events.ToJsonString(JsonSerializerOptions.Web), "application/json; charset=utf-8");
        })
        .AllowAnonymous().AlwaysOn("each event is shown as long as sign-up is switched on for its own fiscal year").ExcludeFromDescription();

    private JsonObject EntryOf(SportsEvent e, IReadOnlyList<ShiftRow> shifts, string? initiative, string site)
    {
        var venues = shifts.Select(s => s.Venue).DistinctBy(v => v.Id).OrderBy(v => v.MunicipalityCode, StringComparer.Ordinal).ThenBy(v => v.Name, StringComparer.Ordinal).ToList();
        var address = $"{site}/sports/events/{e.Slug}";
        var ages = shifts.Select(s => s.Shift.MinimumAge).OfType<int>().ToList();
        var entry = new JsonObject
        {
            ["id"] = e.Slug, ["eventName"] = e.Name, ["description"] = $"{e.Name}のボランティアを募集しています。", ["eventType"] = "スポーツ・ボランティア募集",
            ["eventUrl"] = address, ["status"] = e.CancelledBecause is null ? "開催予定" : "中止", ["keyword"] = string.Join('、', shifts.Select(s => s.Shift.Role).Distinct(StringComparer.Ordinal).Take(20)),
            ["dateOfStart"] = Dates.Iso(e.FirstDay), ["dateOfEnd"] = Dates.Iso(e.LastDay), ["webinarStatus"] = "なし",
            ["organizer"] = initiative ?? "山口県", ["targetPerson"] = "ボランティアに登録した人", ["feeStatus"] = "無料",
            ["contactPointInformation"] = settings.Value.Contact.Ja, ["languageCode"] = "ja", ["fee_JPY"] = 0,
            ["applicationUrl"] = address, ["applicationMethod"] = "申込フォーム",
        };
        if (shifts.Count > 0)
        {
            entry["startTime"] = Clock(shifts.Min(s => s.Shift.Starts));
            entry["capacity"] = shifts.Sum(s => s.Occupancy?.Capacity ?? 0);
            entry["capacityRemark"] = "活動枠の定員の合計（延べ人数）";
        }

        if (venues.Count == 1)
        {
            entry["location"] = venues[0].Name;
            entry["locationAddress"] = venues[0].Address;
        }
        else if (venues.Count > 1)
        {
            entry["location"] = string.Join('、', venues.Take(10).Select(v => v.Name));
            entry["subEvent"] = new JsonArray([.. venues.Select(v => (JsonNode)$"{v.Name}（{v.Address}）")]);
        }

        if (ages.Count > 0) entry["targetRemark"] = $"活動により{ages.Min()}歳以上";
        if (e.SignUpFrom is { } from) entry["startDateOfApplication"] = Dates.Iso(from);
        if (e.SignUpClosesDaysBefore > 0)
        {
            entry["deadlineDateOfApplication"] = Dates.Iso(e.LastDay.AddDays(-e.SignUpClosesDaysBefore));
            entry["applicationDeadlineTime"] = "23:59";
        }

        return entry;
    }

    private static string Clock(DateTimeOffset at) => JapanTime.Local(at).ToString("HH:mm", CultureInfo.InvariantCulture);
}
