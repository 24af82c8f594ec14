using System.Security.Claims;
using Kenmin.CleanUp.Campaigns;
using Kenmin.CleanUp.Scope;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;

namespace Kenmin.CleanUp.Activities;

/// <summary>An activity as a member of staff sees it.</summary>
internal sealed record SeenActivity(ActivityLine Line, Campaign Campaign, bool MayDecide);

/// <summary>Staff look at activities of their municipalities and initiatives.</summary>
internal sealed class ActivityDesk(ActivityReader activities, CampaignReader campaigns, CleanUpScope scope, IAuditTrail audit)
{
    /// <summary>The activity with its leader, if the user may see it; the look is in the audit log before it is shown.</summary>
    public async Task<SeenActivity?> LookAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, user, cancellationToken) is not { } found) return null;
        if (found.Line.Group.AccountId is { } leader)
            await audit.RecordAsync(new(user.AccountId(), "clean-up.activity.viewed", [leader], id.ToString()), cancellationToken);
        return found;
    }

    /// <summary>The activities of a day that the user may see, with their campaigns; nothing of their people.</summary>
    public async Task<IReadOnlyList<SeenActivity>> OfDayAsync(DateOnly day, string? municipality, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var seen = (await campaigns.ForStaffAsync(user, cancellationToken)).ToDictionary(c => c.Id);
        var codes = CleanUpScope.Of(user).Select(m => m.Code6).Where(c => municipality is null || c == municipality).ToList();
        return [.. (await activities.OfDayAsync(day, codes, [.. seen.Keys], cancellationToken)).Select(l =>
            new SeenActivity(l, seen[l.Activity.CampaignId], scope.MayManage(user, seen[l.Activity.CampaignId], l.Activity.MunicipalityCode)))];
    }

    /// <summary>The activity, if the user may see it; nothing of its people may be shown.</summary>
    public async Task<SeenActivity?> FindAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        await activities.FindAsync(id, cancellationToken) is { } line
        && await campaigns.ForStaffAsync(line.Activity.CampaignId, user, cancellationToken) is { } campaign && scope.MaySee(user, campaign, line.Activity.MunicipalityCode)
            ? new(line, campaign, scope.MayManage(user, campaign, line.Activity.MunicipalityCode)) : null;
}
