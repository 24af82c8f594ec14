using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SeniorEngagement.Cards;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.Steps;

/// <summary>Staff say what they know of an opportunity, or correct what its words seemed to say (募集の補足).</summary>
/// <param name="Id">The opportunity.</param>
/// <param name="Sitting">Whether it can be done sitting; null when not known.</param>
/// <param name="Indoors">Whether it is indoors; null when not known.</param>
/// <param name="Wheelchair">Whether it is for wheelchairs; null leaves what the module says.</param>
/// <param name="Interests">What it is about; null leaves what its words say.</param>
/// <param name="Hidden">Whether it is suggested to nobody.</param>
/// <param name="By">Who says so.</param>
/// <param name="District">The district (地区) in which it is; blank when not known.</param>
[MessageIdentity("senior-engagement.label-opportunity.v1")]
[NewEntries(Features.Steps)]
public sealed record LabelOpportunity(Guid Id, bool? Sitting, bool? Indoors, bool? Wheelchair, IReadOnlyList<string>? Interests, bool Hidden, Doer By, string? District = null);

/// <summary>Keeps it.</summary>
public static class LabelOpportunityHandler
{
    /// <summary>The last word stands; it stays when the module tells of a change.</summary>
    public static async Task<CommandAnswer> Handle(LabelOpportunity command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!await gates.IsOnNowAsync(Features.Steps)) return CommandAnswer.Off;
        if (await session.LoadAsync<StepOpportunity>(command.Id, cancellationToken) is not { Withdrawn: false }) return CommandAnswer.Unknown;
        if (command.Interests?.Any(k => CardQuestions.Interests.All(o => o.Key != k)) == true)
            return CommandAnswer.Invalid(new(nameof(command.Interests), new("一覧から選んでください。", "Choose from the list.")));
        foreach (var flaw in Flaw.OfText(command.District, nameof(command.District), 40, required: false)) return CommandAnswer.Invalid(flaw);
        session.Store(new StepLabel
        {
            Id = command.Id, Sitting = command.Sitting, Indoors = command.Indoors, Wheelchair = command.Wheelchair, Interests = command.Interests, Hidden = command.Hidden, District = command.District?.Trim() ?? "", By = command.By, At = clock.GetUtcNow(),
        });
        return CommandAnswer.Done;
    }
}
