using JasperFx;

namespace Kenmin.Host.Startup;

/// <summary>
/// <c>codegen write</c>: writes the plumbing of the message handlers as source and ends, without a database and without serving anything.
/// Publishing does it and compiles it in, so that a host neither compiles at run time nor has the compiler in its memory.
/// </summary>
internal static class HandlerCodeCommand
{
    /// <summary>The folder to write to.</summary>
    private const string Folder = "HandlerCode:Folder";

    public static bool IsMeant(string[] args) => args is ["codegen", ..];

    public static void AddTo(WebApplicationBuilder builder) => builder.Services.CritterStackDefaults(
        x => x.GeneratedCodeOutputPath = builder.Configuration[Folder] ?? Path.Combine(builder.Environment.ContentRootPath, "Internal", "Generated"));

    public static async Task<int> RunAsync(WebApplication app, string[] args) => await app.RunJasperFxCommands(args);
}
