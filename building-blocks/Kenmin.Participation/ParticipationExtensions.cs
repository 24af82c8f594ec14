using Kenmin.Participation.Engine;
using Kenmin.Participation.Schema;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Kenmin.Participation;

/// <summary>Registers the sign-up engine for a module.</summary>
public static class ParticipationExtensions
{
    /// <summary>Adds <see cref="IParticipation{TStore}"/> over the module's store. The store must be integrated with Wolverine; its migration makes the tables.</summary>
    public static IServiceCollection AddParticipation<TStore>(this IServiceCollection services, Action<ParticipationOptions>? configure = null)
        where TStore : class, IDocumentStore
    {
        var options = new ParticipationOptions();
        configure?.Invoke(options);
        services.TryAddSingleton(TimeProvider.System);
        services.ConfigureMarten<TStore>(store =>
        {
            ParticipationSchema.AddTo(store);
            foreach (var (type, name) in StoredEvents.Names) store.Events.MapEventType(type, name);
        });
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<Transactions<TStore>>(provider, options));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<SignUpBatcher<TStore>>(provider, options));
        services.AddSingleton<IParticipation<TStore>, Participation<TStore>>();
        services.AddHostedService(provider => provider.GetRequiredService<SignUpBatcher<TStore>>());
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<OfferSweeper<TStore>>(provider, options));
        if (options.Telling is not null) services.AddHostedService(provider => ActivatorUtilities.CreateInstance<SignUpTeller<TStore>>(provider));
        return services;
    }
}
