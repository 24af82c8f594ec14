using Kenmin.Modularity;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SportsVolunteers.Progress;

internal static class ProgressSetup
{
    public static IReadOnlyList<NavigationItem> Navigation { get; } =
    [
        new(new("計画の指標の内訳", "Counted for the plan"), "/staff/sports/progress", NavigationArea.Staff, 70, Permissions.ReadRoster,
            Hint: new("計画の指標として数えた記録を見ます。", "See the records that are counted for the plan.")),
    ];

    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<CountBell>();
        services.AddSingleton<CountedRecords>();
        services.AddHostedService<CountAfterChanges>();
        services.ConfigureMarten<ISportsVolunteersStore>((provider, options) => options.Listeners.Add(provider.GetRequiredService<CountBell>()));
    }
}
