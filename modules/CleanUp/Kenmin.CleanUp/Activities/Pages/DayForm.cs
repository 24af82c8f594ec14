using Kenmin.CleanUp.Weather;
using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Activities.Pages;

/// <summary>What is chosen and typed about the day of an activity.</summary>
public sealed class DayForm
{
    /// <summary>The choice.</summary>
    public string? Choice { get; set; }

    /// <summary>Why.</summary>
    public string? Reason { get; set; }

    /// <summary>How many decisions there were when the page was shown.</summary>
    public string? Seen { get; set; }

    internal static DayForm Of(Activity activity) => new() { Seen = activity.Decisions.Count.ToString(System.Globalization.CultureInfo.InvariantCulture) };

    /// <summary>Whether it is time to decide: accepted, to come, and near enough for warnings to say something.</summary>
    internal static bool IsTime(Activity activity, WeatherSettings settings, DateTimeOffset now) =>
        activity.State == ActivityState.Accepted && activity.Starts > now && activity.Day <= JapanTime.DayOf(now).AddDays(settings.DaysAhead);

    /// <summary>What can be chosen.</summary>
    internal static IReadOnlyList<FieldOption> Options(Activity activity) =>
    [
        new(nameof(DayChoice.Go), new("実施する", "It takes place")),
        .. activity is { PostponedFrom: null, RainDay: { } rain }
            ? (FieldOption[])[new(nameof(DayChoice.Postpone), new($"予備日の {Dates.LongText(rain).Ja}に延期する", $"Postpone it to the rain date, {Dates.LongText(rain).En}"))] : [],
        new(nameof(DayChoice.Cancel), new("中止する", "Call it off")),
    ];

    internal DecideDay? ToCommand(Guid id, Doer by, bool byOffice, FormErrors errors, string form)
    {
        if (ChoiceOf(Choice) is not { } choice) errors.Add($"{form}.{nameof(Choice)}", new("実施、延期、中止のどれかを選んでください。", "Choose go, postpone or cancel."));
        else return new(id, choice, Reason, int.TryParse(Seen, out var seen) ? seen : -1, by, byOffice);
        return null;
    }

    internal static DayChoice? ChoiceOf(string? text) => Enum.TryParse<DayChoice>(text, ignoreCase: true, out var choice) && Enum.IsDefined(choice) ? choice : null;
}
