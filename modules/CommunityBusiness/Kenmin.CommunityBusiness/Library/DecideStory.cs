using Kenmin.CommunityBusiness.Consents;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Library;

/// <summary>Staff publish what was handed in (体験談の公開).</summary>
/// <param name="VentureId">The venture.</param>
/// <param name="Edition">The edition that was read.</param>
/// <param name="Office">Who publishes it.</param>
[MessageIdentity("community-business.publish-story.v1")]
[NewEntries(Features.Library)]
public sealed record PublishStory(Guid VentureId, int Edition, OfficePowers Office);

/// <summary>Publishes it.</summary>
public static class PublishStoryHandler
{
    /// <summary>With the owner's consent only, never one's own, and only the edition that was read.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(PublishStory command, IDocumentSession session, FeatureGates gates, InitiativeDirectory initiatives, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        if (!await gates.IsOnNowAsync(Features.Library)) return (CommandAnswer.Off, []);
        if (await StoryWork.LockAsync(session, command.VentureId, null, command.Office, initiatives, cancellationToken) is not { } found) return (CommandAnswer.Unknown, []);
        var (story, venture) = found;
        if (venture.IsOf(command.Office.By.AccountId)) return (ConsentWork.Own, []);
        if (story.State != StoryState.Waiting || story.Editions != command.Edition) return (VentureWork.Changed, []);
        if (story.Consent is not { } consent || !consent.IsInForce(today))
            return (CommandAnswer.Refused("no-consent", "公開への同意がないか、期限が切れています。代表に同意をお願いしてください。", "There is no consent in force. Ask the owner for it."), []);
        if (await session.LoadAsync<StoryEdition>(StoryEdition.IdOf(story.Id, story.Editions), cancellationToken) is not { State: EditionState.Waiting } edition) return (VentureWork.Changed, []);
        if (StoryWork.Revealing(edition.Text, venture) is { Count: > 0 } words)
            return (CommandAnswer.Refused("names", $"名前と場所を出さないことになっていますが、文の中に「{string.Join("」「", words)}」があります。理由を書いて差し戻してください。", $"It is to be told without names and place, but holds “{string.Join("”, “", words)}”. Send it back with this reason."), []);
        await StoryWork.SettleAsync(session, story, EditionState.Published, "", command.Office.By, now, cancellationToken);
        var shown = !edition.Text.Anonymous;
        story.Publish(new(edition.Number, edition.Text, venture.Stage, venture.State == VentureState.Stopped, shown ? venture.MunicipalityCode : "", shown ? venture.Title : "", story.Public?.FirstOn ?? today, today));
        session.Store(story);
        return (CommandAnswer.Done, [.. StoryWork.Tell(story, venture, "published", command.Office.By, new("体験談が公開されました", "Your story was published"), now)]);
    }
}

/// <summary>Staff send a story back, or take one down that is published (体験談の差戻し・公開の取りやめ).</summary>
/// <param name="VentureId">The venture.</param>
/// <param name="TakeDown">Whether what is published goes too.</param>
/// <param name="Reason">Why; the team reads it.</param>
/// <param name="Office">Who does it.</param>
[MessageIdentity("community-business.send-story-back.v1")]
[NoNewEntries("decides on what was handed in, and takes down")]
public sealed record SendStoryBack(Guid VentureId, bool TakeDown, string? Reason, OfficePowers Office);

/// <summary>Sends it back.</summary>
public static class SendStoryBackHandler
{
    /// <summary>With a reason. What is published stays, unless it is taken down.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(SendStoryBack command, IDocumentSession session, InitiativeDirectory initiatives, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await StoryWork.LockAsync(session, command.VentureId, null, command.Office, initiatives, cancellationToken) is not { } found) return (CommandAnswer.Unknown, []);
        var (story, venture) = found;
        if (venture.IsOf(command.Office.By.AccountId)) return (ConsentWork.Own, []);
        if (command.TakeDown ? story.Public is null : story.State != StoryState.Waiting) return (VentureWork.Changed, []);
        foreach (var flaw in Flaw.OfText(command.Reason, nameof(command.Reason), VentureWork.LongestReason, lines: true)) return (CommandAnswer.Invalid(flaw), []);
        var reason = VentureWork.Tidy(command.Reason);
        await StoryWork.SettleAsync(session, story, EditionState.SentBack, reason, command.Office.By, now, cancellationToken);
        if (command.TakeDown) story.TakeDown(reason);
        else (story.State, story.Reason) = (StoryState.SentBack, reason);
        session.Store(story);
        return (CommandAnswer.Done,
            [.. StoryWork.Tell(story, venture, command.TakeDown ? "taken-down" : "sent-back", command.Office.By, command.TakeDown ? new("体験談の公開を取りやめました", "Your story is shown no more") : new LocalizedText("体験談を見なおしてください", "Please look at your story again"), now)]);
    }
}
