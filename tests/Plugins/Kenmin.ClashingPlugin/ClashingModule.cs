using Kenmin.Modularity;

namespace Kenmin.ClashingPlugin;

/// <summary>Takes the key of a module that is there already.</summary>
public sealed class ClashingModule : IProgramModule
{
    public ModuleManifest Manifest { get; } = new()
    {
        Key = "programs", Name = new("重複", "Clash"), Description = new("重複", "Clash"), Version = new(1, 0), Owner = new("試験", "Tests"),
    };

    public void AddServices(ModuleBuilder builder)
    {
    }
}
