using Kenmin.Modularity.Features;
using Kenmin.Persistence.Jobs;
using System.Globalization;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.Logging;
using Wolverine.Attributes;

namespace Kenmin.SportsVolunteers.Registrations.Links;

/// <summary>Removes the sealed tokens of up to a batch of links whose last day has passed: their letters are not printed again.</summary>
[MessageIdentity("sports-volunteers.remove-old-tokens.v1")]
[NoNewEntries("removes what has expired")]
public sealed record RemoveOldTokens;

/// <summary>Removes.</summary>
public static class RemoveOldTokensHandler
{
    /// <summary>The links stay without their tokens, so that who comes late is told so.</summary>
    public static async Task<BatchDone> Handle(RemoveOldTokens command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        await session.BeginAsync(cancellationToken);
        var old = await session.QueryAsync<PersonalLink>(
            "where d.data ->> 'sealedToken' is not null and d.data ->> 'lastDay' < ? order by d.id limit ? for update skip locked", cancellationToken,
            JapanTime.Today(clock).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), BatchService.BatchSize);
        foreach (var link in old)
        {
            link.SealedToken = null;
            session.Store(link);
        }

        return new(old.Count);
    }
}

/// <summary>Looks every hour which links are old. Runs on every host, and whatever features are on.</summary>
[NoNewEntries("removes what has expired")]
internal sealed class OldTokens(IServiceProvider services, TimeProvider clock, ILogger<OldTokens> logger) : BatchService(services, TimeSpan.FromHours(1), clock, logger)
{
    protected override object Command() => new RemoveOldTokens();
}
