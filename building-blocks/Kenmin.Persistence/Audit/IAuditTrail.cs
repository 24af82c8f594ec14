namespace Kenmin.Persistence.Audit;

/// <summary>
/// The audit log (監査ログ) of looks at and changes of other people's data: only ever added to. It is written before the data
/// is shown, so that nothing is seen without a trace.
/// </summary>
public interface IAuditTrail
{
    /// <summary>Writes one entry; an exception means that the data must not be shown.</summary>
    Task RecordAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>Entries, newest first, for the auditors' page.</summary>
    /// <param name="query">What to look for.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    Task<IReadOnlyList<RecordedAuditEntry>> FindAsync(AuditQuery query, CancellationToken cancellationToken);
}

/// <summary>Who did what to whose data.</summary>
/// <param name="ActorId">The account that acted; null for the platform itself.</param>
/// <param name="Action">Key of the action, such as <c>sports-volunteers.roster.viewed</c>.</param>
/// <param name="SubjectIds">The persons concerned, by the module's own ids.</param>
/// <param name="Matter">What it was about, without personal data, such as a shift's id.</param>
public sealed record AuditEntry(Guid? ActorId, string Action, IReadOnlyCollection<Guid> SubjectIds, string? Matter = null);

/// <summary>An entry as it was written.</summary>
/// <param name="Id">Ascending number.</param>
/// <param name="At">When it was written, by the database's clock.</param>
/// <param name="Entry">The entry.</param>
public sealed record RecordedAuditEntry(long Id, DateTimeOffset At, AuditEntry Entry);

/// <summary>What to look for in the audit log; null means anything.</summary>
/// <param name="SubjectId">The person concerned.</param>
/// <param name="ActorId">The account that acted.</param>
/// <param name="Before">Only entries with a smaller number: the next page.</param>
/// <param name="Take">How many entries, at most 200.</param>
public sealed record AuditQuery(Guid? SubjectId = null, Guid? ActorId = null, long? Before = null, int Take = 50);
