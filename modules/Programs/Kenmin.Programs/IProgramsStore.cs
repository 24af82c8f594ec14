using Marten;

namespace Kenmin.Programs;

/// <summary>The store of this module: schema <c>programs</c>.</summary>
public interface IProgramsStore : IDocumentStore;
