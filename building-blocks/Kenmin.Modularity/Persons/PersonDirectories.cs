namespace Kenmin.Modularity.Persons;

/// <summary>Asks all directories.</summary>
public static class PersonDirectories
{
    /// <summary>The person with this id; null when no module knows them.</summary>
    public static async Task<KnownPerson?> FindPersonAsync(this IEnumerable<IPersonDirectory> directories, Guid id, CancellationToken cancellationToken)
    {
        foreach (var directory in directories)
            if (await directory.FindAsync([id], cancellationToken) is [var person, ..]) return person;
        return null;
    }
}
