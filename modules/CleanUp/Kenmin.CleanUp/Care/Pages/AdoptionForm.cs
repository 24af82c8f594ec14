using Kenmin.Pages;

namespace Kenmin.CleanUp.Care.Pages;

/// <summary>What is typed to ask for a site.</summary>
public sealed class AdoptionForm
{
    /// <summary>The group's id.</summary>
    public string? GroupId { get; set; }

    /// <summary>The site's id.</summary>
    public string? SiteId { get; set; }

    /// <summary>How many times.</summary>
    public string? Times { get; set; }

    /// <summary>In a year or a month.</summary>
    public string? Per { get; set; }

    /// <summary>The first day.</summary>
    public string? From { get; set; }

    /// <summary>The last day.</summary>
    public string? Until { get; set; }

    /// <summary>What the group means to do.</summary>
    public string? Plan { get; set; }

    /// <summary>Whether everybody may see the group's name.</summary>
    public bool ShowName { get; set; }

    /// <summary>Whether the leader wants to be reminded.</summary>
    public bool Reminders { get; set; }

    internal static AdoptionForm Of(Adoption adoption) => new()
    {
        GroupId = adoption.GroupId.ToString(), SiteId = adoption.SiteId.ToString(), Times = adoption.Frequency.Times.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Per = adoption.Frequency.Per.ToString(), From = Dates.Iso(adoption.From), Until = Dates.Iso(adoption.Until), Plan = adoption.Plan, ShowName = adoption.ShowName, Reminders = adoption.Reminders,
    };

    internal AskAdoption ToCommand(Guid id, Guid account, FormErrors errors)
    {
        Guid Id(string? text) => Guid.TryParse(text, out var found) ? found : Guid.Empty;
        var frequency = new CareFrequency(errors.TakeNumber("Input.Times", Times) ?? 0, Per == nameof(CarePer.Year) ? CarePer.Year : CarePer.Month);
        return new(id, Id(SiteId), Id(GroupId), frequency, errors.TakeDay("Input.From", From), errors.TakeDay("Input.Until", Until), Plan ?? "", ShowName, Reminders, account);
    }
}

/// <summary>The day and the note of a clean-up; what came of it is in a form of its own.</summary>
internal sealed class CareDayForm
{
    /// <summary>The day.</summary>
    public string? Day { get; set; }

    /// <summary>What the city should know.</summary>
    public string? Note { get; set; }
}
