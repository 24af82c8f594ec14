using Kenmin.CommunityBusiness.Library;
using Kenmin.CommunityBusiness.PersonalData;
using Kenmin.CommunityBusiness.Showcase;
using Kenmin.Persistence;
using Kenmin.Persistence.PersonalData;
using Marten;

namespace Kenmin.CommunityBusiness.Consents;

/// <summary>Consents that a merging of accounts moved, so that they can be put back.</summary>
public sealed class PublicityMoved
{
    /// <summary>Stories whose consent the account that went had given or noted.</summary>
    public List<Guid> Stories { get; set; } = [];

    /// <summary>The same of what is shown.</summary>
    public List<Guid> Showings { get; set; } = [];
}

/// <summary>What stories and the showcase hold on a person, for taking out, erasing and merging. What goes with a venture is thrown away with it.</summary>
internal static class PublicityOfPerson
{
    private const string Named = "where d.data::text like '%' || ? || '%' order by d.id for update", ConsentOf = "where d.data -> 'consent' -> 'by' ->> 'accountId' = ? order by d.id for update";

    private const string OwnConsent = "|| case when (t.data -> 'consent' -> 'by' ->> 'accountId')::uuid = any($1) then jsonb_build_object('consent', (t.data -> 'consent') - 'by') else '{}'::jsonb end";

    public static IReadOnlyList<PersonalDataTable> Tables { get; } =
    [
        new("mt_doc_story", new("体験談と、公開への同意", "Stories of businesses, and consents to publish them"), BusinessTables.Anywhere,
            $"jsonb_build_object('id', t.id) || case when (t.data -> 'changedBy' ->> 'accountId')::uuid = any($1) then jsonb_build_object('text', t.data -> 'text', 'changedAt', t.data -> 'changedAt') else '{{}}'::jsonb end {OwnConsent}"),
        new("mt_doc_storyedition", new("体験談の版のうち、あなたが送ったもの、職務で決めたもの", "Editions of stories that you handed in, or decided on in office"), BusinessTables.Anywhere,
            "jsonb_build_object('id', t.id, 'number', t.data -> 'number', 'at', t.data -> 'at') || case when (t.data -> 'by' ->> 'accountId')::uuid = any($1) then jsonb_build_object('text', t.data -> 'text') else '{}'::jsonb end"),
        new("mt_doc_showing", new("事業の紹介と、公開への同意", "How businesses are shown, and consents to it"), BusinessTables.Anywhere,
            $"jsonb_build_object('id', t.id) || case when (t.data -> 'changedBy' ->> 'accountId')::uuid = any($1) then jsonb_build_object('text', t.data -> 'text', 'changedAt', t.data -> 'changedAt') else '{{}}'::jsonb end {OwnConsent}"),
    ];

    /// <summary>Takes names out of what stays. What a former owner agreed to ends with the hand-over: the next one decides anew. A consent that somebody gave themselves ends with them; one noted in office stays.</summary>
    public static async Task<bool> ForgetAsync(IDocumentSession session, IReadOnlyList<Guid> accounts, IReadOnlySet<Guid> gone, IReadOnlySet<Guid> handedOver, Doer nobody, CancellationToken cancellationToken)
    {
        await session.BeginAsync(cancellationToken);
        var touched = false;
        // Each document once: a second reading in this session would not know of the first change.
        Dictionary<Guid, Story> stories = [];
        Dictionary<Guid, StoryEdition> editions = [];
        Dictionary<Guid, Showing> showings = [];
        var (ids, owners) = (handedOver.ToArray(), accounts.ToHashSet());
        foreach (var story in await session.Query<Story>().Where(s => s.VentureId.IsOneOf(ids)).ToListAsync(cancellationToken)) stories[story.Id] = story;
        foreach (var edition in await session.Query<StoryEdition>().Where(e => e.VentureId.IsOneOf(ids)).ToListAsync(cancellationToken)) editions[edition.Id] = edition;
        foreach (var showing in await session.Query<Showing>().Where(s => s.Id.IsOneOf(ids)).ToListAsync(cancellationToken)) showings[showing.Id] = showing;
        foreach (var account in accounts)
        {
            foreach (var story in await session.QueryAsync<Story>(Named, cancellationToken, account.ToString())) stories.TryAdd(story.Id, story);
            foreach (var edition in await session.QueryAsync<StoryEdition>(Named, cancellationToken, account.ToString())) editions.TryAdd(edition.Id, edition);
            foreach (var showing in await session.QueryAsync<Showing>(Named, cancellationToken, account.ToString())) showings.TryAdd(showing.Id, showing);
        }

        foreach (var story in stories.Values.Where(s => !gone.Contains(s.VentureId)))
        {
            story.Consent = Left(story.Consent, handedOver.Contains(story.VentureId), owners, nobody);
            // The name under which it is told is a person's own.
            if (handedOver.Contains(story.VentureId))
            {
                (story.Text, story.Public, story.SearchKey) = (story.Text with { ShownName = "" }, null, "");
                if (story.State == StoryState.Published) story.State = StoryState.Draft;
            }

            if (owners.Contains(story.ChangedBy.AccountId)) story.ChangedBy = nobody;
            session.Store(story);
            touched = true;
        }

        foreach (var edition in editions.Values.Where(e => !gone.Contains(e.VentureId)))
        {
            if (handedOver.Contains(edition.VentureId)) edition.Text = edition.Text with { ShownName = "" };
            if (owners.Contains(edition.By.AccountId)) edition.By = nobody;
            if (edition.DecidedBy is { } decider && owners.Contains(decider.AccountId)) edition.DecidedBy = nobody;
            session.Store(edition);
            touched = true;
        }

        foreach (var showing in showings.Values.Where(s => !gone.Contains(s.Id)))
        {
            showing.Consent = Left(showing.Consent, handedOver.Contains(showing.Id), owners, nobody);
            if (owners.Contains(showing.ChangedBy.AccountId)) showing.ChangedBy = nobody;
            if (showing.Hidden is { } hidden && owners.Contains(hidden.By.AccountId)) showing.Hidden = hidden with { By = nobody };
            session.Store(showing);
            touched = true;
        }

        return touched;
    }

    /// <summary>A reminder of a consent goes to the account that stays.</summary>
    public static async Task<PublicityMoved> MoveAsync(IDocumentSession session, Guid gone, Guid kept, CancellationToken cancellationToken)
    {
        PublicityMoved moved = new();
        await session.BeginAsync(cancellationToken);
        foreach (var story in await session.QueryAsync<Story>(ConsentOf, cancellationToken, gone.ToString()))
        {
            story.Consent = With(story.Consent!, kept);
            session.Store(story);
            moved.Stories.Add(story.Id);
        }

        foreach (var showing in await session.QueryAsync<Showing>(ConsentOf, cancellationToken, gone.ToString()))
        {
            showing.Consent = With(showing.Consent!, kept);
            session.Store(showing);
            moved.Showings.Add(showing.Id);
        }

        return moved;
    }

    /// <summary>Puts it back: what still is where it was put.</summary>
    public static async Task MoveBackAsync(IDocumentSession session, PublicityMoved moved, Guid gone, Guid kept, CancellationToken cancellationToken)
    {
        await MoveBackAsync<Story>(session, moved.Stories, gone, kept, cancellationToken);
        await MoveBackAsync<Showing>(session, moved.Showings, gone, kept, cancellationToken);
    }

    private static async Task MoveBackAsync<T>(IDocumentSession session, IReadOnlyList<Guid> moved, Guid gone, Guid kept, CancellationToken cancellationToken)
        where T : notnull, IConsented
    {
        foreach (var one in await session.LockBatchAsync<T>(moved, cancellationToken))
        {
            if (one.Consent is not { } consent || consent.By.AccountId != kept) continue;
            one.Consent = With(consent, gone);
            session.Store(one);
        }
    }

    private static PublicConsent With(PublicConsent consent, Guid account) => consent with { By = consent.By with { AccountId = account } };

    private static PublicConsent? Left(PublicConsent? consent, bool handedOver, HashSet<Guid> owners, Doer nobody) => consent switch
    {
        null => null,
        _ when handedOver => null,
        { By: var by } when !owners.Contains(by.AccountId) => consent,
        { How.Length: 0 } => null,
        _ => consent with { By = nobody },
    };
}
