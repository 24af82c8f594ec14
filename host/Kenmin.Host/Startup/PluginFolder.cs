using Kenmin.Modularity;
using Microsoft.Extensions.FileProviders;

namespace Kenmin.Host.Startup;

/// <summary>Where modules built elsewhere are put.</summary>
internal static class PluginFolder
{
    /// <summary>The configured folder (<c>Plugins:Folder</c>), else <c>plugins</c> beside the host's content.</summary>
    public static string Of(IConfiguration configuration, IHostEnvironment environment) =>
        Path.GetFullPath(configuration["Plugins:Folder"] ?? "plugins", environment.ContentRootPath);

    /// <summary>Serves what plug-ins bring in <c>wwwroot</c>, at the address that a compiled-in module's files would have.</summary>
    public static void MapPluginAssets(this WebApplication app, ModuleCatalog modules)
    {
        foreach (var module in modules.Modules)
        {
            var assets = Path.Combine(module.PluginFolder ?? "", "wwwroot");
            if (module.PluginFolder is null || !Directory.Exists(assets)) continue;
            app.UseStaticFiles(new StaticFileOptions
            {
                RequestPath = $"/_content/{module.Assembly.GetName().Name}", FileProvider = new PhysicalFileProvider(assets),
            });
        }
    }
}
