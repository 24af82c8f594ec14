using Marten;

namespace Kenmin.SeniorEngagement;

/// <summary>The store of this module, in the schema named by its key.</summary>
public interface ISeniorEngagementStore : IDocumentStore;
