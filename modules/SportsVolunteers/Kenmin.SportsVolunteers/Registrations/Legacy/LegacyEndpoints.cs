using System.Globalization;
using System.Security.Claims;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations.Overview;
using Kenmin.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.SportsVolunteers.Registrations.Legacy;

/// <summary>The legacy report for programs and spreadsheets: always without small figures, since these leave the office.</summary>
internal sealed class LegacyEndpoints(LegacyQueries queries, FeatureGates gates, TimeProvider clock) : IApiEndpoints
{
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("sports/registrations/summary", async (string? festival, string? day, ClaimsPrincipal user, CancellationToken cancellationToken) =>
            {
                if (DayOf(day) is not { } on) return ApiProblems.Invalid(new FieldProblem("#/day", LenientDate.Parse(day).Error));
                return Results.Ok(RegistrationSummary.Of(await ReportAsync(festival, on, user, cancellationToken), festival));
            })
            .Produces<RegistrationSummary>()
            .WithSummary("How many came forward, stay, refused, lapsed; figures below the year's limit (5 or 10) are null.")
            .WithExample(response: RegistrationSummary.Example)
            .RequirePermission(Permissions.ReadLegacy).RequireFeature(Features.Legacy);

        api.MapGet("sports/legacy.csv", async (string? festival, string? day, ClaimsPrincipal user, CancellationToken cancellationToken) =>
            {
                if (DayOf(day) is not { } on) return ApiProblems.Invalid(new FieldProblem("#/day", LenientDate.Parse(day).Error));
                var report = await ReportAsync(festival, on, user, cancellationToken);
                using var file = new MemoryStream();
                await using (var csv = new CsvWriter(file)) await WriteAsync(csv, report, await LeastAsync(), cancellationToken);
                return Results.File(file.ToArray(), "text/csv; charset=utf-8", $"legacy-{Dates.Iso(on)}.csv");
            })
            .Produces(StatusCodes.Status200OK, contentType: "text/csv")
            .WithSummary("The legacy report as CSV; figures below the year's limit (5 or 10) are left out.")
            .RequirePermission(Permissions.ReadLegacy).RequireFeature(Features.Legacy);
    }

    private DateOnly? DayOf(string? text) =>
        string.IsNullOrWhiteSpace(text) ? JapanTime.Today(clock) : LenientDate.Parse(text).TryGet(out var day) ? day : null;

    private async Task<LegacyReport> ReportAsync(string? festival, DateOnly day, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        (await queries.ReportAsync(
            new(string.IsNullOrWhiteSpace(festival) ? null : festival, user.ConfinedToMunicipalities()), day, cancellationToken)).WithoutSmallNumbers(await LeastAsync());

    // The limit is that of the year in which the figures leave the office.
    private async Task<int> LeastAsync() => await gates.NumberAsync(Features.Legacy, gates.CurrentYear) ?? SmallNumbers.Least;

    private static async Task WriteAsync(CsvWriter csv, LegacyReport report, int least, CancellationToken cancellationToken)
    {
        Task Row(LocalizedText group, LocalizedText item, LocalizedText what, long? figure) => csv.WriteRowAsync(
            [group.ToString(), item.ToString(), what.ToString(), figure is { } f ? Numbers.Decimal(f).Replace(",", "", StringComparison.Ordinal) : string.Create(CultureInfo.InvariantCulture, $"1-{least - 1}")],
            cancellationToken);
        await csv.WriteRowAsync(
            [Head("集計", "Group"), Head("区分", "Item"), Head("項目", "Figure"), Head("人数", "Persons")], cancellationToken);
        foreach (var (name, figure) in LegacyWords.Totals(report.Totals)) await Row(new("全体", "All"), new("", ""), name, figure);
        foreach (var age in report.Ages)
        {
            await Row(LegacyWords.AgesTitle, age.Name, Gender.Female.Name(), age.Female);
            await Row(LegacyWords.AgesTitle, age.Name, Gender.Male.Name(), age.Male);
            await Row(LegacyWords.AgesTitle, age.Name, LegacyWords.OtherGender, age.OtherOrNotStated);
        }

        await Row(LegacyWords.AgesTitle, LegacyWords.UnknownAge, new("", ""), report.UnknownAge);
        foreach (var place in report.Municipalities)
        {
            await Row(LegacyWords.PlacesTitle, place.Name, LegacyWords.CameForward, place.CameForward);
            await Row(LegacyWords.PlacesTitle, place.Name, LegacyWords.Continuing, place.Continuing);
        }
    }

    private static string Head(string ja, string en) => new LocalizedText(ja, en).ToString();
}

/// <summary>The legacy report in JSON. Figures below the year's limit are null.</summary>
/// <param name="Festival">The festival it is confined to; null for all.</param>
/// <param name="Day">The day on which ages are taken.</param>
/// <param name="Persons">All in the register.</param>
/// <param name="CameForward">Came forward for a festival.</param>
/// <param name="AgreedOnForm">Agreed on the form.</param>
/// <param name="Asked">Were asked afterwards.</param>
/// <param name="Answered">Answered when asked.</param>
/// <param name="Continuing">Stay.</param>
/// <param name="Refused">Refused.</param>
/// <param name="Lapsed">Did not answer in time.</param>
/// <param name="Ended">Stopped later.</param>
/// <param name="Erased">Of these, whose personal data were removed.</param>
/// <param name="StayRatePercent">Who stays, of all, in percent.</param>
/// <param name="Municipalities">By municipality.</param>
/// <param name="Ages">Who stays, by age class.</param>
internal sealed record RegistrationSummary(
    string? Festival, DateOnly Day, long? Persons, long? CameForward, long? AgreedOnForm, long? Asked, long? Answered, long? Continuing, long? Refused,
    long? Lapsed, long? Ended, long? Erased, decimal? StayRatePercent, IReadOnlyList<RegistrationSummary.Place> Municipalities,
    IReadOnlyList<RegistrationSummary.Class> Ages)
{
    public static RegistrationSummary Example { get; } = new(
        "見本大会", new(2026, 11, 1), 6214, 6190, 3021, 2411, 1108, 3720, 1201, 1293, 0, 0, 59.9m, [new("352039", "山口市", 812, 503)], [new(65, 312, 288, 0)]);

    public static RegistrationSummary Of(LegacyReport r, string? festival) => new(
        festival, r.Day, r.Totals.Persons, r.Totals.CameForward, r.Totals.AgreedOnForm, r.Totals.Asked, r.Totals.Answered, r.Totals.Continuing, r.Totals.Refused,
        r.Totals.Lapsed, r.Totals.Ended, r.Totals.Erased, r.Totals.StayRate,
        [.. r.Municipalities.Select(m => new Place(m.Code, m.Name.ToString(), m.CameForward, m.Continuing))],
        [.. r.Ages.Select(a => new Class(a.From, a.Female, a.Male, a.OtherOrNotStated))]);

    /// <summary>A municipality.</summary>
    /// <param name="Code">Six digits; null for outside or unknown.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="CameForward">All in the register.</param>
    /// <param name="Continuing">Who stays.</param>
    internal sealed record Place(string? Code, string Name, long? CameForward, long? Continuing);

    /// <summary>Five years of age.</summary>
    /// <param name="From">The youngest age.</param>
    /// <param name="Female">Women.</param>
    /// <param name="Male">Men.</param>
    /// <param name="OtherOrNotStated">Others and not stated.</param>
    internal sealed record Class(int From, long? Female, long? Male, long? OtherOrNotStated);
}
