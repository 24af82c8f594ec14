using Kenmin.Modularity.Jobs;
using Marten;
using Microsoft.Extensions.Logging;

namespace Kenmin.Participation.Engine;

/// <summary>
/// Has others told of whoever's sign-ups are not in the state any more that they were told of. It follows the rows, so that neither a host
/// that dies nor one that is slow leaves anybody out, and signing up does not pay for it. Runs on every host; they share the work.
/// </summary>
internal sealed class SignUpTeller<TStore>(Transactions<TStore> transactions, TimeProvider clock, ILogger<SignUpTeller<TStore>> log)
    : PeriodicService(TimeSpan.FromSeconds(1), clock, log)
    where TStore : class, IDocumentStore
{
    private const int Batch = 200;

    protected override async Task RoundAsync(CancellationToken cancellationToken)
    {
        while (await transactions.RunAsync(work => NextAsync(work, cancellationToken), cancellationToken) == Batch)
        {
        }
    }

    private async Task<int> NextAsync(Work work, CancellationToken cancellationToken)
    {
        var people = await work.QueryAsync(
            """
            UPDATE {s}.participation_sign_ups t SET told_state = t.state
            FROM (
                SELECT opening_id, person_id FROM {s}.participation_sign_ups WHERE told_state IS DISTINCT FROM state
                ORDER BY opening_id, person_id LIMIT $1 FOR UPDATE SKIP LOCKED) n
            WHERE t.opening_id = n.opening_id AND t.person_id = n.person_id
            RETURNING t.person_id
            """,
            [Batch], r => r.GetGuid(0), cancellationToken);
        await work.TellAsync([.. people.Distinct()]);
        return people.Count;
    }
}
