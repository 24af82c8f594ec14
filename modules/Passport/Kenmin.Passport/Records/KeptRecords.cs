using Kenmin.Passport.PersonalData;
using Kenmin.Persistence;
using Marten;

namespace Kenmin.Passport.Records;

/// <summary>Keeping what other modules tell. The highest version stands, however often and in whatever order they come.</summary>
internal static class KeptRecords
{
    /// <summary>Keeps it where it is news. Of a person who was erased nothing comes back.</summary>
    /// <param name="session">The handler's session.</param>
    /// <param name="kind">What it is, such as "participation".</param>
    /// <param name="told">What is kept then. What was taken back keeps its version, so that what was sent before and comes late does not bring it back.</param>
    /// <param name="person">Whose it is; null where it is nobody's.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task KeepAsync<T>(this IDocumentSession session, string kind, T told, Guid? person, CancellationToken cancellationToken)
        where T : class, IToldVersion
    {
        if (!await session.IsNewsAsync<T>(kind, told.Id, told.Version, cancellationToken)) return;
        if (person is { } account && await session.IsForgottenAsync(account, cancellationToken)) return;
        session.Store(told);
    }
}
