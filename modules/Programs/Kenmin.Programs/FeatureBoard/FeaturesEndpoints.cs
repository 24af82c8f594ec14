using System.Security.Claims;
using System.Text.Json;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.Programs.FeatureBoard;

internal sealed class FeaturesEndpoints : IApiEndpoints
{
    private const string Reason = "what is switched off must be switched on again somewhere";

    public void Map(IEndpointRouteBuilder api)
    {
        var features = api.MapGroup("/programs/features").WithTags("Programs");
        features.MapGet("", List).RequirePermission(ProgramsModule.ReadFeatures).AlwaysOn(Reason)
            .WithSummary("Features and their state in the years around the present one")
            .WithExample(response: new[] { new FeatureState("sports-volunteers.shifts", "活動枠の公開と申込", true, true, [new("FY2026", true)]) });
        features.MapPut("/{key}/{year}", SwitchAsync).RequirePermission(ProgramsModule.SwitchFeatures).AlwaysOn(Reason)
            .WithSummary("Decides about a feature in a fiscal year (FY2026), or standing")
            .Produces<FeatureDecisionMade>().ProducesProblem(400).ProducesProblem(404)
            .WithExample(new Decision(false, "今年度は実施しません。"));
    }

    private static IReadOnlyList<FeatureState> List(ModuleCatalog catalog, FeatureDecisions decisions, FeatureGates gates) =>
    [
        .. catalog.Features.Values.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => new FeatureState(
            f.Key, f.Name.ToString(), f.Critical, f.Scope == FeatureScope.FiscalYear,
            [
                .. new[] { gates.CurrentYear.Previous, gates.CurrentYear, gates.CurrentYear.Next }
                    .Select(y => new YearState(y.ToString(), decisions.Current.IsOn(f, y, null, TimeProvider.System.GetUtcNow()))),
            ])),
    ];

    private static async Task<IResult> SwitchAsync(
        string key, string year, Decision decision, ClaimsPrincipal user, ModuleCatalog catalog, DecisionsSync sync, IMessageBus bus,
        CancellationToken cancellationToken)
    {
        if (!catalog.Features.ContainsKey(key)) return ApiProblems.NotFound();
        FiscalYear? decided = null;
        if (year != "standing")
        {
            var parsed = FiscalYear.Parse(year);
            if (!parsed.IsOk) return ApiProblems.Invalid(new FieldProblem("#/year", parsed.Error));
            decided = parsed.Value;
        }

        var command = new SwitchFeature(key, decided, decision.On, decision.Reason ?? "", user.AccountId()!.Value, user.DisplayName());
        var problems = command.Problems(catalog)
            .Select(p => new FieldProblem("#/" + JsonNamingPolicy.CamelCase.ConvertName(p.Field), p.Problem)).ToList();
        if (problems.Count > 0) return ApiProblems.Invalid(problems);
        var made = await bus.InvokeAsync<FeatureDecisionMade>(command, cancellationToken);
        await sync.ReadAsync(cancellationToken);
        return Results.Ok(made);
    }

    private sealed record Decision(bool On, string? Reason);

    private sealed record FeatureState(string Key, string Name, bool Critical, bool ByFiscalYear, IReadOnlyList<YearState> Years);

    private sealed record YearState(string Year, bool On);
}
