using Kenmin.Accounts.Contracts;
using Kenmin.CleanUp.Groups;
using Kenmin.CleanUp.Helpers;
using Kenmin.CleanUp.Opportunities;
using Kenmin.CleanUp.Scope;
using Kenmin.CleanUp.Sites;
using Kenmin.CleanUp.Supplies;
using Kenmin.CleanUp.Weather;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.Activities;

/// <summary>
/// The leader, or staff of the city, decide about the day of an accepted activity with a look at weather and danger: it takes place, moves
/// to the rain date, or does not take place (実施・延期・中止).
/// </summary>
/// <param name="Id">The activity.</param>
/// <param name="Choice">What is decided.</param>
/// <param name="Reason">Why; shown to everybody.</param>
/// <param name="Seen">How many decisions about the activity there were when the person looked: of two who decide at once, one stands.</param>
/// <param name="By">Who decides.</param>
/// <param name="ByOffice">Whether as a member of the city's staff, which the caller has checked; otherwise as the leader.</param>
[MessageIdentity("clean-up.decide-day.v1")]
[NoNewEntries("decides about what exists")]
public sealed record DecideDay(Guid Id, DayChoice Choice, string? Reason, int Seen, Doer By, bool ByOffice);

/// <summary>Decides, and tells all who need to know.</summary>
public static class DecideDayHandler
{
    /// <summary>Possible until it begins. Sent again, nothing more happens.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(
        DecideDay command, IDocumentSession session, WeatherSettings settings, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<Activity>(command.Id, cancellationToken) is not { } activity
            || await session.LoadAsync<Group>(activity.GroupId, cancellationToken) is not { } group
            || (!command.ByOffice && group.AccountId != command.By.AccountId)) return (CommandAnswer.Unknown, []);
        var last = activity.Decisions.LastOrDefault();
        if (last is not null && command.Seen == activity.Decisions.Count - 1 && last.Choice == command.Choice && last.By?.AccountId == command.By.AccountId && last.Reason == command.Reason?.Trim())
            return (CommandAnswer.Done, []);
        foreach (var flaw in Flaw.OfText(command.Reason, nameof(command.Reason), DecideActivityHandler.LongestReason, lines: true)) return (CommandAnswer.Invalid(flaw), []);
        if (!Enum.IsDefined(command.Choice)) return (CommandAnswer.Invalid(new(nameof(command.Choice), new("実施、延期、中止のどれかを選んでください。", "Choose go, postpone or cancel."))), []);
        if (activity.State != ActivityState.Accepted)
            return (CommandAnswer.Refused("not-accepted", "受理されている活動だけ決められます。この活動は、受理前か、取りやめになっています。", "Only an accepted activity can be decided about. This one is not accepted, or was called off."), []);
        if (command.Seen != activity.Decisions.Count)
            return (CommandAnswer.Refused("decided-meanwhile", "ほかの人が先に決めました。今の内容を確かめてください。", "Somebody else has decided meanwhile. Look at what was decided."), []);
        var now = clock.GetUtcNow();
        if (activity.Starts <= now) return (CommandAnswer.Refused("begun", "始まった活動については決められません。", "It has begun."), []);
        if (command.Choice == DayChoice.Go && last is { Choice: DayChoice.Go }) return (CommandAnswer.Done, []);
        if (command.Choice == DayChoice.Postpone && await PostponeAsync(activity, session, cancellationToken) is { } refusal) return (refusal, []);

        var known = WeatherBoard.Judge(await session.LoadAsync<WeatherReading>(WeatherReading.TheId, cancellationToken), activity.MunicipalityCode, settings, now);
        DayDecision decision = new(
            command.Choice, command.Reason!.Trim(), activity.PostponedFrom is { } from && command.Choice == DayChoice.Postpone ? from : activity.Day, now, command.By, command.ByOffice,
            WeatherWords.Summary(known));
        activity.Decisions = [.. activity.Decisions, decision];
        if (command.Choice == DayChoice.Cancel)
        {
            (activity.State, activity.Reason) = (ActivityState.Cancelled, decision.Reason);
            await new SupplyLedger(session).ReleaseAsync(activity, now, cancellationToken);
        }

        session.Store(activity);
        OutgoingMessages outgoing = [new TellActivity(activity.Id)];
        if (activity.HelperPlaces > 0) outgoing.Add(command.Choice == DayChoice.Go ? new TellHelpers(activity.Id, now, decision.Reason) : new ApplyHelperPlaces(activity.Id));
        if (command.ByOffice && group.AccountId is { } leader)
            outgoing.Add(Notice(activity, (await session.LoadAsync<Site>(activity.SiteId, cancellationToken))!, decision, leader));
        return (CommandAnswer.Done, outgoing);
    }

    // Moves it to its rain date, unless something stands against it.
    private static async Task<CommandAnswer?> PostponeAsync(Activity activity, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (activity.PostponedFrom is not null)
            return CommandAnswer.Refused("postponed-already", "もう一度延期することはできません。実施か中止を選んでください。", "It was postponed already and cannot be postponed again. Choose go or cancel.", nameof(DecideDay.Choice));
        if (activity.RainDay is not { } rain)
            return CommandAnswer.Refused("no-rain-date", "予備日がないため、延期できません。実施か中止を選んでください。", "It has no rain date and cannot be postponed. Choose go or cancel.", nameof(DecideDay.Choice));
        await session.TakeTurnsAsync(Activity.TurnOf(activity.SiteId, activity.GroupId, rain), cancellationToken);
        if (await session.Query<Activity>().AnyAsync(a => a.SiteId == activity.SiteId && a.GroupId == activity.GroupId && a.Day == rain && a.Id != activity.Id
                && (a.State == ActivityState.HandedIn || a.State == ActivityState.Accepted), cancellationToken))
            return CommandAnswer.Refused("already-planned", "このグループは、予備日に同じ場所の別の活動を届け出ています。", "The group has planned another activity at this site on the rain date.", nameof(DecideDay.Choice));
        (activity.PostponedFrom, activity.Day, activity.RainDay) = (activity.Day, rain, null);
        return null;
    }

    private static NoticeIssued Notice(Activity activity, Site site, DayDecision decision, Guid leader)
    {
        LocalizedText subject = decision.Choice switch
        {
            DayChoice.Go => new("市町が清掃の実施を決めました", "The municipality decided that your clean-up takes place"),
            DayChoice.Postpone => new("市町が清掃の延期を決めました", "The municipality postponed your clean-up"),
            _ => new("市町が清掃の中止を決めました", "The municipality called your clean-up off"),
        };
        var what = $"{decision.Day:yyyy-MM-dd} {site.Name}";
        LocalizedText moved = decision.Choice == DayChoice.Postpone ? new($"新しい日は {activity.Day:yyyy-MM-dd} です。", $"The new day is {activity.Day:yyyy-MM-dd}. ") : new("", "");
        return new(
            FactId.Of(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"clean-up.day-decided|{activity.Id:N}|{decision.At.UtcTicks}")), leader, subject,
            new($"{what}。{moved.Ja}理由：{decision.Reason}", $"{what}. {moved.En}Reason: {decision.Reason}"), $"/clean-up/me/activities/{activity.Id}", decision.At, MailKinds.Decision);
    }
}
