using Marten;

namespace Kenmin.RuralLeaders;

/// <summary>The store of this module, in the schema named by its key.</summary>
public interface IRuralLeadersStore : IDocumentStore;
