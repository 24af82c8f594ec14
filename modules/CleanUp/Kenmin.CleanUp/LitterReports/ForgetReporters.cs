using System.Globalization;
using Kenmin.CleanUp.Photos;
using Kenmin.Modularity.Features;
using Kenmin.Persistence.Jobs;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.Logging;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.LitterReports;

/// <summary>Erases who reported what was settled long ago, senders' keys of earlier days and the letters that made them (連絡先の消去).</summary>
[MessageIdentity("clean-up.forget-reporters.v1")]
[NoNewEntries("erases what is no longer needed")]
public sealed record ForgetReporters;

/// <summary>Erases.</summary>
public static class ForgetReportersHandler
{
    /// <summary>How long a reporter can still look at what became of it, in days.</summary>
    internal const int DaysAfter = 90;

    private const int DaysOfKeys = 2;

    /// <summary>Up to a batch.</summary>
    public static async Task<BatchDone> Handle(ForgetReporters message, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await session.BeginAsync(cancellationToken);
        var old = await session.QueryAsync<LitterReport>(
            """
            where (d.data ->> 'state' in ('Resolved', 'NotOurs', 'Duplicate', 'Refused') and d.data ->> 'forgottenAt' is null and (d.data ->> 'decidedAt')::timestamptz < ?)
              or (d.data ->> 'senderKey' is not null and (d.data ->> 'reportedAt')::timestamptz < ?)
            order by d.id limit ? for update skip locked
            """, cancellationToken, now.AddDays(-DaysAfter).ToUniversalTime(), now.AddDays(-DaysOfKeys).ToUniversalTime(), BatchService.BatchSize);
        foreach (var report in old)
        {
            if (report.IsSettled && report.ForgottenAt is null && report.DecidedAt < now.AddDays(-DaysAfter))
            {
                report.Forget(now);
                foreach (var photo in await session.Query<Photo>().Where(p => p.SubjectId == report.Id).ToListAsync(cancellationToken))
                {
                    photo.AccountId = null;
                    if (photo.State == PhotoState.Approved)
                    {
                        session.Store(photo);
                        continue;
                    }

                    session.Delete(photo);
                    session.DeletePicture(photo.Id);
                }
            }

            report.SenderKey = report.ReportedAt < now.AddDays(-DaysOfKeys) ? null : report.SenderKey;
            session.Store(report);
        }

        var day = JapanTime.DayOf(now).AddDays(-DaysOfKeys).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        foreach (var salt in await session.QueryAsync<LitterSalt>("where d.id <= ?", cancellationToken, day)) session.Delete(salt);
        return new(old.Count);
    }
}

/// <summary>Looks every hour. Runs on every host, whatever is switched on.</summary>
[NoNewEntries("erases what is no longer needed")]
internal sealed class ReporterErasure(IServiceProvider services, TimeProvider clock, ILogger<ReporterErasure> logger) : BatchService(services, TimeSpan.FromHours(1), clock, logger)
{
    protected override object Command() => new ForgetReporters();
}
