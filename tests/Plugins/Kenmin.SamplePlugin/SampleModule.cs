using Kenmin.Modularity;
using Kenmin.Modularity.Initiatives;
using Kenmin.Persistence;
using Marten;

namespace Kenmin.SamplePlugin;

/// <summary>A whole small module built elsewhere: schema, message, handler, endpoint and page.</summary>
public sealed class SampleModule : IProgramModule
{
    public const string Feature = "sample-plugin.greetings";

    public ModuleManifest Manifest { get; } = new()
    {
        Key = "sample-plugin",
        Name = new("見本", "Sample"),
        Description = new("プラグインの見本です。", "A sample of a plug-in."),
        Version = new(1, 2),
        Owner = new("試験", "Tests"),
        Initiatives = new()
        {
            Settings = typeof(GreetingSettings), PublicPart = typeof(SamplePart),
            Profiles = [new("sports-festival", new("大きなスポーツ大会", "Large sports event"), new Dictionary<string, string> { ["loudness"] = "3" })],
        },
        Features = [new(Feature, new("あいさつ", "Greetings"))],
        Navigation = [new(new("見本のあいさつ", "Sample greetings"), "/sample", NavigationArea.Public, Feature: Feature)],
    };

    public void AddServices(ModuleBuilder builder) => builder.AddStore<ISampleStore>();
}

public interface ISampleStore : IDocumentStore;

internal sealed class GreetingSettings
{
    [Setting("声の大きさ", "Loudness", Minimum = 1, Maximum = 5)] public int Loudness { get; set; } = 1;
}
