using Kenmin.Modularity;
using Kenmin.SportsVolunteers.Imports.Roster;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SportsVolunteers.Imports;

internal static class ImportsSetup
{
    public static IReadOnlyList<NavigationItem> Navigation { get; } =
    [
        new(new("名簿・シフト表の取り込み", "Import files"), "/staff/sports/imports", NavigationArea.Staff, 140, Permissions.Import),
    ];

    public static IReadOnlyList<Type> Settings { get; } = [typeof(ImportSettings)];

    public static void Configure(StoreOptions options)
    {
        options.Schema.For<Import>().Index(x => x.UploadedAt).Index(x => x.Sha256);
        options.Storage.ExtendedSchemaObjects.AddRange(ImportTables.All());
    }

    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<IImportTarget, RosterTarget>();
        services.AddSingleton<IImportTarget, IntakeTarget>();
        services.AddSingleton<ImportTargets>();
        services.AddSingleton<ImportRunner>();
        services.AddSingleton<ImportDesk>();
        services.AddOptions<ImportSettings>().BindConfiguration("Modules:sports-volunteers:Imports").ValidateDataAnnotations().ValidateOnStart();
        services.AddHostedService<ImportCleanup>();
    }
}
