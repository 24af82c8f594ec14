using System.Security.Claims;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Initiatives;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.CommunityBusiness.Showcase;

/// <summary>What somebody looks for in the showcase; null and blank mean anything.</summary>
/// <param name="Words">Words, each of which must be found; also parts of words.</param>
/// <param name="Field">Only of this field.</param>
/// <param name="Stage">Only of this stage.</param>
/// <param name="Municipality">Only of this municipality.</param>
/// <param name="Initiative">Only of this initiative.</param>
/// <param name="OpenDataOnly">Only what may be used as open data.</param>
internal sealed record ShowcaseFilter(string? Words = null, BusinessField? Field = null, VentureStage? Stage = null, string? Municipality = null, Guid? Initiative = null, bool OpenDataOnly = false)
{
    /// <summary>From what stands in an address; what cannot be read asks for nothing.</summary>
    public static ShowcaseFilter Of(string? words, string? field, string? stage, string? municipality) => new(
        words is { Length: > Library.LibraryFilter.LongestWords } ? words[..Library.LibraryFilter.LongestWords] : words, VentureWords.FieldOf(field), Library.LibraryWords.StageOf(stage), Kenmin.SharedKernel.Municipality.ByCode(municipality)?.Code6);
}

/// <summary>How a venture is shown, for the team and for staff.</summary>
/// <param name="Venture">The venture.</param>
/// <param name="Showing">How it is shown; null where nothing was written.</param>
internal sealed record ShowingLook(Venture Venture, Showing? Showing);

/// <summary>Reads what is shown: everybody what the owners agreed to, the team and staff also what is not shown.</summary>
internal sealed class ShowcaseReader(ICommunityBusinessStore store, VentureReader ventures, InitiativeDirectory initiatives, ModuleCatalog modules, IAuditTrail audit, TimeProvider clock)
{
    public const int PageOf = 24;

    /// <summary>All that everybody sees, by name.</summary>
    public async Task<IReadOnlyList<Shown>> PublicAsync(ShowcaseFilter filter, CancellationToken cancellationToken)
    {
        var today = JapanTime.Today(clock);
        await using var session = store.QuerySession();
        var showings = await session.QueryAsync<Showing>(
            "where (d.data -> 'consent' ->> 'from')::date <= ? and (d.data -> 'consent' ->> 'until')::date >= ? and d.data -> 'hidden' ->> 'at' is null", cancellationToken, today, today);
        var of = (await session.LoadManyAsync<Venture>(cancellationToken, [.. showings.Select(s => s.Id)])).ToDictionary(v => v.Id);
        var words = FoldedText.Of(filter.Words).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return
        [
            .. showings.Where(s => of.TryGetValue(s.Id, out var v) && s.IsPublic(v, today) && (!filter.OpenDataOnly || s.Consent!.IsForOpenData(today)) && (filter.Field is not { } field || s.Text.Field == field)
                    && (filter.Stage is not { } stage || v.Stage == stage) && (filter.Municipality is not { } place || v.MunicipalityCode == place) && (filter.Initiative is not { } initiative || v.InitiativeId == initiative))
                .Select(s => new Shown(s, of[s.Id].Stage, of[s.Id].MunicipalityCode)).Where(s => words.Length == 0 || Holds(s, words))
                .OrderBy(s => s.Showing.Text.Name, StringComparer.Ordinal).ThenBy(s => s.Showing.Id),
        ];
    }

    /// <summary>One that everybody sees; null when there is none.</summary>
    public async Task<Shown?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<Showing>(id, cancellationToken) is { } showing && await session.LoadAsync<Venture>(id, cancellationToken) is { } venture && showing.IsPublic(venture, JapanTime.Today(clock))
            ? new(showing, venture.Stage, venture.MunicipalityCode) : null;
    }

    /// <summary>That of one of the user's ventures, or of one that staff work with; null when it is not theirs. The look is recorded.</summary>
    public async Task<ShowingLook?> OfAsync(Guid venture, bool office, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var found = office ? await ventures.ForStaffAsync(venture, user, cancellationToken) : await ventures.OwnAsync(venture, user, cancellationToken);
        if (found is not { State: not VentureState.Draft } known) return null;
        await using var session = store.QuerySession();
        return new(known, await session.LoadAsync<Showing>(venture, cancellationToken));
    }

    /// <summary>All that was written, of ventures that staff work with, what changed last first. The look at the owners is recorded.</summary>
    public async Task<IReadOnlyList<ShowingLook>> ListAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var showings = await session.Query<Showing>().OrderByDescending(s => s.ChangedAt).ToListAsync(cancellationToken);
        var of = (await session.LoadManyAsync<Venture>(cancellationToken, [.. showings.Select(s => s.Id)])).Where(v => initiatives.MaySee(user, v)).ToDictionary(v => v.Id);
        List<ShowingLook> looks = [.. showings.Where(s => of.ContainsKey(s.Id)).Select(s => new ShowingLook(of[s.Id], s))];
        if (user.AccountId() is { } me && looks.Count > 0) await audit.RecordAsync(new(me, "community-business.showings.listed", [.. looks.SelectMany(l => VentureReader.Subjects(l.Venture)).Distinct()], ""), cancellationToken);
        return looks;
    }

    /// <summary>The picture of a business, for everybody where it is shown, else for the team and staff of the place.</summary>
    public async Task<byte[]?> PictureAsync(Guid id, Guid picture, bool small, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<Showing>(id, cancellationToken) is not { Picture: { } known } showing || known.Id != picture || await session.LoadAsync<Venture>(id, cancellationToken) is not { } venture) return null;
        var shown = showing.IsPublic(venture, JapanTime.Today(clock));
        if (!shown && !(user.AccountId() is { } me && (venture.IsOf(me) || (modules.Holds(user, Permissions.Read) && initiatives.MaySee(user, venture))))) return null;
        return await session.ShowingPictureAsync(id, small, cancellationToken);
    }

    private static bool Holds(Shown shown, string[] words)
    {
        var text = shown.Showing.Text;
        var key = FoldedText.Of(string.Join(' ', text.Name, text.About, text.Problem, text.Resource, text.Seeks, shown.Municipality?.Name, text.Field is { } field ? VentureWords.NameOf(field).Ja : ""));
        return words.All(w => key.Contains(w, StringComparison.Ordinal));
    }
}
