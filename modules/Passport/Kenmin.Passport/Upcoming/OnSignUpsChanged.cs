using Kenmin.Modularity.Features;
using Kenmin.Modularity.Jobs;
using Kenmin.Passport.Contracts;
using Kenmin.Passport.PersonalData;
using Kenmin.Persistence;
using Marten;
using Microsoft.Extensions.Logging;
using Wolverine.Attributes;

namespace Kenmin.Passport.Upcoming;

/// <summary>Keeps what people signed up for. The highest version stands, however often and in whatever order they come.</summary>
[WolverineHandler]
[StickyHandler("passport-sign-ups-changed")]
[NoNewEntries("keeps what other modules recorded")]
public static class OnSignUpsChanged
{
    /// <summary>Of people who were erased nothing comes back.</summary>
    public static async Task Handle(SignUpsChanged message, IDocumentSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        var forgotten = await session.ForgottenOfAsync([.. message.People.Select(p => p.AccountId)], cancellationToken);
        var told = message.People.Where(p => !forgotten.Contains(p.AccountId)).Select(p => SignedUp.Of(message.Module, p)).ToList();
        var known = (await session.LoadManyAsync<SignedUp>(cancellationToken, [.. told.Select(s => s.Id)])).ToDictionary(s => s.Id, s => s.Version);
        session.Store(told.Where(s => known.GetValueOrDefault(s.Id) < s.Version).ToArray());
    }
}

/// <summary>What is over is not kept: a record is made of who took part, not of who had meant to.</summary>
[NoNewEntries("forgets what is over")]
internal sealed class ForgetWhatIsOver(IPassportStore store, TimeProvider clock, ILogger<ForgetWhatIsOver> logger) : PeriodicService(TimeSpan.FromHours(1), clock, logger)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private readonly TimeProvider _clock = clock;

    protected override async Task RoundAsync(CancellationToken cancellationToken)
    {
        var before = _clock.GetUtcNow().Subtract(Kept).ToUniversalTime();
        await using var session = store.LightweightSession();
        // The version stays, so that what comes late does not bring it back.
        session.QueueSqlCommand(
            "update passport.mt_doc_signedup set data = jsonb_set(jsonb_set(data, '{signUps}', '[]'), '{over}', 'null'), over = null where over < ?", before);
        await session.SaveChangesAsync(cancellationToken);
    }
}
