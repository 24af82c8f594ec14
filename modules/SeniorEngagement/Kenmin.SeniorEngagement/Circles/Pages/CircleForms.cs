using System.Globalization;
using Kenmin.Pages;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SharedKernel;

namespace Kenmin.SeniorEngagement.Circles.Pages;

/// <summary>What is typed about a circle.</summary>
public sealed class CircleForm
{
    /// <summary>The circle's id, made when the page is opened, so that sending twice founds one.</summary>
    public string? Id { get; set; }

    /// <summary>Its name.</summary>
    public string? Name { get; set; }

    /// <summary>What it is about.</summary>
    public List<string> Interests { get; set; } = [];

    /// <summary>The municipality.</summary>
    public string? Municipality { get; set; }

    /// <summary>The district.</summary>
    public string? District { get; set; }

    /// <summary>What it does.</summary>
    public string? About { get; set; }

    /// <summary>Whether newcomers may join.</summary>
    public bool Open { get; set; }

    /// <summary>The initiative.</summary>
    public string? Initiative { get; set; }

    internal static CircleForm Of(Circle c) => new() { Id = c.Id.ToString(), Name = c.Name, Interests = [.. c.Interests], Municipality = c.MunicipalityCode, District = c.District, About = c.About, Open = c.Open };

    internal SaveCircle ToCommand(Guid id, Guid? initiative, Doer by) => new(id, Name, Interests ?? [], Municipality, District, About, Open, initiative, by);
}

/// <summary>What is typed about a meeting.</summary>
public sealed class MeetingForm
{
    /// <summary>The meeting's id, made when the page is opened, so that sending twice plans one.</summary>
    public string? Id { get; set; }

    /// <summary>The day.</summary>
    public string? Day { get; set; }

    /// <summary>When it starts.</summary>
    public string? Start { get; set; }

    /// <summary>When it ends.</summary>
    public string? End { get; set; }

    /// <summary>Where.</summary>
    public string? Place { get; set; }

    /// <summary>A known place there.</summary>
    public string? At { get; set; }

    /// <summary>What is done.</summary>
    public string? Note { get; set; }

    /// <summary>Places.</summary>
    public string? Capacity { get; set; }

    internal static MeetingForm New(Guid id) => new() { Id = id.ToString(), Capacity = "15" };

    internal static MeetingForm Of(CircleMeeting m) => new()
    {
        Id = m.Id.ToString(), Day = Dates.Iso(m.Day), Start = Times.Short(m.Start), End = Times.Short(m.End), Place = m.Place, At = m.At?.Key, Note = m.Note, Capacity = m.Capacity.ToString(CultureInfo.InvariantCulture),
    };

    internal PlanCircleMeeting ToCommand(Guid id, Guid circle, Doer by, ActingAs @as, FormErrors errors) => new(
        id, circle, errors.TakeDay("Input.Day", Day), Time("Input.Start", Start, errors), Time("Input.End", End, errors), Place, At, Note, errors.TakeNumber("Input.Capacity", Capacity), by, @as);

    private static TimeOnly? Time(string field, string? text, FormErrors errors)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var parsed = LenientTime.Parse(text);
        if (parsed.TryGet(out var time)) return time;
        errors.Add(field, parsed.Error);
        return null;
    }
}
