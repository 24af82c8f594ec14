using Kenmin.Modularity.Persons;
using Kenmin.SportsVolunteers.Volunteers;

namespace Kenmin.SportsVolunteers.PersonalData;

/// <summary>Names volunteers for those who must tell them something.</summary>
internal sealed class KnownVolunteers(ISportsVolunteersStore store) : IPersonDirectory
{
    public async Task<IReadOnlyList<KnownPerson>> FindAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var found = await session.LoadManyAsync<Volunteer>(cancellationToken, [.. ids]);
        return
        [
            .. found.Where(v => !v.Erased).Select(v =>
                new KnownPerson(v.Id, "sports-volunteers", v.FullName, v.PostalCode, v.Address, v.Phone, v.Email, v.AccountId)),
        ];
    }
}
