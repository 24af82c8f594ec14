using System.Security.Claims;
using Kenmin.CommunityBusiness.FollowUps;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Initiatives;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.CommunityBusiness.Library;

/// <summary>What somebody looks for in the library; null and blank mean anything.</summary>
/// <param name="Words">Words, each of which must be found; also parts of words.</param>
/// <param name="Field">Only of this field.</param>
/// <param name="Stage">Only of ventures that had come so far.</param>
/// <param name="Outcome">Only with this outcome.</param>
/// <param name="Municipality">Only of this municipality; what is told without place is not found by it.</param>
internal sealed record LibraryFilter(string? Words = null, BusinessField? Field = null, VentureStage? Stage = null, StoryOutcome? Outcome = null, string? Municipality = null)
{
    public const int LongestWords = 100;

    /// <summary>From what stands in an address; what cannot be read asks for nothing.</summary>
    public static LibraryFilter Of(string? words, string? field, string? stage, string? outcome, string? municipality) => new(
        words is { Length: > LongestWords } ? words[..LongestWords] : words, VentureWords.FieldOf(field), LibraryWords.StageOf(stage), LibraryWords.OutcomeOf(outcome), Kenmin.SharedKernel.Municipality.ByCode(municipality)?.Code6);
}

/// <summary>A story with its venture and what was handed in, for the team and for staff.</summary>
/// <param name="Venture">The venture.</param>
/// <param name="Story">The story; null where there is none.</param>
/// <param name="Editions">What was handed in, the latest first.</param>
internal sealed record StoryLook(Venture Venture, Story? Story, IReadOnlyList<StoryEdition> Editions);

/// <summary>A venture whose story would be worth telling and is not told.</summary>
/// <param name="Venture">The venture.</param>
/// <param name="Months">How many months after the launch it answered; null where it was stopped.</param>
internal sealed record UntoldVenture(Venture Venture, int? Months);

/// <summary>What staff have to do with stories.</summary>
/// <param name="Waiting">To be looked at.</param>
/// <param name="Others">All other stories.</param>
/// <param name="Untold">Ventures without one.</param>
internal sealed record LibraryDesk(IReadOnlyList<StoryLook> Waiting, IReadOnlyList<StoryLook> Others, IReadOnlyList<UntoldVenture> Untold);

/// <summary>Reads stories: everybody what is published with a consent in force, the team and staff also what is being written.</summary>
internal sealed class LibraryReader(ICommunityBusinessStore store, VentureReader ventures, InitiativeDirectory initiatives, IAuditTrail audit, TimeProvider clock)
{
    public const int PageOf = 20;

    private const string Shown = "d.data -> 'public' ->> 'number' is not null and (d.data -> 'consent' ->> 'from')::date <= ? and (d.data -> 'consent' ->> 'until')::date >= ?";

    /// <summary>A page of what everybody may read, the latest first, with one more as the sign that there is a next page.</summary>
    /// <param name="filter">What is looked for.</param>
    /// <param name="after">The id of the last story of the page before.</param>
    /// <param name="take">How many.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="openDataOnly">Only what may be used as open data.</param>
    public async Task<IReadOnlyList<Story>> PublicAsync(LibraryFilter filter, Guid? after, int take, CancellationToken cancellationToken, bool openDataOnly = false)
    {
        var today = JapanTime.Today(clock);
        List<string> where = [Shown];
        List<object> parameters = [today, today];
        if (openDataOnly) Add("d.data -> 'consent' ->> 'purpose' = ?", nameof(Consents.PublicPurpose.PagesAndOpenData));
        foreach (var word in FoldedText.Of(filter.Words).Split(' ', StringSplitOptions.RemoveEmptyEntries)) Add("position(? in d.data ->> 'searchKey') > 0", word);
        if (filter.Field is { } field) Add("d.data -> 'public' -> 'text' ->> 'field' = ?", field.ToString());
        if (filter.Stage is { } stage) Add("d.data -> 'public' ->> 'stage' = ?", stage.ToString());
        if (filter.Outcome is { } outcome) Add("d.data -> 'public' -> 'text' ->> 'outcome' = ?", outcome.ToString());
        if (filter.Municipality is { } municipality) Add("d.data -> 'public' ->> 'municipalityCode' = ?", municipality);
        if (after is { } last) Add("d.id < ?", last);
        await using var session = store.QuerySession();
        return await session.QueryAsync<Story>($"where {string.Join(" and ", where)} order by d.id desc limit {take + 1}", cancellationToken, [.. parameters]);

        void Add(string condition, object value)
        {
            where.Add(condition);
            parameters.Add(value);
        }
    }

    /// <summary>A story that everybody may read; null when there is none.</summary>
    public async Task<Story?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<Story>(id, cancellationToken) is { } story && story.IsPublic(JapanTime.Today(clock)) ? story : null;
    }

    /// <summary>When the editions that everybody could read were published, the latest first.</summary>
    public async Task<IReadOnlyList<DateOnly>> PublishedOnAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var editions = await session.Query<StoryEdition>().Where(e => e.StoryId == id && e.State == EditionState.Published).OrderByDescending(e => e.Number).ToListAsync(cancellationToken);
        return [.. editions.Select(e => JapanTime.DayOf(e.DecidedAt!.Value))];
    }

    /// <summary>That of one of the user's ventures, or of one that staff work with; null when it is not theirs. The look is recorded.</summary>
    public async Task<StoryLook?> OfAsync(Guid venture, bool office, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var found = office ? await ventures.ForStaffAsync(venture, user, cancellationToken) : await ventures.OwnAsync(venture, user, cancellationToken);
        if (found is not { State: not VentureState.Draft } known) return null;
        await using var session = store.QuerySession();
        var story = await session.Query<Story>().FirstOrDefaultAsync(s => s.VentureId == venture, cancellationToken);
        var editions = await session.Query<StoryEdition>().Where(e => e.VentureId == venture).OrderByDescending(e => e.Number).ToListAsync(cancellationToken);
        Guid[] people = [.. editions.SelectMany(e => new[] { e.By.AccountId, e.DecidedBy?.AccountId ?? Guid.Empty }).Append(story?.ChangedBy.AccountId ?? Guid.Empty).Append(story?.Consent?.By.AccountId ?? Guid.Empty).Where(a => a != Guid.Empty && a != user.AccountId()).Distinct()];
        if (user.AccountId() is { } me && people.Length > 0) await audit.RecordAsync(new(me, "community-business.story.viewed", people, venture.ToString()), cancellationToken);
        return new(known, story, editions);
    }

    /// <summary>What staff have to do, among the ventures that they work with. The look is recorded.</summary>
    public async Task<LibraryDesk> DeskAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var stories = (await session.Query<Story>().ToListAsync(cancellationToken)).ToDictionary(s => s.VentureId);
        var answered = (await session.Query<FollowUp>().Where(f => f.Months >= LibraryAsks.FromMonths).ToListAsync(cancellationToken)).Where(f => f.Answer is not null).GroupBy(f => f.VentureId).ToDictionary(g => g.Key, g => g.Max(f => f.Months));
        Guid[] asked = [.. answered.Keys, .. stories.Keys];
        var all = await session.Query<Venture>().Where(v => v.State == VentureState.Stopped || v.Id.IsOneOf(asked)).ToListAsync(cancellationToken);
        List<Venture> mine = [.. all.Where(v => v.State != VentureState.Draft && initiatives.MaySee(user, v)).OrderBy(v => v.Title, StringComparer.Ordinal).ThenBy(v => v.Id)];
        if (user.AccountId() is { } me && mine.Count > 0) await audit.RecordAsync(new(me, "community-business.stories.listed", [.. mine.SelectMany(VentureReader.Subjects).Distinct()], ""), cancellationToken);
        var looks = mine.Where(v => stories.ContainsKey(v.Id)).Select(v => new StoryLook(v, stories[v.Id], [])).ToList();
        return new([.. looks.Where(l => l.Story!.State == StoryState.Waiting)], [.. looks.Where(l => l.Story!.State != StoryState.Waiting)],
            [.. mine.Where(v => !stories.ContainsKey(v.Id)).Select(v => new UntoldVenture(v, answered.TryGetValue(v.Id, out var months) ? months : null))]);
    }
}
