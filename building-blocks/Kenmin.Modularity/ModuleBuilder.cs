using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kenmin.Modularity;

/// <summary>What a module gets to register itself with.</summary>
/// <param name="Manifest">The module's manifest.</param>
/// <param name="Assembly">The module's assembly.</param>
/// <param name="Services">The host's services.</param>
/// <param name="Configuration">The section <c>Modules:{Key}</c> of the host's configuration.</param>
/// <param name="Environment">The host's environment.</param>
public sealed record ModuleBuilder(
    ModuleManifest Manifest, Assembly Assembly, IServiceCollection Services, IConfiguration Configuration, IHostEnvironment Environment);
