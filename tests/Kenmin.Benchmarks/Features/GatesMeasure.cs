using System.Diagnostics;
using System.Globalization;
using System.Text;
using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.FeatureManagement;

namespace Kenmin.Benchmarks.Features;

/// <summary>Asking a gate (once asked for the matter, and for the first time) beside the feature manager over the library's own in-memory provider.</summary>
internal sealed class GatesMeasure : IMeasure
{
    private const int Features = 40;
    private const int Calls = 400_000;
    private static readonly FiscalYear Year = new(2027);

    public string Name => "features";

    public string Description => "nanoseconds and bytes for a question to a feature gate, beside Microsoft.FeatureManagement over its own in-memory provider";

    public async Task<string> RunAsync(string connectionString, int rounds)
    {
        var (gates, decisions) = Gates();
        var library = Library();
        var names = Enumerable.Range(0, Features).Select(i => $"walks.feature-{i}").ToArray();
        Guid?[] matters = [null, .. Enumerable.Range(0, 4).Select(_ => (Guid?)Guid.CreateVersion7())];

        (string Name, Func<int, Task<bool>> Ask)[] sides =
        [
            ("gate, asked before (year)", i => gates.IsOnAsync(names[i % Features], Year)),
            ("gate, asked before (year and initiative)", i => gates.IsOnAsync(names[i % Features], Year, matters[i % matters.Length])),
            ("gate, first time (decisions replaced before each)", i =>
            {
                decisions.Replace(new([]));
                return gates.IsOnAsync(names[i % Features], Year);
            }),
            ("library, always on", i => library.IsEnabledAsync(names[i % Features])),
            ("library, time window", i => library.IsEnabledAsync($"window.{names[i % Features]}")),
        ];
        Dictionary<string, List<(double Nanoseconds, double Bytes)>> found = sides.ToDictionary(s => s.Name, _ => new List<(double, double)>());
        for (var round = -1; round < rounds; round++)
            foreach (var (name, ask) in round % 2 == 0 ? sides : sides.Reverse())
            {
                var one = await MeasureAsync(ask);
                if (round >= 0) found[name].Add(one);
            }

        var table = new StringBuilder();
        table.AppendLine("| question | ns | bytes |");
        table.AppendLine("|---|---|---|");
        foreach (var (name, results) in found)
            table.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {Load.Median(results.Select(r => r.Nanoseconds)):N0} | {Load.Median(results.Select(r => r.Bytes)):N0} |");
        table.AppendLine();
        table.AppendLine(CultureInfo.InvariantCulture, $"{Features} features, {rounds} rounds of {Calls:N0} questions one after the other after one round to warm up, medians; {Environment.ProcessorCount} processors. No question reaches the database.");
        return table.ToString();
    }

    private static async Task<(double Nanoseconds, double Bytes)> MeasureAsync(Func<int, Task<bool>> ask)
    {
        GC.Collect();
        var (bytes, began) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
        for (var i = 0; i < Calls; i++)
            if (!await ask(i)) throw new InvalidOperationException("A feature of the measure is off.");
        var elapsed = Stopwatch.GetElapsedTime(began);
        return (elapsed.TotalNanoseconds / Calls, (double)(GC.GetAllocatedBytesForCurrentThread() - bytes) / Calls);
    }

    private static (FeatureGates, FeatureDecisions) Gates()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.AddKenminModules(typeof(FeatureGates).Assembly, "no-plugins");
        var text = LocalizedText.Same("x");
        var manifest = new ModuleManifest
        {
            Key = "walks", Name = text, Description = text, Version = new(1, 0), Owner = text,
            Features = [.. Enumerable.Range(0, Features).Select(i => new FeatureDeclaration($"walks.feature-{i}", text))],
        };
        builder.Services.Replace(ServiceDescriptor.Singleton(new ModuleCatalog([new(null!, manifest, typeof(GatesMeasure).Assembly, null)], [])));
        var services = builder.Build().Services;
        return (services.GetRequiredService<FeatureGates>(), services.GetRequiredService<FeatureDecisions>());
    }

    /// <summary>The library as its documentation sets it up: definitions from the configuration in memory.</summary>
    private static IFeatureManager Library()
    {
        Dictionary<string, string?> settings = [];
        for (var i = 0; i < Features; i++)
        {
            settings[$"FeatureManagement:walks.feature-{i}"] = "true";
            settings[$"FeatureManagement:window.walks.feature-{i}:EnabledFor:0:Name"] = "Microsoft.TimeWindow";
            settings[$"FeatureManagement:window.walks.feature-{i}:EnabledFor:0:Parameters:Start"] = "Thu, 01 Apr 2021 00:00:00 GMT";
        }
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddFeatureManagement();
        return services.BuildServiceProvider().GetRequiredService<IFeatureManager>();
    }
}
