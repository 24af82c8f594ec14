using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.RuralLeaders.Networks.Pages;

/// <summary>What is typed about a meeting.</summary>
public sealed class MeetingForm
{
    /// <summary>The day.</summary>
    public string? Day { get; set; }

    /// <summary>When it starts.</summary>
    public string? Start { get; set; }

    /// <summary>Where.</summary>
    public string? Place { get; set; }

    /// <summary>The agenda.</summary>
    public string? Agenda { get; set; }

    internal static MeetingForm Of(NetworkMeeting m) => new() { Day = Dates.Iso(m.Day), Start = Times.Short(m.Start), Place = m.Place, Agenda = m.Agenda };

    internal PlanMeeting ToCommand(Guid id, Guid network, Guid account, FormErrors errors)
    {
        TimeOnly? start = null;
        if (!string.IsNullOrWhiteSpace(Start))
        {
            var parsed = LenientTime.Parse(Start);
            if (parsed.TryGet(out var time)) start = time;
            else errors.Add("Input.Start", parsed.Error);
        }

        return new(id, network, errors.TakeDay("Input.Day", Day), start, Place, Agenda, account);
    }
}
