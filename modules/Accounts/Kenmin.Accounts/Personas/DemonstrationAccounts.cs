using Kenmin.Accounts.Contracts;
using Kenmin.Accounts.EnteredPeople;
using Kenmin.Accounts.Identity;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Identity;

namespace Kenmin.Accounts.Personas;

/// <summary>Makes the five fictional accounts, and a few people without one. They have no password: one signs in as them by their button only.</summary>
internal sealed class DemonstrationAccounts(UserManager<Account> users, DemonstrationPeople people, TimeProvider clock) : IDemonstrationData
{
    public async Task SeedAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        foreach (var persona in DemonstrationPersonas.All)
        {
            if (await users.FindByIdAsync(persona.Id.ToString()) is not null) continue;
            var created = await users.CreateAsync(new(persona.Id, persona.DisplayName, persona.Email, clock.GetUtcNow())
            {
                IsPersona = true,
                EmailConfirmed = true,
                Roles = [persona.Key],
                Municipalities = persona.Key == Roles.MunicipalStaff ? [Municipality.ByName("山口市")!.Code6] : [],
            });
            if (!created.Succeeded)
                throw new InvalidOperationException($"The demonstration's {persona.Key} could not be made: {created}");
        }

        await people.SeedAsync(cancellationToken);
    }
}
