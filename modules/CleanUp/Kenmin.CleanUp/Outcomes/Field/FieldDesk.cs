using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Groups;
using Kenmin.CleanUp.Helpers;
using Kenmin.Participation;
using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Outcomes.Field;

/// <summary>An activity that somebody reports on.</summary>
/// <param name="Line">The activity.</param>
/// <param name="Leads">Whether for the group, as its leader; else for the person alone, as a helper.</param>
internal sealed record FieldActivity(ActivityLine Line, bool Leads);

/// <summary>What somebody may report on the spot: accepted activities of today and around it.</summary>
internal sealed class FieldDesk(GroupReader groups, ActivityReader activities, HelperDesk helpers, TimeProvider clock)
{
    private const int DaysBack = 31, DaysAhead = 14;

    /// <summary>The activities, the nearest day first.</summary>
    public async Task<IReadOnlyList<FieldActivity>> OfAsync(Guid account, CancellationToken cancellationToken)
    {
        var today = JapanTime.Today(clock);
        var mine = await groups.OfAsync(account, cancellationToken);
        var led = await activities.OfGroupsAsync([.. mine.Select(g => g.Id)], cancellationToken);
        var places = (await helpers.MineAsync(account, cancellationToken)).Where(s => s.State == SignUpState.Confirmed).Select(s => s.OpeningId).ToList();
        var helped = await activities.ManyAsync(places, cancellationToken);
        return
        [
            .. led.Select(l => new FieldActivity(l, true)).Concat(helped.Values.Where(l => led.All(o => o.Activity.Id != l.Activity.Id)).Select(l => new FieldActivity(l, false)))
                .Where(a => a.Line.Activity.State == ActivityState.Accepted && a.Line.Activity.Day >= today.AddDays(-DaysBack) && a.Line.Activity.Day <= today.AddDays(DaysAhead))
                .OrderBy(a => Math.Abs(a.Line.Activity.Day.DayNumber - today.DayNumber)).ThenBy(a => a.Line.Activity.Start),
        ];
    }

    /// <summary>One of them; null when it is none of the account's.</summary>
    public async Task<FieldActivity?> FindAsync(Guid activity, Guid account, CancellationToken cancellationToken) =>
        (await OfAsync(account, cancellationToken)).FirstOrDefault(a => a.Line.Activity.Id == activity);
}
