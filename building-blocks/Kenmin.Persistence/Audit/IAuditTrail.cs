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

    /// <summary>
    /// Whose data an account saw or took out between two moments, for the notice duty after a leak (漏えい等の通知), in the
    /// order of the persons' ids.
    /// </summary>
    /// <param name="query">Whose looks, and when.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    Task<IReadOnlyList<SeenPerson>> SeenAsync(SeenQuery query, CancellationToken cancellationToken);

    /// <summary>How many persons' data that was, and in how many looks.</summary>
    /// <param name="actorId">The account.</param>
    /// <param name="from">The first moment.</param>
    /// <param name="until">The moment from which on looks no longer count.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    Task<SeenCount> CountSeenAsync(Guid actorId, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken);
}

/// <summary>Who did what to whose data.</summary>
/// <param name="ActorId">The account that acted; null for the platform itself.</param>
/// <param name="Action">Key of the action, such as <c>sports-volunteers.roster.viewed</c>.</param>
/// <param name="SubjectIds">The persons concerned, by the module's own ids.</param>
/// <param name="Matter">What it was about, without personal data, such as a shift's id.</param>
public sealed record AuditEntry(Guid? ActorId, string Action, IReadOnlyCollection<Guid> SubjectIds, string? Matter = null)
{
    /// <summary>What kind of action it was; by the end of the action's key where nothing else is said.</summary>
    public AuditKind Kind { get; init; } = AuditKinds.Of(Action);
}

/// <summary>An entry as it was written.</summary>
/// <param name="Id">Ascending number.</param>
/// <param name="At">When it was written, by the database's clock.</param>
/// <param name="Entry">The entry.</param>
/// <param name="Position">Its place in the chain; null for the seconds until it is sealed.</param>
public sealed record RecordedAuditEntry(long Id, DateTimeOffset At, AuditEntry Entry, long? Position = null);

/// <summary>What to look for in the audit log; null means anything.</summary>
/// <param name="SubjectId">The person concerned.</param>
/// <param name="ActorId">The account that acted.</param>
/// <param name="Before">Only entries with a smaller number: the next page.</param>
/// <param name="Take">How many entries, at most 200.</param>
public sealed record AuditQuery(Guid? SubjectId = null, Guid? ActorId = null, long? Before = null, int Take = 50)
{
    /// <summary>The kind of action.</summary>
    public AuditKind? Kind { get; init; }

    /// <summary>The beginning of the action's key, such as <c>sports-volunteers.</c>.</summary>
    public string? Action { get; init; }

    /// <summary>The first moment.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The moment from which on entries no longer count.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>Whose looks at data to list.</summary>
/// <param name="ActorId">The account.</param>
/// <param name="From">The first moment.</param>
/// <param name="Until">The moment from which on looks no longer count.</param>
/// <param name="After">Only persons with greater ids: the next page.</param>
/// <param name="Take">How many persons, at most 1000.</param>
public sealed record SeenQuery(Guid ActorId, DateTimeOffset From, DateTimeOffset Until, Guid? After = null, int Take = 200);

/// <summary>A person whose data an account saw.</summary>
/// <param name="PersonId">The person, by the id of the module that keeps the data.</param>
/// <param name="First">The first look.</param>
/// <param name="Last">The last look.</param>
/// <param name="Looks">How many looks.</param>
/// <param name="Actions">What was done, by the actions' keys.</param>
public sealed record SeenPerson(Guid PersonId, DateTimeOffset First, DateTimeOffset Last, int Looks, IReadOnlyList<string> Actions);

/// <summary>How much an account saw.</summary>
/// <param name="People">Persons, each counted once for each module's id.</param>
/// <param name="Looks">Entries of the log.</param>
/// <param name="LooksWithoutPersons">Looks at data whose persons were not known yet, such as the preview of an import.</param>
public sealed record SeenCount(int People, int Looks, int LooksWithoutPersons);
