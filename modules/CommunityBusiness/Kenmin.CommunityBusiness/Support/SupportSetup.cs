using Kenmin.CommunityBusiness.Support.Consultations;
using Kenmin.CommunityBusiness.Support.Dispatches;
using Kenmin.CommunityBusiness.Support.Experts;
using Kenmin.CommunityBusiness.Support.Mentors;
using Marten;
using Marten.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.CommunityBusiness.Support;

/// <summary>Where the support network is kept, and what serves it.</summary>
internal static class SupportSetup
{
    public static void AddTo(StoreOptions options)
    {
        options.Schema.For<Expert>().UniqueIndex(UniqueIndexType.Computed, e => e.AccountId!).Index(e => e.CodeHash!);
        options.Schema.For<Dispatch>().Index(d => d.VentureId).Index(d => d.ExpertId!);
        options.Schema.For<ConsultationCase>();
        options.Schema.For<Mentorship>().Index(m => m.VentureId).Index(m => m.ExpertId);
        HoursTable.AddTo(options);
    }

    public static void AddSupport(this IServiceCollection services)
    {
        services.AddSingleton<ExpertReader>();
        services.AddSingleton<DispatchReader>();
        services.AddSingleton<ConsultationReader>();
        services.AddSingleton<MentorReader>();
        services.AddHostedService<SupportReminders>();
    }
}
