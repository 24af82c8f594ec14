namespace Kenmin.Modularity;

/// <summary>
/// A program module: the one class by which the host knows a module. It needs a public constructor without parameters.
/// </summary>
public interface IProgramModule
{
    /// <summary>What the module is, offers and needs, on one screen.</summary>
    ModuleManifest Manifest { get; }

    /// <summary>
    /// Registers the module's services and its store. Called once, before the host is built. An exception here refuses
    /// the module with its message and leaves the host without any of the module's registrations.
    /// </summary>
    void AddServices(ModuleBuilder builder);
}
