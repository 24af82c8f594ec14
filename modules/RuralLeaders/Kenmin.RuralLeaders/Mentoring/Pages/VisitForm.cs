using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.RuralLeaders.Mentoring.Pages;

/// <summary>What is typed about a visit.</summary>
public sealed class VisitForm
{
    /// <summary>Its title.</summary>
    public string? Title { get; set; }

    /// <summary>The area.</summary>
    public string? AreaId { get; set; }

    /// <summary>The day.</summary>
    public string? Day { get; set; }

    /// <summary>When it starts.</summary>
    public string? Start { get; set; }

    /// <summary>Where to meet.</summary>
    public string? Place { get; set; }

    /// <summary>What is seen and done.</summary>
    public string? Programme { get; set; }

    /// <summary>How many may come.</summary>
    public string? Capacity { get; set; }

    internal static VisitForm Of(AreaVisit v) => new()
    {
        Title = v.Title, AreaId = v.AreaId.ToString(), Day = Dates.Iso(v.Day), Start = Times.Short(v.Start), Place = v.Place, Programme = v.Programme,
        Capacity = v.Capacity.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    internal SaveVisit ToCommand(Guid id, Guid network, Guid account, FormErrors errors)
    {
        TimeOnly? start = null;
        if (!string.IsNullOrWhiteSpace(Start))
        {
            var parsed = LenientTime.Parse(Start);
            if (parsed.TryGet(out var time)) start = time;
            else errors.Add("Input.Start", parsed.Error);
        }

        return new(id, network, Guid.TryParse(AreaId, out var area) ? area : null, Title, errors.TakeDay("Input.Day", Day), start, Place, Programme, errors.TakeNumber("Input.Capacity", Capacity), account);
    }
}
