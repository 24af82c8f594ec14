using Kenmin.Persistence;
using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Opportunities;

/// <summary>What other modules were told of an activity (知らせた内容).</summary>
public sealed class ToldActivity : IToldFacts
{
    /// <summary>The activity.</summary>
    public Guid Id { get; set; }

    /// <summary>Each fact that was ever told, by its key. They say nothing of persons: a key is made from the account and cannot be turned back.</summary>
    public Dictionary<Guid, ToldFact> Facts { get; set; } = [];
}
