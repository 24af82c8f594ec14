using Kenmin.Modularity.Features;
using Kenmin.Modularity;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.Programs.Initiatives.Enabling;

/// <summary>Enables modules with the settings of several presets (ひな形) together.</summary>
/// <param name="Id">The initiative.</param>
/// <param name="Year">The fiscal year in which the modules are enabled; the settings become the standing ones.</param>
/// <param name="Profiles">Keys of the presets.</param>
/// <param name="Decisions">The value for each setting that they differ in, by <c>module/setting</c>.</param>
/// <param name="By">Who.</param>
[MessageIdentity("programs.apply-profiles.v1")]
[NoNewEntries("an initiative is planned and closed whatever is switched on")]
public sealed record ApplyProfiles(
    Guid Id, FiscalYear Year, string[] Profiles, IReadOnlyDictionary<string, string> Decisions, InitiativeActor By);

/// <summary>Handles <see cref="ApplyProfiles"/>.</summary>
public static class ApplyProfilesHandler
{
    /// <summary>Applies all of it or nothing.</summary>
    public static Task<InitiativeOutcome> Handle(
        ApplyProfiles command, IDocumentSession session, ModuleCatalog catalog, TimeProvider clock, CancellationToken cancellationToken) =>
        session.DecideAsync(command.Id, i => Apply(i, command, catalog, clock.GetUtcNow()), cancellationToken);

    internal static InitiativeDecision Apply(Initiative i, ApplyProfiles command, ModuleCatalog catalog, DateTimeOffset at)
    {
        if (i.Changeable(command.By) is { } refused) return refused;
        if (!i.Details.Years.Contains(command.Year)) return InitiativeDecision.Invalid(ChooseModulesHandler.NotPlanned);
        var plan = ProfilePlan.Make(i, command.Profiles, command.Decisions, catalog);
        if (plan.Problems.Count > 0) return InitiativeDecision.Invalid(plan.Problems);

        var modules = ChooseModulesHandler.Choose(
            i, new(i.Id, command.Year, [.. i.Modules.GetValueOrDefault(command.Year) ?? [], .. plan.Modules], command.By), catalog, at);
        var events = new List<object> { new InitiativeProfilesApplied(command.Year, command.Profiles, command.By, at) };
        events.AddRange(modules.Events);
        foreach (var (module, values) in plan.Settings)
        {
            var set = ChooseModulesHandler.Set(
                i, new(i.Id, module, null, values.ToDictionary(v => v.Key, v => (string?)v.Value), command.By), catalog, at);
            if (set.Problems.Count > 0)
                return InitiativeDecision.Invalid([.. set.Problems.Select(p => p with { Field = $"{module}/{p.Field}" })]);
            events.AddRange(set.Events);
        }

        return InitiativeDecision.Of(events);
    }
}
