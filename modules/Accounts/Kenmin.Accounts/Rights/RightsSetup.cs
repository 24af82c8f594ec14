using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Accounts.Rights;

internal static class RightsSetup
{
    public static void Configure(StoreOptions store)
    {
        store.Schema.For<RightsRequest>().Index(r => r.State).Index(r => r.AccountId!);
        store.Schema.For<ErasureAnswer>().Index(a => a.RequestId);
        store.Schema.For<PersonalDataExport>().Index(e => e.AccountId);
        store.Schema.For<PersonalDataAnswer>().Index(a => a.RequestId);
    }

    public static IServiceCollection AddRights(this IServiceCollection services) => services
        .AddHostedService<RightsReminders>()
        .AddSingleton<ErasureFinisher>().AddHostedService(p => p.GetRequiredService<ErasureFinisher>());
}
