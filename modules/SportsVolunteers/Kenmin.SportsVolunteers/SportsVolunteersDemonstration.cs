using Kenmin.Modularity;
using Kenmin.SportsVolunteers.Registrations.Demonstration;

namespace Kenmin.SportsVolunteers;

/// <summary>Fictional data of this module, part by part.</summary>
public sealed class SportsVolunteersDemonstration : IDemonstrationData
{
    /// <inheritdoc/>
    public async Task SeedAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        await RegistrationsDemonstration.SeedAsync(services, cancellationToken);
}
