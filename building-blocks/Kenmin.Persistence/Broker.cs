using System.Reflection;
using Kenmin.Modularity;
using Microsoft.Extensions.Configuration;
using Wolverine;
using Wolverine.Attributes;
using Wolverine.RabbitMQ;

namespace Kenmin.Persistence;

/// <summary>
/// Between hosts that carry different modules, what modules tell each other goes over RabbitMQ: an exchange for each message, and a queue for
/// each kind of host, which gets what its modules take. What stays within a module stays within its hosts. Without an address all of it is
/// local, as it is in a host that carries everything.
/// </summary>
internal static class Broker
{
    /// <summary>The setting with the address, such as <c>amqps://user:word@host:5671</c>.</summary>
    public const string Address = "Broker:Address";

    /// <summary>The setting with the name of the queue; hosts with the same modules share one.</summary>
    public const string Queue = "Broker:Queue";

    public static void UseBroker(this WolverineOptions options, IConfiguration configuration, ModuleCatalog modules, Assembly host)
    {
        if (configuration[Address] is not { Length: > 0 } address) return;
        if (configuration[Queue] is not { Length: > 0 } queue)
            throw new InvalidOperationException($"'{Address}' is set, and '{Queue}' is not: name the queue of this host. Hosts with the same modules share a name, others have another.");

        Assembly[] assemblies = [host, .. modules.Modules.Select(m => m.Assembly)];
        var contracts = ContractsOf(assemblies);
        var taken = assemblies.SelectMany(TakenBy).Where(contracts.Contains).ToHashSet();
        options.UseRabbitMq(new Uri(address)).AutoProvision();
        foreach (var message in contracts)
            options.PublishMessage(message).ToRabbitExchange(NameOf(message), exchange => exchange.ExchangeType = ExchangeType.Fanout).UseDurableOutbox();
        options.ListenToRabbitQueue(queue, made =>
        {
            foreach (var message in taken) made.BindExchange(NameOf(message));
        }).UseDurableInbox();
    }

    /// <summary>What modules tell each other: the messages of the contracts that these assemblies know.</summary>
    private static HashSet<Type> ContractsOf(IEnumerable<Assembly> assemblies) => assemblies
        .SelectMany(a => a.References(name => name.Name!.EndsWith(".Contracts", StringComparison.Ordinal)))
        .Distinct().SelectMany(a => a.GetExportedTypes()).Where(t => t.IsDefined(typeof(MessageIdentityAttribute), inherit: false)).ToHashSet();

    private static IEnumerable<Type> TakenBy(Assembly assembly) => assembly.GetExportedTypes()
        .Where(t => t.IsDefined(typeof(WolverineHandlerAttribute), inherit: false) || t.Name.EndsWith("Handler", StringComparison.Ordinal))
        .SelectMany(t => t.GetMethods().Where(m => m.Name == "Handle")).Select(m => m.GetParameters() is [var first, ..] ? first.ParameterType : typeof(void));

    private static string NameOf(Type message) => message.GetCustomAttribute<MessageIdentityAttribute>()!.GetName()!;
}
