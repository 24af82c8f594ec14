using Kenmin.Modularity.Features;
using Kenmin.Modularity;
using Kenmin.Modularity.Initiatives;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.Programs.Initiatives.Enabling;

/// <summary>Says which modules are enabled for an initiative in a fiscal year.</summary>
/// <param name="Id">The initiative.</param>
/// <param name="Year">The fiscal year.</param>
/// <param name="Modules">The keys of all that are to be enabled.</param>
/// <param name="By">Who.</param>
[MessageIdentity("programs.choose-modules.v1")]
[NoNewEntries("an initiative is planned and closed whatever is switched on")]
public sealed record ChooseModules(Guid Id, FiscalYear Year, string[] Modules, InitiativeActor By);

/// <summary>Sets a module within an initiative: the standing values, or those of a fiscal year.</summary>
/// <param name="Id">The initiative.</param>
/// <param name="Module">The module's key.</param>
/// <param name="Year">The fiscal year; null for the standing values.</param>
/// <param name="Values">Values as entered, by the setting's key; a blank falls back to what applies without it.</param>
/// <param name="By">Who.</param>
[MessageIdentity("programs.change-module-settings.v1")]
[NoNewEntries("an initiative is planned and closed whatever is switched on")]
public sealed record ChangeModuleSettings(
    Guid Id, string Module, FiscalYear? Year, IReadOnlyDictionary<string, string?> Values, InitiativeActor By);

/// <summary>Handles <see cref="ChooseModules"/> and <see cref="ChangeModuleSettings"/>.</summary>
public static class ChooseModulesHandler
{
    /// <summary>Chooses.</summary>
    public static Task<InitiativeOutcome> Handle(
        ChooseModules command, IDocumentSession session, ModuleCatalog catalog, TimeProvider clock, CancellationToken cancellationToken) =>
        session.DecideAsync(command.Id, i => Choose(i, command, catalog, clock.GetUtcNow()), cancellationToken);

    /// <summary>Sets.</summary>
    public static Task<InitiativeOutcome> Handle(
        ChangeModuleSettings command, IDocumentSession session, ModuleCatalog catalog, TimeProvider clock, CancellationToken cancellationToken) =>
        session.DecideAsync(command.Id, i => Set(i, command, catalog, clock.GetUtcNow()), cancellationToken);

    internal static InitiativeDecision Choose(Initiative i, ChooseModules command, ModuleCatalog catalog, DateTimeOffset at)
    {
        if (i.Changeable(command.By) is { } refused) return refused;
        if (!i.Details.Years.Contains(command.Year)) return InitiativeDecision.Invalid(NotPlanned);
        var before = i.Modules.GetValueOrDefault(command.Year) ?? [];
        var chosen = command.Modules.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        // What is enabled and no longer installed may stay: it comes back with the module.
        if (chosen.Any(m => !before.Contains(m) && catalog.Offer(m) is null))
            return InitiativeDecision.Invalid(new InitiativeProblem(nameof(command.Modules), new(
                "この機能はありません。一覧から選んでください。", "There is no such module. Choose from the list.")));
        return before.ToHashSet().SetEquals(chosen)
            ? InitiativeDecision.Of() : InitiativeDecision.Of(new InitiativeModulesChosen(command.Year, chosen, command.By, at));
    }

    internal static InitiativeDecision Set(Initiative i, ChangeModuleSettings command, ModuleCatalog catalog, DateTimeOffset at)
    {
        if (i.Changeable(command.By) is { } refused) return refused;
        if (catalog.Offer(command.Module) is not { Settings: { } declaration })
            return InitiativeDecision.No(InitiativeOutcome.NotFound, new("この機能に設定はありません。", "This module has no settings."));
        if (command.Year is { } year && !i.Details.Years.Contains(year)) return InitiativeDecision.Invalid(NotPlanned);

        var read = declaration.Read(command.Values, command.Year is null ? null : i.SettingsOf(command.Module, null));
        var problems = read.Problems.Select(p => new InitiativeProblem(p.Key, p.Reason)).ToList();
        // New standing values must also go together with what single years differ in.
        if (problems.Count == 0 && command.Year is null)
            foreach (var other in i.Settings.Where(s => s.Module == command.Module && s.Year is not null))
                if (declaration.Make(SettingsDeclaration.Merge(read.Values, other.Values)) is IValidatedSettings validated)
                    problems.AddRange(validated.Problems().Select(p => new InitiativeProblem(p.Key, new(
                        $"{other.Year!.Value.Name.Ja}の設定と合いません：{p.Reason.Ja}", $"It does not go with the settings of {other.Year.Value.Name.En}: {p.Reason.En}"))));
        if (problems.Count > 0) return InitiativeDecision.Invalid(problems);
        return i.SettingsOf(command.Module, command.Year).ToHashSet().SetEquals(read.Values)
            ? InitiativeDecision.Of()
            : InitiativeDecision.Of(new InitiativeSettingsChanged(command.Module, command.Year, new(read.Values), command.By, at));
    }

    internal static InitiativeProblem NotPlanned { get; } = new("Year", new(
        "この年度は事業の年度に入っていません。", "The initiative is not planned for this fiscal year."));
}
