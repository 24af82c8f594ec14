using System.Globalization;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;

namespace Kenmin.CommunityBusiness.Library.Pages;

/// <summary>What is typed about a story. Fields have the names of the command's, so that what stands against it is shown where it is.</summary>
public sealed class StoryForm
{
    /// <summary>The story's id, made when the page is opened, so that sending twice makes one.</summary>
    public string? Id { get; set; }

    /// <summary>The revision that was read.</summary>
    public string? Revision { get; set; }

    /// <summary>Its title.</summary>
    public string? Title { get; set; }

    /// <summary>How things were.</summary>
    public string? Situation { get; set; }

    /// <summary>What was done.</summary>
    public string? Done { get; set; }

    /// <summary>What came of it.</summary>
    public string? Outcome { get; set; }

    /// <summary>Why.</summary>
    public string? Why { get; set; }

    /// <summary>Figures.</summary>
    public string? Figures { get; set; }

    /// <summary>Advice.</summary>
    public string? Advice { get; set; }

    /// <summary>What kind of business it is.</summary>
    public string? Field { get; set; }

    /// <summary>Whether it is told without names and place: named or anonymous.</summary>
    public string? Names { get; set; }

    /// <summary>The name under which it is told.</summary>
    public string? ShownName { get; set; }

    /// <summary>The button that was used: submit hands it in.</summary>
    public string? Do { get; set; }

    internal bool Submits => Do == "submit";

    internal static StoryForm Of(Venture venture, Story? story, DateTimeOffset now) => story is null
        ? new() { Id = Guid.CreateVersion7(now).ToString(), Revision = "0", Situation = venture.Problem, Field = venture.Field?.ToString(), Names = "named" }
        : new()
        {
            Id = story.Id.ToString(), Revision = story.Revision.ToString(CultureInfo.InvariantCulture), Title = story.Text.Title, Situation = story.Text.Situation, Done = story.Text.Done, Outcome = story.Text.Outcome?.ToString(), Why = story.Text.Why,
            Figures = story.Text.Figures, Advice = story.Text.Advice, Field = story.Text.Field?.ToString(), Names = story.Text.Anonymous ? "anonymous" : "named", ShownName = story.Text.ShownName,
        };

    internal WriteStory? ToCommand(Guid venture, Doer? by, OfficePowers? office) => Guid.TryParse(Id, out var id) && int.TryParse(Revision, NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
        ? new(id, venture, new(Title ?? "", Situation ?? "", Done ?? "", LibraryWords.OutcomeOf(Outcome), Why ?? "", Figures ?? "", Advice ?? "", VentureWords.FieldOf(Field), Names == "anonymous", ShownName ?? ""), revision, Submits, by, office)
        : null;
}

/// <summary>What staff type when they decide.</summary>
internal sealed class StoryDecisionForm
{
    /// <summary>The edition that was read.</summary>
    public string? Edition { get; set; }

    /// <summary>Why.</summary>
    public string? Reason { get; set; }
}
