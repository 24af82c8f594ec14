using System.Security.Claims;
using Kenmin.CleanUp.Scope;
using Kenmin.Modularity.Access;
using Kenmin.Spreadsheets;
using Marten;

namespace Kenmin.CleanUp.Sites.Import;

/// <summary>A file of sites that somebody handed in: looked at first (プレビュー), then taken over as a whole, or not at all.</summary>
public sealed class SiteImport
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The file's name.</summary>
    public string FileName { get; set; } = "";

    /// <summary>Who handed it in.</summary>
    public Doer By { get; set; } = null!;

    /// <summary>When.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>The rows, when nothing is wrong.</summary>
    public List<SiteRow> Rows { get; set; } = [];

    /// <summary>What is wrong, up to a thousand entries.</summary>
    public List<RowError> Errors { get; set; } = [];

    /// <summary>How many rows are wrong.</summary>
    public int WrongRows { get; set; }

    /// <summary>When it was taken over; null before.</summary>
    public DateTimeOffset? AppliedAt { get; set; }

    /// <summary>What taking it over did; before, what it would do.</summary>
    public SiteImportEffect Effect { get; set; } = new(0, 0, 0);
}

/// <summary>What an import does to the sites.</summary>
/// <param name="Added">New ones.</param>
/// <param name="Changed">Known ones that change.</param>
/// <param name="Same">Known ones that stay as they are.</param>
public sealed record SiteImportEffect(int Added, int Changed, int Same);

/// <summary>Takes files in for a look, and finds them again.</summary>
internal sealed class SiteImports(ICleanUpStore store, TimeProvider clock)
{
    /// <summary>Reads a file and keeps what it says, without changing a site.</summary>
    /// <exception cref="SpreadsheetException">It cannot be read at all; the reason is for the person who chose it.</exception>
    public async Task<SiteImport> PreviewAsync(Stream stream, string fileName, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var allowed = user.ConfinedToMunicipalities();
        var file = SiteGeoJson.IsNamedSo(fileName)
            ? await SiteGeoJson.ReadAsync(stream, allowed, cancellationToken) : await SiteTable.ReadAsync(stream, fileName, allowed, cancellationToken);
        var now = clock.GetUtcNow();
        var import = new SiteImport
        {
            Id = Guid.CreateVersion7(now), FileName = Path.GetFileName(fileName), By = user.Doer(), At = now, Errors = [.. file.Errors.Kept], WrongRows = file.Errors.Rows,
            // One wrong row keeps all out: nobody has to find out which half came in.
            Rows = file.Errors.Count == 0 ? [.. file.Rows] : [],
        };
        if (import.WrongRows == 0 && import.Rows.Count == 0)
            throw new SpreadsheetException(new("場所が 1 件もありません。", "There is no site in it."));
        await using var session = store.LightweightSession();
        import.Effect = await EffectAsync(session, import.Rows, cancellationToken);
        session.Insert(import);
        await session.SaveChangesAsync(cancellationToken);
        return import;
    }

    /// <summary>An import, if there is one that the user may see: municipal staff their own ones.</summary>
    public async Task<SiteImport?> FindAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<SiteImport>(id, cancellationToken) is { } import
            && (user.ConfinedToMunicipalities() is null || import.By.AccountId == user.AccountId()) ? import : null;
    }

    /// <summary>The sites that rows speak of, by key.</summary>
    public static async Task<Dictionary<string, Site>> KnownAsync(IQuerySession session, IReadOnlyCollection<SiteRow> rows, CancellationToken cancellationToken)
    {
        string[] keys = [.. rows.Select(r => r.Key)];
        return (await session.Query<Site>().Where(s => s.Key.IsOneOf(keys)).ToListAsync(cancellationToken)).ToDictionary(s => s.Key, StringComparer.Ordinal);
    }

    private static async Task<SiteImportEffect> EffectAsync(IQuerySession session, IReadOnlyCollection<SiteRow> rows, CancellationToken cancellationToken)
    {
        var known = await KnownAsync(session, rows, cancellationToken);
        var changed = rows.Count(r => known.TryGetValue(r.Key, out var site) && r.Changes(site));
        return new(rows.Count - known.Count, changed, known.Count - changed);
    }
}
