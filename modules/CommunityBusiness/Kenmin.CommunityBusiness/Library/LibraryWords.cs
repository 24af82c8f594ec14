using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Library;

/// <summary>Stories in words.</summary>
internal static class LibraryWords
{
    public static LocalizedText NameOf(StoryOutcome outcome) => outcome switch
    {
        StoryOutcome.Worked => new("うまくいった", "It worked"), StoryOutcome.Partly => new("一部うまくいった", "Some of it worked"), _ => new("うまくいかなかった", "It did not work"),
    };

    public static Tone ToneOf(StoryOutcome outcome) => outcome switch { StoryOutcome.Worked => Tone.Success, StoryOutcome.Partly => Tone.Info, _ => Tone.Neutral };

    public static (LocalizedText Text, Tone Tone) Standing(Story story, DateOnly today) => story.State switch
    {
        StoryState.Waiting => (new("窓口の確認待ち", "Waiting for the office"), Tone.Info),
        StoryState.SentBack => (new("差戻し", "Sent back"), Tone.Warning),
        _ when story.IsPublic(today) => (new("公開中", "Published"), Tone.Success),
        _ when story.Public is not null => (new("同意がないため公開していません", "Not shown: no consent in force"), Tone.Warning),
        _ => (new("下書き", "Draft"), Tone.Neutral),
    };

    public static LocalizedText NameOf(EditionState state) => state switch
    {
        EditionState.Waiting => new("確認待ち", "Waiting"), EditionState.Published => new("公開", "Published"), EditionState.SentBack => new("差戻し", "Sent back"), _ => new("新しい版に差替え", "Replaced by a later one"),
    };

    public static LocalizedText StageOf(PublicStory story) =>
        story.Stopped ? new($"{VentureWords.NameOf(story.Stage).Ja}（中止）", $"{VentureWords.NameOf(story.Stage).En} (stopped)") : VentureWords.NameOf(story.Stage);

    /// <summary>Whose and where, as far as it is told.</summary>
    public static LocalizedText WhoseOf(PublicStory story)
    {
        if (story.Text.Anonymous) return new("名前と場所は出していません", "Told without names and place");
        var place = Municipality.ByCode(story.MunicipalityCode)?.Names ?? LocalizedText.Same("");
        string Join(string place) => string.Join("　", new[] { place, story.Venture, story.Text.ShownName }.Where(t => t.Length > 0));
        return new(Join(place.Ja), Join(place.En));
    }

    public static VentureStage? StageOf(string? text) => Enum.TryParse<VentureStage>(text, ignoreCase: true, out var stage) && Enum.IsDefined(stage) ? stage : null;

    public static StoryOutcome? OutcomeOf(string? text) => Enum.TryParse<StoryOutcome>(text, ignoreCase: true, out var outcome) && Enum.IsDefined(outcome) ? outcome : null;

    public static IReadOnlyList<FieldOption> Outcomes { get; } = [.. Enum.GetValues<StoryOutcome>().Select(o => new FieldOption(o.ToString(), NameOf(o)))];
}
