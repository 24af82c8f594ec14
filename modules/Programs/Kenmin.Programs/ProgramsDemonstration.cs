using Kenmin.Modularity;
using Kenmin.Programs.Initiatives.Demonstration;

namespace Kenmin.Programs;

/// <summary>Fictional data of this module.</summary>
public sealed class ProgramsDemonstration : IDemonstrationData
{
    /// <inheritdoc/>
    public Task SeedAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        InitiativesDemonstration.SeedAsync(services, cancellationToken);
}
