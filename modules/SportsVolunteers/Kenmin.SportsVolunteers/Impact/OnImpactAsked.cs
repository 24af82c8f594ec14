using Kenmin.Modularity.Features;
using Kenmin.Programs.Contracts;
using Wolverine.Attributes;

namespace Kenmin.SportsVolunteers.Impact;

/// <summary>Tells administrators what switching a feature of this module would do, before they decide.</summary>
[StickyHandler("sports-volunteers-impact")]
[NoNewEntries("answers a question")]
public static class OnImpactAskedHandler
{
    /// <summary>Answers for the features of this module; nothing when none is among those asked about.</summary>
    public static async Task<ImpactAnswered?> Handle(ImpactAsked message, FeatureImpact impact, CancellationToken cancellationToken)
    {
        List<ChangeEffect> effects = [];
        foreach (var change in message.Changes)
            if (await impact.OfAsync(change, message.From, cancellationToken) is { } effect) effects.Add(effect);
        return effects.Count > 0 ? new(message.QuestionId, "sports-volunteers", effects) : null;
    }
}
