using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.NewModule.Proposals;
using Kenmin.Persistence;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.NewModule;

/// <summary>New module in English (新しいモジュールの名前): residents propose what they would like to do together.</summary>
public sealed class NewModuleModule : IProgramModule
{
    internal const string ProposalsFeature = "new-module.proposals";
    internal const string Propose = "new-module.propose";

    /// <inheritdoc />
    public ModuleManifest Manifest { get; } = new()
    {
        Key = "new-module",
        Name = new("新しいモジュールの名前", "New module in English"),
        Description = new("県民が、一緒にやりたいことを提案します。", "Residents propose what they would like to do together."),
        Version = new(1, 0),
        Owner = new("県民活動推進担当", "Citizens' activity promotion"),
        Needs = ["accounts"],
        Features = [new(ProposalsFeature, new("提案", "Proposals"))],
        Permissions = [new(Propose, new("提案する", "Propose"), Roles.Resident, Roles.ProgramOwner)],
        Navigation = [new(new("新しいモジュールの名前", "New module in English"), "/new-module", NavigationArea.Public, Feature: ProposalsFeature)],
    };

    /// <inheritdoc />
    public void AddServices(ModuleBuilder builder)
    {
        builder.AddStore<INewModuleStore>(options => options.Schema.For<Proposal>());
        builder.Services.AddSingleton<ProposalList>();
    }
}
