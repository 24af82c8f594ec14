using Kenmin.Participation;
using Marten;
using Marten.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SeniorEngagement.Circles;

/// <summary>Where circles are kept, and what serves them.</summary>
internal static class CircleSetup
{
    public static void AddTo(StoreOptions options)
    {
        options.Schema.For<Circle>().UniqueIndex(UniqueIndexType.Computed, c => c.Key);
        options.Schema.For<CircleMember>().Index(m => m.CircleId).Index(m => m.HolderId);
        options.Schema.For<CircleMeeting>().Index(m => m.CircleId);
        options.Schema.For<ToldMeeting>();
        options.Schema.For<ToldSignUps>();
        options.Schema.For<Companion>();
        options.Schema.For<CompanionSignUps>().Index(s => s.AccountId);
        options.Schema.For<Introduction>().Index(i => i.FirstId).Index(i => i.SecondId);
    }

    public static void AddCircles(this IServiceCollection services)
    {
        services.AddParticipation<ISeniorEngagementStore>(options =>
        {
            options.Publish(MeetingPlaceChanged.Of);
            options.TellSignUps(people => new TellSignUps(people));
        });
        services.AddSingleton<CircleReader>();
        services.AddSingleton<CompanionReader>();
        services.AddSingleton<MeetingDesk>();
        services.AddHostedService<IntroductionClock>();
    }
}
