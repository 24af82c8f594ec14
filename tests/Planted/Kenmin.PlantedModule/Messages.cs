using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.PlantedModule;

/// <summary>A command that can be extended and has no alias.</summary>
public record DoSomething(Guid Id);

/// <summary>A class as a message.</summary>
public sealed class PublishedThing
{
    public Guid Id { get; set; }
}

/// <summary>A good command.</summary>
[MessageIdentity("planted.do-well.v1")]
public sealed record DoWell(Guid Id);

/// <summary>Takes both.</summary>
public static class DoSomethingHandler
{
    public static void Handle(DoSomething command) => ArgumentNullException.ThrowIfNull(command);

    public static ValueTask Handle(DoWell command, IMessageBus bus) => bus.PublishAsync(new PublishedThing { Id = command.Id });
}

/// <summary>The bus does not see it.</summary>
internal static class HiddenHandler
{
    public static void Handle(DoWell command) => ArgumentNullException.ThrowIfNull(command);
}
