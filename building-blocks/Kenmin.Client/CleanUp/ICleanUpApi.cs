using Refit;

namespace Kenmin.Client.CleanUp;

/// <summary>Clean-ups as everybody and residents use them: campaigns, sites, own groups and activities, helping, results and photos.</summary>
public interface ICleanUpApi
{
    /// <summary>Published campaigns, the latest first.</summary>
    [Get("/api/v1/clean-up/campaigns")]
    Task<IReadOnlyList<CleanUpCampaign>> CampaignsAsync(CancellationToken cancellationToken = default);

    /// <summary>Accepted activities of a campaign; only of a municipality (6 digits) when one is given.</summary>
    [Get("/api/v1/clean-up/campaigns/{id}/activities")]
    Task<IReadOnlyList<CleanUpActivity>> ActivitiesAsync(Guid id, string? municipality = null, CancellationToken cancellationToken = default);

    /// <summary>What counts of a campaign, by site.</summary>
    [Get("/api/v1/clean-up/campaigns/{id}/results")]
    Task<IReadOnlyList<CleanUpSiteResult>> ResultsAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Sites, a page at a time.</summary>
    [Get("/api/v1/clean-up/sites")]
    Task<Page<CleanUpSite>> SitesAsync(string? municipality = null, string? kind = null, string? after = null, CancellationToken cancellationToken = default);

    /// <summary>Photos of an activity that were made public.</summary>
    [Get("/api/v1/clean-up/activities/{id}/photos")]
    Task<IReadOnlyList<CleanUpPhoto>> PhotosAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Groups that the caller leads.</summary>
    [Get("/api/v1/clean-up/me/groups")]
    Task<IReadOnlyList<CleanUpGroup>> MyGroupsAsync(CancellationToken cancellationToken = default);

    /// <summary>Registers a group.</summary>
    [Post("/api/v1/clean-up/me/groups")]
    Task<CleanUpGroup> RegisterGroupAsync([Body] NewCleanUpGroup group, CancellationToken cancellationToken = default);

    /// <summary>Activities of the caller's groups.</summary>
    [Get("/api/v1/clean-up/me/activities")]
    Task<IReadOnlyList<CleanUpActivity>> MyActivitiesAsync(CancellationToken cancellationToken = default);

    /// <summary>Hands in what a group plans.</summary>
    [Post("/api/v1/clean-up/me/activities")]
    Task<CleanUpActivity> PlanAsync([Body] NewCleanUpActivity plan, CancellationToken cancellationToken = default);

    /// <summary>Signs up to help; a place, or the waiting list.</summary>
    [Post("/api/v1/clean-up/activities/{id}/sign-ups")]
    Task<CleanUpSignUp> SignUpAsync(Guid id, [Body] NewCleanUpSignUp wish, CancellationToken cancellationToken = default);

    /// <summary>Cancels the caller's sign-up.</summary>
    [Delete("/api/v1/clean-up/activities/{id}/sign-ups")]
    Task<CleanUpSignUp> CancelAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>The group's total of an activity that the caller leads.</summary>
    [Get("/api/v1/clean-up/me/activities/{id}/result")]
    Task<CleanUpReported> ResultAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Reports the group's total. With <paramref name="sendingId"/> a repetition changes nothing, with <paramref name="basedOn"/> nothing newer is overwritten.</summary>
    [Put("/api/v1/clean-up/me/activities/{id}/result")]
    Task ReportAsync(Guid id, [Body] CleanUpFigures figures, Guid? sendingId = null, int? basedOn = null, CancellationToken cancellationToken = default);

    /// <summary>Reports what the caller did as a helper.</summary>
    [Put("/api/v1/clean-up/me/activities/{id}/own-result")]
    Task ReportOwnAsync(Guid id, [Body] CleanUpFigures figures, Guid? sendingId = null, int? basedOn = null, CancellationToken cancellationToken = default);

    /// <summary>Reports of participants in an activity that the caller leads.</summary>
    [Get("/api/v1/clean-up/me/activities/{id}/reports")]
    Task<IReadOnlyList<CleanUpOwnReport>> ReportsAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Approves a participant's report, or does not.</summary>
    [Put("/api/v1/clean-up/me/activities/{id}/reports/{reportId}/decision")]
    Task DecideReportAsync(Guid id, Guid reportId, [Body] CleanUpReportDecision decision, CancellationToken cancellationToken = default);

    /// <summary>Sends a photo (JPEG, PNG or WebP); sent again with the same id, nothing more happens.</summary>
    [Put("/api/v1/clean-up/me/activities/{id}/photos/{photoId}")]
    Task SendPhotoAsync(Guid id, Guid photoId, string moment, [Body] StreamContent picture, CancellationToken cancellationToken = default);

    /// <summary>Takes a photo back.</summary>
    [Delete("/api/v1/clean-up/me/activities/{id}/photos/{photoId}")]
    Task RemovePhotoAsync(Guid id, Guid photoId, CancellationToken cancellationToken = default);
}

/// <summary>Clean-ups as staff work with them.</summary>
public interface ICleanUpStaffApi
{
    /// <summary>All campaigns that the caller sees.</summary>
    [Get("/api/v1/clean-up/staff/campaigns")]
    Task<IReadOnlyList<CleanUpCampaign>> CampaignsAsync(CancellationToken cancellationToken = default);

    /// <summary>What was handed in for a campaign.</summary>
    [Get("/api/v1/clean-up/staff/campaigns/{id}/activities")]
    Task<IReadOnlyList<CleanUpActivity>> ActivitiesAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Accepts a plan, or sends it back with a reason.</summary>
    [Post("/api/v1/clean-up/staff/activities/{id}/decision")]
    Task<CleanUpActivity> DecideAsync(Guid id, [Body] CleanUpDecision decision, CancellationToken cancellationToken = default);

    /// <summary>The stock of a municipality.</summary>
    [Get("/api/v1/clean-up/staff/municipalities/{municipality}/supplies")]
    Task<IReadOnlyList<CleanUpStock>> StockAsync(string municipality, CancellationToken cancellationToken = default);

    /// <summary>Adds to the stock, or writes off.</summary>
    [Post("/api/v1/clean-up/staff/municipalities/{municipality}/supplies")]
    Task<IReadOnlyList<CleanUpStock>> MoveStockAsync(string municipality, [Body] CleanUpSupplyMove move, CancellationToken cancellationToken = default);

    /// <summary>Allocates to an activity, hands over, takes back.</summary>
    [Post("/api/v1/clean-up/staff/activities/{id}/supplies")]
    Task<IReadOnlyList<CleanUpStock>> MoveSuppliesAsync(Guid id, [Body] CleanUpSupplyMove move, CancellationToken cancellationToken = default);
}
