using Kenmin.CleanUp.Campaigns;
using Kenmin.CleanUp.Groups;
using Kenmin.CleanUp.PersonalData;
using Kenmin.CleanUp.Scope;
using Kenmin.CleanUp.Sites;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.Activities;

/// <summary>Hands in what a group plans, or changes it as long as the city has not accepted it (活動計画を届け出る).</summary>
/// <param name="Id">The activity's id; a new one plans it.</param>
/// <param name="CampaignId">The campaign.</param>
/// <param name="SiteId">The site.</param>
/// <param name="GroupId">The group, which the account must lead.</param>
/// <param name="Day">The day.</param>
/// <param name="Start">When it starts.</param>
/// <param name="End">When it ends, on the same day.</param>
/// <param name="MeetingPlace">Where people meet.</param>
/// <param name="Note">What to bring or know; may be empty.</param>
/// <param name="People">How many people of the group are expected.</param>
/// <param name="HelperPlaces">How many helpers are sought; 0 when none are.</param>
/// <param name="AccountId">Who hands it in.</param>
/// <param name="RainDay">The rain date to which it may be postponed; null: none.</param>
/// <param name="Cutters">Whether powered cutters are used.</param>
[MessageIdentity("clean-up.plan-activity.v1")]
[NewEntries(Features.Activities)]
public sealed record PlanActivity(
    Guid Id, Guid CampaignId, Guid SiteId, Guid GroupId, DateOnly? Day, TimeOnly? Start, TimeOnly? End, string MeetingPlace, string Note, int? People,
    int? HelperPlaces, Guid AccountId, DateOnly? RainDay = null, bool Cutters = false)
{
    internal IEnumerable<Flaw> Flaws(Campaign campaign, DateOnly today)
    {
        if (Day is not { } day) yield return new(nameof(Day), new("活動する日を入力してください。", "Enter the day."));
        else if (!campaign.Covers(day))
            yield return new(nameof(Day), new(
                $"期間（{campaign.FirstDay:yyyy-MM-dd}～{campaign.LastDay:yyyy-MM-dd}）の中の日にしてください。", $"Choose a day from {campaign.FirstDay:yyyy-MM-dd} to {campaign.LastDay:yyyy-MM-dd}."));
        else if (day < today) yield return new(nameof(Day), new("過ぎた日は選べません。", "This day is over."));
        if (RainDay is { } rain)
        {
            if (rain <= Day)
                yield return new(nameof(RainDay), new("予備日は、活動する日より後の日にしてください。", "The rain date must come after the day."));
            else if (!campaign.Covers(rain))
                yield return new(nameof(RainDay), new(
                    $"予備日も、期間（{campaign.FirstDay:yyyy-MM-dd}～{campaign.LastDay:yyyy-MM-dd}）の中の日にしてください。", $"The rain date, too, must lie within {campaign.FirstDay:yyyy-MM-dd} to {campaign.LastDay:yyyy-MM-dd}."));
        }

        if (Start is not { } start) yield return new(nameof(Start), new("始める時刻を入力してください。例：9:00", "Enter when it starts, such as 9:00."));
        else if (End is not { } end) yield return new(nameof(End), new("終わる時刻を入力してください。例：11:00", "Enter when it ends, such as 11:00."));
        else if (end <= start) yield return new(nameof(End), new("終わる時刻は、始める時刻より後にしてください。", "It must end after it starts."));
        foreach (var flaw in Flaw.OfText(MeetingPlace, nameof(MeetingPlace), 100)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Note, nameof(Note), 500, required: false, lines: true)) yield return flaw;
        if (People is null) yield return new(nameof(People), new("参加する人数の見込みを入力してください。", "Enter how many people are expected."));
        foreach (var flaw in Flaw.OfNumber(People, nameof(People), 1, 10_000)) yield return flaw;
        foreach (var flaw in Flaw.OfNumber(HelperPlaces, nameof(HelperPlaces), 0, 1_000)) yield return flaw;
    }
}

/// <summary>Keeps the plan.</summary>
public static class PlanActivityHandler
{
    /// <summary>A group plans a site once for a day. What the city sent back is handed in anew by changing it.</summary>
    public static async Task<CommandAnswer> Handle(
        PlanActivity command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var known = await session.LockAsync<Activity>(command.Id, cancellationToken);
        if (await session.LoadAsync<Group>(known?.GroupId ?? command.GroupId, cancellationToken) is not { } group || group.AccountId != command.AccountId
            || await session.LoadAsync<Campaign>(known?.CampaignId ?? command.CampaignId, cancellationToken) is not { Published: true } campaign) return CommandAnswer.Unknown;
        if (await session.LoadAsync<Site>(known?.SiteId ?? command.SiteId, cancellationToken) is not { Closed: false } site)
            return CommandAnswer.Refused("site-closed", "この場所は、現在、清掃の対象ではありません。", "This site is not offered at present.", nameof(command.SiteId));
        if (known is { State: ActivityState.Accepted or ActivityState.Cancelled })
            return CommandAnswer.Refused("decided", "受理された計画や取りやめた計画は変えられません。取りやめて、新しく届け出てください。", "An accepted or cancelled plan stays as it is. Cancel it and hand in a new one.");
        if (!await gates.TakesAsync(Features.Activities, campaign)) return CleanUpAnswers.Off;
        if (await session.GuardianStopsAsync(command.AccountId, cancellationToken)) return GuardianRule.Refusal;
        var today = JapanTime.DayOf(now);
        if (today > campaign.PlansUntil)
            return CommandAnswer.Refused("too-late", $"計画の受付は {campaign.PlansUntil:yyyy-MM-dd} に終わりました。市町の窓口にご相談ください。", $"Plans were taken until {campaign.PlansUntil:yyyy-MM-dd}. Please ask the municipality.");
        foreach (var flaw in command.Flaws(campaign, today)) return CommandAnswer.Invalid(flaw);
        await session.TakeTurnsAsync(Activity.TurnOf(site.Id, group.Id, command.Day!.Value), cancellationToken);
        if (await session.Query<Activity>().AnyAsync(a => a.SiteId == site.Id && a.GroupId == group.Id && a.Day == command.Day.Value && a.Id != command.Id
                && (a.State == ActivityState.HandedIn || a.State == ActivityState.Accepted), cancellationToken))
            return CommandAnswer.Refused("already-planned", "このグループは、その日のその場所の活動をもう届け出ています。", "The group has planned this site for this day already.", nameof(command.Day));
        session.Store(new Activity
        {
            Id = command.Id, CampaignId = campaign.Id, SiteId = site.Id, MunicipalityCode = site.MunicipalityCode, GroupId = group.Id, Day = command.Day.Value,
            Start = command.Start!.Value, End = command.End!.Value, MeetingPlace = command.MeetingPlace.Trim(), Note = command.Note?.Trim() ?? "",
            People = command.People!.Value, HelperPlaces = command.HelperPlaces ?? 0, State = ActivityState.HandedIn, HandedInAt = now,
            RainDay = command.RainDay, Cutters = command.Cutters,
        });
        return CommandAnswer.Done;
    }
}
