using Marten;

namespace Kenmin.CommunityBusiness;

/// <summary>The store of this module, in the schema named by its key.</summary>
public interface ICommunityBusinessStore : IDocumentStore;
