using Refit;

namespace Kenmin.Client.Programs;

/// <summary>Features by fiscal year: the board, deciding, answering proposals, undoing, the history.</summary>
public interface IFeaturesApi
{
    /// <summary>The board around the present fiscal year, or five years from <paramref name="from"/> (FY2026) on.</summary>
    [Get("/api/v1/programs/features")]
    Task<IReadOnlyList<Feature>> ListAsync(string? from = null, CancellationToken cancellationToken = default);

    /// <summary>What differs between two fiscal years.</summary>
    [Get("/api/v1/programs/features/compare")]
    Task<IReadOnlyList<FeatureDifference>> CompareAsync(string left, string right, CancellationToken cancellationToken = default);

    /// <summary>Decisions that decide nothing any more.</summary>
    [Get("/api/v1/programs/features/idle")]
    Task<IReadOnlyList<IdleDecision>> IdleAsync(CancellationToken cancellationToken = default);

    /// <summary>Decides about a feature in a year (FY2026, or standing), or proposes to where it is critical; see <see cref="FeatureChange.State"/>.</summary>
    [Put("/api/v1/programs/features/{key}/{year}")]
    Task<FeatureChange> DecideAsync(string key, string year, [Body] FeatureDecision decision, CancellationToken cancellationToken = default);

    /// <summary>Decides in a year what differs from another, for the chosen features.</summary>
    [Post("/api/v1/programs/features/copy")]
    Task<FeatureChange> CopyAsync([Body] YearCopy copy, CancellationToken cancellationToken = default);

    /// <summary>Switches a feature off at once in all years.</summary>
    [Post("/api/v1/programs/features/{key}/emergency-off")]
    Task<FeatureChange> EmergencyOffAsync(string key, [Body] ChangeReason reason, CancellationToken cancellationToken = default);

    /// <summary>The history, the newest first.</summary>
    [Get("/api/v1/programs/features/changes")]
    Task<Page<FeatureChange>> ChangesAsync(
        string? feature = null, string? year = null, string? state = null, string? text = null, Guid? after = null, int? take = null, CancellationToken cancellationToken = default);

    /// <summary>One change.</summary>
    [Get("/api/v1/programs/features/changes/{id}")]
    Task<FeatureChange> ChangeAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>A second administrator approves a proposal.</summary>
    [Post("/api/v1/programs/features/changes/{id}/approve")]
    Task<FeatureChange> ApproveAsync(Guid id, [Body] ChangeReason reason, CancellationToken cancellationToken = default);

    /// <summary>A second administrator refuses a proposal; the reason is needed.</summary>
    [Post("/api/v1/programs/features/changes/{id}/refuse")]
    Task<FeatureChange> RefuseAsync(Guid id, [Body] ChangeReason reason, CancellationToken cancellationToken = default);

    /// <summary>Who proposed takes the proposal back.</summary>
    [Post("/api/v1/programs/features/changes/{id}/withdraw")]
    Task<FeatureChange> WithdrawAsync(Guid id, [Body] ChangeReason reason, CancellationToken cancellationToken = default);

    /// <summary>Restores what was before, by a new change under the same rules.</summary>
    [Post("/api/v1/programs/features/changes/{id}/undo")]
    Task<FeatureChange> UndoAsync(Guid id, [Body] ChangeReason reason, CancellationToken cancellationToken = default);

    /// <summary>Another administrator confirms an emergency stop.</summary>
    [Post("/api/v1/programs/features/changes/{id}/confirm")]
    Task<FeatureChange> ConfirmAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Asks the modules what a change would do; the answer is fetched with <see cref="ImpactAsync"/>.</summary>
    [Post("/api/v1/programs/features/impact")]
    Task<AskedImpact> AskImpactAsync([Body] ImpactQuestion question, CancellationToken cancellationToken = default);

    /// <summary>What the modules have answered so far.</summary>
    [Get("/api/v1/programs/features/impact/{id}")]
    Task<Impact> ImpactAsync(Guid id, CancellationToken cancellationToken = default);
}

/// <summary>A feature and its state by year.</summary>
/// <param name="Key">The feature's key.</param>
/// <param name="Name">Its name.</param>
/// <param name="Critical">Whether a second administrator has to approve changes.</param>
/// <param name="ByFiscalYear">Whether it is decided by year.</param>
/// <param name="Needs">Keys of the features it needs.</param>
/// <param name="Years">Its state by year.</param>
public sealed record Feature(string Key, string Name, bool Critical, bool ByFiscalYear, IReadOnlyList<string> Needs, IReadOnlyList<FeatureYear> Years);

/// <summary>A feature in a year.</summary>
/// <param name="Year">The year, such as FY2026.</param>
/// <param name="On">Whether it is on now.</param>
/// <param name="Value">The name of the chosen value, where there are several.</param>
/// <param name="Decided">Whether somebody decided it.</param>
/// <param name="Planned">Changes that are not yet in force.</param>
/// <param name="Initiatives">Initiatives for which something else was decided.</param>
public sealed record FeatureYear(
    string Year, bool On, string? Value, bool Decided, IReadOnlyList<PlannedFeature> Planned, IReadOnlyList<InitiativeFeature> Initiatives);

/// <summary>A change that is planned.</summary>
/// <param name="From">From when it is in force.</param>
/// <param name="On">On or off; null: back to what was decided more widely.</param>
/// <param name="Value">The value that is chosen.</param>
public sealed record PlannedFeature(DateTimeOffset From, bool? On, string? Value);

/// <summary>An initiative that differs.</summary>
/// <param name="Id">The initiative.</param>
/// <param name="On">Whether the feature is on for it.</param>
public sealed record InitiativeFeature(Guid Id, bool On);

/// <summary>A feature that differs between two years.</summary>
/// <param name="Key">The feature's key.</param>
/// <param name="Name">Its name.</param>
/// <param name="Left">Whether it is on in the one year.</param>
/// <param name="Right">Whether it is on in the other.</param>
/// <param name="LeftValue">The value in the one year.</param>
/// <param name="RightValue">The value in the other.</param>
public sealed record FeatureDifference(string Key, string Name, bool Left, bool Right, string? LeftValue, string? RightValue);

/// <summary>A decision without effect.</summary>
/// <param name="Feature">The feature's key.</param>
/// <param name="Year">The year; null for a standing one.</param>
/// <param name="Initiative">The initiative it is for.</param>
/// <param name="On">What was decided.</param>
/// <param name="Why">undeclared, over or default.</param>
public sealed record IdleDecision(string Feature, string? Year, Guid? Initiative, bool On, string Why);

/// <summary>What is to be decided.</summary>
/// <param name="On">On or off; null takes the decision back.</param>
/// <param name="Reason">Why; goes into the history.</param>
/// <param name="Value">The name of the value.</param>
/// <param name="Initiative">Only for this initiative.</param>
/// <param name="From">From when; null: at once.</param>
/// <param name="Together">Whether what has to go with it is switched too.</param>
public sealed record FeatureDecision(bool? On, string Reason, string? Value = null, Guid? Initiative = null, DateTimeOffset? From = null, bool Together = false);

/// <summary>A copy of one year's decisions to another.</summary>
/// <param name="From">The year that is copied.</param>
/// <param name="To">The year that is decided.</param>
/// <param name="Features">Keys of the features; null: all that differ.</param>
/// <param name="Reason">Why.</param>
public sealed record YearCopy(string From, string To, IReadOnlyList<string>? Features, string Reason);

/// <summary>Why something is done.</summary>
/// <param name="Reason">The reason.</param>
public sealed record ChangeReason(string? Reason);

/// <summary>A change and what was done to it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">decision, year-copy, undo or emergency.</param>
/// <param name="State">proposed, decided, refused, withdrawn or expired.</param>
/// <param name="Items">What it decides.</param>
/// <param name="Before">What was decided before.</param>
/// <param name="Reason">Why.</param>
/// <param name="ByName">Who decided or proposed.</param>
/// <param name="At">When.</param>
/// <param name="From">From when it is in force.</param>
/// <param name="ExpiresAt">Until when a proposal waits.</param>
/// <param name="ToConfirm">Whether another administrator has yet to confirm it.</param>
/// <param name="Undoes">The change it undoes.</param>
/// <param name="UndoneBy">The change that undid it.</param>
/// <param name="Steps">What was done to it.</param>
public sealed record FeatureChange(
    Guid Id, string Kind, string State, IReadOnlyList<FeatureChangeItem> Items, IReadOnlyList<FeatureChangeItem> Before, string Reason, string ByName, DateTimeOffset At,
    DateTimeOffset? From, DateTimeOffset? ExpiresAt, bool ToConfirm, Guid? Undoes, Guid? UndoneBy, IReadOnlyList<FeatureChangeStep> Steps);

/// <summary>What is decided about one feature.</summary>
/// <param name="Feature">The feature's key.</param>
/// <param name="Year">The year; null for a standing feature.</param>
/// <param name="Initiative">Only for this initiative.</param>
/// <param name="On">On or off; null: no decision of its own.</param>
/// <param name="Value">The value.</param>
public sealed record FeatureChangeItem(string Feature, string? Year, Guid? Initiative, bool? On, string? Value);

/// <summary>Something that was done to a change.</summary>
/// <param name="What">proposed, decided, approved, refused, withdrawn, confirmed or undone.</param>
/// <param name="ByName">Who did it.</param>
/// <param name="At">When.</param>
/// <param name="Text">Why.</param>
public sealed record FeatureChangeStep(string What, string ByName, DateTimeOffset At, string? Text);

/// <summary>A question what a change would do.</summary>
/// <param name="Changes">The change.</param>
/// <param name="From">From when; null: at once.</param>
public sealed record ImpactQuestion(IReadOnlyList<FeatureChangeItem> Changes, DateTimeOffset? From = null);

/// <summary>A question that was asked.</summary>
/// <param name="Id">Its id.</param>
public sealed record AskedImpact(Guid Id);

/// <summary>What a change would do.</summary>
/// <param name="Finished">Whether all have answered or had their time.</param>
/// <param name="Silent">Keys of the modules that have not answered.</param>
/// <param name="Effects">By feature.</param>
public sealed record Impact(bool Finished, IReadOnlyList<string> Silent, IReadOnlyList<ImpactEffect> Effects);

/// <summary>What would become of one feature.</summary>
/// <param name="Feature">The feature's key.</param>
/// <param name="Year">The year.</param>
/// <param name="Initiative">The initiative.</param>
/// <param name="On">What it would be.</param>
/// <param name="GoesWith">Whether it has to go with what was asked.</param>
/// <param name="Touched">How many things are touched; null: not known, which is not none.</param>
/// <param name="Text">In words.</param>
public sealed record ImpactEffect(string Feature, string? Year, Guid? Initiative, bool? On, bool GoesWith, long? Touched, string Text);
