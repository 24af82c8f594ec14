using Marten;

namespace Kenmin.PlanProgress;

/// <summary>The store of this module, in the schema named by its key.</summary>
public interface IPlanProgressStore : IDocumentStore;
