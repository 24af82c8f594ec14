using Refit;

namespace Kenmin.Client.Programs;

/// <summary>
/// Initiatives (事業). Who runs one sees and changes it; administrators all. Refusals come as <see cref="ApiException"/> with problem
/// details (RFC 9457). Fiscal years are named by the year they start in.
/// </summary>
public interface IInitiativesApi
{
    /// <summary>Initiatives that everybody sees.</summary>
    /// <param name="municipality">Code of 6 digits: those that concern it, the whole prefecture's included.</param>
    /// <param name="year">Fiscal year, such as FY2026.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    [Get("/api/v1/programs/public-initiatives")]
    Task<IReadOnlyList<PublicInitiative>> PublicAsync(string? municipality = null, string? year = null, CancellationToken cancellationToken = default);

    /// <summary>Initiatives that the caller may see, the latest first.</summary>
    [Get("/api/v1/programs/initiatives")]
    Task<IReadOnlyList<Initiative>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>One initiative.</summary>
    [Get("/api/v1/programs/initiatives/{id}")]
    Task<Initiative> GetAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>What happened to an initiative, newest first.</summary>
    [Get("/api/v1/programs/initiatives/{id}/history")]
    Task<IReadOnlyList<InitiativeHistory>> HistoryAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Drafts an initiative.</summary>
    [Post("/api/v1/programs/initiatives")]
    Task<Initiative> DraftAsync([Body] InitiativeDetails details, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellationToken = default);

    /// <summary>Changes the details.</summary>
    [Put("/api/v1/programs/initiatives/{id}")]
    Task<Initiative> ReviseAsync(Guid id, [Body] InitiativeDetails details, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellationToken = default);

    /// <summary>Takes a step: approve, send-back, start, close or archive.</summary>
    [Post("/api/v1/programs/initiatives/{id}/steps/{step}")]
    Task<Initiative> StepAsync(Guid id, string step, [Body] InitiativeReason reason, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellationToken = default);

    /// <summary>Chooses the modules of a fiscal year, such as FY2026.</summary>
    [Put("/api/v1/programs/initiatives/{id}/modules/{year}")]
    Task<Initiative> ChooseModulesAsync(Guid id, string year, [Body] InitiativeModules modules, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellationToken = default);

    /// <summary>Sets a module, in a fiscal year such as FY2026, or <c>standing</c>.</summary>
    [Put("/api/v1/programs/initiatives/{id}/settings/{module}/{year}")]
    Task<Initiative> SetAsync(Guid id, string module, string year, [Body] InitiativeSettings settings, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellationToken = default);

    /// <summary>Applies presets together.</summary>
    [Post("/api/v1/programs/initiatives/{id}/profiles")]
    Task<Initiative> ApplyProfilesAsync(Guid id, [Body] InitiativeProfiles profiles, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellationToken = default);

    /// <summary>Drafts the next fiscal year's initiative after this one.</summary>
    [Post("/api/v1/programs/initiatives/{id}/copies")]
    Task<Initiative> CopyAsync(Guid id, [Body] InitiativeCopy copy, [Header("Idempotency-Key")] string? idempotencyKey = null, CancellationToken cancellationToken = default);
}

/// <summary>Somebody who runs an initiative.</summary>
public sealed record InitiativeOwner(Guid Account, string Name);

/// <summary>What was set for a module; the year is null for all years.</summary>
public sealed record InitiativeModuleSettings(string Module, int? Year, IReadOnlyDictionary<string, string> Values);

/// <summary>An initiative as everybody sees it.</summary>
public sealed record PublicInitiative(
    Guid Id, string Slug, string Name, string State, IReadOnlyList<int> Years, IReadOnlyList<string> Municipalities);

/// <summary>An initiative as staff see it. State: draft, approved, running, closed, archived.</summary>
public sealed record Initiative(
    Guid Id, int Revision, string Slug, BothLanguages Name, BothLanguages Summary, BothLanguages Department, IReadOnlyList<InitiativeOwner> Owners,
    string Policy, IReadOnlyList<int> Years, IReadOnlyDictionary<string, long> Budgets, IReadOnlyList<string> Municipalities, string State,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Modules, IReadOnlyList<InitiativeModuleSettings> Settings, Guid? CopiedFrom);

/// <summary>What an initiative is to be.</summary>
/// <param name="Revision">The revision that a change was made on; null for a new one.</param>
/// <param name="Slug">The short name in its public address.</param>
/// <param name="Name">Its name.</param>
/// <param name="Summary">What it does for whom.</param>
/// <param name="Department">The department that runs it.</param>
/// <param name="Owners">Accounts that hold the role of a program owner.</param>
/// <param name="Policy">participation, organisations, collaboration or needed-fields.</param>
/// <param name="Years">Fiscal years.</param>
/// <param name="Budgets">Whole yen by fiscal year.</param>
/// <param name="Municipalities">Codes of 6 digits; none for the whole prefecture.</param>
public sealed record InitiativeDetails(
    int? Revision, string Slug, BothLanguages Name, BothLanguages Summary, BothLanguages Department, IReadOnlyList<Guid> Owners, string Policy,
    IReadOnlyList<int> Years, IReadOnlyDictionary<string, long>? Budgets = null, IReadOnlyList<string>? Municipalities = null);

/// <summary>Why a step is taken; needed to send back, close and archive.</summary>
public sealed record InitiativeReason(string? Reason);

/// <summary>The keys of all modules that are to be enabled.</summary>
public sealed record InitiativeModules(IReadOnlyList<string> Modules);

/// <summary>Values by the setting's key, as texts; a blank falls back to what applies without it.</summary>
public sealed record InitiativeSettings(IReadOnlyDictionary<string, string?> Values);

/// <summary>Presets, the fiscal year in which their modules are enabled, and the value for each setting in which they differ.</summary>
public sealed record InitiativeProfiles(int Year, IReadOnlyList<string> Profiles, IReadOnlyDictionary<string, string>? Decisions = null);

/// <summary>What carries over to the next fiscal year: summary, owners, municipalities, budget, module:KEY, settings:KEY.</summary>
public sealed record InitiativeCopy(string Slug, IReadOnlyList<string> Items, bool Another = false);

/// <summary>Something that happened to an initiative.</summary>
public sealed record InitiativeHistory(string What, DateTimeOffset At, string By, string? Reason, string? Step, IReadOnlyList<string> Changed);
