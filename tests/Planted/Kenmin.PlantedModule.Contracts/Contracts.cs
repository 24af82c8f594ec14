using Marten;
using Wolverine.Attributes;

namespace Kenmin.PlantedModule.Contracts;

/// <summary>A contract that nobody takes, and that brings a library along.</summary>
[MessageIdentity("planted.secret-told.v1")]
public sealed record SecretTold(Guid Id, IReadOnlyStoreOptions Options);

/// <summary>A contract without an alias that can be extended.</summary>
public record SomethingHappened(Guid Id);

/// <summary>A part of another contract; no message itself.</summary>
public sealed record Detail(string Text);

/// <summary>A good contract, and a twin that took its alias.</summary>
[MessageIdentity("planted.well-told.v1")]
public sealed record WellTold(Guid Id, Detail Detail);

/// <summary>Has the alias of another.</summary>
[MessageIdentity("planted.well-told.v1")]
public sealed record WellToldAgain(Guid Id);

/// <summary>Has an alias in another module's name.</summary>
[MessageIdentity("Neighbour.Moved")]
public sealed record Moved(Guid Id);
