using Kenmin.Modularity;
using Microsoft.Extensions.Configuration;
using Wolverine;

namespace Kenmin.Persistence.Tests;

public sealed class BrokerTests
{
    [Fact]
    public void A_broker_without_the_name_of_a_queue_is_refused_in_words()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [Broker.Address] = "amqp://localhost" }).Build();

        var refused = Should.Throw<InvalidOperationException>(() => new WolverineOptions().UseBroker(configuration, new ModuleCatalog([], []), typeof(BrokerTests).Assembly));

        refused.Message.ShouldContain(Broker.Queue);
    }
}
