using System.Security.Claims;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Marten;

namespace Kenmin.CommunityBusiness.Resources.Import;

/// <summary>A file of resources and problems that somebody handed in: looked at first (プレビュー), then taken over as a whole, or not at all.</summary>
public sealed class EntryImport
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The file's name.</summary>
    public string FileName { get; set; } = "";

    /// <summary>Who handed it in.</summary>
    public Doer By { get; set; } = new(Guid.Empty, "");

    /// <summary>When.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>The rows, when nothing is wrong; gone once they were taken over.</summary>
    public List<EntryRow> Rows { get; set; } = [];

    /// <summary>What is wrong, up to a thousand entries.</summary>
    public List<RowError> Errors { get; set; } = [];

    /// <summary>How many rows are wrong.</summary>
    public int WrongRows { get; set; }

    /// <summary>When it was taken over; null before.</summary>
    public DateTimeOffset? AppliedAt { get; set; }

    /// <summary>What taking it over did; before, what it would do.</summary>
    public EntryImportEffect Effect { get; set; } = EntryImportEffect.Nothing;
}

/// <summary>Takes files in for a look, and finds them again.</summary>
internal sealed class EntryImports(ICommunityBusinessStore store, IAuditTrail audit, TimeProvider clock)
{
    // Files name people: what nobody takes over is not kept.
    private const int DaysKept = 7;

    /// <summary>Reads a file and keeps what it says, without changing an entry.</summary>
    /// <exception cref="SpreadsheetException">It cannot be read at all; the reason is for the person who chose it.</exception>
    public async Task<EntryImport> PreviewAsync(Stream stream, string fileName, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var office = OfficePowers.Of(user);
        var file = await EntryTable.ReadAsync(stream, fileName, office, cancellationToken);
        if (file.Errors.Rows == 0 && file.Rows.Count == 0) throw new SpreadsheetException(new("取り込む行が 1 件もありません。", "There is no row in it."));
        var now = clock.GetUtcNow();
        await using var session = store.LightweightSession();
        var plan = EntryPlan.Make(file.Rows, await EntryPlan.KnownAsync(session, file.Rows, cancellationToken), now);
        file.Errors.AddRange(plan.Errors);
        EntryImport import = new()
        {
            Id = Guid.CreateVersion7(now), FileName = Path.GetFileName(fileName), By = office.By, At = now, Errors = [.. file.Errors.Kept], WrongRows = file.Errors.Rows,
            // One wrong row keeps all out: nobody has to find out which half came in.
            Rows = file.Errors.Count == 0 ? [.. file.Rows] : [], Effect = plan.Effect,
        };
        session.Insert(import);
        var old = now.AddDays(-DaysKept).ToUniversalTime();
        session.DeleteWhere<EntryImport>(i => i.At < old);
        await session.SaveChangesAsync(cancellationToken);
        return import;
    }

    /// <summary>The user's own import; null for everybody else. The look at the people in it is recorded, who are known by the import as long as they have no entry.</summary>
    public async Task<EntryImport?> FindAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (user.AccountId() is not { } me || await session.LoadAsync<EntryImport>(id, cancellationToken) is not { } import || import.By.AccountId != me) return null;
        await audit.RecordAsync(new(me, "community-business.local-import.previewed", [], id.ToString()), cancellationToken);
        return import;
    }
}
