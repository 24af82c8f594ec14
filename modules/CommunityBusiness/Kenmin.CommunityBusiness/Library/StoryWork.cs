using Kenmin.Accounts.Contracts;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Initiatives;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.CommunityBusiness.Library;

/// <summary>What all commands about a story have in common.</summary>
internal static class StoryWork
{
    /// <summary>The story of a venture, kept from others, for who may write it; null when there is none for them.</summary>
    public static async Task<(Story Story, Venture Venture)?> LockAsync(
        IDocumentSession session, Guid ventureId, Doer? by, OfficePowers? office, InitiativeDirectory initiatives, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync(VentureWork.TurnOf(ventureId), cancellationToken);
        return await session.LoadAsync<Venture>(ventureId, cancellationToken) is { State: not VentureState.Draft } venture && GoOn.May(venture, by, office, initiatives)
            && await session.Query<Story>().FirstOrDefaultAsync(s => s.VentureId == ventureId, cancellationToken) is { } story ? (story, venture) : null;
    }

    /// <summary>Says what became of the edition that waits; nothing where none does.</summary>
    public static async Task SettleAsync(IDocumentSession session, Story story, EditionState state, string reason, Doer? by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (story.State != StoryState.Waiting || await session.LoadAsync<StoryEdition>(StoryEdition.IdOf(story.Id, story.Editions), cancellationToken) is not { State: EditionState.Waiting } edition) return;
        (edition.State, edition.Reason, edition.DecidedBy, edition.DecidedAt) = (state, reason, by, by is null ? null : now);
        session.Store(edition);
    }

    /// <summary>What of a text that is told without names and place gives away whose it is.</summary>
    public static IReadOnlyList<string> Revealing(StoryText text, Venture venture)
    {
        if (!text.Anonymous) return [];
        var key = FoldedText.OfName(text.All);
        IEnumerable<string?> telling = [venture.Title, venture.OwnerName, .. venture.Team.Select(t => t.Name), .. Parts(venture.OwnerName), venture.Place, Municipality.ByCode(venture.MunicipalityCode)?.Name];
        return [.. telling.Where(t => FoldedText.OfName(t).Length > 1 && key.Contains(FoldedText.OfName(t), StringComparison.Ordinal)).Select(t => t!.Trim()).Distinct()];
    }

    /// <summary>Throws the story of a venture away.</summary>
    public static void Drop(IDocumentSession session, Guid venture)
    {
        session.DeleteWhere<Story>(s => s.VentureId == venture);
        session.DeleteWhere<StoryEdition>(e => e.VentureId == venture);
    }

    /// <summary>What the team is told. Reasons stand on the page; a mail may be read by others.</summary>
    public static IEnumerable<NoticeIssued> Tell(Story story, Venture venture, string what, Doer by, LocalizedText subject, DateTimeOffset now) => venture.Accounts.Where(a => a != by.AccountId).Distinct().Select(account => new NoticeIssued(
        FactId.Of($"community-business.story-told|{story.Id:N}|{story.Editions}|{what}|{now:O}|{account:N}"), account, subject, new($"「{venture.Title}」の体験談のページをごらんください。", $"See the page of the story of “{venture.Title}”."),
        $"/community-business/mine/{venture.Id}/story", now, MailKinds.Ventures));

    // A family name alone tells enough.
    private static string[] Parts(string name) => name.Split([' ', '　'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
