using Marten;

namespace Kenmin.NewModule;

/// <summary>The store of this module, in the schema named by its key.</summary>
public interface INewModuleStore : IDocumentStore;
