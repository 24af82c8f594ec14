using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Passport.Contracts;
using Kenmin.Persistence;
using Kenmin.Persistence.Jobs;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SharedKernel;
using Marten;
using Marten.Linq.MatchesSql;
using Microsoft.Extensions.Logging;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.Training;

/// <summary>What other modules were told of a person's licences (知らせた内容).</summary>
public sealed class ToldLicences : IToldFacts
{
    /// <summary>The person.</summary>
    public Guid Id { get; set; }

    /// <summary>Each licence that was ever told of, by its key.</summary>
    public Dictionary<Guid, ToldFact> Facts { get; set; } = [];
}

/// <summary>Tells the record of activities what licences a person has, as it stands then; of who has no account nobody is told.</summary>
/// <param name="HolderId">The person.</param>
/// <param name="Again">Whether what was told is told once more.</param>
[MessageIdentity("senior-engagement.tell-licences.v1")]
[NoNewEntries("tells of what there is")]
public sealed record TellLicences(Guid HolderId, bool Again = false);

/// <summary>Tells.</summary>
public static class TellLicencesHandler
{
    internal static string TurnOf(Guid holder) => $"tell-licences|{holder:N}";

    /// <summary>Those that tell of one person take turns: what is told last is what was changed last.</summary>
    public static async Task<OutgoingMessages> Handle(TellLicences message, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync(TurnOf(message.HolderId), cancellationToken);
        var holder = await session.LoadAsync<CardHolder>(message.HolderId, cancellationToken);
        Dictionary<Guid, object> facts = [];
        var kinds = await session.LicenceKindsAsync(cancellationToken);
        if (holder?.AccountId is { } account)
            foreach (var licence in await session.Query<Licence>().Where(l => l.HolderId == holder.Id).ToListAsync(cancellationToken))
                facts[licence.Id] = new CertificateGiven(
                    SeniorEngagementModule.Key, licence.Id, 0, account, CertificateKind.Licence, LicenceWords.NameOf(kinds, licence.Kind), licence.Number, new("山口県", "Yamaguchi Prefecture"),
                    licence.GivenOn, licence.ValidUntil, "/senior-engagement/licences");
        var next = await session.NextToTellAsync<ToldLicences>(message.HolderId, facts, message.Again, clock.GetUtcNow(), cancellationToken);
        return [.. next.Select(t => t.ToCertificateMessage(SeniorEngagementModule.Key))];
    }
}

/// <summary>Has the licences of everybody told of, a batch at a time.</summary>
/// <param name="After">Where the batch begins.</param>
[MessageIdentity("senior-engagement.tell-all-licences.v1")]
[NoNewEntries("tells of what there is")]
public sealed record TellAllLicences(Guid? After = null);

/// <summary>Has them told of.</summary>
public static class TellAllLicencesHandler
{
    internal const int Batch = 200;

    /// <summary>A batch of licences; a person with two is told of twice, which changes nothing.</summary>
    public static async Task<OutgoingMessages> Handle(TellAllLicences message, IDocumentSession session, CancellationToken cancellationToken)
    {
        IQueryable<Licence> query = session.Query<Licence>();
        if (message.After is { } after) query = query.Where(t => t.MatchesSql("d.id > ?", after));
        var licences = await query.OrderBy(t => t.Id).Take(Batch).ToListAsync(cancellationToken);
        OutgoingMessages outgoing = [.. licences.Select(l => l.HolderId).Distinct().Select(h => new TellLicences(h, Again: true))];
        if (licences.Count == Batch) outgoing.Add(new TellAllLicences(licences[^1].Id));
        return outgoing;
    }
}

/// <summary>Reminds holders of licences that can be renewed (更新のお知らせ).</summary>
[MessageIdentity("senior-engagement.remind-of-licences.v1")]
[NoNewEntries("tells of what ends")]
public sealed record RemindOfLicences;

/// <summary>Reminds a batch.</summary>
public static class RemindOfLicencesHandler
{
    /// <summary>Once a term, from the day on which it can be renewed. Of who has no account staff read it on their list.</summary>
    public static async Task<(BatchDone, OutgoingMessages)> Handle(RemindOfLicences command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        // The rows stay locked until it is done: another host reminds of others.
        await session.BeginAsync(cancellationToken);
        var found = await session.QueryAsync<Licence>(
            "where not (d.data ->> 'ended')::boolean and (d.data ->> 'validUntil')::date between ? and ? and d.data ->> 'toldOf' is distinct from d.data ->> 'validUntil' order by d.id limit ? for update skip locked",
            cancellationToken, today, today.AddDays(Licence.OpensDaysBefore), BatchService.BatchSize);
        OutgoingMessages outgoing = [];
        var kinds = await session.LicenceKindsAsync(cancellationToken);
        foreach (var licence in found)
        {
            licence.ToldOf = licence.ValidUntil;
            session.Store(licence);
            if ((await session.LoadAsync<CardHolder>(licence.HolderId, cancellationToken))?.AccountId is not { } account) continue;
            var name = LicenceWords.NameOf(kinds, licence.Kind);
            outgoing.Add(new NoticeIssued(
                FactId.Of($"senior-engagement.licence|{licence.Id:N}|{licence.ValidUntil:yyyy-MM-dd}"), account, new("資格の期限が近づいています", "Your licence ends soon"),
                new($"「{name.Ja}」の資格は {licence.ValidUntil:yyyy年M月d日} までです。講座を受けると更新できます。", $"“{name.En}” ends on {licence.ValidUntil:yyyy-MM-dd}. A course renews it."), "/senior-engagement/licences", now, MailKinds.Training));
        }

        return (new(found.Count), outgoing);
    }
}

/// <summary>Looks hourly. Runs on every host; they take turns.</summary>
[NoNewEntries("tells of what ends")]
internal sealed class LicenceClock(IServiceProvider services, TimeProvider clock, ILogger<LicenceClock> logger) : BatchService(services, TimeSpan.FromHours(1), clock, logger)
{
    /// <inheritdoc/>
    protected override object Command() => new RemindOfLicences();
}
