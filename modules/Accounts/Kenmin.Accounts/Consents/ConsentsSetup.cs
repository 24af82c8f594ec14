using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Accounts.Consents;

internal static class ConsentsSetup
{
    public static void Configure(StoreOptions store)
    {
        store.Schema.For<ConsentEntry>().Index(c => c.PersonId).Index(c => c.AccountId!);
        store.Schema.For<ConsentEndSeen>().Index(c => c.PersonId);
        store.Schema.For<PersonOfAccount>().Index(p => p.AccountId);
    }

    public static IServiceCollection AddConsents(this IServiceCollection services) => services.AddHostedService<ConsentReminders>();
}
