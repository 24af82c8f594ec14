using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.Persistence;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Library;

/// <summary>The team, or the office for it, writes the story of a venture, and hands it in (体験談を書く).</summary>
/// <param name="Id">The story; made by the page, so that sending twice makes one.</param>
/// <param name="VentureId">The venture.</param>
/// <param name="Text">What it says.</param>
/// <param name="Revision">The revision that was read; 0 with a new one.</param>
/// <param name="Submit">Whether it is handed in; else it is kept as a draft.</param>
/// <param name="By">Somebody of the team; null for the office.</param>
/// <param name="Office">The office; else null.</param>
[MessageIdentity("community-business.write-story.v1")]
[NewEntries(Features.Library)]
public sealed record WriteStory(Guid Id, Guid VentureId, StoryText Text, int Revision, bool Submit, Doer? By, OfficePowers? Office)
{
    internal const int LongestTitle = 80, Longest = 4000, LongestFigures = 1000, LongestName = 60;

    internal IEnumerable<Flaw> Flaws()
    {
        foreach (var flaw in Flaw.OfText(Text.Title, nameof(Text.Title), LongestTitle)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Text.Situation, nameof(Text.Situation), Longest, Submit, lines: true)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Text.Done, nameof(Text.Done), Longest, Submit, lines: true)) yield return flaw;
        if (Text.Outcome is { } outcome ? !Enum.IsDefined(outcome) : Submit) yield return new(nameof(Text.Outcome), new("結果を選んでください。", "Choose what came of it."));
        foreach (var flaw in Flaw.OfText(Text.Why, nameof(Text.Why), Longest, Submit, lines: true)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Text.Figures, nameof(Text.Figures), LongestFigures, required: false, lines: true)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Text.Advice, nameof(Text.Advice), Longest, required: false, lines: true)) yield return flaw;
        if (Text.Field is { } field ? !Enum.IsDefined(field) : Submit) yield return new(nameof(Text.Field), new("分野を選んでください。", "Choose the field."));
        foreach (var flaw in Flaw.OfText(Text.ShownName, nameof(Text.ShownName), LongestName, required: false)) yield return flaw;
        if (Text.Anonymous && !string.IsNullOrWhiteSpace(Text.ShownName))
            yield return new(nameof(Text.ShownName), new("名前と場所を出さないときは、名前を空けてください。", "Leave the name empty where it is told without names."));
    }

    internal StoryText TidyText => Text with
    {
        Title = VentureWork.Tidy(Text.Title), Situation = VentureWork.Tidy(Text.Situation), Done = VentureWork.Tidy(Text.Done), Why = VentureWork.Tidy(Text.Why), Figures = VentureWork.Tidy(Text.Figures),
        Advice = VentureWork.Tidy(Text.Advice), ShownName = VentureWork.Tidy(Text.ShownName),
    };
}

/// <summary>Keeps it.</summary>
public static class WriteStoryHandler
{
    /// <summary>One story for each venture. What is published stays as it is until staff publish the next edition.</summary>
    public static async Task<CommandAnswer> Handle(WriteStory command, IDocumentSession session, FeatureGates gates, InitiativeDirectory initiatives, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (ventureId, now) = (command.VentureId, clock.GetUtcNow());
        await session.TakeTurnsAsync(VentureWork.TurnOf(ventureId), cancellationToken);
        if (await session.LockAsync<Venture>(ventureId, cancellationToken) is not { State: not VentureState.Draft } venture || !GoOn.May(venture, command.By, command.Office, initiatives)) return CommandAnswer.Unknown;
        var known = await session.Query<Story>().FirstOrDefaultAsync(s => s.VentureId == ventureId, cancellationToken);
        if (known is null && await session.LoadAsync<Story>(command.Id, cancellationToken) is not null) return CommandAnswer.Unknown;
        // The library is for all ventures, also of initiatives that are over.
        if ((known is null || command.Submit) && !await gates.IsOnNowAsync(Features.Library)) return CommandAnswer.Off;
        foreach (var flaw in command.Flaws()) return CommandAnswer.Invalid(flaw);
        var text = command.TidyText;
        if (command.Submit && StoryWork.Revealing(text, venture) is { Count: > 0 } words)
            return CommandAnswer.Refused("names", $"名前と場所を出さないことにしていますが、文の中に「{string.Join("」「", words)}」があります。言いかえてください。", $"It is to be told without names and place, but it holds “{string.Join("”, “", words)}”. Say it in other words.", nameof(text.Situation));
        if (known is null ? command.Revision != 0 : command.Revision != known.Revision)
            return known is not null && known.Text == text && (!command.Submit || known.State == StoryState.Waiting) ? CommandAnswer.Done : VentureWork.Changed;
        var by = command.By ?? command.Office!.By;
        known ??= new() { Id = command.Id, VentureId = ventureId };
        (known.Text, known.Revision, known.ChangedAt, known.ChangedBy) = (text, known.Revision + 1, now, by);
        if (command.Submit)
        {
            await StoryWork.SettleAsync(session, known, EditionState.Replaced, "", null, now, cancellationToken);
            known.Editions++;
            session.Insert(new StoryEdition { Id = StoryEdition.IdOf(known.Id, known.Editions), StoryId = known.Id, VentureId = ventureId, Number = known.Editions, Text = text, State = EditionState.Waiting, At = now, By = by });
            (known.State, known.Reason) = (StoryState.Waiting, "");
        }
        else if (known.State == StoryState.Published) known.State = StoryState.Draft;

        session.Store(known);
        if (venture.Field is null && text.Field is not null)
        {
            venture.Field = text.Field;
            session.Store(venture);
        }

        return CommandAnswer.Done;
    }
}

/// <summary>The team, or the office for who has no account, throws a story away (体験談を消す).</summary>
/// <param name="VentureId">The venture.</param>
/// <param name="By">The owner; null for the office.</param>
/// <param name="Office">The office; else null.</param>
[MessageIdentity("community-business.drop-story.v1")]
[NoNewEntries("takes away what was written")]
public sealed record DropStory(Guid VentureId, Doer? By, OfficePowers? Office);

/// <summary>Throws it away.</summary>
public static class DropStoryHandler
{
    /// <summary>With all editions, as often as it is asked. The office does so only for who has no account.</summary>
    public static async Task<CommandAnswer> Handle(DropStory command, IDocumentSession session, InitiativeDirectory initiatives, CancellationToken cancellationToken)
    {
        if (await StoryWork.LockAsync(session, command.VentureId, command.By, command.Office, initiatives, cancellationToken) is not { } found) return CommandAnswer.Unknown;
        if (command.Office is null ? found.Venture.OwnerAccountId != command.By!.AccountId : found.Venture.OwnerAccountId is not null) return CommandAnswer.Unknown;
        StoryWork.Drop(session, command.VentureId);
        return CommandAnswer.Done;
    }
}
