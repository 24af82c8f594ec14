using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Activities.Pages;

/// <summary>What is typed about an activity.</summary>
public sealed class PlanForm
{
    /// <summary>The campaign's id.</summary>
    public string? CampaignId { get; set; }

    /// <summary>The group's id.</summary>
    public string? GroupId { get; set; }

    /// <summary>The site's id.</summary>
    public string? SiteId { get; set; }

    /// <summary>The day.</summary>
    public string? Day { get; set; }

    /// <summary>The rain date; may be empty.</summary>
    public string? RainDay { get; set; }

    /// <summary>When it starts.</summary>
    public string? Start { get; set; }

    /// <summary>When it ends.</summary>
    public string? End { get; set; }

    /// <summary>Where people meet.</summary>
    public string? MeetingPlace { get; set; }

    /// <summary>What to bring or know.</summary>
    public string? Note { get; set; }

    /// <summary>How many people are expected.</summary>
    public string? People { get; set; }

    /// <summary>Whether powered cutters are used.</summary>
    public bool Cutters { get; set; }

    /// <summary>How many helpers are sought.</summary>
    public string? HelperPlaces { get; set; }

    internal static PlanForm Of(Activity activity) => new()
    {
        CampaignId = activity.CampaignId.ToString(), GroupId = activity.GroupId.ToString(), SiteId = activity.SiteId.ToString(), Day = Dates.Iso(activity.Day),
        Start = Times.Short(activity.Start), End = Times.Short(activity.End), MeetingPlace = activity.MeetingPlace, Note = activity.Note,
        People = activity.People.ToString(System.Globalization.CultureInfo.InvariantCulture),
        HelperPlaces = activity.HelperPlaces.ToString(System.Globalization.CultureInfo.InvariantCulture), RainDay = activity.RainDay is { } rain ? Dates.Iso(rain) : null, Cutters = activity.Cutters,
    };

    internal PlanActivity ToCommand(Guid id, Guid account, FormErrors errors)
    {
        TimeOnly? Time(string field, string? text)
        {
            if (string.IsNullOrWhiteSpace(text)) return null;
            var parsed = LenientTime.Parse(text);
            if (parsed.TryGet(out var time)) return time;
            errors.Add(field, parsed.Error);
            return null;
        }

        Guid Id(string? text) => Guid.TryParse(text, out var found) ? found : Guid.Empty;
        return new(
            id, Id(CampaignId), Id(SiteId), Id(GroupId), errors.TakeDay("Input.Day", Day), Time("Input.Start", Start), Time("Input.End", End),
            MeetingPlace ?? "", Note ?? "", errors.TakeNumber("Input.People", People), errors.TakeNumber("Input.HelperPlaces", HelperPlaces), account,
            errors.TakeDay("Input.RainDay", RainDay), Cutters);
    }
}
