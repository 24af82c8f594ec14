using Kenmin.Modularity;
using Kenmin.SportsVolunteers.Opportunities;
using Kenmin.SportsVolunteers.Registrations.Demonstration;
using Kenmin.SportsVolunteers.Shifts.Demonstration;
using Kenmin.SportsVolunteers.Volunteers.SamePerson;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;

namespace Kenmin.SportsVolunteers;

/// <summary>Fictional data of this module, part by part.</summary>
public sealed class SportsVolunteersDemonstration : IDemonstrationData
{
    /// <inheritdoc/>
    public async Task SeedAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await RegistrationsDemonstration.SeedAsync(services, cancellationToken);
        await DuplicatesDemonstration.SeedAsync(services, cancellationToken);
        await ShiftsDemonstration.SeedAsync(services, cancellationToken);
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync(new TellShifts(), cancellationToken);
    }
}
