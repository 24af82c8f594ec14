using Marten;

namespace Kenmin.Accounts;

/// <summary>What the module keeps as documents: the notices. Accounts are kept by Identity, in the same schema.</summary>
public interface IAccountsStore : IDocumentStore;
