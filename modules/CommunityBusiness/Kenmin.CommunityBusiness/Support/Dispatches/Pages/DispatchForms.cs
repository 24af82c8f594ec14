using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Support.Experts;
using Kenmin.Pages;

namespace Kenmin.CommunityBusiness.Support.Dispatches.Pages;

/// <summary>What is typed to ask for an expert.</summary>
public sealed class RequestForm
{
    /// <summary>The dispatch's id, made when the page is opened, so that sending twice asks once.</summary>
    public string? Id { get; set; }

    /// <summary>What the expert is to know.</summary>
    public List<string> Fields { get; set; } = [];

    /// <summary>For how many hours.</summary>
    public string? Hours { get; set; }

    /// <summary>When.</summary>
    public string? WishedOn { get; set; }

    /// <summary>What help is needed with.</summary>
    public string? Need { get; set; }

    internal static RequestForm New(DateTimeOffset now) => new() { Id = Guid.CreateVersion7(now).ToString() };

    internal RequestDispatch? ToCommand(Guid venture, Doer? by, OfficePowers? office, FormErrors errors)
    {
        var (hours, day) = (errors.TakeHours("Input.Hours", Hours), errors.TakeDay("Input.WishedOn", WishedOn));
        return errors.Any || !Guid.TryParse(Id, out var id) ? null : new(id, venture, ExpertWords.Read(Fields), hours, day, Need, by, office);
    }
}

/// <summary>What is typed to decide on a dispatch, to report it, or to call it off.</summary>
public sealed class DispatchForm
{
    /// <summary>The expert.</summary>
    public string? ExpertId { get; set; }

    /// <summary>For how many hours.</summary>
    public string? Hours { get; set; }

    /// <summary>The day that is approved.</summary>
    public string? VisitOn { get; set; }

    /// <summary>Whose hours it takes.</summary>
    public string? Payer { get; set; }

    /// <summary>The day of the visit.</summary>
    public string? Day { get; set; }

    /// <summary>What was done.</summary>
    public string? Words { get; set; }

    /// <summary>What is advised.</summary>
    public string? Advice { get; set; }

    /// <summary>Why.</summary>
    public string? Reason { get; set; }

    internal ReportDispatch ToReport(Guid id, Doer? by, OfficePowers? office, FormErrors errors) => new(id, errors.TakeDay("Report.Day", Day), errors.TakeHours("Report.Hours", Hours), Words, Advice, by, office);
}
