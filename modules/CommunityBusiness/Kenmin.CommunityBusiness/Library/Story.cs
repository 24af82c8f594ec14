using Kenmin.CommunityBusiness.Consents;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Library;

/// <summary>What came of it (結果).</summary>
public enum StoryOutcome
{
    /// <summary>It worked (うまくいった).</summary>
    Worked,

    /// <summary>Some of it worked (一部うまくいった).</summary>
    Partly,

    /// <summary>It did not work (うまくいかなかった).</summary>
    Failed,
}

/// <summary>Where the writing of a story stands. What is public beside it is <see cref="Story.Public"/>.</summary>
public enum StoryState
{
    /// <summary>Being written (下書き).</summary>
    Draft,

    /// <summary>Handed in; staff have to look at it (確認待ち).</summary>
    Waiting,

    /// <summary>Staff sent it back with a reason (差戻し).</summary>
    SentBack,

    /// <summary>What was handed in last is what is published (公開済み).</summary>
    Published,
}

/// <summary>What a story says.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Situation">How things were.</param>
/// <param name="Done">What was done.</param>
/// <param name="Outcome">What came of it; null while nobody has said.</param>
/// <param name="Why">Why it worked or did not.</param>
/// <param name="Figures">Figures; may be empty.</param>
/// <param name="Advice">Advice to those who come next; may be empty.</param>
/// <param name="Field">What kind of business it is; null while nobody has said.</param>
/// <param name="Anonymous">Whether it is told without names and place.</param>
/// <param name="ShownName">The name under which it is told; empty for none.</param>
public sealed record StoryText(
    string Title, string Situation, string Done, StoryOutcome? Outcome, string Why, string Figures, string Advice, BusinessField? Field, bool Anonymous, string ShownName)
{
    internal static StoryText Empty { get; } = new("", "", "", null, "", "", "", null, false, "");

    internal string All => string.Join('\n', Title, Situation, Done, Why, Figures, Advice);
}

/// <summary>A story as everybody reads it: copied when it was published, so that nothing of the venture shows through.</summary>
/// <param name="Number">Which edition it is.</param>
/// <param name="Text">What it says.</param>
/// <param name="Stage">How far the venture had come.</param>
/// <param name="Stopped">Whether it was stopped.</param>
/// <param name="MunicipalityCode">The municipality; empty where it is told without place.</param>
/// <param name="Venture">The venture's title; empty where it is told without names.</param>
/// <param name="FirstOn">When the story was published first.</param>
/// <param name="On">When this edition was.</param>
public sealed record PublicStory(int Number, StoryText Text, VentureStage Stage, bool Stopped, string MunicipalityCode, string Venture, DateOnly FirstOn, DateOnly On);

/// <summary>
/// The story of a venture (体験談): what was done, what came of it, and why. One for each venture; its id says nothing of the venture, so that
/// a story without names stays one.
/// </summary>
public sealed class Story : IConsented
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The venture.</summary>
    public Guid VentureId { get; set; }

    /// <summary>What is being written.</summary>
    public StoryText Text { get; set; } = StoryText.Empty;

    /// <summary>Where the writing stands.</summary>
    public StoryState State { get; set; }

    /// <summary>How many editions were handed in.</summary>
    public int Editions { get; set; }

    /// <summary>Why staff sent it back, or took it down; empty where they did not.</summary>
    public string Reason { get; set; } = "";

    /// <summary>The owner's consent; null when none was given, or it was withdrawn.</summary>
    public PublicConsent? Consent { get; set; }

    /// <summary>The edition that everybody reads while the consent is in force; null where none is published.</summary>
    public PublicStory? Public { get; set; }

    /// <summary>What is found by words: of the published edition only, folded.</summary>
    public string SearchKey { get; set; } = "";

    /// <summary>Counts each change, so that nobody overwrites what they did not read.</summary>
    public int Revision { get; set; }

    /// <summary>When it was changed.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>Who changed it.</summary>
    public Doer ChangedBy { get; set; } = new(Guid.Empty, "");

    /// <summary>Whether everybody reads it on a day.</summary>
    internal bool IsPublic(DateOnly day) => Public is not null && Consent is { } consent && consent.IsInForce(day);

    internal void Publish(PublicStory edition)
    {
        (Public, State, Reason) = (edition, StoryState.Published, "");
        SearchKey = FoldedText.Of(string.Join(' ', edition.Text.All, edition.Text.ShownName, edition.Venture, Municipality.ByCode(edition.MunicipalityCode)?.Name, edition.Text.Field is { } field ? VentureWords.NameOf(field).Ja : ""));
    }

    internal void TakeDown(string reason) => (Public, SearchKey, State, Reason) = (null, "", StoryState.SentBack, reason);
}

/// <summary>What became of an edition.</summary>
public enum EditionState
{
    /// <summary>Staff have to look at it (確認待ち).</summary>
    Waiting,

    /// <summary>It was published (公開).</summary>
    Published,

    /// <summary>It was sent back (差戻し).</summary>
    SentBack,

    /// <summary>A later one was handed in before staff looked at it (新しい版に差替え).</summary>
    Replaced,
}

/// <summary>A story as it was handed in: the history of its editions (改訂の履歴).</summary>
public sealed class StoryEdition
{
    /// <summary>Its id, made of story and number.</summary>
    public Guid Id { get; set; }

    /// <summary>The story.</summary>
    public Guid StoryId { get; set; }

    /// <summary>The venture.</summary>
    public Guid VentureId { get; set; }

    /// <summary>The first is 1.</summary>
    public int Number { get; set; }

    /// <summary>What it says.</summary>
    public StoryText Text { get; set; } = StoryText.Empty;

    /// <summary>What became of it.</summary>
    public EditionState State { get; set; }

    /// <summary>Why it was sent back; empty where it was not.</summary>
    public string Reason { get; set; } = "";

    /// <summary>When it was handed in.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Who handed it in.</summary>
    public Doer By { get; set; } = new(Guid.Empty, "");

    /// <summary>When staff decided.</summary>
    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>Who decided.</summary>
    public Doer? DecidedBy { get; set; }

    internal static Guid IdOf(Guid story, int number) => FactId.Of($"community-business.story-edition|{story:N}|{number}");
}
