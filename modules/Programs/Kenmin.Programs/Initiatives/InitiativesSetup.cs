using JasperFx.Events.Projections;
using Kenmin.Modularity;
using Kenmin.Modularity.Initiatives;
using Kenmin.Programs.Initiatives.Contact;
using Kenmin.Programs.Initiatives.Copying;
using Kenmin.Programs.Initiatives.Directory;
using Kenmin.Programs.Initiatives.Steps;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Programs.Initiatives;

internal static class InitiativesSetup
{
    /// <summary>What this module itself offers to initiatives: where people ask about one.</summary>
    public static InitiativeDeclaration Offer { get; } = new()
    {
        Name = new("問い合わせ窓口", "Contact"),
        Description = new("事業のページに、問い合わせ先と受付時間を載せます。", "Shows on the initiative's page where to ask, and when."),
        Settings = typeof(ContactSettings),
    };

    public static IReadOnlyList<NavigationItem> Navigation { get; } =
    [
        new(new("県の事業", "Initiatives"), "/initiatives", NavigationArea.Public, 10, Feature: ProgramsModule.InitiativesFeature,
            Hint: new("県や市町の事業と、参加できる活動を探せます。", "Find initiatives and what you can take part in.")),
        new(new("事業", "Initiatives"), "/staff/initiatives", NavigationArea.Staff, 10, ProgramsModule.ReadInitiatives,
            Hint: new("事業をつくり、使う機能を選び、翌年度に引き継ぎます。", "Draft initiatives, choose their modules, carry them over to the next year.")),
    ];

    public static void Configure(StoreOptions options)
    {
        foreach (var (type, name) in InitiativeProjection.StoredEvents) options.Events.MapEventType(type, name);
        options.Projections.Add(new InitiativeProjection(), ProjectionLifecycle.Inline);
        options.Schema.For<InitiativeAddress>();
        options.Schema.For<InitiativeCopy>();
    }

    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<InitiativeDesk>();
        services.AddSingleton<DirectorySync>();
        services.AddHostedService(provider => provider.GetRequiredService<DirectorySync>());
        services.AddSingleton<StartOnTheFirstDay>();
        services.AddHostedService(provider => provider.GetRequiredService<StartOnTheFirstDay>());
    }
}
