using Marten;

namespace Kenmin.SportsVolunteers;

/// <summary>The store of this module: schema <c>sports_volunteers</c>.</summary>
public interface ISportsVolunteersStore : IDocumentStore;
