using System.Security.Claims;
using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Campaigns;
using Kenmin.CleanUp.Scope;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Marten;

namespace Kenmin.CleanUp.Photos;

/// <summary>Who may see the photos of one kind of subject.</summary>
internal interface IPhotoSubjectRule
{
    /// <summary>The kind.</summary>
    PhotoSubject Subject { get; }

    /// <summary>Whether everybody may see an approved photo.</summary>
    Task<bool> IsPublicAsync(Photo photo, CancellationToken cancellationToken);

    /// <summary>Whether the user, who is not staff, may see a photo that nobody approved yet, because it belongs to what the user leads.</summary>
    Task<bool> IsOwnAsync(Photo photo, ClaimsPrincipal user, CancellationToken cancellationToken);

    /// <summary>Whether the user, a member of staff, may see it and decide about it.</summary>
    Task<(bool See, bool Decide)> ForStaffAsync(Photo photo, ClaimsPrincipal user, CancellationToken cancellationToken);
}

/// <summary>Photos of activities: the leader sees all, everybody those that were approved.</summary>
internal sealed class ActivityPhotoRule(ActivityReader activities, CampaignReader campaigns, CleanUpScope scope) : IPhotoSubjectRule
{
    public PhotoSubject Subject => PhotoSubject.Activity;

    public async Task<bool> IsPublicAsync(Photo photo, CancellationToken cancellationToken) =>
        await activities.FindAsync(photo.SubjectId, cancellationToken) is { } line && await campaigns.PublicAsync(line.Activity.CampaignId, cancellationToken) is not null;

    public async Task<bool> IsOwnAsync(Photo photo, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        user.AccountId() is { } account && await activities.FindAsync(photo.SubjectId, cancellationToken) is { } line && line.Group.AccountId == account;

    public async Task<(bool See, bool Decide)> ForStaffAsync(Photo photo, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        await activities.FindAsync(photo.SubjectId, cancellationToken) is { } line
        && await campaigns.ForStaffAsync(line.Activity.CampaignId, user, cancellationToken) is { } campaign
            ? (scope.MaySee(user, campaign, photo.MunicipalityCode), scope.MayManage(user, campaign, photo.MunicipalityCode)) : (false, false);
}

/// <summary>Reads photos.</summary>
internal sealed class PhotoReader(ICleanUpStore store, IEnumerable<IPhotoSubjectRule> rules, IAuditTrail audit)
{
    private const int MostAtOnce = 60;

    /// <summary>The photos of a subject that everybody may see, those from before first.</summary>
    public async Task<IReadOnlyList<Photo>> PublicAsync(Guid subject, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var approved = await session.Query<Photo>().Where(p => p.SubjectId == subject && p.State == PhotoState.Approved).OrderBy(p => p.Moment).ThenBy(p => p.At).Take(MostAtOnce).ToListAsync(cancellationToken);
        return approved.Count > 0 && await RuleOf(approved[0].Subject).IsPublicAsync(approved[0], cancellationToken) ? approved : [];
    }

    /// <summary>The approved photos of several activities that everybody may see, the latest first.</summary>
    public async Task<IReadOnlyList<Photo>> ApprovedAsync(IReadOnlyCollection<Guid> activities, CancellationToken cancellationToken)
    {
        if (activities.Count == 0) return [];
        Guid[] ids = [.. activities];
        await using var session = store.QuerySession();
        return await session.Query<Photo>().Where(p => p.SubjectId.IsOneOf(ids) && p.State == PhotoState.Approved).OrderByDescending(p => p.At).Take(MostAtOnce).ToListAsync(cancellationToken);
    }

    /// <summary>What one account sent of a subject, whatever became of it.</summary>
    public async Task<IReadOnlyList<Photo>> MineAsync(Guid subject, Guid account, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.Query<Photo>().Where(p => p.SubjectId == subject && p.AccountId == account).OrderBy(p => p.Moment).ThenBy(p => p.At).ToListAsync(cancellationToken);
    }

    /// <summary>
    /// What waits for staff, oldest first, as far as the user may decide about it. Photos show people: the look at those that were sent
    /// is in the audit log before they are shown.
    /// </summary>
    public async Task<IReadOnlyList<Photo>> WaitingAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        string[] codes = [.. CleanUpScope.Of(user).Select(m => m.Code6)];
        var waiting = await session.Query<Photo>().Where(p => p.State == PhotoState.Waiting && p.MunicipalityCode.IsOneOf(codes)).OrderBy(p => p.At).Take(500).ToListAsync(cancellationToken);
        List<Photo> seen = [];
        foreach (var of in waiting.GroupBy(p => (p.Subject, p.SubjectId)))
            if ((await RuleOf(of.Key.Subject).ForStaffAsync(of.First(), user, cancellationToken)).Decide) seen.AddRange(of);
        Guid[] people = [.. seen.Select(p => p.AccountId).OfType<Guid>().Distinct()];
        if (people.Length > 0) await audit.RecordAsync(new(user.AccountId(), "clean-up.photos.viewed", people), cancellationToken);
        return [.. seen.Take(MostAtOnce)];
    }

    /// <summary>Whether the user may decide about a photo.</summary>
    public async Task<bool> MayDecideAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<Photo>(id, cancellationToken) is { } photo && (await RuleOf(photo.Subject).ForStaffAsync(photo, user, cancellationToken)).Decide;
    }

    /// <summary>A picture that the user may see, and whether everybody may; null when there is none, or it is none of the user's business.</summary>
    public async Task<(byte[] Bytes, bool Public)?> PictureAsync(Guid id, bool small, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<Photo>(id, cancellationToken) is not { State: not PhotoState.Refused } photo) return null;
        var rule = RuleOf(photo.Subject);
        var everybody = photo.State == PhotoState.Approved && await rule.IsPublicAsync(photo, cancellationToken);
        if (!everybody && !(user.AccountId() is { } account && (account == photo.AccountId || await rule.IsOwnAsync(photo, user, cancellationToken)))
            && !(await rule.ForStaffAsync(photo, user, cancellationToken)).See) return null;
        return await session.PictureAsync(id, small, cancellationToken) is { } bytes ? (bytes, everybody) : null;
    }

    private IPhotoSubjectRule RuleOf(PhotoSubject subject) => rules.Single(r => r.Subject == subject);
}
