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

        api.MapGet("sports/registrations/course", async (string? festival, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                Results.Ok(CourseView.Of((await ReportAsync(festival, JapanTime.Today(clock), user, cancellationToken)).Course)))
            .Produces<CourseView>()
            .WithSummary("何年後に残っているか・年度ごとの加入と更新・見通し / Retention, intake, renewal and projection; small figures are null.")
            .WithExample(response: CourseView.Example)
            .RequirePermission(Permissions.ReadLegacy).RequireFeature(Features.Legacy);

        foreach (var (extension, type) in new[] { ("csv", TableFile.CsvType), ("xlsx", TableFile.XlsxType) })
            api.MapGet($"sports/legacy.{extension}", async (string? festival, string? day, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                {
                    if (DayOf(day) is not { } on) return ApiProblems.Invalid(new FieldProblem("#/day", LenientDate.Parse(day).Error));
                    var table = LegacyFile.Of(await ReportAsync(festival, on, user, cancellationToken), await LeastAsync());
                    return Results.File(
                        extension == "csv" ? table.ToCsv() : table.ToXlsx(new LocalizedText("定着状況", "Legacy").ToString()), type, $"legacy-{Dates.Iso(on)}.{extension}");
                })
                .Produces(StatusCodes.Status200OK, contentType: type.Split(';')[0])
                .WithSummary($"The legacy report as {extension}; figures below the year's limit (5 or 10) are left out.")
                .RequirePermission(Permissions.ReadLegacy).RequireFeature(Features.Legacy);
    }

    private DateOnly? DayOf(string? text) =>
        string.IsNullOrWhiteSpace(text) ? JapanTime.Today(clock) : LenientDate.Parse(text).TryGet(out var day) ? day : null;

    private async Task<LegacyReport> ReportAsync(string? festival, DateOnly day, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        (await queries.ReportAsync(
            new(string.IsNullOrWhiteSpace(festival) ? null : festival, user.ConfinedToMunicipalities()), day, cancellationToken)).WithoutSmallNumbers(await LeastAsync());

    // The limit is that of the year in which the figures leave the office.
    private async Task<int> LeastAsync() => await gates.NumberAsync(Features.Legacy, gates.CurrentYear) ?? SmallNumbers.Least;
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

/// <summary>The course of the register in JSON. Figures below the year's limit are null.</summary>
/// <param name="Retention">After 1, 3, 5 and 10 years.</param>
/// <param name="Years">By fiscal year, by the year it starts in.</param>
/// <param name="Projection">How it would go on; null while no renewal has been seen.</param>
internal sealed record CourseView(
    IReadOnlyList<CourseView.After> Retention, IReadOnlyList<CourseView.Flow> Years, CourseView.Outlook? Projection)
{
    public static CourseView Example { get; } = new(
        [new(1, 6190, 3720, 60.1m), new(3, 6190, 2410, 38.9m)], [new(2026, 0, 120, 45, 3720, 3900, 3555, 91.2m)],
        new([new(2026, 3720, 0), new(2031, 2610, 540)], [new(70, 812, 430, 88.4m)], 165.0m, 91.2m));

    public static CourseView Of(CourseReport c) => new(
        [.. c.Retention.Select(r => new After(r.Years, r.Reached, r.Still, r.Share))],
        [.. c.Years.Select(y => new Flow(y.Year.StartYear, y.ByFestival, y.Brought, y.Themselves, y.Registered, y.OfYearBefore, y.Renewed, y.RenewalShare))],
        c.Projection is { } p
            ? new([.. p.Years.Select(y => new Year(y.Year.StartYear, y.Here, y.Newcomers))], [.. p.Ages.Select(a => new Class(a.From, a.Now, a.Left, a.Share))], p.IntakeEachYear, p.OverallShare)
            : null);

    /// <summary>So many years after the festival.</summary>
    /// <param name="Years">Fiscal years.</param>
    /// <param name="Reached">Who came forward that long ago.</param>
    /// <param name="Still">Of these, who was registered in that year.</param>
    /// <param name="SharePercent">The share.</param>
    internal sealed record After(int Years, long? Reached, long? Still, decimal? SharePercent);

    /// <summary>A fiscal year.</summary>
    internal sealed record Flow(
        int FiscalYear, long? ByFestival, long? Brought, long? Themselves, long? Registered, long? OfYearBefore, long? Renewed, decimal? RenewalPercent);

    /// <summary>The projection.</summary>
    /// <param name="Years">Persons by year.</param>
    /// <param name="Ages">What would become of those who are here now.</param>
    /// <param name="IntakeEachYear">How many come in each year.</param>
    /// <param name="StayPercent">Who stays from one year to the next, of all.</param>
    internal sealed record Outlook(IReadOnlyList<Year> Years, IReadOnlyList<Class> Ages, decimal IntakeEachYear, decimal StayPercent);

    /// <summary>A year of the projection.</summary>
    internal sealed record Year(int FiscalYear, long? Here, long? Newcomers);

    /// <summary>A class of ages: the youngest, who is here, who would be left in five years, who stays each year in percent.</summary>
    internal sealed record Class(int? From, long? Now, long? Left, decimal? StayPercent);
}
