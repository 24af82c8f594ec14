using System.Security.Claims;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kenmin.Pages.Tests;

/// <summary>A small site with every component, under the strict policy that the platform sends.</summary>
public sealed class GallerySite : IAsyncLifetime
{
    internal const string Policy = "default-src 'self'; img-src 'self' data:; worker-src 'self'; object-src 'none'";
    private WebApplication? _app;

    /// <summary>The site's address, without a slash at the end.</summary>
    public string Address { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(GallerySite).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Development,
        });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddKenminModules(typeof(GallerySite).Assembly, Path.Combine(AppContext.BaseDirectory, "no-plugins"));
        builder.Services.AddSingleton(SampleModule.Catalog);
        builder.Services.AddTransient<IStartupFilter, AxeRules>();
        builder.Services.AddKenminPages();
        builder.Services.AddAuthorization();

        _app = builder.Build();
        _app.UseKenminPages();
        _app.Use((context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = Policy;
            if (context.Request.Cookies.TryGetValue("role", out var role)) context.User = SampleModule.Person(role);
            return next(context);
        });
        _app.UseFeatureGates();
        _app.UseAntiforgery();
        _app.MapStaticAssets();
        _app.MapGet("/gallery/progress", () => new { percent = 55, text = "3,575行目", finished = false, failed = false, next = (string?)null });
        _app.MapGet("/closed", () => "open").RequireFeature("sample.closed");
        _app.MapGet("/forbidden", () => Results.StatusCode(403));
        _app.MapGet("/breaks", string () => throw new InvalidOperationException("A secret of the inside"));
        _app.MapRazorComponents<App>().AddAdditionalAssemblies(SampleModule.Catalog.PageAssemblies());
        await _app.StartAsync();
        Address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
    }
}

/// <summary>A module that only declares pages for the navigation.</summary>
internal sealed class SampleModule
{
    internal static ModuleCatalog Catalog { get; } = new([new LoadedModule(new Module(), new Module().Manifest, typeof(SampleModule).Assembly, null)], []);

    internal static ClaimsPrincipal Person(string? role) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.NameIdentifier, "0190b7a2-0000-7000-8000-000000000001"), new Claim(CurrentUser.DisplayNameClaim, "見本 花子"), new Claim(ClaimTypes.Role, role ?? "")],
        "test"));

    private sealed class Module : IProgramModule
    {
        public ModuleManifest Manifest { get; } = new()
        {
            Key = "sample", Name = new("見本", "Sample"), Description = new("見本", "Sample"), Version = new(1, 0), Owner = new("県民課", "Residents' division"),
            Features = [new("sample.closed", new("閉じた機能", "A closed feature"), EnabledByDefault: false)],
            Permissions = [new("sample.roster", new("名簿", "Roster"), Roles.ProgramOwner)],
            Navigation =
            [
                new(new("活動をさがす", "Find activities"), "/gallery", NavigationArea.Public, 2),
                new(new("はじめての方へ", "New here"), "/start", NavigationArea.Public, 1),
                new(new("閉じた機能", "A closed feature"), "/closed", NavigationArea.Public, 3, Feature: "sample.closed"),
                new(new("わたしの申込み", "My sign-ups"), "/mine", NavigationArea.Resident),
                new(new("名簿", "Roster"), "/roster", NavigationArea.Staff, Permission: "sample.roster"),
            ],
        };

        public void AddServices(ModuleBuilder builder)
        {
        }
    }
}
