using Kenmin.Accounts.Contracts;
using Kenmin.Pages;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SharedKernel;

namespace Kenmin.SeniorEngagement.CheckIns.Pages;

/// <summary>What is agreed to.</summary>
public sealed class CheckInForm
{
    /// <summary>The telephone.</summary>
    public string? Phone { get; set; }

    /// <summary>Whose leader calls; empty for staff.</summary>
    public string? Caller { get; set; }

    /// <summary>Until when.</summary>
    public string? Until { get; set; }

    /// <summary>How the person said so; asked of staff.</summary>
    public string? Channel { get; set; }

    internal static CheckInForm Of(CheckIn? checkIn, CardHolder? holder, TimeProvider clock) => new()
    {
        Phone = checkIn?.Phone ?? holder?.Phone, Caller = checkIn?.CircleId?.ToString() ?? "", Until = Dates.Iso(checkIn?.Until ?? JapanTime.Today(clock).AddMonths(6)),
    };

    internal AgreeToCheckIn ToCommand(Guid holder, Doer by, ActingAs @as, ConsentChannel channel, FormErrors errors) =>
        new(holder, Phone, Guid.TryParse(Caller, out var circle) ? circle : null, errors.TakeDay("Input.Until", Until), by, @as, channel);
}

/// <summary>What came of a call.</summary>
public sealed class CallForm
{
    /// <summary>What came of it.</summary>
    public string? Outcome { get; set; }

    /// <summary>Until when, or when again.</summary>
    public string? On { get; set; }

    internal RecordCall ToCommand(Guid task, Doer by, ActingAs @as, FormErrors errors)
    {
        if (!Enum.TryParse<CallOutcome>(Outcome, out var outcome) || !Enum.IsDefined(outcome)) errors.Add("Input.Outcome", new("結果を選んでください。", "Choose what came of it."));
        return new(task, outcome, errors.TakeDay("Input.On", On), by, @as);
    }
}
