using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Jobs;
using Kenmin.Passport.Contracts;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.Passport.Refilling;

/// <summary>When modules were asked for all that they have to say, and which there were.</summary>
public sealed class FactsAsked
{
    internal const string TheOne = "facts";

    /// <summary>There is one.</summary>
    public string Id { get; set; } = TheOne;

    /// <summary>When they were asked the last time.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>The modules that there were, with their versions.</summary>
    public string[] Modules { get; set; } = [];
}

/// <summary>Asks all modules for all that they have to say (再送を頼む): the copy here is then what they say, whatever had become of it.</summary>
[MessageIdentity("passport.ask-for-facts.v1")]
[NoNewEntries("asks for what exists")]
public sealed record AskForFacts;

/// <summary>Asks.</summary>
public static class AskForFactsHandler
{
    /// <summary>Asked twice, everything is sent twice, which changes nothing.</summary>
    public static FactsRequested Handle(AskForFacts command, IDocumentSession session, ModuleCatalog modules, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(command);
        var now = clock.GetUtcNow();
        session.Store(new FactsAsked { At = now, Modules = modules.Told() });
        return new(Guid.CreateVersion7(now));
    }

    /// <summary>The modules as they are remembered.</summary>
    internal static string[] Told(this ModuleCatalog modules) => [.. modules.Modules.Select(m => $"{m.Manifest.Key} {m.Manifest.Version}").Order(StringComparer.Ordinal)];
}

/// <summary>Asks once where modules are new or changed: what was there before this module was is then here too.</summary>
[NoNewEntries("asks for what exists")]
internal sealed class FirstFilling(IPassportStore store, ModuleCatalog modules, IServiceProvider services, TimeProvider clock, ILogger<FirstFilling> logger)
    : PeriodicService(TimeSpan.FromMinutes(1), clock, logger)
{
    protected override async Task RoundAsync(CancellationToken cancellationToken)
    {
        await using (var session = store.QuerySession())
            if (await session.LoadAsync<FactsAsked>(FactsAsked.TheOne, cancellationToken) is { } asked && asked.Modules.SequenceEqual(modules.Told())) return;
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync(new AskForFacts(), cancellationToken);
    }
}
