using Marten;
using Marten.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.CommunityBusiness.Contests;

/// <summary>Where calls and contests are kept, and what serves them.</summary>
internal static class ContestSetup
{
    public static void AddTo(StoreOptions options)
    {
        options.Schema.For<Call>();
        options.Schema.For<Submission>().UniqueIndex(UniqueIndexType.Computed, s => s.Key).Index(s => s.CallId).Index(s => s.OwnerAccountId!);
        options.Schema.For<CallJudge>().Index(j => j.CallId).Index(j => j.AccountId!);
        options.Schema.For<JudgeCase>().Index(c => c.CallId).Index(c => c.JudgeId);
        ContestTables.AddTo(options);
    }

    public static void AddContests(this IServiceCollection services)
    {
        services.AddSingleton<CallReader>().AddSingleton<SubmissionReader>().AddSingleton<JudgeReader>().AddSingleton<ContestDesk>();
        services.AddHostedService<ScoringClock>();
    }
}
