using JasperFx.Events;
using Marten.Events.Aggregation;

namespace Kenmin.Programs.Initiatives;

/// <summary>Keeps <see cref="Initiative"/> beside its stream, in the same transaction.</summary>
public sealed partial class InitiativeProjection : SingleStreamProjection<Initiative, Guid>
{
    /// <summary>Only an initiative's own events.</summary>
    public InitiativeProjection()
    {
        foreach (var (type, _) in StoredEvents) IncludeType(type);
    }

    /// <summary>All events of an initiative, with names that outlive renaming in code.</summary>
    internal static IReadOnlyList<(Type Type, string Name)> StoredEvents { get; } =
    [
        (typeof(InitiativeDrafted), "initiative_drafted"),
        (typeof(InitiativeRevised), "initiative_revised"),
        (typeof(InitiativeStepTaken), "initiative_step_taken"),
        (typeof(InitiativeProfilesApplied), "initiative_profiles_applied"),
        (typeof(InitiativeModulesChosen), "initiative_modules_chosen"),
        (typeof(InitiativeSettingsChanged), "initiative_settings_changed"),
    ];

    /// <inheritdoc/>
    public override Initiative? Evolve(Initiative? snapshot, Guid id, IEvent e) => InitiativeTable.After(snapshot, id, e.Data);
}
