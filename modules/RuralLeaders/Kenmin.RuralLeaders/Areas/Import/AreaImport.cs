using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Marten;

namespace Kenmin.RuralLeaders.Areas.Import;

/// <summary>A file of areas and figures that somebody handed in: looked at first (プレビュー), then taken over as a whole, or not at all.</summary>
public sealed class AreaImport
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
    public List<AreaRow> Rows { get; set; } = [];

    /// <summary>What is wrong, up to a thousand entries.</summary>
    public List<RowError> Errors { get; set; } = [];

    /// <summary>How many rows are wrong.</summary>
    public int WrongRows { get; set; }

    /// <summary>When it was taken over; null before.</summary>
    public DateTimeOffset? AppliedAt { get; set; }

    /// <summary>What taking it over did; before, what it would do.</summary>
    public AreaImportEffect Effect { get; set; } = new(0, 0, 0, 0, 0);
}

/// <summary>Takes files in for a look, and finds them again.</summary>
internal sealed class AreaImports(IRuralLeadersStore store, TimeProvider clock)
{
    /// <summary>Reads a file and keeps what it says, without changing an area.</summary>
    /// <exception cref="SpreadsheetException">It cannot be read at all; the reason is for the person who chose it.</exception>
    public async Task<AreaImport> PreviewAsync(Stream stream, string fileName, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var file = await AreaTable.ReadAsync(stream, fileName, user.ConfinedToMunicipalities(), FiscalYear.Current(clock), cancellationToken);
        if (file.Errors.Rows == 0 && file.Rows.Count == 0) throw new SpreadsheetException(new("区域が 1 件もありません。", "There is no area in it."));
        var now = clock.GetUtcNow();
        await using var session = store.LightweightSession();
        var plan = await PlanAsync(session, file.Rows, now, cancellationToken);
        file.Errors.AddRange(plan.Errors);
        var import = new AreaImport
        {
            Id = Guid.CreateVersion7(now), FileName = Path.GetFileName(fileName), By = user.Doer(), At = now, Errors = [.. file.Errors.Kept], WrongRows = file.Errors.Rows,
            // One wrong row keeps all out: nobody has to find out which half came in.
            Rows = file.Errors.Count == 0 ? [.. file.Rows] : [], Effect = plan.Effect,
        };
        session.Insert(import);
        await session.SaveChangesAsync(cancellationToken);
        return import;
    }

    /// <summary>An import, if there is one that the user may see: municipal staff their own ones.</summary>
    public async Task<AreaImport?> FindAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<AreaImport>(id, cancellationToken) is { } import
            && (user.ConfinedToMunicipalities() is null || import.By.AccountId == user.AccountId()) ? import : null;
    }

    /// <summary>What the rows would do to what is there now.</summary>
    public static async Task<AreaPlan> PlanAsync(IQuerySession session, IReadOnlyList<AreaRow> rows, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var areas = await session.Query<Area>().ToListAsync(cancellationToken);
        var keys = rows.Select(r => r.Key).ToHashSet(StringComparer.Ordinal);
        Guid[] known = [.. areas.Where(a => keys.Contains(a.Key)).Select(a => a.Id)];
        var figures = await session.Query<AreaFigures>().Where(f => f.AreaId.IsOneOf(known)).ToListAsync(cancellationToken);
        return AreaPlan.Make(rows, areas, figures.ToDictionary(f => f.Id), () => Guid.CreateVersion7(now));
    }
}
