using Kenmin.CommunityBusiness.Ventures;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Marten;

namespace Kenmin.CommunityBusiness.Resources.Import;

/// <summary>What a row does.</summary>
/// <param name="Row">The row.</param>
/// <param name="Known">The entry with its number; null where there is none.</param>
/// <param name="Changes">Whether it changes anything.</param>
/// <param name="Publishes">Whether it is published by it.</param>
internal sealed record EntryStep(EntryRow Row, LocalEntry? Known, bool Changes, bool Publishes);

/// <summary>What taking rows over would do to the entries that are there: decided without touching any of them.</summary>
/// <param name="Steps">What each row does.</param>
/// <param name="Effect">How many of each.</param>
/// <param name="Errors">What stands against it.</param>
internal sealed record EntryPlan(IReadOnlyList<EntryStep> Steps, EntryImportEffect Effect, IReadOnlyList<RowError> Errors)
{
    /// <summary>The entries with the numbers of some rows.</summary>
    public static async Task<IReadOnlyList<LocalEntry>> KnownAsync(IQuerySession session, IReadOnlyList<EntryRow> rows, CancellationToken cancellationToken)
    {
        string[] keys = [.. rows.Select(r => r.Key)];
        return await session.QueryAsync<LocalEntry>("where d.data ->> 'key' = any(?) order by d.id", cancellationToken, (object)keys);
    }

    /// <summary>Decides it. A file never takes an entry off the map: that is done with a reason.</summary>
    public static EntryPlan Make(IReadOnlyList<EntryRow> rows, IReadOnlyList<LocalEntry> known, DateTimeOffset now)
    {
        var byKey = known.Where(e => e.Key is not null).ToDictionary(e => e.Key!, StringComparer.Ordinal);
        List<EntryStep> steps = [];
        List<RowError> errors = [];
        var today = JapanTime.DayOf(now);
        foreach (var row in rows)
        {
            var entry = byKey.GetValueOrDefault(row.Key);
            if (entry?.State == EntryState.Closed)
                errors.Add(EntryTable.Refuse(row, "number", row.Number, new("この番号の登録は終了しています。もう一度公開するときは、そのページで行ってください。この行を除いてください。", "The entry with this number is closed. Publish it again on its page, and leave this row out.")));
            else if (row.Publish && row.Facts.Until < today)
                errors.Add(EntryTable.Refuse(row, "until", row.Facts.Until!.Value.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), new("もう過ぎた日です。公開するものは、今日よりあとの日にしてください。", "This day is over. What is published needs a day that is still to come.")));
            var publishes = row.Publish && entry?.State != EntryState.Published;
            steps.Add(new(row, entry, entry is null || publishes || entry.Facts != row.Facts || ConsentChanges(entry, row), publishes));
        }

        return new(steps, new(steps.Count(s => s.Known is null), steps.Count(s => s.Known is not null && s.Changes), steps.Count(s => s.Publishes), steps.Count(s => !s.Changes)), errors);
    }

    /// <summary>Whether a row notes another consent. Who has an account says so themselves.</summary>
    public static bool ConsentChanges(LocalEntry entry, EntryRow row) => entry.ProposerAccountId is null && row.HandOver != (entry.HandOver?.How ?? "");
}
