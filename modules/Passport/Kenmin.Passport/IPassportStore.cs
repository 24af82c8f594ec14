using Marten;

namespace Kenmin.Passport;

/// <summary>The store of this module, in the schema named by its key.</summary>
public interface IPassportStore : IDocumentStore;
