namespace Kenmin.Modularity.Access;

/// <summary>
/// Members of staff by their role, for forms in which somebody is put in charge of something. The module that keeps accounts
/// implements it; without one there is nobody to choose.
/// </summary>
public interface IStaffDirectory
{
    /// <summary>The active accounts that hold a role of staff, by name.</summary>
    /// <param name="actor">Who looks; goes into the audit log.</param>
    /// <param name="role">One of <see cref="Roles"/>, not <see cref="Roles.Resident"/>.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    Task<IReadOnlyList<StaffMember>> HoldersAsync(Guid actor, string role, CancellationToken cancellationToken);
}

/// <summary>A member of staff.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Name">The name that is shown.</param>
/// <param name="Email">The address at work, which tells namesakes apart.</param>
public sealed record StaffMember(Guid AccountId, string Name, string Email);

/// <summary>Where no module keeps accounts.</summary>
internal sealed class NoStaff : IStaffDirectory
{
    public Task<IReadOnlyList<StaffMember>> HoldersAsync(Guid actor, string role, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StaffMember>>([]);
}
