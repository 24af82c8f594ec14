using System.Threading.RateLimiting;
using Kenmin.Api;
using Kenmin.CleanUp.Photos;
using Kenmin.Persistence.PersonalData;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.CleanUp.LitterReports;

/// <summary>What reports of litter add to the module.</summary>
internal static class LitterReportSetup
{
    /// <summary>How often one network may open the form, send it, or try links: more than a family, less than a program.</summary>
    public const string Limit = "clean-up.litter-reports";

    private const int RequestsPerMinute = 60;

    /// <summary>Where it holds data of persons.</summary>
    public static IReadOnlyList<PersonalDataTable> Tables { get; } =
    [
        new("mt_doc_litterreport", new("ごみの通報", "Your reports of litter, and those you decided about in office"),
            "(t.data ->> 'accountId')::uuid = any($1) or (t.data -> 'decidedBy' ->> 'accountId')::uuid = any($1)",
            "case when (t.data ->> 'accountId')::uuid = any($1) then t.data - 'decidedBy' - 'secretHash' - 'senderKey' else jsonb_build_object('id', t.id, 'state', t.data -> 'state', 'decidedAt', t.data -> 'decidedAt') end"),
    ];

    public static void Configure(StoreOptions options)
    {
        options.Schema.For<LitterReport>().Index(r => r.SecretHash!).Index(r => r.SenderKey!).Index(r => r.AccountId!).Index(r => r.MunicipalityCode);
        options.Schema.For<LitterSalt>();
    }

    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<Senders>();
        services.AddSingleton<LitterReportReader>();
        services.AddSingleton<IPhotoSubjectRule, LitterPhotoRule>();
        services.AddHostedService<ReporterErasure>();
        services.AddRateLimiter(options => options.AddPolicy(Limit, context =>
            RateLimitPartition.GetFixedWindowLimiter(ClientNetwork.Of(context.Connection.RemoteIpAddress), _ => new() { PermitLimit = RequestsPerMinute, Window = TimeSpan.FromMinutes(1) })));
    }

    /// <summary>Moves what an account reported to another; the answer says what, so that it can be put back.</summary>
    public static async Task<List<Guid>> MoveAsync(IDocumentSession session, Guid from, Guid to, IReadOnlyCollection<Guid>? only, CancellationToken cancellationToken)
    {
        List<Guid> moved = [];
        foreach (var report in await session.Query<LitterReport>().Where(r => r.AccountId == from).ToListAsync(cancellationToken))
        {
            if (only?.Contains(report.Id) == false) continue;
            report.AccountId = to;
            moved.Add(report.Id);
            session.Store(report);
        }

        return moved;
    }

    /// <summary>What lies where stays; the reporter and the reporter's words go. Its photos are forgotten with all others.</summary>
    public static async Task<bool> ForgetAsync(IDocumentSession session, Guid account, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var reports = await session.Query<LitterReport>().Where(r => r.AccountId == account).ToListAsync(cancellationToken);
        foreach (var report in reports)
        {
            // As long as it has to be found, the place is needed; it is no word about the person.
            var place = report.Place;
            report.Forget(now);
            if (!report.IsSettled) report.Place = place;
            session.Store(report);
        }

        return reports.Count > 0;
    }
}
