namespace Kenmin.Modularity.Persons;

/// <summary>
/// Names the persons whose data a module keeps, for those who must tell them something: after a leak, for example. Modules that
/// keep names register one; whoever asks records the look in the audit log.
/// </summary>
public interface IPersonDirectory
{
    /// <summary>The persons among <paramref name="ids"/> that the module knows.</summary>
    Task<IReadOnlyList<KnownPerson>> FindAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken);
}

/// <summary>A person as a module knows them.</summary>
/// <param name="Id">The module's id of the person.</param>
/// <param name="Module">The module's key.</param>
/// <param name="Name">The name as entered.</param>
/// <param name="PostalCode">Seven digits; null when unknown.</param>
/// <param name="Address">The address as entered; null when unknown.</param>
/// <param name="Phone">The phone number; null when unknown.</param>
/// <param name="Email">The mail address; null when unknown.</param>
/// <param name="AccountId">The account that is this person; null when there is none.</param>
public sealed record KnownPerson(
    Guid Id, string Module, string Name, string? PostalCode, string? Address, string? Phone, string? Email, Guid? AccountId);
