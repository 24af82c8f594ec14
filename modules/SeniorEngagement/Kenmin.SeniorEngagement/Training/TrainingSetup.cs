using Kenmin.Persistence;
using Kenmin.SeniorEngagement.Training.Courses;
using Marten;
using Marten.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SeniorEngagement.Training;

/// <summary>Where courses and licences are kept, and what serves them.</summary>
internal static class TrainingSetup
{
    public static void AddTo(StoreOptions options)
    {
        options.Schema.For<TrainingCredit>().UniqueIndex(UniqueIndexType.Computed, c => c.Key).Index(c => c.HolderId);
        options.Schema.For<Licence>().UniqueIndex(UniqueIndexType.Computed, l => l.Key).UniqueIndex(UniqueIndexType.Computed, l => l.Number).Index(l => l.HolderId);
        options.Schema.For<LicenceSerial>();
        options.Schema.For<LicenceKind>();
        options.Schema.For<LeaderCourse>();
        options.Schema.For<CourseDate>().Index(d => d.CourseId);
        options.Schema.For<ToldLicences>();
    }

    public static void AddTraining(this IServiceCollection services)
    {
        services.AddSingleton<LicenceReader>();
        services.AddSingleton<CourseReader>();
        services.AddSingleton<CourseDesk>();
        services.AddHostedService<LicenceClock>();
    }
}
