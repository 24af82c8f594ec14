using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Programs.FeatureBoard.Board;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.Programs.FeatureBoard.Api;

/// <summary>Reading the board.</summary>
internal sealed class FeaturesEndpoints(ModuleCatalog catalog, BoardQueries board) : IApiEndpoints
{
    internal const string Reason = "what is switched off must be switched on again somewhere";

    public void Map(IEndpointRouteBuilder api)
    {
        var features = api.MapGroup("/programs/features").WithTags("Programs").RequirePermission(ProgramsModule.ReadFeatures).AlwaysOn(Reason);
        features.MapGet("", (string? from) => Years(from) is { } years ? Results.Ok(List(years)) : BadYear("#/from", from))
            .Produces<IReadOnlyList<FeatureView>>()
            .WithSummary("年度ごとの機能 / Features and their state by fiscal year, planned changes and initiatives that differ")
            .WithExample(response: new[] { Example });
        features.MapGet("/compare", (string? left, string? right) =>
            {
                if (!FiscalYear.Parse(left).TryGet(out var a)) return BadYear("#/left", left);
                return FiscalYear.Parse(right).TryGet(out var b) ? Results.Ok(Compare(a, b)) : BadYear("#/right", right);
            })
            .Produces<IReadOnlyList<FeatureDifference>>().ProducesProblem(400)
            .WithSummary("二つの年度の比較 / What differs between two fiscal years")
            .WithExample(response: new[] { new FeatureDifference("sports-volunteers.shifts", "活動枠の公開と申込", true, false, null, null) });
        features.MapGet("/idle", () => Results.Ok(board.Idle().Select(i => new IdleView(
                i.Decided.Feature, i.Decided.Year?.ToString(), i.Decided.Initiative, i.Decided.On == true, i.Why)).ToList()))
            .Produces<IReadOnlyList<IdleView>>()
            .WithSummary("効き目のなくなった決定 / Decisions that decide nothing any more")
            .WithExample(response: new[] { new IdleView("sports-volunteers.legacy", "FY2024", null, false, "over") });
    }

    private static FeatureView Example => new(
        "sports-volunteers.shifts", "活動枠の公開と申込", true, true, [],
        [new("FY2026", true, null, true, [new(new(2027, 1, 4, 9, 0, 0, TimeSpan.FromHours(9)), false, null)], [])]);

    private static IResult BadYear(string pointer, string? text) => ApiProblems.Invalid(new FieldProblem(pointer, FiscalYear.Parse(text) is { IsOk: false } bad ? bad.Error : default));

    private IReadOnlyList<FiscalYear>? Years(string? from) =>
        string.IsNullOrWhiteSpace(from) ? board.Years(null) : FiscalYear.Parse(from).TryGet(out var year) ? board.Years(year) : null;

    private IReadOnlyList<FeatureView> List(IReadOnlyList<FiscalYear> years) =>
    [
        .. catalog.Features.Values.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => new FeatureView(
            f.Key, f.Name.ToString(), f.Critical, f.Scope == FeatureScope.FiscalYear, f.Needs,
            [.. years.Select(y => ViewOf(board.Cell(f, y), y, f))])),
    ];

    private YearView ViewOf(BoardCell cell, FiscalYear year, FeatureDeclaration feature) => new(
        year.ToString(), cell.On, cell.Value?.Name, cell.Decided,
        [.. cell.Planned.Select(p => new PlannedView(JapanTime.Local(p.From), p.On, p.Value))],
        [.. cell.Differing.Select(i => new InitiativeView(i, board.Cell(feature, year, i).On))]);

    private IReadOnlyList<FeatureDifference> Compare(FiscalYear left, FiscalYear right) =>
    [
        .. catalog.Features.Values.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => (Feature: f, Left: board.Cell(f, left), Right: board.Cell(f, right)))
            .Where(x => x.Left.On != x.Right.On || x.Left.Value != x.Right.Value)
            .Select(x => new FeatureDifference(x.Feature.Key, x.Feature.Name.ToString(), x.Left.On, x.Right.On, x.Left.Value?.Name, x.Right.Value?.Name)),
    ];

    private sealed record FeatureView(string Key, string Name, bool Critical, bool ByFiscalYear, IReadOnlyList<string> Needs, IReadOnlyList<YearView> Years);

    private sealed record YearView(string Year, bool On, string? Value, bool Decided, IReadOnlyList<PlannedView> Planned, IReadOnlyList<InitiativeView> Initiatives);

    private sealed record PlannedView(DateTimeOffset From, bool? On, string? Value);

    private sealed record InitiativeView(Guid Id, bool On);

    private sealed record FeatureDifference(string Key, string Name, bool Left, bool Right, string? LeftValue, string? RightValue);

    private sealed record IdleView(string Feature, string? Year, Guid? Initiative, bool On, string Why);
}
