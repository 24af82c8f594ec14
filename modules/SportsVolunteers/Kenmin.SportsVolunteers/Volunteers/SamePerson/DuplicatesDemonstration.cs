using Kenmin.Accounts.Contracts;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Registrations.Demonstration;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;

namespace Kenmin.SportsVolunteers.Volunteers.SamePerson;

/// <summary>Fictional people who came forward twice: some wait for a decision, one was joined.</summary>
internal static class DuplicatesDemonstration
{
    private const int People = 4;

    public static async Task SeedAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        await using var session = services.GetRequiredService<ISportsVolunteersStore>().LightweightSession();
        if (await session.Query<DuplicatePair>().AnyAsync(cancellationToken)) return;
        var known = await session.Query<Volunteer>().Where(v => v.AccountId == null).OrderBy(v => v.Id).Take(People).ToListAsync(cancellationToken);
        var (index, import) = (new PersonIndex(), Guid.CreateVersion7(now));
        await index.LoadAsync(known, session, cancellationToken);
        List<Volunteer> again = [];
        foreach (var (person, number) in known.Select((p, i) => (p, i)))
        {
            var copy = person.Copy();
            (copy.Id, copy.Version, copy.Phone, copy.Email, copy.Address) = (Guid.CreateVersion7(now), default, $"0900001{number:0000}", null, "山口県山口市見本町99-9");
            (copy.MunicipalityCode, copy.PostalCode) = (Municipality.ByName("山口市")!.Code6, "7530099");
            copy.Sources = [new(import, "mihon-2.csv", number + 2, null) { Festival = RegistrationsDemonstration.Festival, Year = FiscalYear.Of(now) }];
            copy.Reindex();
            session.Insert(copy);
            session.Events.StartStream(copy.Id, new CameForward(RegistrationsDemonstration.Festival, FiscalYear.Of(now), ContinuationAnswer.Blank));
            again.Add(copy);
        }

        await session.FindDuplicatesAsync(index, again, now, cancellationToken);
        await session.SaveChangesAsync(cancellationToken);
        var staff = DemonstrationPersonas.ProgramOwner;
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync<Outcome>(
            new JoinPeople(known[^1].Id, again[^1].Id, staff.Id, staff.DisplayName), cancellationToken);
    }
}
