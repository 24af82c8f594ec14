using Marten;

namespace Kenmin.CleanUp;

/// <summary>The store of this module, in the schema named by its key.</summary>
public interface ICleanUpStore : IDocumentStore;
