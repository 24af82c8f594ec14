using Kenmin.Modularity;
using Kenmin.Outside;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.CleanUp.Weather;

/// <summary>Registers what reads and shows warnings.</summary>
internal static class WeatherSetup
{
    public static void AddWeather(this ModuleBuilder module)
    {
        var settings = module.Configuration.GetSection("Weather").Get<WeatherSettings>() ?? new();
        module.Services.AddSingleton(settings).AddSingleton<WeatherBoard>()
            .AddOutsideService<IWarningFeed>("Modules:clean-up:Weather:Address", settings)
            .AddSingleton<ReadWarnings>().AddHostedService(p => p.GetRequiredService<ReadWarnings>());
    }
}
